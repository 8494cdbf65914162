import { describe, expect, it } from 'vitest'
import { isSecond, lengthOf, minuteOf, mondayOf, wallOf, weekdayOf } from '../../../../shared/rota/zone.ts'
import { sample } from '../../../support/release.ts'
import { CHANGES, ZONES, label } from './zones.ts'

const on = (year: number, month: number, day: number): number => Date.UTC(year, month - 1, day) / 86_400_000

describe('the wall clock of a desk', () => {
  it('knows the century: each zone changes some 150 times', () => {
    for (const { changes } of CHANGES) expect(changes.length).toBeGreaterThan(140)
  })

  it.each(CHANGES)('is what Intl says on each day of change in $tz, from 1970 to 2070', ({ tz, changes }) => {
    const faults: string[] = []
    const lengths = new Set<number>()
    for (const change of sample(changes, (_, nth) => nth % 4 < 2)) {
      const { day } = wallOf(change, tz)
      for (const one of [day - 1, day, day + 1]) {
        lengths.add(lengthOf(one, tz) / 60)
        // All labels of the day as another reading of the zone has them, each with its first moment.
        const start = minuteOf(one, 0, tz)
        const first = new Map<string, number>()
        for (let at = start - 90; at < start + 1590; at += 30)
          if (!first.has(label(at, tz))) first.set(label(at, tz), at)
        const labels = [...first.keys()].sort()
        for (let minute = 0; minute <= 1440; minute += 30) {
          const said = new Date((one * 1440 + minute) * 60_000).toISOString().slice(0, 16).replace('T', ' ')
          // The clock leaps over it: the first label after it.
          const wanted = first.get(said) ?? first.get(labels.find((other) => other > said)!)
          if (minuteOf(one, minute, tz) !== wanted) faults.push(`${tz} ${said}`)
        }
      }
    }
    expect(faults).toEqual([])
    expect([...lengths].sort()).toEqual([23, 24, 25])
  })

  it('has days of 23, 24 and 25 hours and nothing else, and back is forth', () => {
    for (const tz of ZONES)
      for (let day = 0; day < on(2070, 1, 1); day += 101) {
        expect([1380, 1440, 1500]).toContain(lengthOf(day, tz))
        expect(wallOf(minuteOf(day, 600, tz), tz)).toEqual({ day, minute: 600 })
      }
  })

  it('takes the first of an hour that comes twice, and knows the second', () => {
    const day = on(2026, 10, 25)
    const three = minuteOf(day, 180, 'Europe/Athens')
    expect(three).toBe(Date.UTC(2026, 9, 25, 0) / 60_000)
    expect(wallOf(three + 60, 'Europe/Athens')).toEqual({ day, minute: 180 })
    expect([isSecond(three, 'Europe/Athens'), isSecond(three + 60, 'Europe/Athens')]).toEqual([false, true])
    expect(minuteOf(day, 240, 'Europe/Athens') - three).toBe(120)
  })

  it('takes the leap for an hour that does not come', () => {
    const day = on(2026, 3, 29)
    const leap = Date.UTC(2026, 2, 29, 1) / 60_000
    for (const minute of [180, 200, 239, 240]) expect(minuteOf(day, minute, 'Europe/Athens')).toBe(leap)
    expect(minuteOf(day, 179, 'Europe/Athens')).toBe(leap - 1)
  })

  it('counts weeks from Monday', () => {
    expect([weekdayOf(0), weekdayOf(on(2026, 11, 30)), weekdayOf(-1)]).toEqual([4, 1, 3])
    expect(mondayOf(on(2026, 11, 26))).toBe(on(2026, 11, 23))
  })
})
