import { describe, expect, it } from 'vitest'
import { RequestLimit } from '../../../server/requestLimit.ts'

const SOFT = 3
const count = (limit: RequestLimit, client: string, times: number) => {
  const found = { fine: 0, mark: 0, refuse: 0 }
  for (let i = 0; i < times; i++) found[limit.count(client)]++
  return found
}

describe('A minute of requests', () => {
  it('of one client is marked above the soft limit and refused above a hundred times as many', () => {
    const limit = new RequestLimit(SOFT, () => 0)
    expect(count(limit, 'one', 1000)).toEqual({ fine: SOFT, mark: 99 * SOFT, refuse: 1000 - 100 * SOFT })
  })

  it('of few clients that flood takes nothing from those who do not', () => {
    const limit = new RequestLimit(SOFT, () => 0)
    const floods = Array.from({ length: 20 }, (_, i) => count(limit, `flood ${i}`, 1000))
    expect(floods.reduce((sum, one) => sum + one.mark, 0)).toBe(1000 * SOFT)
    expect(floods.reduce((sum, one) => sum + one.fine, 0)).toBe(20 * SOFT)
    for (let i = 0; i < 900; i++) expect(count(limit, `person ${i}`, 1).fine).toBe(1)
  })

  it('of very many clients has an end, and the next minute is another one', () => {
    let now = 0
    const limit = new RequestLimit(SOFT, () => now)
    const people = () => Array.from({ length: 1001 }, (_, i) => count(limit, `person ${i}`, SOFT))
    expect(people().reduce((sum, one) => sum + one.refuse, 0)).toBe(SOFT)
    now = 60
    expect(people().reduce((sum, one) => sum + one.fine, 0)).toBe(1000 * SOFT)
  })
})
