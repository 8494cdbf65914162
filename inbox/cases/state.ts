import { type ReadonlySignal, type Signal, batch, computed, signal } from '@preact/signals'
import { toBase64 } from '../../shared/bytes.ts'
import type { CaseAct } from '../../shared/caseActs.ts'
import type { Case } from '../../shared/caseFold.ts'
import { type ErrorCode, MitosError, codeOf } from '../../shared/errors.ts'
import type { Audit } from '../audit/state.ts'
import type { AtReach } from '../case/firstContact.ts'
import { type Item, type OpenedRow, type Request, idsOf, isOff } from '../list/items.ts'
import type { Rows } from '../list/rows.ts'
import { callAfterClaim } from '../list/calls.ts'
import { sealAnswer } from '../replies/answer.ts'
import { type Said, wordsFor } from '../said.ts'
import type { Session } from '../session.ts'
import type { Memory } from '../trust/memory.ts'
import type { CaseApi } from './api.ts'
import { unreadOf } from './added.ts'
import { createFiles } from './files.ts'
import { type EraseReason, createRemoving, mayErase } from './removing.ts'
import { type Filter, answersIn, caseIn, isListed, mayDo, markReached, reachedIn, stateOf } from './view.ts'
import { type Desk, SAME_PRESS, beginCase, writeAct } from './work.ts'

export const TABS = ['card', 'tries', 'replies', 'notes', 'more'] as const
export type Tab = (typeof TABS)[number]
/** What is being asked before something is written. `next`: which of the proposed hours for the next try. */
export type Form =
  | { readonly kind: 'try'; readonly next: number; readonly reached?: AtReach }
  | { readonly kind: 'back' | 'close' | 'take-over' | 'step-back' }
  | { readonly kind: 'hand-over'; readonly to: string | null; readonly note: string }
  /** why, and then whether */
  | { readonly kind: 'erase'; readonly reason: EraseReason | null }

export interface Doing {
  readonly acts: readonly CaseAct[]
  /** an hour or null; absent: as it is */
  readonly wakeAt?: number | null
  /** what is said when it is done */
  readonly done?: Said
  /** whether the case has it already: then nothing is written */
  readonly stands?: (now: Case) => boolean
}

interface CasesDeps {
  readonly api: CaseApi
  readonly memory: Memory
  readonly session: ReadonlySignal<Session | null>
  /** seconds UTC, as the network's clock has it */
  readonly t: ReadonlySignal<number>
  readonly rows: Rows
  readonly holds: (one: Session) => boolean
  readonly loggedOut: () => void
  readonly audit?: Audit
  /** whether the member has what is opened before them */
  readonly looks: () => boolean
  /** What was read calls nobody any more. @param id of its row */
  readonly quiet: (id: string) => Promise<void>
}

interface Owed {
  /** of the row, and of the member */
  readonly id: string
  readonly by: string
  readonly doing: Doing
  /** as it was on the screen; not any more after a lock */
  readonly item?: Item
}

export type Cases = ReturnType<typeof createCases>

