import { readChain } from '../../shared/chain.ts'
import type { Crypto } from '../../shared/crypto/crypto.ts'
import { MitosError } from '../../shared/errors.ts'
import { type Json, readJson } from '../../shared/json.ts'
import { checkKeyIds } from '../../shared/keys.ts'
import { type Release, readRelease } from '../../shared/release.ts'
import { DAY, type Root, nextRoot, readRoot } from '../../shared/root.ts'
import { readRoster } from '../../shared/roster.ts'
import { type SignedDocument, openDocument, outerCap, readPinned } from '../../shared/signed.ts'
import { utf8 } from '../../shared/text.ts'
import type { DocumentKind, Store, StoredDocument } from '../store/store.ts'
import { Refusal } from '../problem.ts'
import type { WebFiles } from '../webFiles.ts'
import { chainText } from './chain.ts'
import { type Documents, parseStored } from './documents.ts'
import { type StoredRoot, openUnderNewest, rootsInForce } from './inForce.ts'
import { needRoomForSwitches } from './switches.ts'

const MAX_ROOTS = 32
/** of a signed document (protocol §1) */
const MAX_SIGNATURES = 16

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
 * The same document again changes nothing. A root that changes keys of rosters or releases waits until a roster and a release
 * hold under it; a release that is there may come again with other signatures for that, which are added.
 * @returns its version
 * @throws MitosError `json-…` | `document-shape` | `document-type` | `document-signature` | `document-conflict` |
 *   `document-refused` | `release-unknown` | `root-refused` | `release-refused` | `roster-refused` | `chain-refused` |
 *   `key-id-clash`
 */
export async function publish(deps: PublishDeps, kind: DocumentKind, bytes: Uint8Array): Promise<number> {
  const value = readJson(bytes, outerCap(kind))
  const taken = await { root: takeRoot, release: takeRelease, roster: takeRoster }[kind](deps, value)
  const { version, hash, before } = taken
  const document = { kind, version, hash, bytes: taken.bytes ?? bytes }
  const done = before
    ? await deps.store.replaceSignatures(before, document.bytes)
    : (await deps.store.addDocument(document)) !== 'different'
  if (!done) throw new MitosError('document-conflict')
  deps.documents.changed()
  return version
}

interface Taken {
  readonly version: number
  readonly hash: string
  /** what is stored, where other bytes than those that came */
  readonly bytes?: Uint8Array
  /** what is there already, where only signatures are added */
  readonly before?: StoredDocument
}

/** The first root is the one that the operator pinned; each other one is the next, signed by the old keys and the new. */
async function takeRoot(deps: PublishDeps, value: Json): Promise<Taken> {
  const { store, crypto, documents, pin, clock } = deps
  const { hash, inner } = await readPinned(crypto, value, 'root')
  if (await store.documentByHash('root', hash)) return { version: readRoot(crypto, inner()).version, hash }
  const { stored, release, roster } = await documents.published()
  const current = stored[stored.length - 1]?.value
  if (current) {
    const next = await nextRoot(crypto, current, value).catch(async (error: unknown) => {
      throw await whyNotNext(crypto, stored, value, readRoot(crypto, inner()).version, error)
    })
    needIssued(clock, next)
    if (stored.length >= MAX_ROOTS) throw new MitosError('document-refused')
    if (release && roster) {
      // Roots on the way may have expired, so that a new server can be given them all; one that ends the way may not.
      needFresh(clock, next)
      await needBelievable(deps, [...stored, { value: next, document: value }], release.document, roster.document)
    }
    return { version: next.version, hash }
  }
  const first = readRoot(crypto, inner())
  // Nothing but the operator's pin could say that somebody may store a first root.
  if (hash !== pin || first.version !== 1) throw new Refusal(403, 'root-refused')
  needIssued(clock, first)
  // Panels do not look at the first root's signatures; they are checked here so that nobody can store it with false ones.
  await openDocument(crypto, value, 'root', first.keys, first.threshold)
  return { version: 1, hash }
}

/** A root that had permission once is a conflict, so that a keeper who was overtaken sees why; all others fail as they did. */
async function whyNotNext(
  crypto: Crypto,
  stored: readonly StoredRoot[],
  value: Json,
  version: number,
  error: unknown,
): Promise<unknown> {
  const before = stored[Math.max(0, version - 2)]
  if (!before || version > stored.length) return error
  return openDocument(crypto, value, 'root', before.value.keys, before.value.threshold).then(
    () => new MitosError('document-conflict', error),
    (refused: unknown) => refused,
  )
}

