import { codeOf, type ErrorCode } from '../../shared/errors.ts'
import type { Catalog, LateWords, PanelContext } from '../boot/context.ts'
import { type Draft, isNobody, reached, toAnswers } from './answersDraft.ts'
import type { BackScript } from '../back/entry.ts'
import type { Courier } from './courier.ts'
import { typed } from './field.ts'
import { formsOf } from './forms.ts'
import { promise } from './format.ts'
import { judgeNow, offerFor } from './offer.ts'
import { drawWord, otherWord } from './ourWord.ts'
import { type LinesReason, type Offer, type Overlay, type Passing, type State, type Store } from './state.ts'
import { type Asked, type MoreStep, type Step, back, next } from './way.ts'
import { wipe } from './wipe.ts'
import { quietName, wordParts } from './words.ts'

/** All that a screen can make happen. */
export interface Actions {
  /** Origin of the server. */
  readonly server: string
  /** For who came back with a number: what the screens of widget/back work with. */
  readonly tools: Tools
  /** To the screens for who has a number, which are loaded now. */
  comeBack(): Promise<void>
  /** Keeps the draft and goes on. */
  onward(step: Asked, draft?: Draft): void
  /** Goes to the screen before, and keeps what was typed, though nobody has checked it. */
  backward(step: Step): void
  /** Keeps the draft and goes to the review. */
  skipRest(draft: Draft): void
  change(step: Asked): void
  /** To the phone numbers, or to the choice of ways. */
  show(step: 'lines' | 'how', reason?: LinesReason): void
  /** To a screen of the list of what else may be told. */
  visit(step: MoreStep): void
  /** Keeps the draft and stays. */
  keep(draft: Draft): void
  /** Something of the screen that passes with it. */
  pass(passing: Passing): void
  showAddress(): void
  newWord(): void
  open(overlay: Overlay | undefined): void
  speak(tag: string): Promise<void>
  send(): Promise<void>
  /** Wipes; then a clean first screen. */
  startAgain(): void
  wipeTo(step: Step): void
  close(): void
  leave(): void
}

/** What keeps, fetches and seals. */
export interface Tools {
  readonly context: PanelContext
  readonly store: Store
  readonly courier: Courier
}

export interface Exits {
  /** The screens for who has a number are there. */
  came(script: BackScript): void
  close(): void
  leave(): void
  giveUp(code: ErrorCode): void
}

/** Milliseconds: a shown address hides again; a send is called slow. */
const SHOWN_FOR = 60_000
const SLOW_AFTER = 8000

const random = (array: Uint8Array<ArrayBuffer>): unknown => crypto.getRandomValues(array)
const stamp = (draft: Draft, { ngo }: Offer): string => JSON.stringify([draft, ngo.id])
const isOffer = (offer: Offer | LinesReason): offer is Offer => typeof offer !== 'string'

export const firstWord = (): number => drawWord(random)

/** A catalog with the words of further screens. */
export const whole = (catalog: Catalog, ...parts: readonly Partial<LateWords>[]): Catalog =>
  parts.reduce<Catalog>((all, part) => ({ ...all, ...part, strings: { ...all.strings, ...part.strings } }), catalog)