/** The cases: read as the list tells of them, and written into. */
export function createCases(deps: CasesDeps) {
  const { api, memory, session, t, rows, holds, loggedOut, audit, looks, quiet } = deps
  const files = createFiles({ api, memory, holds, t, ...(audit && { audit }) })
  const removing = createRemoving({ api, rows, holds, ...(audit && { audit }) })
  const filter: Signal<Filter> = signal('all')
  const tab: Signal<Tab> = signal('card')
  const form: Signal<Form | null> = signal(null)
  const busy = signal(false)
  const said: Signal<Said | null> = signal(null)
  const done: Signal<Said | null> = signal(null)
  /** what failed for an item that was open, and was not any more by then: told when it is opened again */
  const failed = new Map<string, Said>()
  /** the person asked for more tries than the house rule has */
  const more = signal(false)
  /** notes that are being written, by case or request */
  const typed: Signal<ReadonlyMap<string, string>> = signal(new Map())
  /** answers that are being written, by request */
  const answers: Signal<ReadonlyMap<string, string>> = signal(new Map())
  /**
   * Acts that happened whether or not the case tells of them yet: numbers that were shown, and what went to another NGO just before
   * a lock. They outlive it, without anything of the person: the same member's next unlocking on this page writes them.
   */
  let owed: readonly Owed[] = []
  const owes = signal(0)
  /** rows of what persons added of which the server knows that they call nobody any more */
  const calm = new Set<string>()
  /** Answers that are not in their cases yet, by request. `sent`: as they may lie in the mailbox already; the same bytes are there once. */
  const answering = new Map<
    string,
    { readonly act: CaseAct & { kind: 'reply' }; readonly sent: string; there: boolean }
  >()
  /** by item: acts of which some are written, because the connection failed in between */
  const halfway = new Map<string, { readonly acts: string; readonly n: number; readonly at: number }>()
  /** One write after another: each is sealed behind the one before. */
  let last: Promise<unknown> = Promise.resolve()

  const fileOf = (item: Item | null) => (item?.case ? files.files.value.get(item.case.id) : undefined)

  /** ids of cases in which the person was reached; as one text, so that nothing follows as long as they stay the same */
  const reached = computed(() => reachedIn(files.files.value).sort().join())

  /** How many of them are this member's. */
  function count(): void {
    const by = session.value?.member.id
    owes.value = owed.filter((one) => one.by === by).length
  }

  async function owing(current: Session): Promise<void> {
    for (const one of owed.filter(({ by }) => by === current.member.id)) {
      if (!holds(current)) return
      if (!owed.includes(one)) continue
      const item = rows.shown.all.value.find((other) => idsOf(other).includes(one.id)) ?? one.item
      // After a lock the list comes first.
      if (!item && !rows.shown.loaded.value) return
      try {
        if (item) await append(current, item, one.doing)
      } catch (error) {
        const code = codeOf(error)
        if (code === 'server-unreachable' || code === 'not-logged-in' || !holds(current)) throw error
        // It may not be written any more; the number is known to the member all the same.
        if (item) tellFailed(item, caseWords(code))
      }
      // Not the first: that one may have gone meanwhile, with its row.
      owed = owed.filter((other) => other !== one)
      count()
    }
  }

  /** Writes what is owed, after whatever is being written; what could not be stays owed. */
  function settle(current: Session): Promise<unknown> {
    last = last.then(() => owing(current)).catch(() => undefined)
    return last
  }

  /** The case of an item now: another browser may have begun it since. */
  const newest = (item: Item): Item => rows.shown.all.value.find(({ id }) => id === item.id) ?? item

  async function append(current: Session, given: Item, { acts, wakeAt, stands }: Doing): Promise<void> {
    const item = newest(given)
    // Whoever took it back is not worked with.
    if (item.kind === 'request' && item.withdrawn) throw new MitosError('case-move')
    const desk = await files.desk(current, item.hour)
    const id = item.case?.id ?? (await begin(desk, item, beginsAs(item, current.member.id)))
    const held = files.files.value.get(id)
    let opened = held?.kind === 'open' ? held.opened : await files.read(desk, id)
    opened = { ...opened, claim: item.case ? item.claim : opened.claim }
    if (stands?.(opened.case)) return
    // What lies there is set aside with it. Only what comes later brings it back.
    const all = acts.some(({ kind }) => kind === 'set-aside') ? [...messagesOf(item, opened.case), ...acts] : acts
    // What failed in between and is pressed again goes on where it stood.
    const asText = JSON.stringify([acts, wakeAt])
    const before = halfway.get(item.id)
    halfway.delete(item.id)
    const isSame = before?.acts === asText && all === acts && current.clock() - before.at <= SAME_PRESS
    for (let n = isSame ? before.n : 0; n < all.length; n++) {
      opened = await writeAct(desk, opened, all[n]!, wakeAt).catch((error: unknown) => {
        if (n && holds(current)) halfway.set(item.id, { acts: asText, n, at: current.clock() })
        throw error
      })
      if (!holds(current)) throw new MitosError('not-logged-in')
      opened = files.put(opened, current)
    }
  }

  /** What the person added that their case has not yet. */
  const messagesOf = (item: Item, now: Case | null): readonly CaseAct[] =>
    (item.kind === 'request' ? unreadOf(item, now) : []).flatMap((id) => {
      const sent = rows.rows.value.get(id)?.sent
      return sent && sent.signed !== null ? [{ kind: 'message', header: sent.header, signed: sent.signed }] : []
    })

  /** Rows of what the person added for which somebody may be called still; none where the case is not open here. */
  const loudOf = (item: Request): readonly string[] =>
    item.withdrawn || !caseIn(fileOf(item))
      ? []
      : item.wrote.flatMap(({ id }) => (rows.rows.value.has(id) && !calm.has(id) ? [id] : []))

  /**
   * What the person added goes into the case once who has it has it before them, and calls nobody any more; what fails is tried again
   * with the next list.
   */
  function readBy(current: Session, given: Item): void {
    if (given.kind !== 'request' || !loudOf(given).length) return
    const work = async (): Promise<void> => {
      const item = newest(given)
      if (item.kind !== 'request' || item.claim?.by !== current.member.id || !looks() || !holds(current)) return
      if (stateOf(item, fileOf(item)) === 'gone') return
      for (const id of loudOf(item)) {
        const sent = rows.rows.value.get(id)?.sent
        if (!sent || sent.signed === null) continue
        const { header, signed } = sent
        if (unreadOf(item, caseIn(fileOf(item))).includes(id))
          await append(current, item, { acts: [{ kind: 'message', header, signed }] })
        await quiet(id).catch((error: unknown) => {
          if (codeOf(error) !== 'not-found') throw error
        })
        if (holds(current)) calm.add(id)
      }
    }
    // Nothing waits for it: who works comes first.
    last = last.then(work).catch(() => undefined)
  }

  /** @returns the id of the case, which the list has at once */
  async function begin(desk: Desk, item: Item, as: 'claimed' | 'new' | 'check'): Promise<string> {
    const sent = rows.rows.value.get(item.id)?.sent
    if (!sent) throw new MitosError('not-found')
    const hour = Math.floor(desk.session.clock() / 3600) * 3600
    const wakeAt = as === 'claimed' && item.kind === 'request' ? callAfterClaim(item.facts, hour) : null
    const id = await beginCase(desk, item.id, sent, as, wakeAt)
    const claim = as === 'claimed' ? { by: desk.session.member.id, hour } : item.claim
    rows.setClaim(item.id, claim, { id, length: 1, wakeAt, closed: null })
    return id
  }

  /** Does something, one after another; what fails is said. @returns whether it is done */
  async function attempt(item: Item, work: (current: Session) => Promise<void>): Promise<ErrorCode | null> {
    const current = session.value
    if (!current || busy.value) return 'case-move'
    const wasOpen = isOpen(item)
    busy.value = true
    said.value = null
    done.value = null
    const mine = last.then(async () => {
      await owing(current)
      await work(current)
    })
    last = mine.catch(() => undefined)
    try {
      await mine
      failed.delete(item.id)
      return null
    } catch (error) {
      const code = codeOf(error)
      if (!holds(current)) return code
      if (code === 'not-logged-in') loggedOut()
      // Of several at once it is told above the list.
      else if (wasOpen) tellFailed(item, caseWords(code))
      else said.value = caseWords(code)
      return code
    } finally {
      busy.value = false
    }
  }

  /**
   * Writes into the case of an item, and reads the list anew.
   * @param written at once, so that nobody who presses twice writes it twice while the list is read, and nobody who went on meanwhile is
   *   taken back
   * @returns null: it is written; else why not
   */
  async function put(item: Item, doing: Doing, written?: () => void): Promise<ErrorCode | null> {
    const code = await attempt(item, (current) => append(current, item, doing))
    if (!code && written) batch(written)
    const current = session.value
    if (current) await rows.pull(current)
    return code
  }

  const isOpen = (item: Item): boolean =>
    rows.shown.openId.value !== null && idsOf(item).includes(rows.shown.openId.value)

  function tellFailed(item: Item, words: Said): void {
    if (isOpen(item)) said.value = words
    else failed.set(item.id, words)
  }

  /** Who has opened another one meanwhile is told nothing of this one there, and stays where they are. */
  function tellDone(item: Item, words: Said | undefined, then?: () => void): void {
    const open = rows.shown.openId.value
    if (open !== null && !isOpen(item)) return
    form.value = null
    done.value = words ?? null
    if (open !== null) then?.()
  }

  const type = (item: Item, text: string): void => void (typed.value = new Map(typed.value).set(item.id, text))

  return {
    files: files.files,
    filter,
    tab,
    form,
    busy,
    said,
    done,
    more,
    typed,
    answers,
    owes,
    fileOf,
    stateOf: (item: Item) => stateOf(item, fileOf(item)),
    /** With those whom somebody reached marked as such. */
    marked(items: readonly Item[]): readonly Item[] {
      return reached.value ? markReached(items, reached.value.split(',')) : items
    },
    shows: (item: Item, all = false) =>
      isListed(item, fileOf(item), all ? 'all' : filter.value, session.value?.member.id ?? ''),
    /** Whether anything that was typed would be lost. */
    unsaved: () => [...typed.value.values(), ...answers.value.values()].some((text) => text.trim() !== ''),
    type,
    typeAnswer: (item: Item, text: string) => void (answers.value = new Map(answers.value).set(item.id, text)),

    /**
     * Answers to the person's number: first into the mailbox and then into the case, since a case that tells of an answer which
     * never arrived would be worse than one that is silent. @returns whether both are done
     */
    async answer(item: Request, { lang, text }: { readonly lang: string; readonly text: string }): Promise<boolean> {
      const code = await attempt(item, async (current) => {
        const sent = rows.rows.value.get(item.id)?.sent
        if (!sent?.signed) throw new MitosError('not-found')
        if (newest(item).kind === 'request' && isOff(newest(item) as Request)) throw new MitosError('case-move')
        const n = answersIn(caseIn(fileOf(item))).length + 1
        const before = answering.get(item.id)
        const again = before && before.act.lang === lang && before.act.text === text
        const act = again ? before.act : ({ kind: 'reply', n, lang, text } as const)
        // The mailbox would take it from any member.
        if (!mayDo(current, item, fileOf(item), act, t.value)) throw new MitosError('case-actor')
        const one = again ? before : { act, sent: toBase64(sealAnswer(current, sent, act)), there: false }
        answering.set(item.id, one)
        if (!one.there) await api.reply(item.id, one.sent, item.handed?.person?.address)
        one.there = true
        await append(current, item, { acts: [act] })
        answering.delete(item.id)
      })
      if (code) return false
      tellDone(item, { key: 'reply.done' })
      return true
    },

    /**
     * Writes into the case of an item, and reads the list anew.
     * @param then what the screen shows next, where the item is still the one that is open
     * @returns whether it is written
     */
    async write(item: Item, doing: Doing, then?: () => void): Promise<boolean> {
      const code = await put(item, doing, () => {
        // What was typed while it was written stays.
        const text = typed.value.get(item.id)
        if (doing.acts.some((act) => act.kind === 'note' && act.text === text)) type(item, '')
        tellDone(item, doing.done, then)
      })
      return !code
    },
    put,

    /**
     * Deletes it without a code, by a coordinator or the privacy person: who and why stands as the last event of its case, if it has
     * one that opens here; then case, request and what waits for its number are shredded.
     * @param then as `write` has it
     * @returns whether it is done
     */
    async erase(item: Item, reason: EraseReason, then?: () => void): Promise<boolean> {
      const code = await attempt(item, async (current) => {
        if (!mayErase(current)) throw new MitosError('case-actor')
        const now = newest(item)
        const said = stateOf(now, fileOf(now)) === 'gone'
        let written = said
        if (now.case && fileOf(now)?.kind !== 'shut' && !said)
          try {
            await append(current, now, { acts: [{ kind: 'erase', reason }] })
            written = true
          } catch (error) {
            if (!codeOf(error).startsWith('open-') && codeOf(error) !== 'not-found') throw error
          }
        await removing.erase(now)
        // An act in a case has its line by itself.
        if (!written) audit?.write({ what: 'erase', reason, ...(now.case && { case: now.case.id }) }, current)
        if (!holds(current)) throw new MitosError('not-logged-in')
      })
      if (!code) batch(() => tellDone(item, { key: 'erase.done' }, then))
      const current = session.value
      if (current) await rows.pull(current)
      if (code === 'case-refused' || code === 'case-actor') tellFailed(item, { key: 'erase.refused' })
      return !code
    },

    /** Takes a request, or what was handed over. @returns null: it is this member's now; else why not */
    take: (item: Request): Promise<ErrorCode | null> =>
      attempt(item, async (current) => {
        const desk = await files.desk(current, item.hour)
        const { case: mark, ...now } = newest(item)
        if (now.kind === 'request' && now.withdrawn) throw new MitosError('case-move')
        if (!mark) return void (await files.read(desk, await begin(desk, item, 'claimed')))
        const opened = await files.read(desk, mark.id)
        const state = opened.case.standing?.state
        const acts: readonly CaseAct[] =
          state === 'check'
            ? [{ kind: 'clear' }, { kind: 'claim' }]
            : state === 'new'
              ? [{ kind: 'claim' }]
              : [{ kind: 'take-over', reason: 'handed-over' }]
        if (opened.claim) throw new MitosError('claim-taken')
        await append(current, item, { acts })
        const hour = Math.floor(current.clock() / 3600) * 3600
        const length = opened.bytes.length + acts.length
        rows.setClaim(item.id, { by: current.member.id, hour }, { ...mark, length })
      }),

    /** The number was shown: that is written as soon as it can be, and is never in the way. */
    showed(item: Item, act: CaseAct & { kind: 'show' }): void {
      const current = session.value
      if (!current) return
      owed = [...owed, { id: item.id, by: current.member.id, doing: { acts: [act] }, item }]
      count()
      void settle(current)
    },

    /** What a member did, and a lock kept out of the case. It holds nothing of the person. @param by the member's id */
    owe(id: string, by: string, doing: Doing): void {
      owed = [...owed, { id, by, doing }]
    },

    /**
     * After each fetch of the list: writes what is owed, and reads the cases that this member works with.
     * @param closedToo for the numbers of a year, which tell how cases ended
     * @returns whether the server answered
     */
    async follow(current: Session, closedToo = false): Promise<boolean> {
      try {
        count()
        if (owes.value) await settle(current)
        const { opened, all } = rows.shown
        const wanted = all.value.filter((one) => one === opened.value || isWanted(one, current, closedToo))
        for (const item of wanted.sort((one) => (one === opened.value ? -1 : 0)))
          if (item.case && holds(current)) await files.load(current, item.hour, item.case)
        await removing.carryOut(current)
        if (opened.value) readBy(current, opened.value)
        return true
      } catch (error) {
        const code = codeOf(error)
        if (holds(current) && code === 'not-logged-in') loggedOut()
        return code !== 'server-unreachable'
      }
    },

    /** A case was opened: what failed for it meanwhile is told. */
    arrive(): void {
      const item = rows.shown.opened.value
      const words = item && failed.get(item.id)
      if (!words) return
      said.value = words
      failed.delete(item.id)
    },
    /** Another case is opened, or none. */
    leave(): void {
      tab.value = 'card'
      form.value = null
      said.value = null
      done.value = null
      more.value = false
    },
    /** The server has these rows no more: nothing that was opened or typed with them stays. */
    forget(gone: readonly OpenedRow[]): void {
      const left = <T>(map: ReadonlyMap<string, T>): ReadonlyMap<string, T> =>
        new Map([...map].filter(([id]) => !gone.some((row) => row.id === id)))
      typed.value = left(typed.value)
      answers.value = left(answers.value)
      owed = owed.filter((one) => !gone.some(({ id }) => id === one.id))
      count()
      for (const { id } of gone) {
        answering.delete(id)
        halfway.delete(id)
        failed.delete(id)
      }
      for (const { case: mark } of gone) if (mark) files.drop(mark.id)
    },
    clear(): void {
      batch(() => {
        files.clear()
        removing.clear()
        owed = owed.map(({ id, by, doing }) => ({ id, by, doing }))
        owes.value = 0
        calm.clear()
        answering.clear()
        halfway.clear()
        failed.clear()
        filter.value = 'all'
        tab.value = 'card'
        form.value = null
        said.value = null
        done.value = null
        more.value = false
        typed.value = new Map()
        answers.value = new Map()
      })
    },
    drop: files.drop,
    /** Resolves once what is being written now is, or failed. */
    settled: (): Promise<void> => last.then(() => undefined),
    kept: files.kept,
    caseIn: (item: Item | null) => caseIn(fileOf(item)),
  }
}

