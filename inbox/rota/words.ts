import { type Roster, type Shift } from '../../shared/roster.ts'
import { endOf } from '../../shared/rota/cover.ts'
import { isSecond, wallOf } from '../../shared/rota/zone.ts'
import type { Desk } from '../../shared/roster.ts'
import { LOCALES, type Speech } from '../i18n.ts'
import type { DeskChange } from './state.ts'

const DAY_MS = 86_400_000

/** An NGO in the member's language; null is nobody. */
export function ngoName(say: Speech, roster: Roster, id: string | null): string {
  const ngo = roster.ngos.find((one) => one.id === id)
  if (!ngo) return id ?? say('rota.nobody')
  return ngo.names?.[say.lang] ?? ngo.name
}

/** "Mon 30 Nov" of a calendar day. */
export const dateWords = (say: Speech, day: number, long = false): string =>
  new Intl.DateTimeFormat(LOCALES[say.lang], {
    timeZone: 'UTC',
    weekday: long ? 'long' : 'short',
    day: 'numeric',
    month: long ? 'long' : 'short',
  })
    .format(day * DAY_MS)
    .replace(',', '')

/** "8:00"; an end at midnight is "24:00"; the second 3:00 of a day says so. */
export const clockWords = (say: Speech, at: number, tz: string, end = false): string =>
  say.clock(60 * at, tz, end) + (isSecond(at, tz) ? ` ${say('rota.second')}` : '')

/** "8:00–20:00" */
export const hoursWords = (say: Speech, from: number, to: number, tz: string): string =>
  `${clockWords(say, from, tz)}\u2060–\u2060${clockWords(say, to, tz, true)}`

/** "Mon 30 Nov 8:00–20:00", with the second day where there is one: "Mon 30 Nov 20:00 – Tue 1 Dec 8:00". */
export function stretchWords(say: Speech, from: number, to: number, tz: string): string {
  const [start, last] = [wallOf(from, tz).day, wallOf(to - 1, tz).day]
  const first = dateWords(say, start)
  if (start === last) return `${first} ${hoursWords(say, from, to, tz)}`
  const end = wallOf(to, tz)
  return `${first} ${clockWords(say, from, tz)} – ${dateWords(say, end.day)} ${clockWords(say, to, tz)}`
}

export const shiftWords = (say: Speech, roster: Roster, shift: Shift, tz: string): string =>
  `${stretchWords(say, shift[0], endOf(shift), tz)}, ${ngoName(say, roster, shift[2])}`

export const deskName = (say: Speech, desk: Desk): string => say.country(desk.id) ?? desk.id

export function changeWords(say: Speech, roster: Roster, change: DeskChange): string {
  const when = stretchWords(say, change.from, change.to, change.desk.tz)
  const values = { when, will: ngoName(say, roster, change.will), was: ngoName(say, roster, change.was) }
  return say(change.will === null ? 'change.none' : change.was === null ? 'change.new' : 'change.words', values)
}

/** "in 5 days", "in 7 hours" */
export function inWords(say: Speech, t: number, now: number): string {
  const days = Math.floor((t - now) / 86_400)
  const relative = new Intl.RelativeTimeFormat(LOCALES[say.lang], { numeric: 'always' })
  return days < 2 ? relative.format(Math.max(1, Math.floor((t - now) / 3600)), 'hour') : relative.format(days, 'day')
}

/** "Mon" of 1–7. */
export const weekdayName = (say: Speech, weekday: number): string =>
  // 5 January 1970 was a Monday.
  new Intl.DateTimeFormat(LOCALES[say.lang], { timeZone: 'UTC', weekday: 'short' }).format((weekday + 3) * DAY_MS)
