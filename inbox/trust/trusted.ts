import { CHAIN_CAP, type Chain, readChain } from '../../shared/chain.ts'
import type { MemberCrypto } from '../../shared/crypto/crypto.ts'
import { MitosError, codeOf } from '../../shared/errors.ts'
import { type Json, type JsonObject, readJson } from '../../shared/json.ts'
import { checkKeyIds } from '../../shared/keys.ts'
import { list, object } from '../../shared/shape.ts'
import { readPinned } from '../../shared/signed.ts'
import { utf8 } from '../../shared/text.ts'
import { type FetchRoster, type Kept, walkLine } from './line.ts'
import { type Memory, noOlder, refuse } from './memory.ts'
import { type KeysOf, keysIn } from './named.ts'

/** The text of a chain without the server's clock, which moves every five minutes. */
export const withoutTime = (text: string): string => text.replace(/,"time":\d+}$/, '}')

/** The roster of a chain, as the line of rosters begins with it. */
export const headOf = ({ roster, rosterHash }: Chain): Kept => ({
  version: roster.version,
  hash: rosterHash,
  previous: roster.previous,
  issued: roster.issued,
})

/**
 * Reads a chain, and refuses one that goes back behind what this page saw, or does not lead on from it. The inbox pins the
 * first root that its own server sends, since its very code comes from there (protocol, "What must hold" 1); from then on
 * each chain must hold the root that was seen.
 * @throws MitosError `chain-refused` | `root-refused` | `release-refused` | `roster-refused` | `trust-older` |
 *   `trust-changed` | `trust-history` | `key-id-clash` | the server's codes, where an earlier roster is needed and does not come
 */
export async function trustedChain(
  crypto: MemberCrypto,
  text: string,
  memory: Memory,
  fetchRoster: FetchRoster,
): Promise<Chain> {
  const { chain, roots, keys } = await signedChain(crypto, text)
  const { root, release, roster } = chain
  checkKeyIds(crypto, roster)
  const last = { version: root.version, hash: roots[roots.length - 1]! }
  noOlder('root', memory.root, last)
  if (memory.root && roots[roots.length - 1 - (last.version - memory.root.version)] !== memory.root.hash)
    refuse('trust-changed', 'root', memory.root.version, last.version)
  const ofRelease = { version: release.version, hash: roster.release }
  const head = { ...headOf(chain), keys }
  noOlder('release', memory.release, ofRelease)
  noOlder('roster', memory.roster, head)
  const line = await walkLine(crypto, fetchRoster, head, memory.line, memory.roster?.version ?? head.version)
  const generations = new Map(roster.ngos.map(({ id, box }) => [id, box.generation]))
  // Within one roster a switch only ever goes forward; the next roster says anew which keys there are.
  if (memory.roster?.version === head.version)
    for (const [id, seen] of memory.generations)
      if (generations.get(id)! < seen) refuse('trust-older', 'switch', seen, generations.get(id)!)
  Object.assign(memory, { root: last, release: ofRelease, roster: head, generations, line, text: withoutTime(text) })
  return chain
}

async function signedChain(
  crypto: MemberCrypto,
  text: string,
): Promise<{ chain: Chain; roots: readonly string[]; keys: KeysOf }> {
  try {
    const value = readJson(utf8(text), CHAIN_CAP)
    if (!object({ roots: list(object({}), 1, 32) })(value)) throw new MitosError('document-shape')
    const documents = (value as JsonObject)['roots'] as readonly Json[]
    const roots = await Promise.all(documents.map(async (one) => (await readPinned(crypto, one, 'root')).hash))
    const chain = await readChain(crypto, text, roots[0]!)
    // A chain has its switches applied; what the roster itself says is in its text.
    const { inner } = await readPinned(crypto, (value as JsonObject)['roster'] as Json, 'roster')
    return { chain, roots, keys: keysIn(inner()) }
  } catch (cause) {
    throw codeOf(cause).endsWith('-refused') ? cause : new MitosError('chain-refused', cause)
  }
}
