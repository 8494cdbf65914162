import type { Verifier } from '../../shared/crypto/crypto.ts'
import { MitosError, codeOf, need } from '../../shared/errors.ts'
import { type Json, readJson } from '../../shared/json.ts'
import { int, key, object } from '../../shared/shape.ts'
import { outerCap, readPinned } from '../../shared/signed.ts'
import { utf8 } from '../../shared/text.ts'
import { type KeysOf, keysIn, lean } from './named.ts'

/** A document, by its version and the hash of what was signed (base64url, 32 bytes). */
export interface Stamp {
  readonly version: number
  readonly hash: string
}

/** What is kept of a roster: enough to know which one came before it, and since when it may be in force (seconds UTC). */
export interface Kept extends Stamp {
  readonly previous: string | null
  readonly issued: number
  /** what it names, by NGO; the same objects as in the roster after it where nothing changed. Absent: only the stamp is known */
  readonly keys?: KeysOf
}

/** Roster N as the server keeps it for everybody: text of a signed document. */
export type FetchRoster = (version: number) => Promise<string>

/** How far back one walks; an honest panel's request never names a roster so old while the request is kept. */
export const FARTHEST = 200

/**
 * Walks from a roster that was checked down to version `to`. Each roster names the hash of the one before it, so no signature
 * is asked again, and none would help: a second list that the same keys signed for somebody else does not lead here.
 * @param known rosters of a line that was walked before
 * @param enough asked of each on the way: nothing below it is needed
 * @returns `known` with all from `to` to the head
 * @throws MitosError `trust-changed`: the head does not lead to what is known; `trust-history`: the server does not give a
 *   roster that it must keep, or gives another one; the server's codes where it does not answer
 */
export async function walkLine(
  verifier: Verifier,
  fetchRoster: FetchRoster,
  head: Kept,
  known: ReadonlyMap<number, Kept>,
  to: number,
  enough: (kept: Kept) => boolean = () => false,
): Promise<ReadonlyMap<number, Kept>> {
  const line = new Map(known)
  // What is known of this very roster may be more.
  const before = line.get(head.version)
  let at = head.keys || before?.hash !== head.hash ? head : before
  line.set(head.version, at)
  while (at.version > Math.max(1, to, head.version - FARTHEST) && !enough(at)) {
    const below = known.get(at.version - 1) ?? (await keptBefore(verifier, fetchRoster, at))
    if (below.hash !== at.previous)
      throw new MitosError('trust-changed', { what: 'roster', seen: below.version, got: head.version })
    line.set(below.version, below)
    at = below
  }
  return line
}

const hasLine = object({ version: int(1), issued: int() })

async function keptBefore(verifier: Verifier, fetchRoster: FetchRoster, after: Kept): Promise<Kept> {
  try {
    const text = await fetchRoster(after.version - 1)
    const value: Json = readJson(utf8(text), outerCap('roster'))
    const { hash, inner } = await readPinned(verifier, value, 'roster')
    need(hash === after.previous)
    const roster = inner()
    need(hasLine(roster) && roster['version'] === after.version - 1)
    const previous = key(roster['previous']) ? (roster['previous'] as string) : null
    const keys = lean(keysIn(roster), after.keys)
    return { version: after.version - 1, hash, previous, issued: roster['issued'] as number, keys }
  } catch (cause) {
    if (isAway(cause)) throw cause
    throw new MitosError('trust-history', cause)
  }
}

const AWAY = ['server-unreachable', 'server-busy', 'too-many', 'store-failed', 'store-full', 'internal']
const isAway = (error: unknown): boolean => (error as Error).name === 'MitosError' && AWAY.includes(codeOf(error))
