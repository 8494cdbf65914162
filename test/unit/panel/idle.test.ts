import { describe, expect, test } from 'vitest'
import { createIdle } from '../../../widget/panel/idle.ts'

const SECOND = 1000
const MINUTE = 60 * SECOND

function clocked() {
  let time = 1_795_000_000_000
  const idle = createIdle(() => time)
  return { idle, pass: (ms: number) => void (time += ms) }
}

describe('R15 five minutes without a touch', () => {
  test('warn at 4:30 in tens, and are over at 5:00', () => {
    const { idle, pass } = clocked()
    pass(4.5 * MINUTE - 1)
    expect(idle.judge()).toEqual({ kind: 'active' })
    pass(1)
    expect(idle.judge()).toEqual({ kind: 'warn', seconds: 30 })
    pass(10 * SECOND)
    expect(idle.judge()).toEqual({ kind: 'warn', seconds: 20 })
    pass(10 * SECOND)
    expect(idle.judge()).toEqual({ kind: 'warn', seconds: 10 })
    pass(10 * SECOND)
    expect(idle.judge()).toEqual({ kind: 'over' })
  })
  test('one touch keeps going, a dozen times', () => {
    const { idle, pass } = clocked()
    for (let i = 0; i < 12; i++) {
      pass(4.75 * MINUTE)
      expect(idle.judge().kind).toBe('warn')
      idle.touch()
      expect(idle.judge().kind).toBe('active')
    }
  })
  test('a phone that slept has wiped when it wakes: the touch that woke it comes too late', () => {
    const { idle, pass } = clocked()
    pass(60 * MINUTE)
    idle.touch()
    expect(idle.judge().kind).toBe('over')
    idle.reset()
    expect(idle.judge().kind).toBe('active')
  })
  test('a clock that was set back does not wipe, and does not keep for ever', () => {
    const { idle, pass } = clocked()
    pass(-60 * MINUTE)
    expect(idle.judge().kind).toBe('active')
    pass(5 * MINUTE)
    expect(idle.judge().kind).toBe('over')
  })
})

describe('R16 out of sight', () => {
  test('119 seconds keep, 121 wipe', () => {
    const { idle, pass } = clocked()
    idle.hide(true)
    pass(119 * SECOND)
    expect(idle.judge().kind).toBe('active')
    idle.hide(false)
    idle.touch()
    idle.hide(true)
    pass(121 * SECOND)
    expect(idle.judge().kind).toBe('over')
  })
  test('being hidden twice counts from the first time; coming back too late does not revive', () => {
    const { idle, pass } = clocked()
    idle.hide(true)
    pass(70 * SECOND)
    idle.hide(true)
    pass(51 * SECOND)
    idle.hide(false)
    expect(idle.judge().kind).toBe('over')
  })
})
