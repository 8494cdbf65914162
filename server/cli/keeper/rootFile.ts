import { existsSync, readdirSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { MitosError } from '../../../shared/errors.ts'
import type { JsonObject } from '../../../shared/json.ts'
import { type Root, readRoot } from '../../../shared/root.ts'
import { int, key, list, network, object } from '../../../shared/shape.ts'
import { type FileDocument, type Tally, isFull, readDocumentFile, tally } from './documentFile.ts'
import { KEY_ROLES, type KeyRole } from './keyFile.ts'
import { type Sodium, count } from './tools.ts'

/** A root that may still lack keys. */
export interface RootFile extends FileDocument {
  readonly root: Root
}

/** Where a root has a role's keys and how many must sign. */
export const FIELDS = {
  root: ['keys', 'threshold'],
  roster: ['rosterKeys', 'rosterThreshold'],
  release: ['releaseKeys', 'releaseThreshold'],
} as const satisfies Readonly<Record<KeyRole, readonly [keyof Root, keyof Root]>>

export const keysFor = (root: Root, role: KeyRole): readonly string[] => root[FIELDS[role][0]]
export const thresholdFor = (root: Root, role: KeyRole): number => root[FIELDS[role][1]]

/** The name of a root's file; by it the root before is found. */
export const rootName = (version: number): string => `root-${version}.json`

const some = list(key, 0, 8)
const isDraft = object({
  network,
  version: int(1),
  issued: int(),
  expires: int(),
  keys: some,
  threshold: int(1, 8),
  rosterKeys: some,
  rosterThreshold: int(1, 8),
  releaseKeys: some,
  releaseThreshold: int(1, 8),
})

/** @throws MitosError as readDocumentFile */
export async function readRootFile(sodium: Sodium, file: string): Promise<RootFile> {
  const read = await readDocumentFile(sodium, file, 'root')
  if (!isDraft(read.inner))
    throw new MitosError('document-shape', 'this root lacks something; make it anew with root new')
  return { ...read, root: read.inner as unknown as Root }
}

/** What keeps a root from being one, in words; nothing if it is complete but for signatures. */
export function lacks({ crypto }: Sodium, root: Root): readonly string[] {
  const found = KEY_ROLES.flatMap((role) => {
    const have = keysFor(root, role).length
    const need = Math.max(1, thresholdFor(root, role))
    return have < need ? [`${role}: ${count(have, 'key')}, but ${need} must sign; add ${need - have} (root add)`] : []
  })
  const all = KEY_ROLES.flatMap((role) => keysFor(root, role))
  if (new Set(all).size < all.length) found.push('a key stands twice; each role and each keeper needs a key of its own')
  if (found.length) return found
  try {
    readRoot(crypto, root as unknown as JsonObject)
    return []
  } catch {
    return ['a key of it is no proper key, or its times are not right; make it anew (root new, root rotate)']
  }
}

/**
 * The root before this one: from the file named, else from the same folder. Undefined for version 1.
 * @throws MitosError `not-found` | `root-refused`
 */
export async function rootBefore(
  sodium: Sodium,
  file: string,
  { root }: RootFile,
  given?: string,
): Promise<RootFile | undefined> {
  if (root.version === 1) return undefined
  const beside = given ?? join(dirname(file), rootName(root.version - 1))
  if (!existsSync(beside))
    throw new MitosError(
      'not-found',
      `the root before this one is needed: put ${rootName(root.version - 1)} beside it, or name it with --previous`,
    )
  const before = await readRootFile(sodium, beside)
  needStep(before.root, root)
  if (lacks(sodium, before.root).length || !isFull(tallies(before).own))
    throw new MitosError('root-refused', 'the root before this one is not signed to the end by its own keys')
  return before
}

/** @throws MitosError `root-refused` */
export function needStep(before: Root, root: Root): void {
  if (before.network !== root.network) throw new MitosError('root-refused', 'the two roots are of different networks')
  if (before.version + 1 !== root.version)
    throw new MitosError('root-refused', `root ${root.version} cannot come right after root ${before.version}`)
}

/** Who has to sign a root, and how many have: its own keys, and those of the root before. */
export const tallies = (
  { root, signers }: RootFile,
  before?: Root,
): { readonly own: Tally; readonly before?: Tally } => ({
  own: tally(signers, root.keys, root.threshold),
  ...(before && { before: tally(signers, before.keys, before.threshold) }),
})

/**
 * The root by which rosters and releases are judged: the file named, else the newest in the document's folder.
 * @throws MitosError `not-found` | `root-refused`
 */
export async function rootFor(sodium: Sodium, document: string, given?: string): Promise<Root> {
  const file = given ?? newestRoot(dirname(document))
  if (!file)
    throw new MitosError('not-found', 'the root is needed: put root-1.json beside this file, or name it with --root')
  const read = await readRootFile(sodium, file)
  if (lacks(sodium, read.root).length || !isFull(tallies(read).own))
    throw new MitosError(
      'root-refused',
      'the newest root beside it is not signed to the end; sign it, or name another with --root',
    )
  return read.root
}

function newestRoot(folder: string): string | undefined {
  if (!existsSync(folder)) return undefined
  const versions = readdirSync(folder).flatMap((name) => /^root-(\d{1,6})\.json$/.exec(name)?.[1] ?? [])
  const newest = Math.max(0, ...versions.map(Number))
  return newest ? join(folder, rootName(newest)) : undefined
}
