import { type Signal, batch, computed, signal } from '@preact/signals'
import { wipe } from '../shared/bytes.ts'
import { MitosError, codeOf } from '../shared/errors.ts'
import { readKit } from '../shared/kit.ts'
import { whoReads } from '../shared/onDuty.ts'
import type { Claim } from '../shared/staffApi.ts'
import type { Lang } from './i18n.ts'
import { type Join, createJoin } from './join/join.ts'
import { refresh } from './list/feed.ts'
import { type Item, type OpenedRow, type Request, gather } from './list/items.ts'
import { type Arranged, arrange, rowOf } from './list/order.ts'
import { createRota } from './rota/state.ts'
import { type Lock, createLock } from './lock/lock.ts'
import { createGenerations } from './generations/state.ts'
import { createMembers } from './members/members.ts'
import { createOwn } from './more/own.ts'
import { type Said, wordsFor } from './said.ts'
import { type Session, wipeSession } from './session.ts'
import { kitWords } from './setup/setup.ts'
import { createMemory } from './trust/memory.ts'
import { createWatch } from './trust/watch.ts'
import { createPause } from './unlock/pause.ts'
import { type Stage, type Typed, type UnlockDeps, unlock } from './unlock/unlock.ts'

export type Screen =
  /** `by`: with what one unlocks; a kit is typed where the passphrase is lost */
  | { readonly kind: 'unlock'; readonly by: By; readonly stage: Stage | null; readonly said: Said | null }
  | { readonly kind: 'join'; readonly join: Join }
  | { readonly kind: 'cover' }
  | { readonly kind: 'open'; readonly session: Session }

/** The parts of the inbox. */
export type View = 'now' | 'rota'

export type By = 'passphrase' | 'kit'
/** What stands in the place of a case: the list of what else there is, the members, one's own keys. */
export type Place = 'more' | 'members' | 'keys'

export const REASONS = ['asked', 'danger', 'zone'] as const

/** How long a number stays on the screen, in milliseconds. */
const SHOWN = 60_000
const POLL = 10_000
/** Everything is read again after so long: what changed is told by one process of the server, from its memory. */
const WHOLE = 600_000

export type Inbox = ReturnType<typeof createInbox>

/**
 * All state of the page. Nothing of it is stored anywhere; locking drops all of it but which versions of the signed documents
 * this page saw (trust/memory.ts).
 */
