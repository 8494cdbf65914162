import { isIP } from 'node:net'
import type { Crypto } from '../shared/crypto/crypto.ts'
import { utf8 } from '../shared/text.ts'
import { toHex } from '../shared/bytes.ts'

const ROTATE = 600

/**
 * Names for clients that limits can count by, and nobody can turn back into addresses: a hash under a key that lives in memory
 * for ten minutes. Whoever comes over this machine (an onion service, a proxy that is not vouched for) shares one name.
 */
export class Clients {
  readonly #crypto: Pick<Crypto, 'blake2b' | 'random'>
  readonly #clock: () => number
  #key: Uint8Array
  #until = 0

  constructor(crypto: Pick<Crypto, 'blake2b' | 'random'>, clock: () => number) {
    this.#crypto = crypto
    this.#clock = clock
    this.#key = crypto.random(32)
  }

  nameOf(address: string): string {
    if (this.#clock() >= this.#until) {
      this.#key = this.#crypto.random(32)
      this.#until = this.#clock() + ROTATE
    }
    return toHex(this.#crypto.blake2b(utf8(networkOf(address)), 16, this.#key))
  }
}

/** One household or phone: an IPv4 address, or the first half of an IPv6 one. */
export function networkOf(address: string): string {
  const bare = address.replace(/^::ffff:(?=\d+\.)/i, '')
  if (bare === '::1' || bare.startsWith('127.') || !isIP(bare)) return 'shared'
  if (isIP(bare) === 4) return bare
  const [head = '', tail] = bare.split('%')[0]!.split('::')
  const groups = head ? head.split(':') : []
  if (tail !== undefined) {
    const rest = tail ? tail.split(':') : []
    while (groups.length + rest.length < 8) groups.push('0')
    groups.push(...rest)
  }
  return groups
    .slice(0, 4)
    .map((group) => parseInt(group, 16).toString(16))
    .join(':')
}
