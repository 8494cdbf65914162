import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { shiftPresses } from '../../../widget/panel/shift.ts'

/** What a person with a reading screen hears, and whether the panel left. */
let said: (number | 'left')[]
let press: (...presses: number[]) => boolean
beforeEach(() => {
  vi.useFakeTimers()
  said = []
  const take = shiftPresses(
    (times) => said.push(times),
    () => said.push('left'),
  )
  press = (...presses) => take(presses)
})
afterEach(() => vi.useRealTimers())

describe('Shift three times', () => {
  it('R12 announces each press a moment after it, and leaves at the third within five seconds', () => {
    expect(press(1000)).toBe(true)
    vi.advanceTimersByTime(400)
    press(1400, 1000)
    vi.advanceTimersByTime(400)
    press(1800, 1400, 1000)
    expect(said).toEqual([1, 2, 'left'])
  })

  it('R12 says nothing of the Shift of a capital', () => {
    press(1000)
    vi.advanceTimersByTime(120)
    press()
    vi.advanceTimersByTime(10_000)
    expect(said).toEqual([0])
  })

  it('R12 announces three quick presses one by one, and takes back what no longer counts', () => {
    press(1000)
    press(1100, 1000)
    vi.advanceTimersByTime(4999)
    expect(said).toEqual([1, 2])
    vi.advanceTimersByTime(2000)
    expect(said).toEqual([1, 2, 0, 0])
  })

  it('R12 counts what lies within five seconds of the last press only', () => {
    press(7000, 2500, 1000)
    vi.advanceTimersByTime(300)
    expect(said).toEqual([2])
    press(7400, 7000, 2500, 1000)
    expect(said).toEqual([2, 'left'])
  })
})