export function createInbox(given: UnlockDeps, lang: Lang) {
  const { api, now, memory = createMemory() } = given
  const deps: UnlockDeps = { ...given, memory }
  const pause = createPause()
  let entering: AbortController | null = null
  /** why there is nothing left to go on with, for who lifts the cover */
  let lost: Said | null = null
  /** somebody joined here and may not have been taken in yet */
  let awaited = false
  const session = signal<Session | null>(null)
  const screen: Signal<Screen> = signal({ kind: 'unlock', by: 'passphrase', stage: null, said: null })
  const joining = signal<Join | null>(null)
  const rows = signal<ReadonlyMap<string, OpenedRow>>(new Map())
  /** arrivals that are not pushed into the list */
  const held = signal<ReadonlySet<string>>(new Set())
  const loaded = signal(false)
  /** how many older rows are not shown */
  const hidden = signal(0)
  let mark: string | null = null
  let wholeAt = 0
  const asOf = signal<number | null>(null)
  const away = signal(false)
  const openId = signal<string | null>(null)
  const cursor = signal<string | null>(null)
  const raced = signal(false)
  /** for which way a reason is asked */
  const asking = signal<number | null>(null)
  /** The number on the screen, with all that was on the card when it was shown: it does not change under the eye. */
  const revealed = signal<{ readonly item: Request; readonly way: number; readonly until: number } | null>(null)
  const contact = signal<string | null>(null)
  const help = signal(false)
  /** A word that somebody says is being looked for: what was typed, and the noun that was chosen. */
  const finding = signal<{ readonly typed: string; readonly word: number | null } | null>(null)
  const view: Signal<View> = signal('now')
  const place = signal<Place | null>(null)
  /** the first message that was copied last */
  const copied = signal<string | null>(null)
  /** milliseconds; moves every second */
  const tick = signal(now())

  const t = computed(() => {
    const device = Math.floor(tick.value / 10_000) * 10
    const one = session.value
    if (!one) return device
    return whoReads(one.chain, one.chain.roster.desks[0]!.id, null, device, one.got).t
  })
  const rota = createRota(session, t)
  const watch = createWatch({
    api,
    now,
    memory,
    session,
    rows,
    // What the member is doing goes on; only what lay shut for want of a key is opened again.
    takeOver: (before, next) =>
      batch(() => {
        session.value = next
        if (screen.value.kind === 'open') screen.value = { kind: 'open', session: next }
        if (next.boxes.length > before.boxes.length) mark = null
      }),
    end: (code) => drop(code === 'team-refused' ? { key: 'error.team', code } : { key: 'unlock.loggedout' }),
  })
  const all = computed<readonly Item[]>(() => gather([...rows.value.values()].map(watch.marked)))
  // What a person adds to a request that is shown already is not held back.
  const waits = (item: Item): boolean => idsOf(item).every((id) => held.value.has(id))
  const items = computed(() => all.value.filter((item) => !waits(item)))
  const arrived = computed(() => all.value.filter(waits))
  const arranged = computed<Arranged>(() => arrange(items.value, session.value?.member.id ?? '', t.value))
  /** ids as they stand on the screen, for J and K */
  const order = computed(() => {
    const { now: first, later, person, check } = arranged.value
    return [...first, ...later, ...person, ...check].map((row) => ('item' in row ? row.item.id : row.id))
  })
  const opened = computed(() => all.value.find((item) => idsOf(item).includes(openId.value ?? '')) ?? null)

  const lock: Lock = createLock({
    now,
    contactOpen: () => contact.value !== null,
    cover: () => void (hides() && (screen.value = { kind: 'cover' })),
    lock: () => drop(),
  })
  const loggedOut = (): void => drop({ key: 'unlock.loggedout' })
  const generations = createGenerations({ api, session, memory, refresh: watch.again, loggedOut })
  const members = createMembers({
    api,
    session,
    generations,
    inbox: `${deps.origin}/inbox/`,
    loggedOut,
  })
  const own = createOwn({ deps, session, drop: (said) => drop(said), found: () => void (place.value = 'keys') })

  /** Whether anything is here that others must not see. */
  const hides = (): boolean => session.value !== null || joining.value?.secret() === true

  /** Wipes keys and everything that was opened with them. */
  function drop(said: Said | null = null): void {
    const old = session.value
    if (!old) return dropJoin()
    wipeSession(old)
    batch(() => {
      rota.clear()
      view.value = 'now'
      session.value = null
      rows.value = new Map()
      held.value = new Set()
      loaded.value = false
      hidden.value = 0
      mark = null
      asOf.value = null
      away.value = false
      cursor.value = null
      help.value = false
      finding.value = null
      close()
      own.clear()
      members.drop()
      generations.drop()
      screen.value = said ? { kind: 'unlock', by: 'passphrase', stage: null, said } : { kind: 'cover' }
    })
    void api.logout().catch(() => undefined)
  }

  /** A newcomer's keys and kit go; the link still works, since nothing was sent. */
  function dropJoin(): void {
    const one = joining.value
    if (!one || one.sending()) return
    one.drop()
    joining.value = null
    screen.value = { kind: 'cover' }
    lost = { key: 'join.dropped' }
  }

  /** Begins with a link. @param secret as createJoin */
  function join(secret: Uint8Array | null): void {
    if (session.value || entering) return
    joining.value?.drop()
    const one = createJoin(deps, secret)
    joining.value = one
    screen.value = { kind: 'join', join: one }
    lock.back()
    void one.look()
  }

  /** With the kit: a typing error is told before anything is asked of the server. */
  async function recover(name: string, typed: string): Promise<void> {
    const say = (said: Said): void => void (screen.value = { kind: 'unlock', by: 'kit', stage: null, said })
    let kit: Uint8Array
    try {
      kit = readKit((await deps.sodium()).crypto, typed)
    } catch (error) {
      return say(
        codeOf(error).startsWith('kit-') ? kitWords(error, typed) : wordsFor(new MitosError('crypto-unavailable')),
      )
    }
    await begin({ name, kit })
    if (session.value) own.change('lost', kit)
    else wipe(kit)
  }

  const enter = (name: string, passphrase: string): Promise<void> => begin({ name, passphrase })

  async function begin(typed: Typed): Promise<void> {
    const by = 'kit' in typed ? 'kit' : 'passphrase'
    const wait = pause.left(now())
    const say = (stage: Stage | null, said: Said | null): void =>
      void (screen.value = { kind: 'unlock', by, stage, said })
    if (wait) return say(null, { key: 'error.pause', wait })
    say(0, null)
    const leaving = new AbortController()
    entering = leaving
    lock.back()
    try {
      const found = await unlock(deps, typed, (stage) => leaving.signal.aborted || say(stage, null), leaving.signal)
      entering = null
      pause.right()
      const gone = lock.isAway()
      if (!gone) lock.back()
      batch(() => {
        session.value = found
        screen.value = gone ? { kind: 'cover' } : { kind: 'open', session: found }
      })
      // Who left while it was unlocked has as long as anybody who leaves.
      lock.check()
      watch.begin()
      void poll(found)
    } catch (error) {
      if (leaving.signal.aborted) return void api.logout().catch(() => undefined)
      entering = null
      if (codeOf(error).startsWith('trust-')) watch.raise(error)
      const refused = codeOf(error) === 'login-refused'
      if (refused) pause.wrong(now())
      const key = by === 'kit' ? 'error.kit' : awaited ? 'join.notyet' : 'error.login'
      say(null, refused ? { key } : wordsFor(error))
    }
  }

  function toUnlock(by: By, said: Said | null = null): void {
    awaited ||= joining.value?.state.value.kind === 'wait'
    joining.value = null
    screen.value = { kind: 'unlock', by, stage: null, said }
  }

  /** The page is gone, perhaps to be shown again with all its memory: keys and what is being unlocked go. */
  function leave(): void {
    entering?.abort()
    entering = null
    drop()
    joining.value?.drop()
    joining.value = null
    screen.value = { kind: 'cover' }
  }

  /** The window lost the focus, also while it is being unlocked. */
  function goAway(): void {
    if (hides() || entering) lock.away()
  }

  /** One fetch after another as long as this session lasts; a covered screen fetches nothing. */
  async function poll(current: Session): Promise<void> {
    while (holds(current)) {
      if (screen.value.kind === 'open') {
        await pull(current)
        if (place.value === 'members') await members.glance()
        await watch.look()
      }
      await new Promise((resolve) => setTimeout(resolve, POLL))
    }
  }

  /** Whether this member is still unlocked; a newer list makes another session of the same keys. */
  const holds = (one: Session): boolean => session.value?.keys === one.keys

  async function pull(asked: Session): Promise<void> {
    const current = session.value
    if (!current || !holds(asked)) return
    try {
      const since = now() - wholeAt < WHOLE ? mark : null
      const found = await refresh(api, current, since === null ? withoutLocked(rows.value) : rows.value, since)
      if (!holds(current)) return
      mark = found.mark
      if (found.whole) wholeAt = now()
      batch(() => {
        const waiting = [...held.value].filter((id) => found.rows.has(id))
        const fresh = found.fresh.filter((id) => !rows.value.has(id))
        if (found.rows !== rows.value) held.value = new Set(loaded.value ? [...waiting, ...fresh] : [])
        rows.value = found.rows
        hidden.value = found.hidden ?? hidden.value
        loaded.value = true
        asOf.value = t.value
        away.value = false
      })
    } catch (error) {
      if (!holds(current)) return
      if (codeOf(error) === 'not-logged-in') drop({ key: 'unlock.loggedout' })
      else away.value = true
    }
  }

  function close(): void {
    batch(() => {
      openId.value = null
      asking.value = null
      revealed.value = null
      contact.value = null
      raced.value = false
      copied.value = null
      place.value = null
      if (own.setup.value?.kind !== 'lost') own.clear()
    })
  }

  /** What else there is, in the place of a case. */
  function visit(to: Place): void {
    batch(() => {
      close()
      view.value = 'now'
      place.value = to
      members.go({ kind: 'list' })
    })
    if (to === 'members') void members.look().then(generations.look)
  }

  function open(id: string): void {
    finding.value = null
    view.value = 'now'
    if (openId.value === id) return
    batch(() => {
      close()
      openId.value = id
      cursor.value = id
    })
  }

  function setClaim(id: string, claim: Claim): void {
    const row = rows.value.get(id)
    if (row) rows.value = new Map(rows.value).set(id, { ...row, claim })
  }

  async function claim(id: string): Promise<void> {
    const current = session.value
    if (!current) return
    try {
      const held = await api.claim(id)
      if (holds(current)) setClaim(id, held)
    } catch (error) {
      if (!holds(current)) return
      const code = codeOf(error)
      if (code === 'not-logged-in') return drop({ key: 'unlock.loggedout' })
      if (code === 'claim-taken') raced.value = true
      else away.value = true
      await pull(current)
    }
  }

  /** Whether the opened request is this member's own: only then its card is there. */
  const mine = computed(() => {
    const item = opened.value
    return item?.kind === 'request' && item.claim?.by === session.value?.member.id ? item : null
  })

  /** Shows the address of one way for sixty seconds: in a good time, or with a reason. */
  function reveal(way = 0, reason?: (typeof REASONS)[number]): void {
    const item = mine.value
    if (!item || !session.value) return
    const chosen = rowOf(item, session.value.member.id, t.value).ways[way]
    if (!chosen || chosen.verdict.kind === 'none') return
    if (!chosen.free && !reason) return void (asking.value = way)
    batch(() => {
      asking.value = null
      revealed.value = { item, way, until: now() + SHOWN }
      contact.value = item.id
      tick.value = now()
    })
  }

  return {
    lang: signal<Lang>(lang),
    screen,
    session,
    t,
    tick,
    all,
    items,
    arrived,
    arranged,
    order,
    opened,
    own: mine,
    loaded,
    hidden,
    asOf,
    away,
    alarms: watch.alarms,
    openId,
    cursor,
    raced,
    asking,
    revealed,
    help,
    finding,
    view,
    rota,
    copied,
    place,
    keys: own,
    joining,
    members,
    generations,
    lock,
    hides,
    enter,
    recover,
    join,
    visit,
    drop,
    leave,
    goAway,
    open,
    close,
    claim,
    reveal,
    hide: () => void (revealed.value = null),
    showArrived: () => void (held.value = new Set()),
    /** Lifts the cover where the keys are still there, else asks for them. Resolves once the list is as new as can be. */
    async lift(): Promise<void> {
      lock.back()
      const current = session.value
      const one = joining.value
      if (current) screen.value = { kind: 'open', session: current }
      else if (one) screen.value = { kind: 'join', join: one }
      else toUnlock('passphrase', lost)
      lost = null
      if (!current) return
      await pull(current)
      await watch.look()
    },
    toUnlock,
    /** Every second. */
    beat() {
      tick.value = now()
      if (revealed.value && now() >= revealed.value.until) revealed.value = null
      if (hides()) lock.check()
    },
  }
}

/** All but the rows for which no key was there: one may be there now. */
const withoutLocked = (rows: ReadonlyMap<string, OpenedRow>): ReadonlyMap<string, OpenedRow> =>
  new Map([...rows].filter(([, { read }]) => read.kind === 'opened' || read.code !== 'open-wrong-key'))

/** Another part of the inbox; what was opened in the list stays open. The list itself once more: nothing beside it. */
export function show(inbox: Inbox, view: View): void {
  if (view === 'now' && inbox.view.value === 'now') inbox.place.value = null
  inbox.view.value = view
}

const idsOf = (item: Item): readonly string[] => (item.kind === 'request' ? item.ids : [item.id])
