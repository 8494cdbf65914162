import { createCipheriv } from 'node:crypto'
import { join, unsigned } from '../../shared/bytes.ts'
import type { Crypto } from '../../shared/crypto/crypto.ts'
import { SLOTS, SLOT_SIZE, TAG_SIZE } from '../../shared/mailbox.ts'
import { utf8 } from '../../shared/text.ts'

const KEY = 32

/** What lies in a mailbox where nothing lies: the same at each call, and to look at like a sealed reply (protocol §8). */
export interface Filler {
  /** 8 bytes, for an address that nobody has */
  readonly tag: Uint8Array
  /** 8 slots of 4,144 bytes */
  readonly slots: readonly Uint8Array[]
}

type Curve = Pick<Crypto, 'blake2b' | 'boxPublicKey'>

/**
 * Always all nine, so that the work is the same for each address.
 * @param secret 32 bytes of the server's own: who had it could tell filler from replies
 * @param address 8 bytes
 */
export function fillerOf(crypto: Curve, secret: Uint8Array, address: Uint8Array): Filler {
  return {
    tag: crypto.blake2b(join(utf8('mitos/filler-tag/v1\n'), address), TAG_SIZE, secret),
    slots: Array.from({ length: SLOTS }, (_, i) => slot(crypto, secret, address, i)),
  }
}

/** A sealed box begins with a public key, whose top bit is never set, and goes on with what looks like chance. */
function slot(crypto: Curve, secret: Uint8Array, address: Uint8Array, i: number): Uint8Array {
  const seed = crypto.blake2b(join(utf8('mitos/filler/v1\n'), address, unsigned(i, 1)), KEY, secret)
  const stream = createCipheriv(
    'chacha20',
    crypto.blake2b(utf8('mitos/filler-stream/v1\n'), KEY, seed),
    Buffer.alloc(16),
  )
  return join(crypto.boxPublicKey(seed), new Uint8Array(stream.update(Buffer.alloc(SLOT_SIZE - KEY))))
}
