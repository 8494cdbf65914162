import { describe, expect, it } from 'vitest'
import { Arrivals, DELAY } from '../../../server/alerts/arrivals.ts'
import { sendersOf } from '../../../server/alerts/senders.ts'
import { vapidKeys } from '../../../server/alerts/ways/push.ts'
import { utf8 } from '../../../shared/text.ts'
import type { RequestId } from '../../../shared/wire.ts'
import { crypto } from '../../integration/network.ts'

const id = (n: number) => utf8(String(n).padStart(16, '0')) as RequestId
const HOUR = 3600

describe('When a request came', () => {
  it('R42 is known to the minute, later by a small delay that nobody can guess, and to the hour where it is not', () => {
    const random = [0, 0.5, 0.999]
    const arrivals = new Arrivals(
      () => 10 * HOUR + 61,
      () => random.shift()!,
    )
    for (const n of [0, 1, 2]) arrivals.note(id(n))
    const since = [0, 1, 2, 3].map((n) => arrivals.since(id(n), 10 * HOUR) - 10 * HOUR)
    expect(since).toEqual([61, 61 + DELAY / 2, 61 + DELAY, 0])
  })

  it('is forgotten after a day, and where very many come at once the oldest are', () => {
    let now = 0
    const arrivals = new Arrivals(
      () => now,
      () => 0,
    )
    now = 5
    arrivals.note(id(1))
    now = 25 * HOUR
    for (let n = 2; n < 20_010; n++) arrivals.note(id(n))
    expect([1, 2, 9, 10, 20_009].map((n) => arrivals.since(id(n), -1))).toEqual([-1, -1, -1, now, now])
  })
})

describe('The key by which push services know the server', () => {
  const secrets = (seed: string) => (name: string) => crypto.blake2b(utf8(seed + name), 32)

  it('is of the server’s secret alone', () => {
    expect(vapidKeys(secrets('a'))).toEqual(vapidKeys(secrets('a')))
    expect(vapidKeys(secrets('a'))).not.toEqual(vapidKeys(secrets('b')))
    expect(Buffer.from(vapidKeys(secrets('a')).publicKey, 'base64url')[0]).toBe(4)
  })

  it('is drawn again where the secret is none of its curve', () => {
    const bad = (name: string) => (name.endsWith('/1') ? new Uint8Array(32).fill(255) : secrets('a')(name))
    expect(Buffer.from(vapidKeys(bad).privateKey, 'base64url')).toEqual(Buffer.from(secrets('a')('vapid/2')))
    expect(sendersOf(undefined, vapidKeys(bad), '').pushKey).toBeNull()
  })
})
