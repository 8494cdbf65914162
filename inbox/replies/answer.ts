import { fromBase64, toBase64 } from '../../shared/bytes.ts'
import { MitosError } from '../../shared/errors.ts'
import { type JsonObject, readJson } from '../../shared/json.ts'
import type { SealedReply } from '../../shared/mailbox.ts'
import type { Person } from '../../shared/referral.ts'
import { REFERRAL_VERSION } from '../../shared/referralFrame.ts'
import { type ReplyTo, sealReply } from '../../shared/reply.ts'
import { SIGNATURE_SIZE } from '../../shared/sealed.ts'
import { bytes, key, object } from '../../shared/shape.ts'
import { HEADER_SIZE, PADDED_SIZE } from '../../shared/wire.ts'
import type { Sent } from '../list/items.ts'
import type { Session } from '../session.ts'

const isPerson = object({ author: key, replyKey: key, proof: bytes(16), address: bytes(8) })

/**
 * With what one writes into the person's mailbox: of their own request, or of what another NGO handed on.
 * @returns null: it names no mailbox
 */
export function personOf(sent: Sent | undefined): Person | null {
  try {
    const header = fromBase64(sent!.header, HEADER_SIZE)
    const json = readJson(fromBase64(sent!.signed!).slice(SIGNATURE_SIZE), PADDED_SIZE) as JsonObject
    // After version, id and key id. A referral has chance there.
    const own = { ...json, address: toBase64(header.slice(25, 33)) }
    const one = header[0] === REFERRAL_VERSION ? json['person'] : own
    if (!isPerson(one)) return null
    const { author, replyKey, proof, address } = one as unknown as Person
    return { author, replyKey, proof, address }
  } catch {
    return null
  }
}

/** @throws MitosError `open-field`: it names no mailbox */
function answered(sent: Sent): ReplyTo & { readonly proof: string } {
  const person = personOf(sent)
  if (!person) throw new MitosError('open-field')
  return { address: fromBase64(person.address, 8), replyKey: fromBase64(person.replyKey, 32), proof: person.proof }
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
