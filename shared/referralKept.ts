import { fromBase64, join, toBase64 } from './bytes.ts'
import { type Kept, type KeptMessage, namesItsKey, takeApart } from './caseKept.ts'
import type { Crypto } from './crypto/crypto.ts'
import { MitosError, need } from './errors.ts'
import { fieldsHold } from './referral.ts'
import { REFERRAL_VERSION, type SignersOf, context } from './referralFrame.ts'

/** Whether a case keeps a referral, and no message of the person. */
export const keepsReferral = ({ header }: Pick<Kept, 'header'>): boolean => fromBase64(header)[0] === REFERRAL_VERSION

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
  const { header, signature, raw, json } = takeApart(kept, REFERRAL_VERSION)
  const { from, at } = json
  need(json['type'] === 'referral' && json['v'] === 1, 'open-type')
  need(json['network'] === own.network, 'open-network')
  need(json['ngo'] === own.ngo, 'open-ngo')
  need(namesItsKey(crypto, json, header), 'open-key')
  need(typeof from === 'string' && from !== own.ngo, 'open-from')
  const covered = join(context(header), raw)
  for (const signer of signersOf(from, typeof at === 'number' ? at : 0))
    if (await crypto.verify(fromBase64(signer, 32), covered, signature)) {
      need(fieldsHold(json), 'open-field')
      return { author: referralAuthor(toBase64(header.slice(1, 17))), kind: 'request', json }
    }
  throw new MitosError('open-signature')
}
