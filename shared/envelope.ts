import { type PublicKey, type SecretKey, fromBase64, join, sameBytes } from './bytes.ts'
import { type Understood, understand } from './answers.ts'
import type { Crypto } from './crypto/crypto.ts'
import { MitosError } from './errors.ts'
import type { JsonObject } from './json.ts'
import { keyIdOf } from './keys.ts'
import type { HelpRequest, RequestFields } from './request.ts'
import type { CodeKeys } from './returnCode.ts'
import { OVERHEAD, openBox, sealSigned } from './sealed.ts'
import { utf8 } from './text.ts'
import {
  BODY_SIZE,
  HEADER_SIZE,
  PADDED_SIZE,
  REQUEST_VERSION,
  type RequestId,
  type SealedRequest,
  readHeader,
  writeBody,
  writeHeader,
} from './wire.ts'

/** Most bytes of a request's JSON. */
export const REQUEST_MOST = PADDED_SIZE - OVERHEAD

const context = (header: Uint8Array): Uint8Array => join(utf8('mitos/request/v1\n'), header)

/**
 * HelpRequest → Padded → SealedRequest. The signature covers the header too, so nobody can move a request to another mailbox.
 * @param id 16 random bytes
 * @throws MitosError `request-too-long` | `key-small-order`
 */
export function sealRequest(crypto: Crypto, request: HelpRequest, code: CodeKeys, id: RequestId): SealedRequest {
  const to = fromBase64(request.key, 32)
  const header = writeHeader({
    id,
    keyId: keyIdOf(crypto, to),
    address: code.address,
    tag: code.tagFor(request.ngo),
  })
  return writeBody(header, sealSigned(crypto, request, context(header), code.authorSeed, PADDED_SIZE, to))
}

/** The keys of one generation that a member holds. */
export interface BoxPair {
  readonly publicKey: PublicKey
  readonly secret: SecretKey
}

/** What a member's browser opened. `answers` is what was understood; `odd` names what was not. */
export interface OpenedRequest extends Understood {
  readonly fields: Omit<RequestFields, 'answers' | 'kind'> & { readonly kind: 'request' | 'follow-up' | 'withdraw' }
  readonly test: boolean
  /** signature ‖ json, as the first event of a case keeps it */
  readonly signedJson: Uint8Array
}

/**
 * Inverse of sealRequest, composeRequest and the form, in the order of protocol §6; the first step that fails is the code.
 * @throws MitosError `open-length` | `open-version` | `open-wrong-key` | `open-damaged` | `open-padding` | `open-json` |
 *   `open-author` | `open-signature` | `open-type` | `open-network` | `open-ngo` | `open-key` | `open-kind`
 */
export async function openRequest(
  crypto: Crypto,
  bytes: Uint8Array,
  own: { readonly network: string; readonly ngo: string; readonly keys: readonly BoxPair[] },
): Promise<OpenedRequest> {
  if (bytes.length !== BODY_SIZE) throw new MitosError('open-length')
  if (bytes[0] !== REQUEST_VERSION) throw new MitosError('open-version')
  const body = bytes as SealedRequest
  const { keyId } = readHeader(body)
  const pair = own.keys.find((one) => sameBytes(keyIdOf(crypto, one.publicKey), keyId))
  if (!pair) throw new MitosError('open-wrong-key')
  const opened = openBox(crypto, body.subarray(HEADER_SIZE), pair.publicKey, pair.secret, PADDED_SIZE)
  const { json } = opened
  const author = keyIn(json, 'author')
  if (!author) throw new MitosError('open-author')
  if (!(await opened.signedBy(author, context(body.slice(0, HEADER_SIZE))))) throw new MitosError('open-signature')
  const fail = firstMismatch(json, own, pair.publicKey)
  if (fail) throw new MitosError(fail)
  return {
    ...understand(json['answers'] ?? {}),
    fields: json as unknown as OpenedRequest['fields'],
    test: json['test'] === true,
    signedJson: opened.signedJson,
  }
}

function keyIn(json: JsonObject, name: string): Uint8Array | undefined {
  if (typeof json[name] !== 'string') return undefined
  try {
    return fromBase64(json[name], 32)
  } catch {
    return undefined
  }
}

function firstMismatch(json: JsonObject, own: { network: string; ngo: string }, publicKey: PublicKey) {
  const key = keyIn(json, 'key')
  if (json['type'] !== 'request') return 'open-type'
  if (json['network'] !== own.network) return 'open-network'
  if (json['ngo'] !== own.ngo) return 'open-ngo'
  if (!key || !sameBytes(key, publicKey)) return 'open-key'
  if (!['request', 'follow-up', 'withdraw'].includes(json['kind'] as string)) return 'open-kind'
  return undefined
}
