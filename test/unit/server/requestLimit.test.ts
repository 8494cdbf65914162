import rateLimit from '@fastify/rate-limit'
import fastify, { type FastifyRequest } from 'fastify'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { Clients } from '../../../server/clients.ts'
import { requestLimit } from '../../../server/requestLimit.ts'
import { standardSodium } from '../../../shared/crypto/standard.ts'

const SOFT = 3
const sodium = await standardSodium()

/** The limit of a server that has just begun, by the address that a request comes from. */
async function newLimit(soft = SOFT) {
  const app = fastify()
  await app.register(rateLimit, { global: false })
  const limit = requestLimit(app, soft, new Clients(sodium, () => Date.now() / 1000))
  const count = (ip: string, works = true) => limit({ ip, routeOptions: {} } as FastifyRequest, () => works)
  return {
    count,
    async counts(ip: string, times: number, works = true) {
      const found = { fine: 0, mark: 0, refuse: 0 }
      for (let i = 0; i < times; i++) found[await count(ip, works)]++
      return found
    },
  }
}
const address = (i: number): string => `203.0.${i >> 8}.${i & 255}`

describe('A minute of requests', () => {
  beforeEach(() => void vi.useFakeTimers({ toFake: ['Date'], now: 1_795_539_600_000 }))
  afterEach(() => void vi.useRealTimers())

  it('of one client is marked above the soft limit and refused above a hundred times as many', async () => {
    const { counts } = await newLimit()
    expect(await counts('203.0.113.1', 1000)).toEqual({ fine: SOFT, mark: 99 * SOFT, refuse: 1000 - 100 * SOFT })
  })

  it('of few clients that flood takes nothing from those who do not', async () => {
    const { count, counts } = await newLimit()
    const floods = []
    for (let i = 0; i < 20; i++) floods.push(await counts(address(i), 1000))
    expect(floods.reduce((sum, one) => sum + one.mark, 0)).toBe(1000 * SOFT)
    expect(floods.reduce((sum, one) => sum + one.fine, 0)).toBe(20 * SOFT)
    for (let i = 0; i < 450; i++) {
      expect(await count(address(1000 + i))).toBe('fine')
      // A phone too slow for the work is taken as well, also while few addresses flood.
      expect(await count(address(2000 + i), false)).toBe('mark')
    }
  })

  it('of more than one client may send leaves those unmarked whose id shows work', async () => {
    const { count } = await newLimit()
    for (let i = 0; i < SOFT; i++) expect(await count(address(i), false)).toBe('fine')
    expect(await count(address(10), false)).toBe('mark')
    expect(await count(address(11), true)).toBe('fine')
    vi.advanceTimersByTime(60_000)
    expect(await count(address(12), false)).toBe('fine')
  })

  it('of very many clients has an end, and the next minute is another one', async () => {
    const { counts } = await newLimit()
    const people = async () => {
      const found = []
      for (let i = 0; i < 1001; i++) found.push(await counts(address(i), SOFT))
      return found
    }
    expect((await people()).reduce((sum, one) => sum + one.refuse, 0)).toBe(SOFT)
    vi.advanceTimersByTime(60_000)
    expect((await people()).reduce((sum, one) => sum + one.fine, 0)).toBe(1000 * SOFT)
  })

  it('keeps the names of fifty thousand clients at most', async () => {
    const { count } = await newLimit(1)
    const many = async (from: number) => {
      for (let i = 0; i < 50_000; i++) await count(`2001:db8:${i.toString(16)}:${from}::1`)
    }
    expect([await count(address(1)), await count(address(1))]).toEqual(['fine', 'mark'])
    await many(1)
    // Forgotten, so it begins anew: among those who send as people do, who have had their thousand.
    expect(await count(address(1))).toBe('refuse')
    vi.advanceTimersByTime(60_000)
    expect([await count(address(1)), await count(address(1))]).toEqual(['fine', 'mark'])
  })
})
