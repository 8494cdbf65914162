import { describe, expect, it } from 'vitest'
import { lateness, staleness, timesOf } from '../../support/staleness.ts'

const away = { from: 50_000, to: 52_000 }
const truth = (owner: string, begun: number, answered: number) => ({ owner, begun, answered })
const shown = (at: number, owner: string) => ({ at, request: 'r', owner })
const free = truth('', 0, 0)

describe('how old what a screen shows is', () => {
  it('counts from the answer until something else takes its place', () => {
    const truths = [free, truth('Maria', 10_000, 10_200)]
    expect(staleness(truths, [shown(9_000, ''), shown(11_500, 'Maria')], away)).toEqual([1300])
  })

  it('is nothing where the screen was faster than the answer', () => {
    const truths = [free, truth('Maria', 10_000, 10_200)]
    expect(staleness(truths, [shown(9_000, ''), shown(10_100, 'Maria')], away)).toEqual([0])
  })

  it('does not hold it against a screen that it never showed what was over before', () => {
    const truths = [free, truth('Maria', 10_000, 10_200), truth('', 10_300, 10_400), truth('Nikos', 10_500, 10_600)]
    expect(staleness(truths, [shown(9_000, ''), shown(11_000, 'Nikos')], away)).toEqual([400])
  })

  it('leaves out the time in which there was no server', () => {
    const truths = [free, truth('Maria', 49_000, 49_500)]
    expect(staleness(truths, [shown(9_000, ''), shown(53_000, 'Maria')], away)).toEqual([1500])
  })

  it('refuses what was never so', () => {
    const stranger = [shown(9_000, 'Petra'), shown(11_000, '')]
    expect(() => staleness([free], stranger, away)).toThrow('never so')
  })

  it('takes the first answer to an event, and for one that was lost the moment in which the server was back', () => {
    const written = [
      { event: 'a', begun: 100 },
      { event: 'a', begun: 300, answered: 400 },
      { event: 'b', begun: 49_900 },
    ]
    expect(timesOf('a', written, away)).toEqual({ begun: 100, answered: 400 })
    expect(timesOf('b', written, away)).toEqual({ begun: 49_900, answered: 52_000 })
  })

  it('says of what came how late a screen knew of so many', () => {
    const known = [
      { at: 900, n: 0 },
      { at: 1500, n: 2 },
      { at: 1600, n: 3 },
    ]
    expect(lateness([1200, 1000, 1100], known)).toEqual([500, 400, 400])
  })
})
