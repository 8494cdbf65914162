import type { Actor } from './caseMoves.ts'
import type { Verifier } from './crypto/crypto.ts'
import { MitosError, need } from './errors.ts'
import type { Json } from './json.ts'
import { bytes, int, key, list, object, oneOf } from './shape.ts'
import { openDocument } from './signed.ts'
import type { Team } from './team.ts'

const person = object({ id: bytes(16), sign: key, role: oneOf('lead', 'member', 'privacy') })
const isPast = object({ version: int(1), issued: int(), members: list(person, 1, 500) })
/** Of any team: who was in it, and since when, seconds UTC. */
export type KnownTeam = Pick<Team, 'issued' | 'members'>

/**
 * A team that another followed, for the keys of those who were in it: it gives nobody a right to anything any more.
 * @param leads whose signatures count, base64url: those of the roster in force, and of earlier ones that were checked
 * @throws MitosError `team-refused`
 */
export async function readPastTeam(
  verifier: Verifier,
  value: Json,
  of: { readonly network: string; readonly ngo: string; readonly version: number },
  leads: readonly string[],
): Promise<KnownTeam> {
  try {
    const { inner } = await openDocument(verifier, value, 'team', leads, 1)
    const team = inner as unknown as Team
    need(isPast(inner) && team.network === of.network && team.ngo === of.ngo && team.version === of.version)
    return { issued: team.issued, members: team.members }
  } catch (cause) {
    throw new MitosError('team-refused', cause)
  }
}

/**
 * Who a member was at an hour: by the newest team that was signed by then. Their shift is not asked any more (caseMoves.ts).
 * @param teams in any order
 */
export function actorsIn(teams: readonly KnownTeam[]): (id: string, at: number) => Actor {
  const newestFirst = [...teams].sort((a, b) => b.issued - a.issued)
  return (id, at) => {
    const those = newestFirst.flatMap(({ issued, members }) => {
      const role = members.find((one) => one.id === id)?.role
      return role ? [{ issued, role }] : []
    })
    // Who wrote before their first team was signed has a clock that is wrong.
    const then = those.find(({ issued }) => issued < at + 3600) ?? those[those.length - 1]
    return { id, role: then?.role ?? 'member', onShift: true }
  }
}
