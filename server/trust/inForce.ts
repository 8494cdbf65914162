import type { Verifier } from '../../shared/crypto/crypto.ts'
import { MitosError, codeOf } from '../../shared/errors.ts'
import type { Json } from '../../shared/json.ts'
import type { Root } from '../../shared/root.ts'
import { type OpenedDocument, openDocument } from '../../shared/signed.ts'

/** A root as it is stored, and what it says. */
export interface StoredRoot {
  readonly value: Root
  readonly document: Json
}

/**
 * The roots up to the newest under which the roster and its release both hold: what chain.json may carry. Newer ones wait,
 * since a panel checks roster and release by the last root that it is given. Empty where they hold under none.
 */
export async function rootsInForce<T extends { readonly value: Root }>(
  verifier: Verifier,
  roots: readonly T[],
  roster: Json,
  release: Json,
): Promise<readonly T[]> {
  for (let count = roots.length; count > 0; count--) {
    const root = [roots[count - 1]!]
    if ((await holds(verifier, root, 'roster', roster)) && (await holds(verifier, root, 'release', release)))
      return roots.slice(0, count)
  }
  return []
}

/**
 * Opens a roster or a release by the newest of these roots whose keys signed it.
 * @throws MitosError `document-…`, `json-…` as `openDocument`
 */
export async function openUnderNewest(
  verifier: Verifier,
  roots: readonly { readonly value: Root }[],
  type: 'roster' | 'release',
  document: Json,
): Promise<OpenedDocument> {
  for (const { value: root } of roots.toReversed())
    try {
      return type === 'roster'
        ? await openDocument(verifier, document, type, root.rosterKeys, root.rosterThreshold)
        : await openDocument(verifier, document, type, root.releaseKeys, root.releaseThreshold)
    } catch (error) {
      if (codeOf(error) !== 'document-signature') throw error
    }
  throw new MitosError('document-signature')
}

const holds = (...parts: Parameters<typeof openUnderNewest>): Promise<boolean> =>
  openUnderNewest(...parts).then(
    () => true,
    () => false,
  )
