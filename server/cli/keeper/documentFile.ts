import { MitosError } from '../../../shared/errors.ts'
import { type Json, type JsonObject, readJson } from '../../../shared/json.ts'
import { type DocumentType, type SignedDocument, openDocument, outerCap, signDocument } from '../../../shared/signed.ts'
import { utf8 } from '../../../shared/text.ts'
import { readText } from './files.ts'
import { count, type Sodium } from './tools.ts'

/** A signed document in a file, of which every signature holds; it may have none yet. */
export interface FileDocument {
  readonly document: SignedDocument
  readonly inner: JsonObject
  readonly hash: string
  /** public keys whose signatures it bears */
  readonly signers: readonly string[]
}

/** What a file of each kind is called in a message. */
export type Kind = Extract<DocumentType, 'root' | 'release' | 'roster'>

/**
 * Reads a document's file.
 * @throws MitosError `not-found` | `document-shape` | `document-type` | `document-signature`
 */
export async function readDocumentFile({ crypto }: Sodium, file: string, kind: Kind): Promise<FileDocument> {
  const text = readText(file, `the ${kind}`)
  let value: Json
  try {
    value = readJson(utf8(text.trimEnd()), outerCap(kind))
  } catch {
    throw new MitosError(
      'document-shape',
      `this is not a ${kind} as these tools write it, or it is damaged; take the file anew`,
    )
  }
  const signatures = Object(value)['signatures'] as SignedDocument['signatures'] | undefined
  const keys = Array.isArray(signatures) ? signatures.map((one) => String(Object(one)['key'])) : []
  try {
    const opened = await openDocument(crypto, value, kind, keys, keys.length)
    return { document: value as unknown as SignedDocument, ...opened }
  } catch (error) {
    throw told(error, kind)
  }
}

function told(error: unknown, kind: Kind): unknown {
  if (!(error instanceof MitosError)) return error
  if (error.code === 'document-signature')
    return new MitosError(
      error.code,
      `a signature does not hold: the ${kind} was changed after it was signed; take the file anew`,
    )
  if (error.code === 'document-type') return new MitosError(error.code, `this is a signed document, but not a ${kind}`)
  return new MitosError(
    'document-shape',
    `this is not a ${kind} as these tools write it, or it is damaged; take the file anew`,
  )
}

/** A document that nobody has signed yet. */
export const unsigned = (inner: object): SignedDocument => ({ signed: JSON.stringify(inner), signatures: [] })

/** The document with one signature more. */
export function withSignature({ crypto }: Sodium, { document, inner }: FileDocument, seed: Uint8Array): SignedDocument {
  const { signed, signatures } = signDocument(crypto, inner as unknown as { type: DocumentType }, [seed])
  // Strict JSON has one spelling; if this ever differs, the signature is over other bytes than those of the others.
  if (signed !== document.signed) throw new MitosError('internal')
  return { signed, signatures: [...document.signatures, ...signatures] }
}

/** How many of the keys have signed, and how many have to. */
export interface Tally {
  readonly have: number
  readonly need: number
}

export const tally = (signers: readonly string[], keys: readonly string[], need: number): Tally => ({
  have: keys.filter((one) => signers.includes(one)).length,
  need,
})

export const isFull = ({ have, need }: Tally): boolean => have >= need

export const tallyWords = ({ have, need }: Tally): string =>
  `${have} of ${count(need, 'signature')}; ${have < need ? `still needed: ${need - have}` : 'that is enough'}`
