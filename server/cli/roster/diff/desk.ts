import type { Desk, Line, Roster } from '../../../../shared/roster.ts'
import { count, shown } from '../words.ts'
import { allElse, byLanguage } from './ngo.ts'
import { type Change, asDanger, change, danger, fieldChanges, pair } from './same.ts'
import { shiftChanges } from './shifts.ts'

/** Who answers in need, and when "safe" is: a mistake here reaches the person. */
const GRAVE = { emergency: 'the emergency number', tz: 'the time zone' }
const HOUSE = {
  days: 'the days of the house rule',
  from: 'the hour from which the house rule lets call',
  to: 'the hour until which the house rule lets call',
  tries: 'the number of tries of the house rule',
  untilDays: 'the days within which the house rule lets try',
}
const LINE = {
  name: 'the name',
  quietName: 'the quiet name',
  serves: 'whom it serves',
  hours: 'the hours',
  cost: 'the cost',
  kind: 'the kind',
  checked: 'the day of the test call',
}

/** What changes at one desk. */
export function deskChanges(
  before: Desk,
  after: Desk,
  rosters: { readonly before: Roster; readonly after: Roster },
): readonly Change[] {
  const who = `desk ${before.id}`
  const grave = Object.keys(GRAVE)
  const told = ['houseRule', 'exits', 'regions', 'lines', 'shifts', ...grave]
  const others = Object.keys({ ...before, ...after }).filter((name) => !grave.includes(name))
  return [
    ...asDanger(fieldChanges(who, before, after, GRAVE, others)),
    ...exitChanges(who, before.exits, after.exits),
    ...lineChanges(who, before.lines, after.lines),
    ...shiftChanges(after, before.shifts, after.shifts, rosters),
    ...fieldChanges(who, before.houseRule, after.houseRule, HOUSE),
    ...regionChanges(who, before, after),
    ...fieldChanges(who, before, after, { mobilePattern: 'how a mobile number begins' }, told),
  ]
}

/** A whole desk that comes, with all that stands in it. */
export const deskAdded = (desk: Desk, rosters: { readonly before: Roster; readonly after: Roster }): Change =>
  danger(`desk ${desk.id} is new, with ${count(desk.lines.length, 'line')}`, [
    ...desk.lines.map((line) => `line ${line.number}: ${allElse(line, ['number']).join(', ')}`),
    ...shiftChanges(desk, [], desk.shifts, rosters).flatMap(({ says, details }) => [says, ...(details ?? [])]),
    ...allElse(desk, ['lines', 'shifts']),
  ])

function exitChanges(who: string, before: readonly string[], after: readonly string[]): readonly Change[] {
  const { added, removed, moved } = pair(before, after, (exit) => exit)
  return [
    ...added.map((exit) => danger(`${who}: “Leave now” may lead to ${shown(exit)}`)),
    ...removed.map((exit) => change(`${who}: “Leave now” leads no longer to ${shown(exit)}`)),
    ...(moved ? [change(`${who}: the exits stand in another order; the first is the usual one`)] : []),
  ]
}

function lineChanges(who: string, before: readonly Line[], after: readonly Line[]): readonly Change[] {
  const { added, removed, kept, moved } = pair(before, after, ({ number }) => number)
  return [
    ...removed.map((line) => change(`${who}: the line ${line.number} (${line.name}) goes`)),
    ...added.map((line) => change(`${who}: the line ${line.number} is new`, allElse(line, ['number']))),
    ...kept.flatMap(([a, b]) => {
      const line = `${who}, line ${a.number}`
      return [
        ...calledChange(line, a.checked, b.checked),
        ...byLanguage(`${line}: the quiet name`, a.quietNames, b.quietNames),
        ...fieldChanges(line, a, b, LINE, ['quietNames', 'checked']),
      ]
    }),
    ...(moved ? [change(`${who}: the lines stand in another order; the first two stand in every snippet`)] : []),
  ]
}

function calledChange(line: string, before: number | null, after: number | null): readonly Change[] {
  if (before === after) return []
  if (after === null) return [change(`${line}: the test call of ${dayOf(before!)} goes: nobody has called it, it says`)]
  const earlier = before === null ? 'it was never called before' : `before: ${dayOf(before)}`
  return [change(`${line}: somebody called it ${dayOf(after)} (${earlier})`)]
}

const dayOf = (at: number): string =>
  at < 8_640_000_000_000 ? new Date(at * 1000).toISOString().slice(0, 10) : `${at}`

function regionChanges(who: string, before: Desk, after: Desk): readonly Change[] {
  const { added, removed, kept, moved } = pair(before.regions, after.regions, ({ id }) => id)
  return [
    ...added.map((one) => change(`${who}: the region ${one.id} is new`, allElse(one, ['id']))),
    ...removed.map((one) => change(`${who}: the region ${one.id} goes`)),
    ...kept.flatMap(([a, b]) => [
      ...byLanguage(`${who}, region ${a.id}: the name`, a.names, b.names),
      ...fieldChanges(`${who}, region ${a.id}`, a, b, {}, ['names']),
    ]),
    ...(moved ? [change(`${who}: the regions stand in another order`)] : []),
  ]
}
