import { join } from './bytes.ts'
import type { Crypto } from './crypto/crypto.ts'
import { utf8 } from './text.ts'
import type { KeyId, RequestId } from './wire.ts'

/**
 * Work in an id (protocol §6): `B("mitos/grind/v1\n" ‖ key id ‖ id, 32)` begins with 16 zero bits, which takes 65,536 tries in
 * the mean. It pays for nothing but a place among the unmarked ones while a server is flooded; nobody is refused for want of it.
 */
const PREFIX = utf8('mitos/grind/v1\n')

/** How long one id may be tried for in all, ms of work: a very old phone gives up, and its person sends all the same. */
const MOST = 3000

/** Tries in one go: about 2 ms on a laptop, two frames on a slow phone, so that typing stays smooth. */
const SLICE = 512

type Hash = Pick<Crypto, 'blake2b'>

const shows = (crypto: Hash, message: Uint8Array): boolean => {
  const digest = crypto.blake2b(message, 32)
  return digest[0] === 0 && digest[1] === 0
}

/** Whether an id shows work for this key; another key's is worth nothing, so nobody keeps a stock for all. */
export const hasWork = (crypto: Hash, keyId: KeyId, id: RequestId): boolean => shows(crypto, join(PREFIX, keyId, id))

export interface Grinding {
  /** ms, of any origin */
  readonly now: () => number
  /** gives the thread back for a moment */
  readonly pause: () => Promise<void>
  /** false: nobody waits for it any more */
  readonly isWanted: () => boolean
}

/** An id that shows work, counted up from a random one; undefined where that took too long or is not wanted any more. */
export async function grind(
  crypto: Hash & Pick<Crypto, 'random'>,
  keyId: KeyId,
  { now, pause, isWanted }: Grinding,
): Promise<RequestId | undefined> {
  const message = join(PREFIX, keyId, crypto.random(16))
  const id = message.subarray(-16)
  for (let spent = 0; spent < MOST && isWanted(); await pause()) {
    const from = now()
    for (let i = 0; i < SLICE; i++) {
      if (shows(crypto, message)) return id.slice() as RequestId
      countUp(id)
    }
    // A clock may be set back.
    spent += Math.max(0, now() - from)
  }
  return undefined
}

/** The next of 16 bytes, big-endian, from the end on. */
function countUp(bytes: Uint8Array): void {
  for (let i = bytes.length - 1; i >= 0; i--) if ((bytes[i] = (bytes[i]! + 1) & 255)) return
}