/** Those that are nobody's may be set aside, or stand in the middle; of what others have a coordinator sees the state. */
function isWanted(item: Item, { member }: Session, closedToo: boolean): boolean {
  const { claim, case: mark } = item
  if (!mark || (item.kind === 'request' && item.withdrawn)) return false
  // Whoever writes again after the end is not to be missed.
  const again = item.kind === 'request' && item.wrote.length > 0
  if (mark.closed !== null && !again) return closedToo && member.role === 'lead'
  return claim === null || claim.by === member.id || member.role === 'lead'
}

/** Who took a request before there were cases has it; what nobody can read, or came without its work, is to be looked at. */
function beginsAs(item: Item, member: string): 'claimed' | 'new' | 'check' {
  if (item.kind === 'request' && item.claim?.by === member) return 'claimed'
  return item.kind === 'shut' || item.check ? 'check' : 'new'
}

/** What to say of a case that could not be read or written. */
export function caseWords(code: ErrorCode): Said {
  if (code === 'claim-taken' || code === 'case-taken') return { key: 'before.raced' }
  if (code === 'case-actor' || code === 'case-refused') return { key: 'case.bad.actor' }
  if (code === 'case-move' || code === 'case-closed' || code === 'case-seq') return { key: 'case.bad.move' }
  if (code === 'case-second') return { key: 'case.bad.second' }
  if (code === 'not-found') return { key: 'card.gone' }
  if (code.startsWith('open-')) return { key: 'case.shut', code }
  return wordsFor(new MitosError(code))
}
