import { fromBase64, join, sameBytes, toBase64 } from './bytes.ts'
import { needOwn } from './caseKey.ts'
import type { Crypto } from './crypto/crypto.ts'
import { MitosError, need } from './errors.ts'
import { type JsonObject, readJson } from './json.ts'
import { keyIdOf } from './keys.ts'
import { SIGNATURE_SIZE } from './sealed.ts'
import { bytes, object } from './shape.ts'
import { utf8 } from './text.ts'
import { HEADER_SIZE, PADDED_SIZE, REQUEST_VERSION, type SealedRequest, readHeader } from './wire.ts'

/** What a person sent, as a case keeps it under its own key when the request itself, and the key it was sealed for, are gone. */
export interface Kept {
  /** the request's first 41 bytes, base64url */
  readonly header: string
  /** signature ‖ json, base64url */
  readonly signed: string
}
const KINDS = ['request', 'follow-up', 'withdraw'] as const
export interface KeptMessage {
  readonly author: string
  readonly kind: (typeof KINDS)[number]
  /** the whole json, for whoever reads the answers */
  readonly json: JsonObject
}

/** @param body the request, or referral, as the server held it @param signedJson as `openRequest` gave it */
export const keep = (body: Uint8Array, signedJson: Uint8Array): Kept => ({
  header: toBase64(body.slice(0, HEADER_SIZE)),
  signed: toBase64(signedJson),
})

/**
 * Checks again that the person wrote it, as `openRequest` did when it was opened: a member who kept it cannot have changed it.
 * @throws MitosError `open-length` | `open-version` | `open-json` | `open-author` | `open-signature` | `open-type` |
 *   `open-network` | `open-ngo` | `open-key` | `open-kind`
 */
export async function readKept(
  crypto: Pick<Crypto, 'verify' | 'blake2b'>,
  kept: Kept,
  own: { readonly network: string; readonly ngo: string },
): Promise<KeptMessage> {
  const { header, signature, raw, json } = takeApart(kept, REQUEST_VERSION)
  const author = json['author']
  need(bytes(32)(author), 'open-author')
  const covered = join(utf8('mitos/request/v1\n'), header, raw)
  need(await crypto.verify(fromBase64(author as string), covered, signature), 'open-signature')
  needOwn(json, { type: 'request', network: own.network, ngo: own.ngo })
  need(namesItsKey(crypto, json, header), 'open-key')
  const kind = KINDS.find((one) => one === json['kind'])
  need(kind, 'open-kind')
  return { author: author as string, kind, json }
}

/**
 * What is kept, in its parts; nothing of it is believed yet.
 * @param version what the header must begin with
 * @throws MitosError `open-length` | `open-version` | `open-json`
 */
export function takeApart(kept: Kept, version: number) {
  const [header, message] = [decoded(kept.header), decoded(kept.signed)]
  need(header.length === HEADER_SIZE && message.length > SIGNATURE_SIZE, 'open-length')
  need(header[0] === version, 'open-version')
  const raw = message.slice(SIGNATURE_SIZE)
  return { header, signature: message.slice(0, SIGNATURE_SIZE), raw, json: parsed(raw) }
}

/** Whether `key` is the one for which the header says that it was sealed. */
export const namesItsKey = (crypto: Pick<Crypto, 'blake2b'>, { key }: JsonObject, header: Uint8Array): boolean =>
  bytes(32)(key) && sameBytes(keyIdOf(crypto, fromBase64(key as string)), readHeader(header as SealedRequest).keyId)

function decoded(text: string): Uint8Array {
  try {
    return fromBase64(text)
  } catch (cause) {
    throw new MitosError('open-length', cause)
  }
}

function parsed(raw: Uint8Array): JsonObject {
  try {
    const json = readJson(raw, PADDED_SIZE) as JsonObject
    if (object({})(json)) return json
  } catch (cause) {
    throw new MitosError('open-json', cause)
  }
  throw new MitosError('open-json')
}
