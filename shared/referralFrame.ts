import { type Brand, fromBase64, join, sameBytes } from './bytes.ts'
import type { Crypto } from './crypto/crypto.ts'
import type { BoxPair } from './envelope.ts'
import { type ErrorCode, MitosError, need } from './errors.ts'
import type { JsonObject } from './json.ts'
import { keyIdOf } from './keys.ts'
import { signKeysAt } from './reply.ts'
import type { Roster } from './roster.ts'
import { openBox, sealSigned } from './sealed.ts'
import { bytes, int } from './shape.ts'
import { utf8 } from './text.ts'
import { BODY_SIZE, HEADER_SIZE, PADDED_SIZE, type SealedRequest } from './wire.ts'

/**
 * What one NGO sends another has the size and place of a request, and another first byte (protocol §9):
 * `header(41) = version 2 ‖ id(16) ‖ key id of the receiver(8) ‖ 16 random`. Where a request has its mailbox, there is
 * nothing to link by.
 */
export const REFERRAL_VERSION = 2
/** 8,281 bytes from one NGO to another. */
export type SealedReferral = Brand<Uint8Array, 'SealedReferral'>
/** What a signature covers before the JSON. */
export const context = (header: Uint8Array): Uint8Array => join(utf8('mitos/referral/v1\n'), header)

export const isReferral = (body: Uint8Array): boolean => body.length === BODY_SIZE && body[0] === REFERRAL_VERSION

/** All that the server can check. @throws MitosError `request-length` | `request-version` */
export function checkReferral(body: Uint8Array): SealedReferral {
  need(body.length === BODY_SIZE, 'request-length')
  need(body[0] === REFERRAL_VERSION, 'request-version')
  return body as SealedReferral
}

/** It lies in the receiver's list as a request does. */
export const asRow = (body: SealedReferral): SealedRequest => body as Uint8Array as SealedRequest

/** The names that every message from NGO to NGO begins with. */
export interface FromNgo {
  readonly v: 1
  readonly network: string
  /** the list by which the sender chose the receiver's key */
  readonly roster: { readonly version: number; readonly hash: string }
  readonly from: string
  readonly ngo: string
  /** the receiver's box key, base64url of 32 bytes */
  readonly key: string
  /** an hour, seconds UTC */
  readonly at: number
}

/**
 * Who writes to whom, by the verified roster: nobody else says which key is the receiver's.
 * @throws MitosError `ngo-unknown`: not in the roster | `referral-own`: to oneself
 */
export function between(roster: Roster, hash: string, from: string, to: string, at: number): FromNgo {
  need(from !== to, 'referral-own')
  const ngo = roster.ngos.find(({ id }) => id === to)
  need(ngo, 'ngo-unknown')
  const { network, version } = roster
  return { v: 1, network, roster: { version, hash }, from, ngo: to, key: ngo.box.key, at: at - (at % 3600) }
}

/**
 * @param value with `type` first @param seed the sign seed of the sender's generation in force, 32 bytes
 * @param id 16 random bytes
 * @throws MitosError `request-too-long` | `key-small-order`
 */
export function sealFrame(crypto: Crypto, value: FromNgo, seed: Uint8Array, id: Uint8Array): SealedReferral {
  const to = fromBase64(value.key, 32)
  const header = join(Uint8Array.of(REFERRAL_VERSION), id, keyIdOf(crypto, to), crypto.random(16))
  return checkReferral(join(header, sealSigned(crypto, value, context(header), seed, PADDED_SIZE, to)))
}

/** Sign keys that an NGO had at an hour, by any roster of the network: a case outlives those that §4 still names. */
export type SignersOf = (ngo: string, at: number) => readonly string[]

/** Who opens, with which keys. */
export interface Receiver {
  readonly ngo: string
  readonly keys: readonly BoxPair[]
  /** the verified one in force, with its switches */
  readonly roster: Roster
  /** seconds UTC */
  readonly now: number
  /**
   * Somebody took it over, and it held then: the yes may be over since, and the sender have other keys. These are all that it is
   * known to have had.
   */
  readonly taken?: SignersOf
}

/**
 * Everything up to the fields, in the order of protocol §9; the first step that fails is the code.
 * @throws MitosError `open-length` | `open-version` | `open-wrong-key` | `open-damaged` | `open-padding` | `open-json` |
 *   `open-type` | `open-network` | `open-ngo` | `open-key` | `open-from` | `open-signature`: the cause has the roster that it names,
 *   which nobody vouches for
 */
export async function openFrame(crypto: Crypto, body: Uint8Array, types: readonly string[], own: Receiver) {
  need(body.length === BODY_SIZE, 'open-length')
  need(body[0] === REFERRAL_VERSION, 'open-version')
  const header = body.slice(0, HEADER_SIZE)
  const pair = own.keys.find((one) => sameBytes(keyIdOf(crypto, one.publicKey), header.slice(17, 25)))
  need(pair, 'open-wrong-key')
  const opened = openBox(crypto, body.subarray(HEADER_SIZE), pair.publicKey, pair.secret, PADDED_SIZE)
  const { json } = opened
  const fail = firstMismatch(json, types, own, pair)
  if (fail) throw new MitosError(fail)
  const from = own.roster.ngos.find(({ id }) => id === json['from'])
  need(from && from.id !== own.ngo, 'open-from')
  const at = int()(json['at']) ? (json['at'] as number) : 0
  const signers = own.taken?.(from.id, at) ?? signKeysAt(from, own.roster.revoked, at, own.now)
  for (const key of signers)
    if (await opened.signedBy(fromBase64(key, 32), context(header)))
      return { json, signedJson: opened.signedJson, header }
  throw new MitosError('open-signature', { roster: json['roster'] })
}

function firstMismatch(
  json: JsonObject,
  types: readonly string[],
  own: Receiver,
  pair: BoxPair,
): ErrorCode | undefined {
  if (!types.includes(json['type'] as string) || json['v'] !== 1) return 'open-type'
  if (json['network'] !== own.roster.network) return 'open-network'
  if (json['ngo'] !== own.ngo) return 'open-ngo'
  const key = json['key']
  return bytes(32)(key) && sameBytes(fromBase64(key as string, 32), pair.publicKey) ? undefined : 'open-key'
}
