import { type Brand, join } from './bytes.ts'
import type { Crypto } from './crypto/crypto.ts'
import { MitosError } from './errors.ts'
import { utf8 } from './text.ts'
import { BODY_SIZE, SEAL_SIZE, type SealedRequest, checkBody } from './wire.ts'

/** A reply's plaintext before sealing (protocol §9). */
export const REPLY_PLAIN = 4096
/** A sealed reply, 4,144 bytes. */
export type SealedReply = Brand<Uint8Array, 'SealedReply'>
export const SLOT_SIZE = REPLY_PLAIN + SEAL_SIZE
/** So many replies wait at once; a further one takes the place of the oldest. */
export const SLOTS = 8
export const TOKEN_SIZE = 16
export const ADDRESS_SIZE = 8
export const TAG_SIZE = 8
/** What every token gets, 33,160 bytes: `tag(8) ‖ 8 × slot(4,144)` (protocol §8). */
export const MAILBOX_SIZE = TAG_SIZE + SLOTS * SLOT_SIZE
/** `token(16) ‖ request body(8,281)` */
export const DELETE_SIZE = TOKEN_SIZE + BODY_SIZE

/** Where a token's replies wait: `B("mitos/address/v1\n" ‖ token, 8)`. @param token 16 bytes */
export const addressOf = (crypto: Pick<Crypto, 'blake2b'>, token: Uint8Array): Uint8Array =>
  crypto.blake2b(join(utf8('mitos/address/v1\n'), token), ADDRESS_SIZE)

/** @throws MitosError `mailbox-length` */
export function checkToken(bytes: Uint8Array): Uint8Array {
  if (bytes.length !== TOKEN_SIZE) throw new MitosError('mailbox-length')
  return bytes
}

/** @throws MitosError `reply-length` */
export function checkReply(bytes: Uint8Array): SealedReply {
  if (bytes.length !== SLOT_SIZE) throw new MitosError('reply-length')
  return bytes as SealedReply
}

/** A mailbox as the server answers it: which slots are replies only the return code tells. @throws MitosError `mailbox-length` */
export function readMailbox(bytes: Uint8Array): { readonly tag: Uint8Array; readonly slots: readonly SealedReply[] } {
  if (bytes.length !== MAILBOX_SIZE) throw new MitosError('mailbox-length')
  return {
    tag: bytes.slice(0, TAG_SIZE),
    slots: Array.from({ length: SLOTS }, (_, i) => {
      const from = TAG_SIZE + i * SLOT_SIZE
      return checkReply(bytes.slice(from, from + SLOT_SIZE))
    }),
  }
}

/** Deletes what lies at a token's address, and leaves the sealed word that the person withdraws. */
export const writeDelete = (token: Uint8Array, body: SealedRequest): Uint8Array => join(checkToken(token), body)

/** @throws MitosError `mailbox-length` | `request-version` */
export function readDelete(bytes: Uint8Array): { readonly token: Uint8Array; readonly body: SealedRequest } {
  if (bytes.length !== DELETE_SIZE) throw new MitosError('mailbox-length')
  return { token: bytes.slice(0, TOKEN_SIZE), body: checkBody(bytes.slice(TOKEN_SIZE)) }
}
