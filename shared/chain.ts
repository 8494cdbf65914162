import type { Verifier } from './crypto/crypto.ts'
import { type ErrorCode, MitosError, need } from './errors.ts'
import { type Json, type JsonObject, readJson } from './json.ts'
import { type Release, readRelease } from './release.ts'
import { type Root, walkRoots } from './root.ts'
import { type Roster, readRoster } from './roster.ts'
import { int, list, network, ngoId, object, siteId } from './shape.ts'
import { openDocument } from './signed.ts'
import { utf8 } from './text.ts'

/** The most bytes that chain.json may have. */
export const CHAIN_CAP = 1 << 20

/** A chain of trust that held: root, release and roster belong together and are signed as the pinned root asks. */
export interface Chain {
  readonly root: Root
  readonly release: Release
  /** With the switches in force applied. */
  readonly roster: Roster
  readonly rosterHash: string
  /** Sites that are switched off. Not signed: it can only reduce service. */
  readonly off: readonly string[]
  /** The server's clock, seconds UTC, rounded down to 300. Not signed. */
  readonly time: number | null
  /** The latest `issued` on the way, seconds UTC: no honest clock is before it. */
  readonly floor: number
}

/** Runs one stage; whatever fails in it is known by the stage's name, with what exactly failed as the cause. */
async function stage<T>(code: ErrorCode, work: () => Promise<T> | T): Promise<T> {
  try {
    return await work()
  } catch (cause) {
    throw cause instanceof MitosError && cause.code === code ? cause : new MitosError(code, cause)
  }
}

const hasRest = object({ switches: list(object({}), 0, 32), off: list(siteId, 0, 10_000), 'time?': int() })

/**
 * Reads `GET /trust/chain.json` (protocol §2) and believes nothing in it that the pinned root does not lead to. Expiry is not
 * judged here but where somebody asks who reads (onDuty.ts), because it needs a clock.
 * @param text the chain as it came
 * @param pin hash of a root (base64url, 43 characters)
 * @param seen a chain that was believed before: older documents are refused
 * @throws MitosError `chain-refused` | `root-refused` | `release-refused` | `roster-refused`
 */
export async function readChain(verifier: Verifier, text: string, pin: string, seen?: Chain): Promise<Chain> {
  const chain = await stage('chain-refused', () => {
    const read = readJson(utf8(text), CHAIN_CAP) as JsonObject
    need(Array.isArray(read['roots']) && read['roots'].length <= 32 && hasRest(read))
    return read
  })
  const roots = await stage('root-refused', () => walkRoots(verifier, chain['roots'] as readonly Json[], pin))
  const root = roots[roots.length - 1]!
  await stage('root-refused', () => need(root.version >= (seen?.root.version ?? 0)))
  const roster = await stage('roster-refused', async () => {
    const opened = await openDocument(verifier, chain['roster']!, 'roster', root.rosterKeys, root.rosterThreshold)
    const read = readRoster(verifier, opened.inner)
    need(read.network === root.network && read.version >= (seen?.roster.version ?? 0))
    return { ...read, hash: opened.hash }
  })
  const release = await stage('release-refused', async () => {
    const opened = await openDocument(verifier, chain['release']!, 'release', root.releaseKeys, root.releaseThreshold)
    const read = readRelease(opened.inner)
    // Two sets of keys must agree on what runs: those that sign releases, and those that sign rosters.
    need(roster.release === opened.hash && read.version >= (seen?.release.version ?? 0))
    need(root.version >= (read.minRoot ?? 0) && roster.version >= (read.minRoster ?? 0))
    return read
  })
  return {
    root,
    release,
    roster: await applySwitches(verifier, roster, chain['switches'] as readonly Json[]),
    rosterHash: roster.hash,
    off: chain['off'] as readonly string[],
    time: (chain['time'] as number | undefined) ?? null,
    floor: Math.max(release.issued, roster.issued, ...roots.map((one) => one.issued)),
  }
}

const isSwitch = object({ network, ngo: ngoId, generation: int(1), issued: int() })

/**
 * A switch puts an NGO's spare keys in place of its box: what a lead does when a member must be shut out before the next
 * roster. One that does not hold is ignored, so that nobody can stop a chain with a bad one.
 */
export async function applySwitches(verifier: Verifier, roster: Roster, switches: readonly Json[]): Promise<Roster> {
  const ngos = [...roster.ngos]
  for (const value of switches)
    for (const [i, ngo] of ngos.entries()) {
      if (!ngo.spare) continue
      const leads = ngo.leads.filter((lead) => !roster.revoked.includes(lead))
      try {
        const { inner } = await openDocument(verifier, value, 'switch', leads, 1)
        if (
          isSwitch(inner) &&
          inner['network'] === roster.network &&
          inner['ngo'] === ngo.id &&
          inner['generation'] === ngo.spare.generation
        ) {
          const { spare, ...rest } = ngo
          ngos[i] = { ...rest, box: spare }
        }
      } catch {
        // ignored, as the protocol says
      }
    }
  return { ...roster, ngos }
}
