import { type ReadonlySignal, type Signal, batch, computed, signal } from '@preact/signals'
import { type ErrorCode, codeOf } from '../../shared/errors.ts'
import type { SignersOf } from '../../shared/referralFrame.ts'
import type { CaseMark, Claim } from '../../shared/staffApi.ts'
import type { Api } from '../api.ts'
import type { Session } from '../session.ts'
import { type OnPart, type Poll, older, refresh } from './feed.ts'
import { type Item, type OpenedRow, gather, idsOf } from './items.ts'
import { type Arranged, arrange, cut } from './order.ts'
import { part } from './sight.ts'

/** Everything is read again after so many milliseconds: what changed is told by one process of the server, from its memory. */
const WHOLE = 600_000

/** So many rows of a section are drawn before somebody asks for more: each one follows what changes. */
const DRAWN = 100

/** How far a list that is read for the first time is: rows that are there, of how many. */
export interface Reading {
  readonly n: number
  readonly total: number
}

interface RowsDeps {
  readonly api: Api
  /** milliseconds UTC */
  readonly now: () => number
  readonly session: ReadonlySignal<Session | null>
  /** seconds UTC, as the network's clock has it */
  readonly t: ReadonlySignal<number>
  /** Whether this member is still unlocked; a newer list makes another session of the same keys. */
  readonly holds: (one: Session) => boolean
  /** A row, with what is odd about the roster under which it was sealed. */
  readonly marked: (row: OpenedRow) => OpenedRow
  readonly loggedOut: () => void
  /** whether the list that the member chose shows it. @param all whether the list of all does */
  readonly shows: (item: Item, all?: boolean) => boolean
  /** with which keys other NGOs signed what they referred */
  readonly senders?: () => SignersOf
  /** a referral came back: the case does not rest any more */
  readonly isBack?: (item: Item) => boolean
  /** with what was taken back where it was referred from marked as such */
  readonly tookBack?: (items: readonly Item[]) => readonly Item[]
  /** what the person sent and a case keeps, so that it outlives its row */
  readonly kept: ReadonlySignal<readonly OpenedRow[]>
  /** the server has these no more */
  readonly gone: (rows: readonly OpenedRow[]) => void
  /** the member is off shift, and does not see these any more */
  readonly unseen?: (rows: readonly OpenedRow[]) => void
  /** the member is writing something about it */
  readonly isWriting?: (id: string) => boolean
}

export type Rows = ReturnType<typeof createRows>

