import { readChain } from '../../shared/chain.ts'
import type { Crypto } from '../../shared/crypto/crypto.ts'
import { MitosError } from '../../shared/errors.ts'
import { type Json, readJson } from '../../shared/json.ts'
import { checkKeyIds } from '../../shared/keys.ts'
import { type Release, readRelease } from '../../shared/release.ts'
import { nextRoot, readRoot } from '../../shared/root.ts'
import { readRoster } from '../../shared/roster.ts'
import { openDocument, outerCap, readPinned } from '../../shared/signed.ts'
import type { DocumentKind, Store } from '../store/store.ts'
import type { WebFiles } from '../webFiles.ts'
import { chainText } from './chain.ts'
import { type Documents, parseStored } from './documents.ts'

const MAX_ROOTS = 32

export interface PublishDeps {
  readonly store: Store
  readonly crypto: Crypto
  readonly documents: Documents
  readonly files: Pick<WebFiles, 'sha384'>
  /** hash of the first root */
  readonly pin: string
  readonly clock: () => number
}

/**
 * Takes a document of the keeper's if its signatures permit it, and if what would then be published is what a panel believes.
 * The same document again changes nothing.
 * @returns its version
 * @throws MitosError `json-…` | `document-shape` | `document-type` | `document-signature` | `document-conflict` |
 *   `release-unknown` | `root-refused` | `release-refused` | `roster-refused` | `chain-refused` | `key-id-clash`
 */
export async function publish(deps: PublishDeps, kind: DocumentKind, bytes: Uint8Array): Promise<number> {
  const value = readJson(bytes, outerCap(kind))
  const { version, hash } = await { root: takeRoot, release: takeRelease, roster: takeRoster }[kind](deps, value)
  if ((await deps.store.addDocument({ kind, version, hash, bytes })) === 'different')
    throw new MitosError('document-conflict')
  deps.documents.changed()
  return version
}

interface Taken {
  readonly version: number
  readonly hash: string
}

/** The first root is the one that the operator pinned; each other one is the next, signed by the old keys and the new. */
async function takeRoot({ store, crypto, documents, pin }: PublishDeps, value: Json): Promise<Taken> {
  const { hash, inner } = await readPinned(crypto, value, 'root')
  if (await store.documentByHash('root', hash)) return { version: readRoot(crypto, inner()).version, hash }
  const { root: current, roots } = await documents.published()
  if (current) {
    const next = await nextRoot(crypto, current, value).catch(async (error: unknown) => {
      // A root that holds by itself but does not follow is a conflict, so that a keeper who was overtaken sees why.
      if (readRoot(crypto, inner()).version <= current.version) throw new MitosError('document-conflict', error)
      throw error
    })
    if (roots.length >= MAX_ROOTS) throw new MitosError('document-refused')
    return { version: next.version, hash }
  }
  const first = readRoot(crypto, inner())
  if (hash !== pin || first.version !== 1) throw new MitosError('root-refused')
  // Panels do not look at the first root's signatures; they are checked here so that nobody can store it with false ones.
  await openDocument(crypto, value, 'root', first.keys, first.threshold)
  return { version: 1, hash }
}

/** A release is only stored. It comes into force with a roster that names it. */
async function takeRelease({ crypto, documents }: PublishDeps, value: Json): Promise<Taken> {
  const { root } = await documents.published()
  if (!root) throw new MitosError('root-refused')
  const { inner, hash } = await openDocument(crypto, value, 'release', root.releaseKeys, root.releaseThreshold)
  return { version: readRelease(inner).version, hash }
}

async function takeRoster(deps: PublishDeps, value: Json): Promise<Taken> {
  const { store, crypto, documents, pin } = deps
  const { root, roots, roster: current } = await documents.published()
  if (!root) throw new MitosError('root-refused')
  const { inner, hash } = await openDocument(crypto, value, 'roster', root.rosterKeys, root.rosterThreshold)
  const roster = readRoster(crypto, inner)
  if (hash === current?.hash) return { version: roster.version, hash }
  if (roster.version !== (current?.value.version ?? 0) + 1 || roster.previous !== (current?.hash ?? null))
    throw new MitosError('document-conflict')
  const release = await store.documentByHash('release', roster.release)
  if (!release) throw new MitosError('release-unknown')
  const parsed = parseStored(release)
  needFiles(deps.files, parsed.inner as Release)
  // All the rest is what a panel would check: who could not be believed is not published.
  await readChain(crypto, chainText(roots, parsed.document, value, deps.clock()), pin)
  checkKeyIds(crypto, roster)
  return { version: roster.version, hash }
}

/** @throws MitosError `release-unknown` where a file is not here, or is another one */
function needFiles(files: Pick<WebFiles, 'sha384'>, release: Release): void {
  for (const { path, sha384 } of Object.values(release.files))
    if (files.sha384(path.slice('/w/'.length)) !== sha384) throw new MitosError('release-unknown')
}
