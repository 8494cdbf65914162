import { type Desk, type Line as Phone } from '../../shared/roster.ts'
import { endsIn, gapsOf } from '../../shared/rota/cover.ts'
import type { Session } from '../session.ts'

/** `fine`: nothing to do. `look`: this week. `now`: somebody waits, or soon nobody can write. */
export type Verdict = 'fine' | 'look' | 'now'

export const HOUR = 3600
export const DAY = 24 * HOUR
/** Each phone line is called once in so many days. */
export const CALLED = 35
const SOON = 2 * DAY

export interface Judged {
  readonly verdict: Verdict
}
/** The first verdict whose condition holds. */
export const worse = (...all: readonly (readonly [boolean, Verdict])[]): Verdict =>
  all.find(([is]) => is)?.[1] ?? 'fine'

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
