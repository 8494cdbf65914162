import { describe, expect, it } from 'vitest'
import { fromBase64 } from '../../../shared/bytes.ts'
import { light } from '../../../shared/crypto/light.ts'
import { standardSodium } from '../../../shared/crypto/standard.ts'
import type { KeyId, RequestId } from '../../../shared/wire.ts'
import { grind, hasWork } from '../../../shared/work.ts'
import { workVectors } from '../../support/vectors.ts'

const sodium = await standardSodium()
const KEY = fromBase64(workVectors[0]!.keyId) as KeyId

describe.each([
  ['the panel', light],
  ['libsodium', sodium],
] as const)('Work in an id, as %s sees it', (_, crypto) => {
  it.each(workVectors)('$name: $expect', ({ keyId, id, expect: wanted }) => {
    expect(hasWork(crypto, fromBase64(keyId) as KeyId, fromBase64(id) as RequestId)).toBe(wanted)
  })
})

describe('An id', () => {
  const never = { random: sodium.random, blake2b: () => new Uint8Array(32).fill(255) }

  it('is worked on until it shows it, and each time it is another one', async () => {
    const run = () => grind(sodium, KEY, { now: () => 0, pause: async () => {}, isWanted: () => true })
    const [one, two] = [await run(), await run()]
    expect([one, two].map((id) => hasWork(sodium, KEY, id!))).toEqual([true, true])
    expect(one).not.toEqual(two)
  })

  it('is worked on in slices, between which the person can type', async () => {
    let [tries, longest] = [0, 0]
    const crypto = { ...never, blake2b: () => (tries++, new Uint8Array(32).fill(255)) }
    let pauses = 0
    const pause = async () => {
      longest = Math.max(longest, tries)
      tries = 0
      pauses++
    }
    await grind(crypto, KEY, { now: () => 0, pause, isWanted: () => pauses < 5 })
    expect(longest).toBe(512)
  })

  it('is given up after three seconds of work on a device that is too slow', async () => {
    let [time, pauses] = [0, 0]
    const clock = { now: () => (time += 10), pause: async () => void pauses++, isWanted: () => pauses < 1000 }
    expect(await grind(never, KEY, clock)).toBeUndefined()
    expect(pauses).toBe(300)
  })

  it('is given up at once when nobody wants it any more', async () => {
    let pauses = 0
    const clock = { now: () => 0, pause: async () => void pauses++, isWanted: () => pauses < 7 }
    expect(await grind(never, KEY, clock)).toBeUndefined()
    expect(pauses).toBe(7)
  })

  it('counts on over the end of its bytes', async () => {
    const start = new Uint8Array(16).fill(255)
    const tried: string[] = []
    const crypto = {
      random: () => start,
      blake2b: (message: Uint8Array) => (
        tried.push(String(message.slice(-16))),
        new Uint8Array(32).fill(tried.length < 2 ? 1 : 0)
      ),
    }
    const found = await grind(crypto, KEY, { now: () => 0, pause: async () => {}, isWanted: () => true })
    expect(found).toEqual(new Uint8Array(16))
  })
})
