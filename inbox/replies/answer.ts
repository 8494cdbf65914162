import { fromBase64, toBase64 } from '../../shared/bytes.ts'
import { MitosError } from '../../shared/errors.ts'
import { type JsonObject, readJson } from '../../shared/json.ts'
import type { SealedReply } from '../../shared/mailbox.ts'
import { type ReplyTo, sealReply } from '../../shared/reply.ts'
import { SIGNATURE_SIZE } from '../../shared/sealed.ts'
import { HEADER_SIZE, PADDED_SIZE } from '../../shared/wire.ts'
import type { Sent } from '../list/items.ts'
import type { Session } from '../session.ts'

/** What an answer needs of the request that it answers: as the person signed it, and the header that the signature covers. */
interface Answered extends ReplyTo {
  /** base64url of 16 bytes */
  readonly proof: string
}

/** @throws MitosError `open-field`: it names no mailbox, or none that anything can be sealed for */
function answered(sent: Sent): Answered {
  try {
    const json = readJson(fromBase64(sent.signed!).slice(SIGNATURE_SIZE), PADDED_SIZE) as JsonObject
    const [replyKey, proof] = [json['replyKey'] as string, json['proof'] as string]
    // After version, id and key id.
    const address = fromBase64(sent.header, HEADER_SIZE).slice(25, 33)
    return { address, replyKey: fromBase64(replyKey, 32), proof: toBase64(fromBase64(proof, 16)) }
  } catch (cause) {
    throw new MitosError('open-field', cause)
  }
}

/**
 * Seals an answer for a request's return code, signed with the key of the generation that is in force: that one alone a person's
 * panel believes for what is written now.
 * @param n 1 for the NGO's first answer to this request
 * @throws MitosError `open-field`; `inbox-key-mismatch`: this member has not the keys in force; `bad-input`, `request-too-long`: too
 *   much text, or none
 */
export function sealAnswer(
  session: Session,
  sent: Sent,
  { n, lang, text }: { readonly n: number; readonly lang: string; readonly text: string },
): SealedReply {
  const { crypto, chain, ngo, boxes, clock } = session
  const { proof, ...to } = answered(sent)
  const own = boxes.find(({ generation }) => generation === ngo.box.generation)
  if (!own) throw new MitosError('inbox-key-mismatch')
  const at = Math.floor(clock() / 3600) * 3600
  const { network } = chain.roster
  return sealReply(crypto, { type: 'reply', v: 1, network, ngo: ngo.id, proof, n, at, lang, text }, to, own.signSeed)
}
