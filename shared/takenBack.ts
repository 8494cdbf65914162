import { join, toBase64 } from './bytes.ts'
import type { Verifier } from './crypto/crypto.ts'
import { utf8 } from './text.ts'

/**
 * What stays of a request that the person took back, beside its tombstone (protocol §8). Whoever was given its origin (§9) can ask
 * whether they did: nobody else can name it, since the id in it is random.
 */
export const TAKEN_BACK = 'mitos/taken-back/v1\n'
/** `key id(8) ‖ SHA-256("mitos/taken-back/v1\n" ‖ key id ‖ id)` */
export const ORIGIN_SIZE = 40
/** The most that are asked for at once. */
export const ORIGINS = 50

/** @param header of the request, 41 bytes (wire.ts) @returns base64url of 40 bytes */
export async function originOf(crypto: Pick<Verifier, 'sha256'>, header: Uint8Array): Promise<string> {
  const [id, keyId] = [header.slice(1, 17), header.slice(17, 25)]
  return toBase64(join(keyId, await crypto.sha256(join(utf8(TAKEN_BACK), keyId, id))))
}
