import type { Roster, Shift } from '../roster.ts'
import type { Stretch } from '../teamChange.ts'
import { coverOf, endOf, inOrder } from './cover.ts'
import { give } from './edit.ts'

/** The longest stretch of a team's `duty`, in minutes. */
const LONGEST = 10_080

/** A part of one of the NGO's shifts, minutes since the epoch, and the ids of who is on shift; null: all of them. */
export interface Turn {
  readonly from: number
  readonly to: number
  readonly who: readonly string[] | null
}

/** When an NGO is on duty, at any desk: in order, without an overlap. Where two shifts meet, there are two. */
export function shiftsOf({ desks }: Pick<Roster, 'desks'>, ngo: string): readonly Shift[] {
  const own = inOrder(desks.flatMap(({ shifts }) => shifts.filter((one) => one[2] === ngo)))
  if (!own.length) return []
  return coverOf(own, own[0]![0], Math.max(...own.map(endOf)))
    .filter((span) => span.ngo !== null)
    .map(({ from, to }): Shift => [from, to - from, ngo])
}

/**
 * Who of an NGO is on shift during its shifts. A time for which nobody is named is everybody's (protocol §10): whoever forgets to
 * draw never leaves nobody there.
 * @param shifts the NGO's own
 */
export function turnsOf(shifts: readonly Shift[], duty: readonly Stretch[] = []): readonly Turn[] {
  return shifts.flatMap((shift) => {
    const [start, end] = [shift[0], endOf(shift)]
    const here = duty.filter((one) => one[0] < end && endOf(one) > start)
    const cuts = here.flatMap((one) => [one[0], endOf(one)]).filter((at) => start < at && at < end)
    const marks = [...new Set([start, ...cuts, end])].sort((a, b) => a - b)
    return marks.slice(1).reduce<readonly Turn[]>((turns, to, i) => {
      const from = marks[i]!
      const who = here.filter((one) => one[0] <= from && endOf(one) >= to).map((one) => one[2])
      const turn: Turn = { from, to, who: who.length ? [...new Set(who)].sort() : null }
      const last = turns[turns.length - 1]
      return last && same(last.who, turn.who) ? [...turns.slice(0, -1), { ...last, to }] : [...turns, turn]
    }, [])
  })
}

const same = (a: Turn['who'], b: Turn['who']): boolean => JSON.stringify(a) === JSON.stringify(b)

/** When a member is on shift, minutes since the epoch; neighbours are one. */
export function timesOf(
  shifts: readonly Shift[],
  duty: readonly Stretch[] | undefined,
  member: string,
): readonly Pick<Turn, 'from' | 'to'>[] {
  const own = turnsOf(shifts, duty).filter(({ who }) => who?.includes(member) ?? true)
  return own.reduce<readonly Pick<Turn, 'from' | 'to'>[]>((merged, { from, to }) => {
    const last = merged[merged.length - 1]
    return last && from <= last.to
      ? [...merged.slice(0, -1), { from: last.from, to: Math.max(last.to, to) }]
      : [...merged, { from, to }]
  }, [])
}

/** That these members have a stretch of time to themselves; none of them: all have it. */
export interface Assignment {
  readonly from: number
  readonly to: number
  readonly who: readonly string[]
}

/** Gives a stretch of time to some, in place of whoever had it. What comes out is in order, each member's neighbours are one. */
export function assign(duty: readonly Stretch[], { from, to, who }: Assignment): readonly Stretch[] {
  const kept = give(duty, from, to, null)
  const given = who.flatMap((id) => give([], from, to, id))
  return tidy([...kept, ...given])
}

/** Only what lies in one of the NGO's shifts: there is nobody to be named elsewhere. */
export const within = (shifts: readonly Shift[], { from, to, who }: Assignment): readonly Assignment[] =>
  shifts
    .map((shift) => ({ from: Math.max(from, shift[0]), to: Math.min(to, endOf(shift)), who }))
    .filter((one) => one.from < one.to)

function tidy(duty: readonly Stretch[]): readonly Stretch[] {
  const merged: Stretch[] = []
  for (const one of [...duty].sort((a, b) => (a[2] < b[2] ? -1 : a[2] > b[2] ? 1 : a[0] - b[0]))) {
    const last = merged[merged.length - 1]
    const together = last && last[2] === one[2] && endOf(last) >= one[0] ? endOf(one) - last[0] : Infinity
    if (last && together <= LONGEST) merged[merged.length - 1] = [last[0], Math.max(last[1], together), last[2]]
    else merged.push(one)
  }
  return inOrder(merged)
}
