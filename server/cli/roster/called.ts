import { MitosError } from '../../../shared/errors.ts'
import { visible } from './words.ts'

/** As much of a draft as a test call needs: the rest may still be empty. */
export interface Callable {
  readonly id: string
  readonly lines: readonly CallableLine[]
}
export interface CallableLine {
  readonly number: string
  readonly quietName?: unknown
  readonly checked?: unknown
}

/** A line of a desk, by where both stand in their lists. */
export interface Place {
  readonly desk: number
  readonly line: number
}

/** @throws MitosError `document-shape` */
export function desksOf(draft: unknown): readonly Callable[] {
  const { desks } = Object(draft) as { desks?: unknown }
  const isDesk = (one: unknown): one is Callable => {
    const { id, lines } = Object(one) as { id?: unknown; lines?: unknown }
    return (
      typeof id === 'string' && Array.isArray(lines) && lines.every((line) => typeof Object(line).number === 'string')
    )
  }
  if (Array.isArray(desks) && desks.every(isDesk)) return desks
  throw new MitosError('document-shape', 'the draft has no desks with lines that have a number each')
}

const digits = (number: string): string => number.replace(/[^0-9+]/g, '')

interface Candidate extends Place {
  readonly id: string
  readonly number: string
  readonly quietName: unknown
}

/**
 * The line with this number; spaces do not count.
 * @param deskId where a number stands at several desks
 * @throws MitosError `not-found`, with what is near | `bad-input` where several desks have it, or there is no such desk
 */
export function placeOf(desks: readonly Callable[], number: string, deskId: string | undefined): Place {
  const all = desks.flatMap(({ id, lines }, desk) =>
    lines.map((one, line): Candidate => ({ id, desk, line, number: one.number, quietName: one.quietName })),
  )
  if (deskId !== undefined && !desks.some(({ id }) => id === deskId))
    throw new MitosError(
      'bad-input',
      visible(`there is no such desk; there are ${desks.map(({ id }) => id).join(', ')}`),
    )
  const some = all.filter(({ id }) => deskId === undefined || id === deskId)
  const found = some.filter((one) => digits(one.number) === digits(number))
  if (!found[0]) throw new MitosError('not-found', visible(`no line has that number. ${whatIsNear(some, number)}`))
  if (found.length > 1)
    throw new MitosError(
      'bad-input',
      visible(`the number stands more than once; add --desk (${found.map(({ id }) => id).join(', ')})`),
    )
  return found[0]
}

/** How many digits differ, at most, of numbers that somebody may have mixed up. */
const NEAR = 2

function whatIsNear(all: readonly Candidate[], number: string): string {
  const wanted = digits(number)
  const near = all
    .map((one) => ({ one, far: distance(wanted, digits(one.number)) }))
    .filter(({ far, one }) => far <= NEAR || (wanted.length > 2 && digits(one.number).includes(wanted)))
    .sort((a, b) => a.far - b.far)
    .map(({ one }) => one)
  const say = (some: readonly Candidate[]): string =>
    some.map(({ id, number: there, quietName }) => `${there} (${id}, ${String(quietName)})`).join(', ')
  return near.length ? `Near it: ${say(near.slice(0, 5))}` : `There are: ${say(all)}`
}

/** How many characters have to be put in, taken out or changed to make one of the other. */
export function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, i) => i)
  for (const [i, char] of [...a].entries()) {
    const next = [i + 1]
    for (const [j, other] of [...b].entries())
      next.push(Math.min(next[j]! + 1, row[j + 1]! + 1, row[j]! + (char === other ? 0 : 1)))
    row = next
  }
  return row[b.length]!
}

/**
 * The day of a test call as it stands in a roster: midnight UTC, in seconds.
 * @param day `YYYY-MM-DD`, or undefined for today
 * @throws MitosError `bad-input` where it is no day, or one after today
 */
export function dayOfCall(day: string | undefined, now: number): number {
  const today = now - (now % 86_400)
  if (day === undefined) return today
  const at = /^\d{4}-\d\d-\d\d$/.test(day) ? Date.parse(`${day}T00:00:00Z`) / 1000 : NaN
  if (!Number.isSafeInteger(at) || new Date(at * 1000).toISOString().slice(0, 10) !== day)
    throw new MitosError('bad-input', '--on takes a day that there is, as 2026-11-26')
  // Somewhere it is tomorrow already.
  if (at > today + 86_400)
    throw new MitosError('bad-input', '--on is after today; write it down once the line was called')
  return at
}