export function createActions(context: PanelContext, store: Store, courier: Courier, exits: Exits): Actions {
  const { config } = context
  /** What the kept bytes hold and for whom. */
  let sealedAs = ''
  /** A newer roster is fetched once, not in circles. */
  let renewed = false
  const go = (patch: Partial<State> & { readonly step: Step }) =>
    store.set({ overlay: undefined, passing: {}, ...patch })
  const lines = (reason: LinesReason) => go({ step: 'lines', reason, changing: undefined, back: undefined })

  /** Who reads is judged again each time the review opens: what it promises must be true then. */
  function review(draft: Draft, again?: State['again']): void {
    const answers = toAnswers(draft)
    const judged = judgeNow(store.get(), config)
    const offer = offerFor(judged, draft)
    store.set({ draft, judged })
    if (!isOffer(offer)) return lines(offer)
    if (!answers) return lines('closed.choose')
    // Bytes that may have arrived must be the ones that go again; anything told since needs new ones.
    if (store.get().failed !== 'notsent.maybe' || stamp(draft, offer) !== sealedAs) courier.unseal()
    courier.work(offer.ngo.id)
    go({ step: 'review', offer, again, changing: undefined })
  }

  function enter(step: Asked, draft: Draft): void {
    if (step === 'review') return review(draft)
    go({ step, draft })
  }

  const pass = (passing: Passing) => store.set({ passing: { ...store.get().passing, ...passing } })
  const later = (wait: number, step: Step, passing: Passing) =>
    setTimeout(() => store.get().step === step && pass(passing), wait)
  const forgotten = () => {
    sealedAs = ''
    renewed = false
  }
  const catalogOf = async (tag: string): Promise<Catalog> => {
    const kinds = store.get().back ? ['lang', 'words', 'back'] : ['lang', 'words']
    const [catalog, ...parts] = await Promise.all(kinds.map((kind) => context.load(`${kind}/${tag}`)))
    return whole(catalog as Catalog, ...(parts as LateWords[]))
  }
  /** What may have arrived once stays so, whatever the next try comes to. */
  const fail = (failed: State['failed']) =>
    go({ step: 'not-sent', failed: store.get().failed === 'notsent.maybe' ? 'notsent.maybe' : failed })

  /** The server does not know the key any more: a newer roster than ours, or a switch, can tell who reads with which. */
  async function refresh(draft: Draft, before: Offer): Promise<void> {
    courier.unseal()
    try {
      const { text, got } = await context.fetchChain()
      const fresh = await courier.believe(text)
      if (store.get().draft !== draft) return
      store.set({ chain: fresh, got })
      const offer = offerFor(judgeNow(store.get(), config), draft)
      if (renewed || (isOffer(offer) && offer.ngo.box.key === before.ngo.box.key)) return lines('closed.body')
      renewed = true
      review(draft, isOffer(offer) && offer.ngo.id === before.ngo.id ? 'notsent.body' : 'notsent.changed')
    } catch {
      if (store.get().draft === draft) lines(navigator.onLine ? 'closed.body' : 'offline.body')
    }
  }

  async function send(): Promise<void> {
    const { draft, offer, catalog, passing } = store.get()
    const answers = toAnswers(draft)
    const judged = judgeNow(store.get(), config)
    const now = offerFor(judged, draft)
    if (!answers || !offer) return lines('closed.choose')
    if (!isOffer(now)) return lines(now)
    if (now.ngo.id !== offer.ngo.id) {
      courier.unseal()
      return review(draft, 'notsent.changed')
    }
    go({ step: 'sending' })
    later(SLOW_AFTER, 'sending', { slow: true })
    const { ngo, replyBy } = offer
    sealedAs = stamp(draft, offer)
    try {
      const outcome = await courier.send(answers, {
        ngo: ngo.id,
        desk: config.desk,
        site: config.site,
        t: judged.t,
        skew: judged.skew,
        tz: Intl.DateTimeFormat().resolvedOptions().timeZone || null,
        lang: catalog.tag,
        shown: { lang: catalog.tag, replyBy },
        read: passing.about,
      })
      switch (outcome) {
        case undefined:
          return
        case 'sent':
          forgotten()
          return wipe(store, courier, firstWord(), { step: 'sent', sent: sentWords(store.get(), courier.code()) })
        case 'gone':
          return await refresh(draft, offer)
        case 'conflict':
          courier.unseal()
          return fail('notsent.body')
        case 'refused':
          return fail('notsent.body')
        case 'maybe':
          return fail('notsent.maybe')
        case 'offline':
          return fail('offline.body')
      }
    } catch (error) {
      exits.giveUp(codeOf(error))
    }
  }

  function startAgain(): void {
    const judged = judgeNow(store.get(), config)
    const reason = offerFor(judged, store.get().draft)
    forgotten()
    wipe(store, courier, firstWord(), isOffer(reason) ? { step: 'start', judged } : { step: 'lines', judged, reason })
  }

  /** What is loaded here nobody else loads: that somebody has a number can be seen on the line (docs/threat-model.md). */
  async function comeBack(): Promise<void> {
    const mine = {}
    const { tag } = store.get().catalog
    go({ step: 'return', back: mine })
    courier.prepare()
    const here = () => store.get().back === mine
    try {
      const [script, words] = await Promise.all([context.load('back'), context.load(`back/${tag}`)])
      if (!here()) return
      const { catalog } = store.get()
      // Another language was chosen meanwhile.
      if (catalog.tag !== tag) return await comeBack()
      exits.came(script as BackScript)
      store.set({ catalog: whole(catalog, words as LateWords) })
    } catch (error) {
      const code = codeOf(error)
      if (!here()) return
      if (code.endsWith('-refused')) exits.giveUp(code)
      else lines('closed.body')
    }
  }

  return {
    server: context.server,
    tools: { context, store, courier },
    comeBack,
    onward(step, draft = store.get().draft) {
      // Under way since the opening, but for what a wipe has ended: a wipe itself asks for nothing, a person who begins again does.
      courier.prepare()
      enter(next(step, draft, store.get().changing?.step), draft)
    },
    backward(step) {
      const now = store.get().draft
      const left =
        step === 'address' ? { address: typed(), checked: false } : step === 'more-note' ? { note: typed() } : {}
      const draft = { ...now, ...left }
      if (step === 'lines') return go({ step: 'start' })
      if (step === 'return') return startAgain()
      if (step === 'not-sent') return review(draft)
      const { changing } = store.get()
      const before = back(step as Asked, draft, changing?.step)
      if (before) enter(before, changing && before === 'review' ? changing.draft : draft)
    },
    skipRest: review,
    change: (step) => go({ step, changing: { step, draft: store.get().draft } }),
    show(step, reason = 'closed.choose') {
      const { changing } = store.get()
      if (step === 'lines') lines(reason)
      else go({ step, changing: changing && { ...changing, step } })
    },
    visit: (step) => go({ step }),
    keep: (draft) => store.set({ draft }),
    pass,
    showAddress() {
      pass({ shown: true })
      later(SHOWN_FOR, store.get().step, { shown: false })
    },
    newWord() {
      const { draft, drawn } = store.get()
      const other = otherWord(random, drawn, draft.word)
      store.set({ drawn: other.drawn, draft: { ...draft, word: other.word } })
    },
    // Full names are asked for each time anew.
    open: (overlay) =>
      store.set({ overlay, warn: undefined, passing: { ...store.get().passing, full: false, query: '' } }),
    async speak(tag) {
      const { catalog } = store.get()
      pass({ waiting: true })
      try {
        const loaded = tag === catalog.tag ? catalog : await catalogOf(tag)
        if (store.get().catalog === catalog) store.set({ catalog: loaded, overlay: undefined })
      } catch {
        // The words of before stay: they are better than none.
      }
      pass({ waiting: false })
    },
    send,
    startAgain,
    wipeTo(step) {
      const { step: from, failed } = store.get()
      const unsure = from === 'sending' || failed === 'notsent.maybe'
      forgotten()
      wipe(store, courier, firstWord(), { step, unsure })
    },
    close: exits.close,
    leave: exits.leave,
  }
}

function sentWords({ draft, offer, catalog, judged }: State, code: string): State['sent'] {
  if (!offer || !judged.desk) return undefined
  return {
    how: isNobody(draft.how!) ? (draft.how as 'back') : reached(draft),
    code,
    forms: formsOf(draft),
    word: wordParts(catalog.words[draft.word] ?? '').noun,
    ngo: quietName(offer.ngo, catalog.tag),
    replyBy: offer.replyBy === null ? '' : promise(offer.replyBy, catalog.tag, judged.desk.tz),
    line: judged.desk.lines[0]?.number ?? judged.desk.emergency,
    ngoLine: offer.ngo.phone ?? '',
  }
}
