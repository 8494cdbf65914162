import { type PublicKey, type SecretKey, join } from './bytes.ts'
import type { Crypto } from './crypto/crypto.ts'
import { MitosError } from './errors.ts'
import { type JsonObject, readJson } from './json.ts'
import { pad, unpad } from './pad.ts'
import { object } from './shape.ts'
import { utf8 } from './text.ts'

/** Bytes of an Ed25519 signature, which stands before the JSON in every sealed plaintext. */
export const SIGNATURE_SIZE = 64
/** Bytes that signature and the padding's mark take of the plaintext. */
export const OVERHEAD = SIGNATURE_SIZE + 1

/**
 * Every sealed plaintext is `pad(n)( signature(64) ‖ json )` (protocol §0).
 * @param context what the signature covers before the JSON: `"mitos/KIND/v1\n"` and what else the table names
 * @param n bytes of the plaintext
 * @throws MitosError `request-too-long`
 */
export function sealSigned(
  crypto: Crypto,
  value: object,
  context: Uint8Array,
  seed: Uint8Array,
  n: number,
  to: Uint8Array,
): Uint8Array {
  const json = utf8(JSON.stringify(value))
  const plain = pad(join(crypto.sign(join(context, json), seed), json), n)
  const sealed = crypto.seal(plain, to)
  plain.fill(0)
  return sealed
}

/** What lies in a sealed thing before anybody asks who signed it. */
export interface OpenedBox {
  readonly json: JsonObject
  /** Whether the signature is by this key, over the context and the JSON as it came. */
  signedBy(publicKey: Uint8Array, context: Uint8Array): Promise<boolean>
  /** signature(64) ‖ json, as a case keeps it. */
  readonly signedJson: Uint8Array
}

/**
 * Inverse of sealSigned up to the signature, in the order of the protocol: open → unpad → json.
 * @throws MitosError `open-damaged` | `open-padding` | `open-json`
 */
export function openBox(
  crypto: Crypto,
  sealed: Uint8Array,
  publicKey: PublicKey,
  secret: SecretKey,
  n: number,
): OpenedBox {
  const plain = crypto.open(sealed, publicKey, secret)
  if (!plain) throw new MitosError('open-damaged')
  const signedJson = unpad(plain, n)
  const bytes = signedJson.slice(SIGNATURE_SIZE)
  let json: JsonObject
  try {
    json = readJson(bytes, n) as JsonObject
  } catch (cause) {
    throw new MitosError('open-json', cause)
  }
  if (!object({})(json)) throw new MitosError('open-json')
  return {
    json,
    signedJson,
    signedBy: (key, context) => crypto.verify(key, join(context, bytes), signedJson.slice(0, SIGNATURE_SIZE)),
  }
}
