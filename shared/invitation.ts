import { fromBase64, join, sameBytes, toBase64 } from './bytes.ts'
import type { Crypto } from './crypto/crypto.ts'
import { MitosError } from './errors.ts'
import { utf8 } from './text.ts'

/** For how long nobody need have come, seconds; the server counts from the full hour. */
export const INVITATION_LIFE = 72 * 3600
const SECRET = 16

type Blake = Pick<Crypto, 'blake2b'>

/** The invitation's secret s: it stands in the link, and nobody but the coordinator and the invitee has it. 16 bytes. */
export const makeInvitation = (crypto: Pick<Crypto, 'random'>): Uint8Array => crypto.random(SECRET)

/** @param inbox address of the inbox, without anything behind its path */
export const joinLink = (inbox: string, secret: Uint8Array): string => `${inbox}#join=${toBase64(secret)}`

/**
 * The secret of an address's fragment; undefined: it is no invitation at all.
 * @throws MitosError `invitation-link` where the link is one that was cut short or changed
 */
export function readJoinLink(fragment: string): Uint8Array | undefined {
  const [, text] = /^#?join=(.*)$/s.exec(fragment) ?? []
  if (text === undefined) return undefined
  try {
    return fromBase64(text.trim(), SECRET)
  } catch (cause) {
    throw new MitosError('invitation-link', cause)
  }
}

/** By what the server knows an invitation: `B("mitos/invite-id/v1\n" ‖ s, 16)`. */
export const invitationId = (crypto: Blake, secret: Uint8Array): Uint8Array =>
  crypto.blake2b(join(utf8('mitos/invite-id/v1\n'), secret), 16)

/** What the invitee binds to the invitation's secret. Strings as in a team: base64url of 32 bytes for keys. */
export interface Invitee {
  /** base64url of 16 bytes */
  readonly network: string
  readonly ngo: string
  /** log-in name */
  readonly name: string
  readonly box: string
  readonly sign: string
}

/** `B("mitos/invite/v1\n" ‖ network ‖ ngo ‖ "\n" ‖ name ‖ "\n" ‖ box ‖ sign, 32; s)` */
export const invitationMac = (crypto: Blake, secret: Uint8Array, of: Invitee): Uint8Array =>
  crypto.blake2b(
    join(
      utf8('mitos/invite/v1\n'),
      fromBase64(of.network, 16),
      utf8(`${of.ngo}\n${of.name}\n`),
      fromBase64(of.box, 32),
      fromBase64(of.sign, 32),
    ),
    32,
    secret,
  )

/**
 * The coordinator's check of what came back over the server, with the secret that the coordinator kept.
 * @param mac base64url of 32 bytes
 * @throws MitosError `invitation-mac`: somebody without the link has put in a key, a name or another NGO
 */
export function checkInvitee(crypto: Blake, secret: Uint8Array, of: Invitee, mac: string): void {
  let same = false
  try {
    same = sameBytes(invitationMac(crypto, secret, of), fromBase64(mac, 32))
  } catch {
    // no bytes of this length; refused below
  }
  if (!same) throw new MitosError('invitation-mac')
}
