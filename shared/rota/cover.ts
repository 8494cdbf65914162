import type { Shift } from '../roster.ts'
import { minuteOf } from './zone.ts'

/** Who is on duty from one moment to another, minutes since the epoch; null is nobody. */
export interface Span {
  readonly from: number
  readonly to: number
  readonly ngo: string | null
}

/** A calendar day of a desk. `from` and `to` are 23, 24 or 25 hours apart. */
export interface DayCover {
  readonly day: number
  readonly from: number
  readonly to: number
  /** all of the day without a hole, in order; nobody is a span, too */
  readonly spans: readonly Span[]
}

export const endOf = ([start, length]: Shift): number => start + length

/**
 * Who is on duty in a stretch of time, without a hole: gaps are spans of nobody. Where shifts overlap the one that began first
 * stays, as for the panel (shared/onDuty.ts).
 * @param shifts in any order
 */
export function coverOf(shifts: readonly Shift[], from: number, to: number): readonly Span[] {
  const spans: Span[] = []
  let at = from
  const put = (until: number, ngo: string | null): void => {
    const end = Math.min(until, to)
    if (end <= at) return
    spans.push({ from: at, to: end, ngo })
    at = end
  }
  for (const shift of inOrder(shifts)) {
    put(shift[0], null)
    put(endOf(shift), shift[2])
  }
  put(to, null)
  return spans
}

export const inOrder = (shifts: readonly Shift[]): readonly Shift[] =>
  [...shifts].sort((a, b) => a[0] - b[0] || a[1] - b[1])

/** When nobody can write to the desk. */
export const gapsOf = (shifts: readonly Shift[], from: number, to: number): readonly Span[] =>
  coverOf(shifts, from, to).filter(({ ngo }) => ngo === null)

/** Times that two shifts name, with both NGOs: no roster may have one. */
export function overlapsOf(
  shifts: readonly Shift[],
): readonly { readonly from: number; readonly to: number; readonly ngos: readonly [string, string] }[] {
  const sorted = inOrder(shifts)
  return sorted.flatMap((one, i) =>
    sorted
      .slice(i + 1)
      .filter(([start]) => start < endOf(one))
      .map((other) => ({
        from: other[0],
        to: Math.min(endOf(one), endOf(other)),
        ngos: [one[2], other[2]] as const,
      })),
  )
}

export function dayCover(shifts: readonly Shift[], day: number, tz: string): DayCover {
  const [from, to] = [minuteOf(day, 0, tz), minuteOf(day + 1, 0, tz)]
  return { day, from, to, spans: coverOf(shifts, from, to) }
}

/** The shift that runs at a moment, and the first that begins after it. */
export function nowAndNext(
  shifts: readonly Shift[],
  at: number,
): { readonly now: Shift | undefined; readonly next: Shift | undefined } {
  const sorted = inOrder(shifts)
  return {
    now: sorted.find((shift) => shift[0] <= at && at < endOf(shift)),
    next: sorted.find((shift) => shift[0] > at),
  }
}

/** How near the end of a roster is: `soon` within seven days, `now` within three, `over` after it. Seconds UTC. */
export function endsIn(
  expires: number,
  t: number,
): { readonly level: 'calm' | 'soon' | 'now' | 'over'; readonly days: number } {
  const left = expires - t
  const days = Math.max(0, Math.floor(left / 86_400))
  return { level: left <= 0 ? 'over' : left <= 3 * 86_400 ? 'now' : left <= 7 * 86_400 ? 'soon' : 'calm', days }
}