/** The requests of the list: fetched, opened, and in their order. */
export function createRows(deps: RowsDeps) {
  const { api, now, session, t, holds, marked, loggedOut, shows, kept, gone, senders, isBack = () => false } = deps
  const { tookBack = (given) => given, unseen = () => undefined, isWriting = () => false } = deps
  const rows = signal<ReadonlyMap<string, OpenedRow>>(new Map())
  /** arrivals that are not pushed into the list */
  const held = signal<ReadonlySet<string>>(new Set())
  /** everything was read once */
  const loaded = signal(false)
  const reading: Signal<Reading | null> = signal(null)
  /** while it was read for the first time, the member pressed or scrolled: from then on nothing may move by itself */
  let touched = false
  /** what is held back came behind what was shown, and is not new */
  const behind = signal(false)
  /** so many rows of each section are drawn */
  const most = signal(DRAWN)
  /** how many older rows are not shown */
  const hidden = signal(0)
  const asOf = signal<number | null>(null)
  const away = signal(false)
  /** the member is off shift, as the server sees it: these are not all rows of their NGO */
  const off = signal(false)
  /** what is out of sight since, and still open or written about here */
  let leftOpen: ReadonlySet<string> = new Set()
  const openId: Signal<string | null> = signal(null)
  /** of the opened request, when the server has it no more: who wrote it */
  const lost: Signal<{ readonly id: string; readonly author: string } | null> = signal(null)
  let mark: string | null = null
  let wholeAt = 0

  const all = computed<readonly Item[]>(() => {
    const held = [...rows.value.values()].map(marked)
    // Whether something was wiped, or follows nothing that is there, is known once all is read.
    if (!loaded.value)
      return tookBack(gather(held)).filter((item) => item.kind !== 'shut' || item.code !== 'open-author')
    const there = new Set([...rows.value.values()].map((row) => row.case?.id))
    // A case goes with its row: one that was still on its way here brings nobody back.
    const wiped = kept.value.filter(({ id, keptBy }) => !rows.value.has(id) && there.has(keptBy))
    return tookBack(gather(wiped.length ? [...held, ...wiped].sort(older) : held))
  })
  // What a person adds to a request that is shown already is not held back.
  const waits = (item: Item): boolean => idsOf(item).every((id) => held.value.has(id))
  const items = computed(() => all.value.filter((item) => !waits(item)))
  const arrived = computed(() => all.value.filter(waits))
  const listOf = (all: boolean) =>
    items.value.filter((item) => shows(item, all)).map((item) => (isBack(item) ? awake(item) : item))
  const member = (): string => session.value?.member.id ?? ''
  const listed = computed(() => listOf(false))
  const arranged = computed<Arranged>(() => arrange(listed.value, member(), t.value))
  /** of all, whatever part of them is shown */
  const summary = computed(() => arrange(listOf(true), member(), t.value).summary)
  const drawn = computed(() => cut(arranged.value, most.value))
  /** ids as they stand on the screen, for J and K */
  const order = computed(() => {
    const { off, now: first, later, person, check } = drawn.value
    return [...off, ...first, ...later, ...person, ...check].map((row) => ('item' in row ? row.item.id : row.id))
  })
  const opened = computed<Item | null>(() => {
    const id = openId.value
    if (id === null) return null
    const held = all.value.find((item) => idsOf(item).includes(id))
    if (held || lost.value?.id !== id) return held ?? null
    // What is left of the person whose request was open: that they took it back.
    const { author } = lost.value
    return all.value.find((one) => one.kind === 'request' && one.withdrawn && one.facts.author === author) ?? null
  })

  /** What went is told, so that nothing that was opened with it stays. */
  function lose(went: readonly OpenedRow[]): void {
    const item = opened.value
    if (item?.kind === 'request' && went.some(({ id }) => item.ids.includes(id)) && openId.value)
      lost.value = { id: openId.value, author: item.facts.author }
    gone(went)
  }

  const isBusy = ({ id }: OpenedRow): boolean => {
    const item = opened.value
    return isWriting(id) || (item !== null && idsOf(item).includes(id))
  }

  /** One fetch after another: an older answer must not take the place of a newer one. */
  let last: Promise<unknown> = Promise.resolve()
  /** how often something was written here, or a key came: what is asked for just now does not know of it */
  let writes = 0

  /** Fetches what is new. @returns null, or why it could not */
  function pull(asked: Session): Promise<ErrorCode | null> {
    const mine = last.then(() => once(asked))
    last = mine
    return mine
  }

  async function once(asked: Session): Promise<ErrorCode | null> {
    if (!holds(asked)) return null
    try {
      let found: Poll
      let before: number
      // What was asked before something was written here does not know of it.
      do {
        before = writes
        const current = session.value ?? asked
        const since = now() - wholeAt < WHOLE ? mark : null
        const known = since === null ? withoutLocked(rows.value) : rows.value
        const onPart: OnPart | undefined = loaded.value
          ? undefined
          : (part, total) => holds(current) && (before !== writes || (takePart(part, total), true))
        found = await refresh(api, current, known, since, senders?.(), onPart)
        if (!holds(current)) return null
      } while (before !== writes)
      take(found)
      return null
    } catch (error) {
      if (!holds(asked)) return null
      const code = codeOf(error)
      if (code === 'not-logged-in') loggedOut()
      else away.value = true
      return code
    }
  }

  /** The first rows of a long list, or more of them, while the rest is still read. */
  function takePart(part: ReadonlyMap<string, OpenedRow>, total: number): void {
    batch(() => {
      const more = [...part.keys()].filter((id) => !rows.value.has(id))
      if (touched) held.value = new Set([...held.value, ...more])
      behind.value = held.value.size > 0
      rows.value = part
      reading.value = { n: part.size, total: Math.max(total, part.size) }
    })
  }

  function take(found: Poll): void {
    mark = found.mark
    if (found.whole) wholeAt = now()
    const parted = part(rows.value, found, leftOpen, member(), isBusy)
    leftOpen = parted.kept
    batch(() => {
      if (parted.gone.length) lose(parted.gone)
      if (parted.unseen.length) unseen(parted.unseen)
      const waiting = [...held.value].filter((id) => found.rows.has(id))
      const fresh = found.fresh.filter((id) => !rows.value.has(id))
      if (found.rows !== rows.value) held.value = new Set(loaded.value || touched ? [...waiting, ...fresh] : [])
      behind.value = held.value.size > 0 && (behind.value || !loaded.value)
      rows.value = parted.rows
      off.value = found.off
      hidden.value = found.hidden ?? hidden.value
      loaded.value = true
      reading.value = null
      touched = false
      asOf.value = t.value
      away.value = false
    })
  }

  return {
    rows,
    pull,
    shown: {
      all,
      items,
      listed,
      arrived,
      arranged,
      summary,
      drawn,
      order,
      opened,
      openId,
      loaded,
      reading,
      behind,
      most,
      hidden,
      asOf,
      away,
      off,
    },
    /** What was written just now, before the list says so. */
    setClaim(id: string, claim: Claim | null, of: CaseMark): void {
      writes++
      const row = rows.value.get(id)
      if (row) rows.value = new Map(rows.value).set(id, { ...row, claim, case: of })
    },
    /** The member pressed or scrolled. Before there are rows nothing can move under a finger. */
    touch: () => void (touched ||= reading.value !== null),
    showArrived: () =>
      batch(() => {
        held.value = new Set()
        behind.value = false
      }),
    /** More rows of each section. */
    drawMore: () => void (most.value += DRAWN),
    /** A key has come: what lay shut for want of it is opened again with the next pull. */
    openAgain(): void {
      writes++
      mark = null
    },
    clear(): void {
      last = Promise.resolve()
      rows.value = new Map()
      held.value = new Set()
      loaded.value = false
      reading.value = null
      touched = false
      behind.value = false
      most.value = DRAWN
      hidden.value = 0
      mark = null
      lost.value = null
      leftOpen = new Set()
      off.value = false
      asOf.value = null
      away.value = false
    },
  }
}

/** All but the rows for which no key was there, or no roster: one may be there now. */
const withoutLocked = (rows: ReadonlyMap<string, OpenedRow>): ReadonlyMap<string, OpenedRow> =>
  new Map([...rows].filter(([, { read }]) => read.kind !== 'shut' || (read.code !== 'open-wrong-key' && !read.names)))

const awake = (item: Item): Item => (item.case ? { ...item, case: { ...item.case, wakeAt: null } } : item)
