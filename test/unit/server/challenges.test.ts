import { describe, expect, it } from 'vitest'
import { Challenges } from '../../../server/staff/challenges.ts'

const member = (n: number) => new Uint8Array(16).fill(n)

describe('Challenges', () => {
  it('are ten thousand at most: the oldest goes when one more is asked for', () => {
    let made = 0
    const challenges = new Challenges(
      () => 0,
      (length) => {
        const bytes = new Uint8Array(length)
        new DataView(bytes.buffer).setUint32(0, ++made)
        return bytes
      },
    )
    const first = challenges.issue(member(1))
    const second = challenges.issue(member(1))
    for (let i = 0; i < 9_999; i++) challenges.issue(member(2))
    expect(challenges.take(first, member(1))).toBe(false)
    expect(challenges.take(second, member(1))).toBe(true)
  })
})
