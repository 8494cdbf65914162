import { createHash } from 'node:crypto'
import { readFileSync, statSync } from 'node:fs'
import { type ErrorCode, MitosError, codeOf } from '../../../shared/errors.ts'
import { type JsonObject, readJson } from '../../../shared/json.ts'
import { type DocumentType, type SignedDocument, outerCap } from '../../../shared/signed.ts'
import { utf8 } from '../../../shared/text.ts'
import { withNumbers } from './draftTimes.ts'

/** A document of the keeper's as it lies in a file: signed, or a draft, which is the inner object as readable JSON. */
export interface DocumentFile {
  readonly inner: JsonObject
  /** a draft as it is written, times in words too */
  readonly draft?: unknown
  /** undefined for a draft */
  readonly signed: SignedDocument | undefined
  /** SHA-256 of what was signed, base64url; undefined for a draft, whose bytes may still change */
  readonly hash: string | undefined
  /** bytes of the inner JSON, without white space */
  readonly size: number
}

/** A draft is written for people to read, with spaces. */
const SPACES = 4

/**
 * @throws MitosError `not-found` | `bad-input` (no JSON, or another kind of document) | `too-large` | `json-…` as `readJson` |
 *   `document-shape` where the signatures are none
 */
export function readDocumentFile(path: string, type: DocumentType): DocumentFile {
  const value = parse(textOf(path, type), type)
  const signed = isSigned(value) ? value : undefined
  if (signed && !areSignatures(signed.signatures))
    throw new MitosError('document-shape', 'its signatures are not readable; take the file anew from whoever signed it')
  const text = signed ? signed.signed : JSON.stringify(withNumbers(value))
  // Not a draft's white space but all else that no reader takes: numbers with a point, names that stand twice in the signed text.
  const inner = strictly(text, type)
  if (!isObject(inner) || inner['type'] !== type)
    throw new MitosError('bad-input', `this file is no ${type}: ${whatItIs(inner)}`)
  const hash = signed && createHash('sha256').update(signed.signed).digest('base64url')
  return { inner, signed, hash, size: utf8(text).length, ...(!signed && { draft: value }) }
}

function strictly(text: string, type: DocumentType): JsonObject {
  try {
    return readJson(utf8(text), outerCap(type)) as JsonObject
  } catch (error) {
    const code = codeOf(error)
    throw new MitosError(code, `no reader takes this ${type}: ${WHY[code] ?? 'it is not written as it must be'}`)
  }
}

const WHY: Partial<Readonly<Record<ErrorCode, string>>> = {
  'json-too-large': 'it is too large',
  'json-too-deep': 'its groups are nested too deep',
  'json-value': 'a number is no whole one, or a name or a text holds what no text may hold',
}

/**
 * Which of the keeper's documents a file is.
 * @throws MitosError as `readDocumentFile`; `bad-input` where it is none of them
 */
export function typeOf(path: string): 'root' | 'release' | 'roster' {
  const value = parse(textOf(path, 'document'), 'document')
  const inner = isSigned(value) ? parse(value.signed, 'document') : value
  const type = isObject(inner) ? inner['type'] : undefined
  if (type === 'root' || type === 'release' || type === 'roster') return type
  throw new MitosError('bad-input', `a file is no root, release or roster: ${whatItIs(inner)}`)
}

/** @throws MitosError `bad-input` where it is a draft, besides what `readDocumentFile` throws */
export function readSignedFile(path: string, type: DocumentType): DocumentFile & { readonly signed: SignedDocument } {
  const { signed, ...rest } = readDocumentFile(path, type)
  if (!signed) throw new MitosError('bad-input', `this ${type} is a draft: it has to be signed first`)
  return { ...rest, signed }
}

function textOf(path: string, type: DocumentType | 'document'): string {
  const stat = statSync(path, { throwIfNoEntry: false })
  if (!stat?.isFile()) throw new MitosError('not-found', `there is no file for the ${type} at that path`)
  if (stat.size > SPACES * outerCap(type === 'document' ? 'roster' : type))
    throw new MitosError('too-large', `the file is too large for a ${type}`)
  return readFileSync(path, 'utf8')
}

function parse(text: string, type: DocumentType | 'document'): unknown {
  try {
    // Some editors put a mark of the encoding in front.
    return JSON.parse(text.replace(/^\ufeff/, '')) as unknown
  } catch {
    throw new MitosError('bad-input', `the file for the ${type} is no JSON: it is cut off, or another file`)
  }
}

const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const isSigned = (value: unknown): value is SignedDocument => isObject(value) && typeof value['signed'] === 'string'

const areSignatures = (value: unknown): boolean =>
  Array.isArray(value) &&
  value.every((one) => isObject(one) && typeof one['key'] === 'string' && typeof one['sig'] === 'string')

function whatItIs(inner: unknown): string {
  const type = isObject(inner) ? inner['type'] : undefined
  return typeof type === 'string' && /^[a-z]{2,12}$/.test(type) ? `it says that it is a ${type}` : 'it says no type'
}
