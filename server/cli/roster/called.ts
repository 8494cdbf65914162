import { MitosError } from '../../../shared/errors.ts'
import type { Desk, Line, Roster } from '../../../shared/roster.ts'
import { visible } from './words.ts'

/** A line of a desk, as somebody named it. */
export interface Place {
  readonly desk: string
  readonly line: Line
}

const digits = (number: string): string => number.replace(/[^0-9+]/g, '')

/**
 * The line with this number; spaces do not count.
 * @param deskId where a number stands at several desks
 * @throws MitosError `not-found`, with what is near | `bad-input` where several desks have it, or there is no such desk
 */
export function placeOf({ desks }: Roster, number: string, deskId: string | undefined): Place {
  const some = desks.filter(({ id }) => deskId === undefined || id === deskId)
  if (!some.length) throw new MitosError('bad-input', `there is no such desk; there are ${listOf(desks)}`)
  const all = some.flatMap((desk) => desk.lines.map((line): Place => ({ desk: desk.id, line })))
  const found = all.filter(({ line }) => digits(line.number) === digits(number))
  if (!found[0]) throw new MitosError('not-found', visible(`no line has that number. ${whatIsNear(all, number)}`))
  if (found.length > 1)
    throw new MitosError(
      'bad-input',
      `the number stands more than once; add --desk (${found.map(({ desk }) => desk).join(', ')})`,
    )
  return found[0]
}

const listOf = (desks: readonly Desk[]): string => desks.map(({ id }) => id).join(', ')

/** How many digits differ, at most, of numbers that somebody may have mixed up. */
const NEAR = 2

function whatIsNear(all: readonly Place[], number: string): string {
  const wanted = digits(number)
  const near = all
    .map((place) => ({ place, far: distance(wanted, digits(place.line.number)) }))
    .filter(({ far, place }) => far <= NEAR || (wanted.length > 2 && digits(place.line.number).includes(wanted)))
    .sort((a, b) => a.far - b.far)
    .map(({ place }) => place)
  const say = (places: readonly Place[]): string =>
    places.map(({ desk, line }) => `${line.number} (${desk}, ${line.quietName})`).join(', ')
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
