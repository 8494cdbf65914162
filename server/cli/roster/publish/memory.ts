import { createHash } from 'node:crypto'
import type { SignedDocument } from '../../../../shared/signed.ts'
import { utf8 } from '../../../../shared/text.ts'
import type { DocumentKind, Store, StoredDocument } from '../../../store/store.ts'

export type DocumentsOnly = Pick<
  Store,
  'latestDocument' | 'document' | 'documents' | 'documentByHash' | 'addDocument' | 'replaceSignatures' | 'switches'
>

/** A document as a server stores it. */
export function stored(kind: DocumentKind, document: SignedDocument): StoredDocument {
  const { version } = JSON.parse(document.signed) as { version: number }
  const hash = createHash('sha256').update(document.signed).digest('base64url')
  return { kind, version, hash, bytes: utf8(JSON.stringify(document)) }
}

/** What a server holds of signed documents, in memory: to try on it what the server would say. */
export function memoryDocuments(first: readonly StoredDocument[]): DocumentsOnly {
  let all = [...first]
  const of = (kind: DocumentKind): readonly StoredDocument[] =>
    all.filter((one) => one.kind === kind).sort((a, b) => a.version - b.version)
  return {
    // No switch stops a roster.
    switches: async () => [],
    documents: async (kind) => of(kind),
    document: async (kind, version) => of(kind).find((one) => one.version === version),
    latestDocument: async (kind) => of(kind).at(-1),
    documentByHash: async (kind, hash) => of(kind).find((one) => one.hash === hash),
    async addDocument(document) {
      const there = of(document.kind).find(({ version }) => version === document.version)
      if (there) return there.hash === document.hash ? 'same' : 'different'
      all.push(document)
      return 'stored'
    },
    async replaceSignatures(before, bytes) {
      all = all.map((one) => (one.hash === before.hash ? { ...one, bytes } : one))
      return true
    },
  }
}