/** A release is only stored. It comes into force with a roster that names it. */
async function takeRelease(deps: PublishDeps, value: Json): Promise<Taken> {
  const { store, crypto, documents, clock } = deps
  const { stored, roots, roster } = await documents.published()
  if (!stored.length) throw new MitosError('root-refused')
  const candidates = [...roots.slice(-1), ...stored.slice(roots.length)]
  const { inner, hash, signers } = await openUnderNewest(crypto, candidates, 'release', value)
  const parsed = readRelease(inner)
  const { version } = parsed
  const before = await store.documentByHash('release', hash)
  const bytes = before && signedAnew(before, value, signers)
  if (before && !bytes) return { version, hash, bytes: before.bytes }
  needFresh(clock, parsed)
  if (!before || !bytes) return { version, hash }
  if (roster?.value.release === hash)
    await needBelievable(deps, stored, readJson(bytes, outerCap('release')), roster.document)
  return { version, hash, bytes, before }
}

/** The bytes of a document with these signers' signatures in front of its own; undefined where it has them all. */
function signedAnew(before: StoredDocument, value: Json, signers: readonly string[]): Uint8Array | undefined {
  const { signed, signatures } = parseStored(before).document as unknown as SignedDocument
  const more = (value as unknown as SignedDocument).signatures.filter(
    ({ key }) => signers.includes(key) && !signatures.some((one) => one.key === key),
  )
  // The newest stay: older ones count under roots that are no longer in force.
  const all = [...more, ...signatures].slice(0, MAX_SIGNATURES)
  return more.length ? utf8(JSON.stringify({ signed, signatures: all })) : undefined
}

async function takeRoster(deps: PublishDeps, value: Json): Promise<Taken> {
  const { store, crypto, documents, clock } = deps
  const { stored, roots, roster: current } = await documents.published()
  if (!stored.length) throw new MitosError('root-refused')
  const candidates = [...roots.slice(-1), ...stored.slice(roots.length)]
  const { inner, hash } = await openUnderNewest(crypto, candidates, 'roster', value)
  const roster = readRoster(crypto, inner)
  if (hash === current?.hash) return { version: roster.version, hash }
  if (roster.version !== (current?.value.version ?? 0) + 1 || roster.previous !== (current?.hash ?? null))
    throw new MitosError('document-conflict')
  const release = await store.documentByHash('release', roster.release)
  if (!release) throw new MitosError('release-unknown')
  const parsed = parseStored(release)
  needFiles(deps.files, parsed.inner as Release)
  needFresh(clock, roster, parsed.inner as Release)
  needFresh(clock, await needBelievable(deps, stored, parsed.document, value))
  checkKeyIds(crypto, roster)
  return { version: roster.version, hash }
}

/**
 * Checks what would be published as a panel does: who could not be believed is not published.
 * @returns the root that would be in force
 * @throws MitosError as `readChain`; `release-refused` where roster and release hold under no root that is in force or newer
 */
async function needBelievable(
  { crypto, documents, pin, clock }: PublishDeps,
  stored: readonly StoredRoot[],
  release: Json,
  roster: Json,
): Promise<Root> {
  const roots = await rootsInForce(crypto, stored, roster, release)
  const { roots: before, roster: current } = await documents.published()
  if (!roots.length || (current && roots.length < before.length)) throw new MitosError('release-refused')
  const inForce = roots.map(({ document }) => document)
  const chain = chainText(inForce, release, roster, [], [], clock())
  needRoomForSwitches(chain)
  return (await readChain(crypto, chain, pin)).root
}

/**
 * A document of a day after would keep this server from its next start (`clock-behind`), and panels would take its time for now.
 * @throws MitosError `document-refused`
 */
function needIssued(clock: () => number, ...documents: readonly { readonly issued: number }[]): void {
  if (documents.some(({ issued }) => issued > clock() + DAY)) throw new MitosError('document-refused')
}

/** @throws MitosError `document-refused` where one has expired: a panel would show lines only; or as `needIssued` */
function needFresh(
  clock: () => number,
  ...documents: readonly { readonly issued: number; readonly expires: number }[]
): void {
  needIssued(clock, ...documents)
  if (documents.some(({ expires }) => expires <= clock())) throw new MitosError('document-refused')
}

/** @throws MitosError `release-unknown` where a file is not here, or is another one */
function needFiles(files: Pick<WebFiles, 'sha384'>, release: Release): void {
  for (const { path, sha384 } of Object.values(release.files))
    if (files.sha384(path.slice('/w/'.length)) !== sha384) throw new MitosError('release-unknown')
}
