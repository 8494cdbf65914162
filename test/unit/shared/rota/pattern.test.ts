import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Shift } from '../../../../shared/roster.ts'
import { coverOf, dayCover, endOf, gapsOf, overlapsOf } from '../../../../shared/rota/cover.ts'
import { type Turn, expand } from '../../../../shared/rota/pattern.ts'
import { lengthOf, minuteOf, mondayOf, wallOf } from '../../../../shared/rota/zone.ts'
import { CHANGES, ZONES, label } from './zones.ts'

const turn = (ngo: string, days: readonly number[], from: number, to: number, rest: Partial<Turn> = {}): Turn => ({
  ngo,
  days,
  from: from * 60,
  to: to * 60,
  every: 1,
  week: 0,
  ...rest,
})
const ALL = [1, 2, 3, 4, 5, 6, 7]
/** Patterns that name somebody for each hour of the week. */
const WHOLE: Readonly<Record<string, readonly Turn[]>> = {
  'days and nights': [turn('a21', ALL, 8, 20), turn('gcr', ALL, 20, 8)],
  'whole days': [turn('a21', ALL, 0, 0)],
  'weekdays, nights, weekend': [
    turn('a21', [1, 2, 3, 4, 5], 8, 20),
    turn('gcr', [1, 2, 3, 4, 5], 20, 8),
    turn('drc', [6, 7], 8, 8),
  ],
  'every other week': [0, 1].flatMap((week) => [
    turn(week ? 'a21' : 'gcr', ALL, 8, 20, { every: 2, week }),
    turn(week ? 'gcr' : 'a21', ALL, 20, 8, { every: 2, week }),
  ]),
  'the hours that change': [
    turn('a21', ALL, 2, 3),
    turn('gcr', ALL, 3, 4),
    turn('a21', ALL, 4, 0),
    turn('gcr', ALL, 0, 2),
  ],
}

/** What is wrong with a pattern in a week that it should cover, a line each. */
function faultsIn(turns: readonly Turn[], monday: number, tz: string): readonly string[] {
  const shifts = expand(turns, monday - 14, monday + 13, tz)
  const [from, to] = [minuteOf(monday, 0, tz), minuteOf(monday + 7, 0, tz)]
  const at = (minute: number): string => `${tz} ${label(minute, tz)}`
  return [
    ...gapsOf(shifts, from, to).map((one) => `gap ${at(one.from)}`),
    ...overlapsOf(shifts).map((one) => `overlap ${at(one.from)}`),
    ...wrongLabels(turns, shifts, tz).map((one) => `label ${at(one)}`),
    ...[0, 1, 2, 3, 4, 5, 6].flatMap((i) => {
      const { spans } = dayCover(shifts, monday + i, tz)
      const hours = spans.reduce((sum, span) => sum + span.to - span.from, 0) / 60
      return hours === lengthOf(monday + i, tz) / 60 && [23, 24, 25].includes(hours) ? [] : [`${hours} h ${at(from)}`]
    }),
  ]
}

/** Starts and ends that are not what the pattern said, save those that the clock leapt over. */
function wrongLabels(turns: readonly Turn[], shifts: readonly Shift[], tz: string): readonly number[] {
  const wanted = new Set(turns.flatMap(({ from, to }) => [from % 1440, to % 1440]))
  const leaps = (at: number): boolean => (wallOf(at, tz).minute - wallOf(at - 1, tz).minute + 1440) % 1440 > 1
  return shifts
    .flatMap((shift) => [shift[0], endOf(shift)])
    .filter((at) => !wanted.has(wallOf(at, tz).minute) && !leaps(at))
}

describe('a pattern that names somebody for the whole week', () => {
  it.each(Object.entries(WHOLE))(
    '%s: no gap, no overlap, right labels in each week of change',
    (_, turns) => {
      const faults = CHANGES.flatMap(({ tz, changes }) =>
        changes.flatMap((change) => faultsIn(turns, mondayOf(wallOf(change, tz).day), tz)),
      )
      expect(faults).toEqual([])
    },
    60_000,
  )

  it('whatever it is, in any week of the century', () => {
    const week = fc.integer({ min: 0, max: Math.floor(36_500 / 7) }).map((nth) => nth * 7 + 4)
    const changing = fc
      .constantFrom(...CHANGES)
      .chain(({ tz, changes }) =>
        fc.constantFrom(...changes).map((at) => ({ tz: tz as string, monday: mondayOf(wallOf(at, tz).day) })),
      )
    const any = fc.record({ tz: fc.constantFrom<string>(...ZONES), monday: week.map(mondayOf) })
    // Each day is cut at some quarters of an hour, and each piece is somebody's.
    const cuts = fc.uniqueArray(fc.integer({ min: 0, max: 95 }), { minLength: 1, maxLength: 6 })
    const pattern = cuts.map((quarters) => {
      const sorted = [...quarters].sort((a, b) => a - b).map((one) => one / 4)
      return sorted.map((from, i) => turn(`n${i}`, ALL, from, sorted[(i + 1) % sorted.length]!))
    })
    fc.assert(
      fc.property(fc.oneof(any, changing), pattern, ({ tz, monday }, turns) => {
        expect(faultsIn(turns, monday, tz)).toEqual([])
      }),
      { numRuns: 150 },
    )
  }, 60_000)
})

describe('a pattern', () => {
  const monday = Date.UTC(2026, 9, 19) / 86_400_000
  const tz = 'Europe/Athens'
  it('has a night of thirteen hours when the clock goes back, and says 20 and 8 all the same', () => {
    const [night] = expand([turn('a21', [6], 20, 8)], monday, monday + 6, tz)
    expect(night).toEqual([minuteOf(monday + 5, 1200, tz), 13 * 60, 'a21'])
    expect([label(night![0], tz), label(endOf(night!), tz)]).toEqual(['2026-10-24 20:00', '2026-10-25 08:00'])
  })

  it('comes every other week, counted from the week of its first day', () => {
    const shifts = expand([turn('a21', [3], 8, 9, { every: 2, week: 1 })], monday + 1, monday + 27, tz)
    expect(shifts.map(([start]) => wallOf(start, tz).day - monday)).toEqual([9, 23])
  })

  it('leaves out what the clock leaps over', () => {
    const day = Date.UTC(2026, 2, 29) / 86_400_000
    expect(expand([turn('a21', ALL, 3, 4)], day, day, tz)).toEqual([])
  })

  it('shows gaps and overlaps where it has them', () => {
    const shifts = expand([turn('a21', [1], 8, 12), turn('gcr', [1], 11, 13)], monday, monday, tz)
    const [from, to] = [minuteOf(monday, 0, tz), minuteOf(monday + 1, 0, tz)]
    expect(overlapsOf(shifts)).toEqual([{ from: from + 660, to: from + 720, ngos: ['a21', 'gcr'] }])
    expect(coverOf(shifts, from, to).map((span) => [(span.from - from) / 60, span.ngo])).toEqual([
      [0, null],
      [8, 'a21'],
      [12, 'gcr'],
      [13, null],
    ])
  })
})
