import type { Desk, Shift } from '../../shared/roster.ts'
import { type DayCover, dayCover, endOf } from '../../shared/rota/cover.ts'
import { type Draft, draftOf } from '../../shared/rota/draft.ts'
import { minuteOf, wallOf } from '../../shared/rota/zone.ts'
import type { Session } from '../session.ts'
import type { Rota, ShiftForm } from './state.ts'

/** The desk that one looks at, with its shifts as drawn. */
export interface Desked {
  readonly desk: Desk
  readonly shifts: readonly Shift[]
  readonly draft: Draft
}

export function deskOf(rota: Rota, { chain }: Session): Desked {
  const { desks } = chain.roster
  const desk = desks.find(({ id }) => id === rota.deskId.value) ?? desks[0]!
  const draft = rota.draft.value ?? draftOf(chain.roster)
  return { desk, shifts: draft.shifts[desk.id] ?? [], draft }
}

/** Days of the desk's calendar with who is on duty. */
export const daysOf = ({ desk, shifts }: Desked, first: number, count: number, now: number): readonly DayCover[] =>
  Array.from({ length: count }, (_, i) => seen(dayCover(shifts, first + i, desk.tz), now))

/** Hours that stand beside a day, each at its moment: after the clock has changed they are an hour off from those of other days. */
export const hoursOf = ({ day }: DayCover, tz: string): readonly { readonly hour: number; readonly at: number }[] =>
  [0, 6, 12, 18, 24].map((hour) => ({ hour, at: minuteOf(day, 60 * hour, tz) }))

/** The shift that a moment lies in. */
export const shiftAt = (shifts: readonly Shift[], at: number): Shift | null =>
  shifts.find((one) => one[0] <= at && at < endOf(one)) ?? null

const two = (n: number): string => String(n).padStart(2, '0')
export const dayField = (day: number): string => new Date(day * 86_400_000).toISOString().slice(0, 10)

/** What stands in the fields for a stretch of time; an end at midnight is 24:00 of the day before. */
export function formOf(from: number, to: number, tz: string, ngo: string, old: Shift | null): ShiftForm {
  const [a, b] = [wallOf(from, tz), wallOf(to, tz)]
  const time = (minute: number): string => `${Math.floor(minute / 60)}:${two(minute % 60)}`
  const midnight = b.minute === 0
  return {
    kind: 'shift',
    old,
    fromDay: dayField(a.day),
    from: time(a.minute),
    toDay: dayField(midnight ? b.day - 1 : b.day),
    to: time(midnight ? 1440 : b.minute),
    ngo,
  }
}

/** Minutes of the day that somebody typed: `8`, `8:30`, `08.30`, `0830`, up to `24:00`; NaN where it is none. */
export function minutesOf(typed: string): number {
  const [hour, minute] = /^\s*(\d{1,2})(?:\s*[:.]?\s*(\d\d))?\s*$/.exec(typed)?.slice(1) ?? []
  const minutes = 60 * Number(hour) + Number(minute ?? 0)
  return Number(minute ?? 0) < 60 && minutes <= 1440 ? minutes : NaN
}

export const dayOf = (field: string): number =>
  /^\d{4}-\d\d-\d\d$/.test(field) ? Date.parse(`${field}T00:00:00Z`) / 86_400_000 : NaN

/** The moment that two fields name, in minutes; NaN where they name none. */
export function timeOf(day: string, time: string, tz: string): number {
  const [at, minute] = [dayOf(day), minutesOf(time)]
  return Number.isNaN(at) || Number.isNaN(minute) ? NaN : minuteOf(at, minute, tz)
}

/** A day as a calendar shows it: hours that are over and were nobody's are left out, as old shifts are not in a roster. */
export function seen({ spans, ...day }: DayCover, now: number): DayCover {
  const left = spans.flatMap((span) =>
    span.ngo !== null || span.from >= now ? [span] : span.to > now ? [{ ...span, from: now - (now % 15) }] : [],
  )
  return { ...day, spans: left }
}

/** Members who are on shift at a moment while their NGO is on duty, all where nobody is named; never the privacy person. */
export function onShiftAt({ team }: Session, at: number): readonly string[] {
  const able = team.members.filter(({ role }) => role !== 'privacy')
  const named = able.filter(({ id }) => team.duty?.some((one) => one[2] === id && one[0] <= at && at < endOf(one)))
  return (named.length ? named : able).map(({ name }) => name)
}
