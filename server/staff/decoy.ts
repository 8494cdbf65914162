import { join, unsigned } from '../../shared/bytes.ts'
import type { Crypto } from '../../shared/crypto/crypto.ts'
import { utf8 } from '../../shared/text.ts'

/** Where the fixed bytes of a blob with one entry stand (protocol §12): its version, its count and its entry's kind. */
const SIZE = 122 + 73
const FIXED = [0, 121, 122]

/**
 * A blob that nobody can open, for names that do not exist and for wrong log-in keys: always the same for a name, and in the
 * shape of a member's own, so that an answer does not tell who is a member.
 * @param secret 32 bytes of the server's own
 */
export function decoyBlob(crypto: Pick<Crypto, 'blake2b'>, secret: Uint8Array, name: string): Uint8Array {
  const blocks = [0, 1, 2, 3].map((i) =>
    crypto.blake2b(join(utf8('mitos/decoy/v1\n'), utf8(name), unsigned(i, 1)), 64, secret),
  )
  const blob = join(...blocks).slice(0, SIZE)
  for (const at of FIXED) blob[at] = 1
  return blob
}
