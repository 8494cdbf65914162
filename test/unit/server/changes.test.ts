import { describe, expect, it } from 'vitest'
import { Changes } from '../../../server/changes.ts'
import type { KeyId, RequestId } from '../../../shared/wire.ts'

const key = (n: number) => new Uint8Array(8).fill(n) as KeyId
const id = (n: number) => new Uint8Array([n >> 8, n & 255]) as RequestId
const numbers = (ids: readonly RequestId[] | undefined) => ids?.map((one) => one[0]! * 256 + one[1]!)
const make = () => new Changes(new Uint8Array(9))

describe('what changed since a mark', () => {
  it('comes in pages, each id once in a page, and never twice', () => {
    const changes = make()
    const own = [key(1), key(2)]
    let mark = changes.mark(own)
    for (let n = 0; n < 7; n++) changes.note(key(1 + (n % 2)), id(n))
    changes.note(key(3), id(50))
    const seen: number[] = []
    for (let more = true; more;) {
      const page = changes.since(own, mark, 3)!
      seen.push(...numbers(page.ids)!)
      ;({ mark, more } = page)
    }
    expect([...seen].sort()).toEqual([0, 1, 2, 3, 4, 5, 6])
    expect(mark).toBe(changes.mark(own))
    changes.note(key(1), id(1))
    changes.note(key(1), id(1))
    expect(numbers(changes.since(own, mark, 3)?.ids)).toEqual([1])
  })

  it('is not known for a mark of another process, of other keys, or too old', () => {
    const changes = make()
    const old = changes.mark([key(1)])
    expect(new Changes(new Uint8Array(9).fill(1)).since([key(1)], old, 3)).toBeUndefined()
    expect(changes.since([key(1), key(2)], old, 3)).toBeUndefined()
    for (let n = 0; n < 40_001; n++) changes.note(key(1), id(n))
    expect(changes.since([key(1)], old, 3)).toBeUndefined()
    expect(numbers(changes.since([key(1)], changes.mark([key(1)]), 3)?.ids)).toEqual([])
  })
})
