import { fromBase64, join, sameBytes, toBase64 } from './bytes.ts'
import type { Kept, KeptMessage } from './caseKept.ts'
import type { Crypto } from './crypto/crypto.ts'
import { MitosError, need } from './errors.ts'
import { type JsonObject, readJson } from './json.ts'
import { keyIdOf } from './keys.ts'
import { fieldsHold } from './referral.ts'
import { REFERRAL_VERSION, context } from './referralFrame.ts'
import { SIGNATURE_SIZE } from './sealed.ts'
import { bytes } from './shape.ts'
import { HEADER_SIZE, PADDED_SIZE } from './wire.ts'

/** Sign keys that an NGO had at an hour, by any roster of the network: a case outlives those that §4 still names. */
export type SignersOf = (ngo: string, at: number) => readonly string[]

/** The author under whom a referral begins a case: nobody's but its own. @param id base64url of 16 bytes */
export const referralAuthor = (id: string): string => `referral ${id}`

/**
 * Reads a referral that a case keeps as its first message, and checks again that the other NGO wrote it. Whether the yes still holds
 * is not asked any more: it held when somebody took it over.
 * @throws MitosError `open-length` | `open-version` | `open-json` | `open-type` | `open-network` | `open-ngo` | `open-key` |
 *   `open-from` | `open-signature` | `open-field`
 */
export async function readKeptReferral(
  crypto: Pick<Crypto, 'verify' | 'blake2b'>,
  kept: Kept,
  own: { readonly network: string; readonly ngo: string },
  signersOf: SignersOf,
): Promise<KeptMessage> {
  const [header, message] = [decoded(kept.header), decoded(kept.signed)]
  need(header.length === HEADER_SIZE && message.length > SIGNATURE_SIZE, 'open-length')
  need(header[0] === REFERRAL_VERSION, 'open-version')
  const raw = message.slice(SIGNATURE_SIZE)
  const json = parsed(raw)
  const { from, at, key } = json
  need(json['type'] === 'referral' && json['v'] === 1, 'open-type')
  need(json['network'] === own.network, 'open-network')
  need(json['ngo'] === own.ngo, 'open-ngo')
  const known = bytes(32)(key) && sameBytes(keyIdOf(crypto, fromBase64(key as string, 32)), header.slice(17, 25))
  need(known, 'open-key')
  need(typeof from === 'string' && from !== own.ngo, 'open-from')
  const covered = join(context(header), raw)
  for (const signer of signersOf(from, typeof at === 'number' ? at : 0))
    if (await crypto.verify(fromBase64(signer, 32), covered, message.slice(0, SIGNATURE_SIZE))) {
      need(fieldsHold(json), 'open-field')
      return { author: referralAuthor(toBase64(header.slice(1, 17))), kind: 'request', json }
    }
  throw new MitosError('open-signature')
}

function decoded(text: string): Uint8Array {
  try {
    return fromBase64(text)
  } catch (cause) {
    throw new MitosError('open-length', cause)
  }
}

function parsed(raw: Uint8Array): JsonObject {
  try {
    const json = readJson(raw, PADDED_SIZE)
    if (typeof json === 'object' && json !== null && !Array.isArray(json)) return json as JsonObject
  } catch (cause) {
    throw new MitosError('open-json', cause)
  }
  throw new MitosError('open-json')
}
