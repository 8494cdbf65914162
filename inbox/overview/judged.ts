import { KEEP } from '../../shared/keep.ts'
import { type Desk, type Line as Phone } from '../../shared/roster.ts'
import { endsIn, gapsOf } from '../../shared/rota/cover.ts'
import { type Item, type Request, isOff } from '../list/items.ts'
import type { Session } from '../session.ts'

/** `fine`: nothing to do. `look`: this week. `now`: somebody waits, or soon nobody can write. */
export type Verdict = 'fine' | 'look' | 'now'

export const HOUR = 3600
export const DAY = 24 * HOUR
/** Each phone line is called once in so many days. */
export const CALLED = 35
const SOON = 2 * DAY

interface Judged {
  readonly verdict: Verdict
}
const worse = (...all: readonly (readonly [boolean, Verdict])[]): Verdict => all.find(([is]) => is)?.[1] ?? 'fine'

/** Requests that count: no tests, and nobody who does not want to be contacted any more. */
const real = (items: readonly Item[]): readonly Item[] =>
  items.filter((item) => item.kind === 'shut' || (!item.facts.test && !isOff(item)))

/**
 * Whom nobody took for two hours. Only the hour of an arrival is known: the first possible second counts. Who gave a case away may
 * have set an hour until which it rests.
 */
export function unreadOf(items: readonly Item[], t: number): Judged & { readonly hours: readonly number[] } {
  const hours = real(items)
    .filter(({ claim, hour, case: of }) => claim === null && t - Math.max(hour, of?.wakeAt ?? 0) > 2 * HOUR)
    .map(({ hour }) => hour)
    .sort((a, b) => a - b)
  return { verdict: worse([hours.length > 0, 'now']), hours }
}

/**
 * Promises whose time has come: `kept` were taken before it. When somebody tried to reach the person is not written down
 * anywhere yet, so that is the most that can be said.
 */
export function promisesOf(
  items: readonly Item[],
  t: number,
): Judged & { readonly due: number; readonly kept: number; readonly open: number } {
  const due = real(items).filter(
    (item): item is Request => item.kind === 'request' && item.facts.replyBy !== null && item.facts.replyBy <= t,
  )
  const kept = due.filter(({ claim, facts }) => claim !== null && claim.hour <= facts.replyBy!).length
  const open = due.filter(({ claim }) => claim === null).length
  return { verdict: worse([open > 0, 'now'], [kept < due.length, 'look']), due: due.length, kept, open }
}

/** When nobody can write within fourteen days. `first` in minutes. */
export function gapsIn(
  desks: readonly Desk[],
  t: number,
): Judged & {
  readonly minutes: number
  readonly first: { readonly from: number; readonly to: number; readonly desk: Desk } | null
} {
  const now = Math.floor(t / 60)
  const gaps = desks
    .flatMap((desk) => gapsOf(desk.shifts, now, now + 14 * 1440).map(({ from, to }) => ({ from, to, desk })))
    .sort((a, b) => a.from - b.from)
  const first = gaps[0] ?? null
  const minutes = gaps.reduce((sum, { from, to }) => sum + to - from, 0)
  return {
    verdict: worse([first !== null && 60 * first.from - t < SOON, 'now'], [first !== null, 'look']),
    minutes,
    first,
  }
}

/** Phone lines that nobody called for 35 days, each once. */
export function phonesOf(
  desks: readonly Desk[],
  t: number,
): Judged & { readonly all: number; readonly due: readonly Phone[] } {
  const all = [...new Map(desks.flatMap(({ lines }) => lines).map((line) => [line.number, line])).values()]
  const due = all.filter(({ checked }) => checked === null || t - checked > CALLED * DAY)
  return {
    verdict: worse([due.length > 0 && due.length === all.length, 'now'], [due.length > 0, 'look']),
    all: all.length,
    due,
  }
}

const LEVELS = { calm: 'fine', soon: 'look', now: 'now', over: 'now' } as const

/** When the signed documents end: the roster has weeks, the others months, and a keeper needs longer to renew them. */
export function endsOf(
  { chain, ngo }: Pick<Session, 'chain' | 'ngo'>,
  t: number,
): Judged & { readonly roster: number; readonly keys: number; readonly release: number; readonly spare: boolean } {
  const { roster, root, release } = chain
  const verdicts = [
    LEVELS[endsIn(roster.expires, t).level],
    ...[root.expires, release.expires].map((end): Verdict =>
      worse([end - t <= 7 * DAY, 'now'], [end - t <= 30 * DAY, 'look']),
    ),
  ]
  const spare = ngo.spare !== undefined
  const verdict = worse([verdicts.includes('now'), 'now'], [verdicts.includes('look') || !spare, 'look'])
  return { verdict, roster: roster.expires, keys: root.expires, release: release.expires, spare }
}

/** What goes within seven days where the server keeps to its usual times; `unread` of them nobody took. */
export function wipedOf(
  items: readonly Item[],
  t: number,
): Judged & { readonly all: number; readonly unread: number; readonly first: number | null } {
  const soon = real(items)
    .map(({ claim, hour }) => ({ claim, at: claim ? claim.hour + KEEP.open * DAY : hour + KEEP.unread * DAY }))
    .filter(({ at }) => at - t <= 7 * DAY)
  const unread = soon.filter(({ claim }) => claim === null).length
  const first = soon.length ? Math.min(...soon.map(({ at }) => at)) : null
  return { verdict: worse([unread > 0, 'now'], [soon.length > 0, 'look']), all: soon.length, unread, first }
}
