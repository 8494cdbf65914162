import { describe, expect, it } from 'vitest'
import { AWAY, AWAY_IN_CONTACT, IDLE, createLock } from '../../../inbox/lock/lock.ts'
import { createPause } from '../../../inbox/unlock/pause.ts'

function desk(contact = false, idle?: () => number) {
  const log: string[] = []
  let t = 1_000_000
  const lock = createLock({
    now: () => t,
    ...(idle && { idle }),
    contactOpen: () => contact,
    cover: () => log.push('cover'),
    lock: () => log.push('lock'),
  })
  return { lock, log, wait: (ms: number) => (t += ms) }
}

describe('the lock', () => {
  it('R44 locks after five minutes without touch, by the clock', () => {
    const { lock, log, wait } = desk()
    wait(IDLE - 1)
    lock.check()
    expect(log).toEqual([])
    wait(1)
    lock.check()
    expect(log).toEqual(['lock'])
  })

  it('locks sooner where the member chose so, also when the window lost the focus', () => {
    const MINUTE = 60_000
    for (const away of [false, true]) {
      const { lock, log, wait } = desk(false, () => MINUTE)
      if (away) lock.away()
      wait(MINUTE - 1)
      lock.check()
      expect(log).not.toContain('lock')
      wait(1)
      lock.check()
      expect(log).toContain('lock')
    }
    const { lock, log, wait } = desk(true, () => MINUTE)
    wait(MINUTE)
    lock.check()
    wait(AWAY_IN_CONTACT - MINUTE - 1)
    lock.check()
    expect(log).toEqual(['cover'])
  })

  it('does not take the touch that wakes a sleeping device for work', () => {
    const { lock, log, wait } = desk()
    wait(8 * 3_600_000)
    lock.touched()
    expect(log[0]).toBe('lock')
  })

  it('R44 covers at once when the window loses the focus, and wipes two minutes later', () => {
    const { lock, log, wait } = desk()
    lock.away()
    expect(log).toEqual(['cover'])
    wait(AWAY - 1)
    lock.check()
    lock.touched()
    expect(log).toEqual(['cover'])
    wait(1)
    lock.check()
    expect(log).toEqual(['cover', 'lock'])
  })

  it('R44 keeps the keys for thirty minutes while a contact is open', () => {
    const { lock, log, wait } = desk(true)
    lock.away()
    wait(AWAY_IN_CONTACT - 1)
    lock.check()
    expect(log).toEqual(['cover'])
    wait(1)
    lock.check()
    expect(log).toEqual(['cover', 'lock'])
  })

  it('only covers a contact that is talked through on another phone', () => {
    const { lock, log, wait } = desk(true)
    wait(IDLE)
    lock.check()
    expect(log).toEqual(['cover'])
    wait(AWAY_IN_CONTACT - IDLE)
    lock.check()
    expect(log).toEqual(['cover', 'lock'])
  })

  it('begins anew when the cover is lifted', () => {
    const { lock, log, wait } = desk()
    lock.away()
    wait(AWAY - 1)
    lock.back()
    wait(IDLE - 1)
    lock.check()
    expect(log).toEqual(['cover'])
  })

  it('locks when the clock is set back', () => {
    const { lock, log, wait } = desk()
    wait(-600_000)
    lock.check()
    expect(log).toEqual(['lock'])
  })
})

describe('a wrong passphrase', () => {
  it('waits 5, 15, then 60 seconds from the third on', () => {
    const pause = createPause()
    const waits = [1, 2, 3, 4, 5, 6].map((n) => {
      pause.wrong(n * 100_000)
      return pause.left(n * 100_000)
    })
    expect(waits).toEqual([0, 0, 5, 15, 60, 60])
    pause.right()
    expect(pause.left(600_001)).toBe(0)
  })
})
