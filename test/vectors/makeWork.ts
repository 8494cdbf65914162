import { join, toBase64, unsigned } from '../../shared/bytes.ts'
import type { Crypto } from '../../shared/crypto/crypto.ts'
import { keyIdOf } from '../../shared/keys.ts'
import { utf8 } from '../../shared/text.ts'

const GRIND = utf8('mitos/grind/v1\n')
const startsWithZeros = (digest: Uint8Array): boolean => digest[0] === 0 && digest[1] === 0

/** Ids that show work for a key, and ids that only look like it to a reader who took the rule otherwise. */
export function workVectors(crypto: Crypto) {
  const one = keyIdOf(crypto, new Uint8Array(32).fill(1))
  const other = keyIdOf(crypto, new Uint8Array(32).fill(2))
  const digest = (keyId: Uint8Array, id: Uint8Array) => crypto.blake2b(join(GRIND, keyId, id), 32)
  /** The first id from a start on, the last 8 bytes counted up, of which this is true. */
  const first = (start: number, isRight: (id: Uint8Array) => boolean): Uint8Array => {
    for (let n = 0; ; n++) {
      const id = join(new Uint8Array(8).fill(start), unsigned(n, 8))
      if (isRight(id)) return id
    }
  }
  const shows = (keyId: Uint8Array) => (id: Uint8Array) => startsWithZeros(digest(keyId, id))
  const only = (looksRight: (id: Uint8Array) => boolean) =>
    first(9, (id) => looksRight(id) && !startsWithZeros(digest(one, id)))
  const vector = (name: string, keyId: Uint8Array, id: Uint8Array, expect: boolean) => ({
    name,
    keyId: toBase64(keyId),
    id: toBase64(id),
    expect,
  })
  const worked = first(0, shows(one))
  return [
    vector('work for this key', one, worked, true),
    vector('work from another start', one, first(255, shows(one)), true),
    vector('work for another key', other, first(0, shows(other)), true),
    vector(
      '17 zero bits',
      one,
      first(7, (id) => shows(one)(id) && digest(one, id)[2]! < 128),
      true,
    ),
    vector(
      'the next id',
      one,
      Uint8Array.from(worked, (byte, i) => (i === 15 ? byte ^ 1 : byte)),
      false,
    ),
    vector("another key's work", other, worked, false),
    vector('an id of zeros', one, new Uint8Array(16), false),
    vector(
      '15 zero bits',
      one,
      only((id) => digest(one, id)[0] === 0 && digest(one, id)[1] === 1),
      false,
    ),
    vector(
      'zeros at the end of the digest',
      one,
      only((id) => digest(one, id)[31] === 0 && digest(one, id)[30] === 0),
      false,
    ),
    vector(
      'zeros in a cut of the 64-byte digest',
      one,
      only((id) => startsWithZeros(crypto.blake2b(join(GRIND, one, id), 64))),
      false,
    ),
    vector(
      'without the prefix',
      one,
      only((id) => startsWithZeros(crypto.blake2b(join(one, id), 32))),
      false,
    ),
    vector(
      'id before key id',
      one,
      only((id) => startsWithZeros(crypto.blake2b(join(GRIND, id, one), 32))),
      false,
    ),
    vector(
      'the prefix as a key',
      one,
      only((id) => startsWithZeros(crypto.blake2b(join(one, id), 32, GRIND))),
      false,
    ),
    vector(
      'of the whole public key',
      one,
      only((id) => startsWithZeros(crypto.blake2b(join(GRIND, new Uint8Array(32).fill(1), id), 32))),
      false,
    ),
  ]
}
