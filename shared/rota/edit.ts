import type { Shift } from '../roster.ts'
import { type Span, coverOf, endOf, inOrder } from './cover.ts'

/** The longest shift of a roster, in minutes. */
const LONGEST = 10_080

/** Gives a stretch of time to an NGO, or to nobody; what was there is cut. What comes out is in order and never overlaps. */
export function give(shifts: readonly Shift[], from: number, to: number, ngo: string | null): readonly Shift[] {
  if (to <= from) return shifts
  const kept = shifts.flatMap((one): Shift[] => {
    const [start, end] = [one[0], endOf(one)]
    if (end <= from || start >= to) return [one]
    return [
      ...(start < from ? [[start, from - start, one[2]] as const] : []),
      ...(end > to ? [[to, end - to, one[2]] as const] : []),
    ]
  })
  const pieces: Shift[] = []
  if (ngo !== null) for (let at = from; at < to; at += LONGEST) pieces.push([at, Math.min(LONGEST, to - at), ngo])
  return inOrder([...kept, ...pieces])
}

/** Takes a shift away and puts it elsewhere, longer or shorter, or to another NGO. */
export const replace = (shifts: readonly Shift[], old: Shift, [start, length, ngo]: Shift): readonly Shift[] =>
  give(give(shifts, old[0], endOf(old), null), start, start + length, ngo)

/** Makes one of two shifts of an NGO that meet at a moment: where an edit cut one at "now" without need. */
export function heal(shifts: readonly Shift[], at: number): readonly Shift[] {
  const first = shifts.find((one) => endOf(one) === at)
  const second = shifts.find((one) => one[0] === at)
  if (!first || !second || first[2] !== second[2] || first[1] + second[1] > LONGEST) return shifts
  return shifts.flatMap((one) => (one === second ? [] : one === first ? [[one[0], one[1] + second[1], one[2]]] : [one]))
}

/**
 * Puts a pattern's shifts into a stretch of time.
 * @param over whether they take the place of others; else only where nobody is
 */
export function lay(
  shifts: readonly Shift[],
  pattern: readonly Shift[],
  from: number,
  to: number,
  over: boolean,
): readonly Shift[] {
  let laid = shifts
  for (const one of pattern) {
    const [start, end] = [Math.max(one[0], from), Math.min(endOf(one), to)]
    const free = over ? [{ from: start, to: end }] : coverOf(laid, start, end).filter(({ ngo }) => ngo === null)
    for (const span of free) laid = give(laid, span.from, span.to, one[2])
  }
  return laid
}

/** A stretch of time that another NGO would have, or nobody. */
export interface Change {
  readonly from: number
  readonly to: number
  readonly was: string | null
  readonly will: string | null
}

/** In what two rotas differ, in order, each stretch as long as it can be but not beyond a shift of the new one. */
export function changesOf(old: readonly Shift[], drawn: readonly Shift[], from: number, to: number): readonly Change[] {
  return coverOf(drawn, from, to).flatMap((span: Span) =>
    coverOf(old, span.from, span.to)
      .filter(({ ngo }) => ngo !== span.ngo)
      .map((part) => ({ from: part.from, to: part.to, was: part.ngo, will: span.ngo })),
  )
}
