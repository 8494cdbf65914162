import { describe, expect, it } from 'vitest'
import { LoginAttempts } from '../../../server/staff/loginAttempts.ts'

const clockAt = (now: number) => {
  const clock = { now }
  return { clock, attempts: new LoginAttempts(() => clock.now) }
}
const taken = (attempts: LoginAttempts, name: string, client: string, times: number): number => {
  let count = 0
  for (let i = 0; i < times; i++) if (attempts.begin(name, client)) count++
  return count
}

describe('Failed log-ins', () => {
  it('are ten for a name from one client, and other names and clients are free', () => {
    const { attempts } = clockAt(0)
    expect(taken(attempts, 'maria', 'stranger', 20)).toBe(10)
    expect(taken(attempts, 'maria', 'home', 1)).toBe(1)
    expect(taken(attempts, 'nikos', 'stranger', 1)).toBe(1)
  })

  it('are a hundred for a name from clients that go on, and whoever comes to it first is not shut out by them', () => {
    const { attempts } = clockAt(0)
    const strangers = Array.from({ length: 50 }, (_, i) => taken(attempts, 'maria', `stranger ${i}`, 10))
    expect(strangers.reduce((sum, one) => sum + one, 0)).toBe(50 * 3 + 100)
    expect(taken(attempts, 'maria', 'home', 10)).toBe(3)
    expect(taken(attempts, 'nikos', 'home', 10)).toBe(10)
  })

  it('are a thousand for a name from clients that only begin', () => {
    const { attempts } = clockAt(0)
    const strangers = Array.from({ length: 400 }, (_, i) => taken(attempts, 'maria', `stranger ${i}`, 3))
    expect(strangers.reduce((sum, one) => sum + one, 0)).toBe(1000)
    expect(taken(attempts, 'maria', 'home', 1)).toBe(0)
  })

  it('of very many names from few clients lock nobody else out', () => {
    const { attempts } = clockAt(0)
    for (let i = 0; i < 20_000; i++) expect(attempts.begin(`name${i}`, `stranger ${i % 3}`)).toBeDefined()
    expect(taken(attempts, 'maria', 'home', 1)).toBe(1)
  })

  it('of a name stay counted while others are invented', () => {
    const { attempts } = clockAt(0)
    expect(taken(attempts, 'maria', 'stranger', 10)).toBe(10)
    for (let i = 0; i < 40_000; i++) attempts.begin(`name${i}`, 'stranger')
    expect(taken(attempts, 'maria', 'stranger', 1)).toBe(0)
  })

  it('that succeed do not count, also when they end in the next window', () => {
    const { clock, attempts } = clockAt(299)
    for (let i = 0; i < 50; i++) attempts.begin('maria', 'home')!()
    const late = attempts.begin('maria', 'home')!
    clock.now = 300
    expect(taken(attempts, 'maria', 'home', 10)).toBe(10)
    late()
    expect(taken(attempts, 'maria', 'home', 1)).toBe(0)
  })

  it('are forgotten after five minutes at most, and say when', () => {
    const { clock, attempts } = clockAt(60)
    expect(taken(attempts, 'maria', 'home', 11)).toBe(10)
    expect(attempts.wait).toBe(240)
    clock.now += attempts.wait
    expect(taken(attempts, 'maria', 'home', 1)).toBe(1)
  })
})
