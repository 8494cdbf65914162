import { type PublicKey, type SecretKey, fromBase64, join, sameBytes } from './bytes.ts'
import type { Crypto } from './crypto/crypto.ts'
import { MitosError } from './errors.ts'
import type { JsonObject } from './json.ts'
import { REPLY_PLAIN, SLOT_SIZE, type SealedReply, checkReply } from './mailbox.ts'
import type { Ngo, Roster } from './roster.ts'
import { openBox, sealSigned } from './sealed.ts'
import { bytes, int, is, label, network, ngoId, object } from './shape.ts'
import { cleanText, utf8 } from './text.ts'

/** The most code points of a reply's text. */
export const REPLY_TEXT = 600
/** Keys of an earlier generation answer for so long after they ended, seconds (protocol §4). */
const OLD_KEYS = 60 * 86_400

/** What an NGO writes back to a return code (protocol §9). */
export interface Reply {
  readonly type: 'reply'
  readonly v: 1
  /** base64url of 16 bytes */
  readonly network: string
  readonly ngo: string
  /** the request's `proof`, base64url of 16 bytes: who has not read the request cannot answer it */
  readonly proof: string
  /** 1 for an NGO's first, so that a missing one is noticed */
  readonly n: number
  /** an hour, seconds UTC */
  readonly at: number
  readonly lang: string
  readonly text: string
}

const isReply = object({
  network,
  ngo: ngoId,
  proof: bytes(16),
  n: int(1, 10_000),
  at: int(),
  lang: label,
  text: (value) => typeof value === 'string' && value !== '' && [...value].length <= REPLY_TEXT,
})

const context = (address: Uint8Array, replyKey: Uint8Array): Uint8Array =>
  join(utf8('mitos/reply/v1\n'), address, replyKey)

/** To which mailbox: what the request named. */
export interface ReplyTo {
  /** 8 bytes, of the request's header */
  readonly address: Uint8Array
  /** X25519 public key, of the request */
  readonly replyKey: Uint8Array
}

/**
 * Signed with the key of the NGO's generation in force, sealed for the return code.
 * @param seed the generation's `signSeed`, 32 bytes
 * @throws MitosError `bad-input`: no text, or more than 600 code points; `request-too-long`: as bytes; `key-small-order`
 */
export function sealReply(crypto: Crypto, reply: Reply, to: ReplyTo, seed: Uint8Array): SealedReply {
  const written = { ...reply, text: cleanText(reply.text, true) }
  if (!isReply(written)) throw new MitosError('bad-input')
  return checkReply(sealSigned(crypto, written, context(to.address, to.replyKey), seed, REPLY_PLAIN, to.replyKey))
}

/** What the holder of a return code opens replies with. */
export interface ReplyKeys extends ReplyTo {
  readonly replySecret: Uint8Array
  /** 16 bytes */
  readonly proof: Uint8Array
}

/**
 * Inverse of sealReply; the first step that fails is the code.
 * @param roster the one in force, with its switches
 * @param now seconds UTC
 * @throws MitosError `open-length`; `open-damaged`: it may be filler, and says nothing; all others mean that it was sealed for this
 *   code and cannot be checked: `open-padding` | `open-json` | `open-field` | `open-type` | `open-network` | `open-ngo` |
 *   `open-signature`
 */
export async function openReply(
  crypto: Crypto,
  sealed: Uint8Array,
  keys: ReplyKeys,
  roster: Roster,
  now: number,
): Promise<Reply> {
  if (sealed.length !== SLOT_SIZE) throw new MitosError('open-length')
  const secret = keys.replySecret as SecretKey
  const { json, signedBy } = openBox(crypto, sealed, keys.replyKey as PublicKey, secret, REPLY_PLAIN)
  if (!hasProof(json, keys.proof)) throw new MitosError('open-field')
  if (!is('reply')(json['type']) || json['v'] !== 1) throw new MitosError('open-type')
  if (!isReply(json)) throw new MitosError('open-json')
  const reply = json as unknown as Reply
  if (reply.network !== roster.network) throw new MitosError('open-network')
  const ngo = roster.ngos.find(({ id }) => id === reply.ngo)
  if (!ngo) throw new MitosError('open-ngo')
  const signed = context(keys.address, keys.replyKey)
  for (const key of signKeysAt(ngo, roster.revoked, reply.at, now))
    if (await signedBy(fromBase64(key, 32), signed)) return reply
  throw new MitosError('open-signature')
}

function hasProof(json: JsonObject, proof: Uint8Array): boolean {
  try {
    return sameBytes(fromBase64(json['proof'] as string, 16), proof)
  } catch {
    return false
  }
}

/** Keys whose word for a reply of that hour counts now (protocol §4, `signKeys`). */
export const signKeysAt = (ngo: Ngo, revoked: readonly string[], at: number, now: number): readonly string[] =>
  [
    ngo.box.sign,
    ...ngo.signKeys.filter(({ until }) => at <= until && now <= until + OLD_KEYS).map(({ key }) => key),
  ].filter((key) => !revoked.includes(key))

/** What an opened request says of where to answer. @param address of its header */
export const replyTo = (address: Uint8Array, fields: { readonly replyKey: string }): ReplyTo => ({
  address,
  replyKey: fromBase64(fields.replyKey, 32),
})
