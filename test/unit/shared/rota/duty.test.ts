import { describe, expect, it } from 'vitest'
import type { Shift } from '../../../../shared/roster.ts'
import { assign, shiftsOf, timesOf, turnsOf, within } from '../../../../shared/rota/duty.ts'
import { expand } from '../../../../shared/rota/pattern.ts'
import { minuteOf } from '../../../../shared/rota/zone.ts'
import type { Stretch } from '../../../../shared/teamChange.ts'

const SHIFTS: readonly Shift[] = [
  [0, 100, 'a21'],
  [100, 100, 'a21'],
  [300, 100, 'a21'],
]
const spans = (duty: readonly Stretch[]) =>
  turnsOf(SHIFTS, duty).map(({ from, to, who }) => [from, to, who?.join('+') ?? 'all'])

describe("A team's own rota", () => {
  it('is everybody’s where nobody is named, so that forgetting leaves nobody alone', () => {
    expect(spans([])).toEqual([
      [0, 100, 'all'],
      [100, 200, 'all'],
      [300, 400, 'all'],
    ])
    expect(spans([[50, 100, 'maria']])).toEqual([
      [0, 50, 'all'],
      [50, 100, 'maria'],
      [100, 150, 'maria'],
      [150, 200, 'all'],
      [300, 400, 'all'],
    ])
  })

  it('names several at once, and is cut where one of them comes or goes', () => {
    const duty: readonly Stretch[] = [
      [0, 100, 'nikos'],
      [20, 30, 'maria'],
      [50, 10, 'maria'],
    ]
    expect(spans(duty).slice(0, 3)).toEqual([
      [0, 20, 'nikos'],
      [20, 60, 'maria+nikos'],
      [60, 100, 'nikos'],
    ])
  })

  it('gives each member their times, with what is everybody’s, in one where they meet', () => {
    const duty: readonly Stretch[] = [[50, 100, 'maria']]
    expect(timesOf(SHIFTS, duty, 'maria')).toEqual([
      { from: 0, to: 200 },
      { from: 300, to: 400 },
    ])
    expect(timesOf(SHIFTS, duty, 'nikos')).toEqual([
      { from: 0, to: 50 },
      { from: 150, to: 200 },
      { from: 300, to: 400 },
    ])
    expect(timesOf(SHIFTS, undefined, 'nikos')[0]).toEqual({ from: 0, to: 200 })
  })

  it('takes the shifts of an NGO at all desks, once', () => {
    const desk = (shifts: readonly Shift[]) => ({ shifts }) as never
    const desks = [desk([SHIFTS[0]!, [200, 50, 'gcr']]), desk([[50, 100, 'a21']])]
    expect(shiftsOf({ desks }, 'a21')).toEqual([
      [0, 100, 'a21'],
      [100, 50, 'a21'],
    ])
    expect(shiftsOf({ desks }, 'other')).toEqual([])
  })
})

describe('An assignment', () => {
  it('takes the place of who had the time, of nobody else, and is taken back by naming nobody', () => {
    const one = assign([[0, 100, 'maria']], { from: 40, to: 60, who: ['nikos', 'eleni'] })
    expect(one).toEqual([
      [0, 40, 'maria'],
      [40, 20, 'eleni'],
      [40, 20, 'nikos'],
      [60, 40, 'maria'],
    ])
    expect(assign(one, { from: 40, to: 60, who: [] })).toEqual([
      [0, 40, 'maria'],
      [60, 40, 'maria'],
    ])
    expect(assign(one, { from: 40, to: 60, who: ['maria'] })).toEqual([[0, 100, 'maria']])
    expect(assign(one, { from: 60, to: 60, who: [] })).toEqual(one)
  })

  it('is never longer than a team takes, and a stretch of weeks is several', () => {
    const long = assign([], { from: 0, to: 25_000, who: ['maria'] })
    expect(long).toEqual([
      [0, 10_080, 'maria'],
      [10_080, 10_080, 'maria'],
      [20_160, 4840, 'maria'],
    ])
    expect(assign(long, { from: 25_000, to: 25_010, who: ['maria'] })).toHaveLength(3)
  })

  it('lies in the shifts of the NGO only', () => {
    expect(within(SHIFTS, { from: 150, to: 350, who: ['maria'] })).toEqual([
      { from: 150, to: 200, who: ['maria'] },
      { from: 300, to: 350, who: ['maria'] },
    ])
    expect(within(SHIFTS, { from: 200, to: 300, who: [] })).toEqual([])
  })

  it('by a pattern has the hours that the wall shows, also in the night of a clock change', () => {
    const tz = 'Europe/Athens'
    const sunday = Date.UTC(2026, 9, 25) / 86_400_000
    const at = (day: number, hour: number) => minuteOf(day, 60 * hour, tz)
    const nights = { ngo: '', days: [1, 2, 3, 4, 5, 6, 7], from: 1200, to: 480, every: 1, week: 0 }
    const shifts: readonly Shift[] = [[at(sunday - 2, 8), at(sunday + 1, 20) - at(sunday - 2, 8), 'a21']]
    const parts = expand([nights], sunday - 2, sunday, tz).flatMap(([from, length]) =>
      within(shifts, { from, to: from + length, who: ['maria'] }),
    )
    const duty = parts.reduce<readonly Stretch[]>(assign, [])
    expect(duty.map(([from, length]) => [from, length])).toEqual([
      [at(sunday - 2, 20), 720],
      [at(sunday - 1, 20), 780],
      [at(sunday, 20), 720],
    ])
    // Between them all are on shift, whatever the clock did.
    const all = turnsOf(shifts, duty).filter(({ who }) => who === null)
    expect(all.map(({ from, to }) => to - from)).toEqual([720, 720, 720, 720])
  })
})
