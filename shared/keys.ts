import { fromBase64, join, toHex } from './bytes.ts'
import type { Crypto } from './crypto/crypto.ts'
import { MitosError } from './errors.ts'
import { type Roster, keysOf } from './roster.ts'
import { utf8 } from './text.ts'
import type { KeyId } from './wire.ts'

/** First 8 bytes of `B("mitos/key/v1\n" ‖ public key, 32)`. */
export const keyIdOf = (crypto: Pick<Crypto, 'blake2b'>, publicKey: Uint8Array): KeyId =>
  crypto.blake2b(join(utf8('mitos/key/v1\n'), publicKey), 32).slice(0, 8) as KeyId

/**
 * Distinct key ids, checked by whoever has BLAKE2b (boot has not): the sealing module before it seals, the server before it
 * publishes, the inbox.
 * @throws MitosError `key-id-clash`
 */
export function checkKeyIds(crypto: Pick<Crypto, 'blake2b'>, roster: Roster): void {
  const { box, sign } = keysOf(roster)
  const ids = [...box, ...sign].map((key) => toHex(keyIdOf(crypto, fromBase64(key))))
  if (new Set(ids).size !== ids.length) throw new MitosError('key-id-clash')
}
