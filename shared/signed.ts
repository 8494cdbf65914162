import { fromBase64, join, toBase64 } from './bytes.ts'
import type { Crypto, Verifier } from './crypto/crypto.ts'
import { need } from './errors.ts'
import { type Json, type JsonObject, readJson } from './json.ts'
import { utf8 } from './text.ts'

/** A signed document as it travels (protocol §1): the inner JSON as a string, and who signed it. */
export interface SignedDocument {
  readonly signed: string
  readonly signatures: readonly { readonly key: string; readonly sig: string }[]
}

export type DocumentType = 'root' | 'release' | 'roster' | 'switch' | 'team' | 'notice'

/** Caps of the inner bytes. */
const CAPS: Readonly<Record<DocumentType, number>> = {
  root: 16 << 10,
  release: 64 << 10,
  roster: 512 << 10,
  switch: 1 << 10,
  team: 64 << 10,
  notice: 40 << 10,
}

/** Caps of the whole document as text, in bytes: what a server reads before it parses. */
export const outerCap = (type: DocumentType): number => 2 * CAPS[type] + (4 << 10)

/** What was signed, its hash (SHA-256 of the inner bytes, 32 bytes) and the keys whose signatures hold. */
export interface OpenedDocument {
  readonly inner: JsonObject
  readonly hash: string
  readonly signers: readonly string[]
}

const signedBytes = (type: DocumentType, inner: Uint8Array): Uint8Array => join(utf8(`mitos/${type}/v1\n`), inner)

/**
 * Checks a document against a set of keys and reads it.
 * The order matters: the cap, then the signatures, and only then is the inner text parsed, so that nothing that a stranger
 * wrote reaches the parser of a type.
 * @param value a parsed JSON value that should be a SignedDocument
 * @param type what the caller expects; a right signature of another type does not count
 * @param keys public keys (base64url) that may sign
 * @param threshold how many distinct ones must
 * @throws MitosError `document-shape` | `document-signature` | `document-type`
 */
export async function openDocument(
  verifier: Verifier,
  value: Json,
  type: DocumentType,
  keys: readonly string[],
  threshold: number,
): Promise<OpenedDocument> {
  const { document, inner } = shapeOf(value, type)
  const message = signedBytes(type, inner)
  const signers: string[] = []
  for (const { key: signer, sig } of document.signatures)
    if (keys.includes(signer) && (await verifier.verify(fromBase64(signer, 32), message, fromBase64(sig, 64))))
      signers.push(signer)
  need(signers.length >= threshold, 'document-signature')
  return { inner: readInner(inner, type), hash: toBase64(await verifier.sha256(inner)), signers }
}

function shapeOf(value: Json, type: DocumentType): { document: SignedDocument; inner: Uint8Array } {
  const { signed, signatures } = Object(value) as SignedDocument
  need(Array.isArray(signatures) && signatures.length < 17)
  const document: SignedDocument = {
    signed,
    signatures: signatures.map((one) => {
      const { key, sig } = Object(one)
      need(typeof key === 'string' && typeof sig === 'string')
      return { key, sig }
    }),
  }
  const inner = utf8(signed)
  // Writing it again finds other names, another order and other types; that no key stands twice is asked by itself.
  need(
    JSON.stringify(value) === JSON.stringify(document) &&
      typeof signed === 'string' &&
      inner.length <= CAPS[type] &&
      new Set(signatures.map((one) => one.key)).size === signatures.length,
  )
  return { document, inner }
}

function readInner(inner: Uint8Array, type: DocumentType): JsonObject {
  const value = readJson(inner, CAPS[type]) as JsonObject
  need(value?.['type'] === type && value['v'] === 1, 'document-type')
  return value
}

/** The hash of a document, and its fields without any look at its signatures: only for a root that is pinned by hash. */
export async function readPinned(
  verifier: Verifier,
  value: Json,
  type: DocumentType,
): Promise<{ inner: () => JsonObject; hash: string }> {
  const { inner } = shapeOf(value, type)
  return { inner: () => readInner(inner, type), hash: toBase64(await verifier.sha256(inner)) }
}

/** Signs a document with each seed (32 bytes). For the keeper's tools and coordinators. */
export function signDocument(
  crypto: Pick<Crypto, 'sign' | 'signPublicKey'>,
  inner: { readonly type: DocumentType },
  seeds: readonly Uint8Array[],
): SignedDocument {
  const signed = JSON.stringify(inner)
  const message = signedBytes(inner.type, utf8(signed))
  return {
    signed,
    signatures: seeds.map((seed) => ({
      key: toBase64(crypto.signPublicKey(seed)),
      sig: toBase64(crypto.sign(message, seed)),
    })),
  }
}
