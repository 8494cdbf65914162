import { type Brand, join } from './bytes.ts'
import { MitosError } from './errors.ts'

/**
 * The frame of a request: 8,281 bytes, whatever was answered (protocol §6). Sizes, parsing, writing; no keys and no opening,
 * so this is all that the server may know about requests.
 *
 * `header(41) = version 1 ‖ id(16) ‖ key id(8) ‖ address(8) ‖ tag(8)`, then the sealed box of the padded plaintext.
 */
export const REQUEST_VERSION = 1
export const HEADER_SIZE = 41
/** Plaintext before sealing. */
export const PADDED_SIZE = 8192
/** What libsodium's sealed box adds: an ephemeral key (32) and a tag (16). */
export const SEAL_SIZE = 48
export const BODY_SIZE = HEADER_SIZE + PADDED_SIZE + SEAL_SIZE

export type RequestId = Brand<Uint8Array, 'RequestId'>
export type KeyId = Brand<Uint8Array, 'KeyId'>
/** The whole body as it is posted, 8,281 bytes. */
export type SealedRequest = Brand<Uint8Array, 'SealedRequest'>

export interface Header {
  /** 16 bytes, random */
  readonly id: RequestId
  /** 8 bytes: which NGO's box key it is sealed for */
  readonly keyId: KeyId
  /** 8 bytes: the mailbox of the return code */
  readonly address: Uint8Array
  /** 8 bytes: tells the holder of the return code, and nobody else, which NGO has it */
  readonly tag: Uint8Array
}

export const writeHeader = (header: Header): Uint8Array =>
  join(Uint8Array.of(REQUEST_VERSION), header.id, header.keyId, header.address, header.tag)

/** The one place that makes a SealedRequest from a header and a sealed box of 8,240 bytes. */
export const writeBody = (header: Uint8Array, box: Uint8Array): SealedRequest => checkBody(join(header, box))

/** All that the server can check. @throws MitosError `request-length` | `request-version` */
export function checkBody(bytes: Uint8Array): SealedRequest {
  if (bytes.length !== BODY_SIZE) throw new MitosError('request-length')
  if (bytes[0] !== REQUEST_VERSION) throw new MitosError('request-version')
  return bytes as SealedRequest
}

export function readHeader(body: SealedRequest): Header {
  return {
    id: body.slice(1, 17) as RequestId,
    keyId: body.slice(17, 25) as KeyId,
    address: body.slice(25, 33),
    tag: body.slice(33, 41),
  }
}
