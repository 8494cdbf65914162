import type { Verifier } from './crypto/crypto.ts'
import { MitosError, need } from './errors.ts'
import type { Json } from './json.ts'
import { bytes, int, key, list, object } from './shape.ts'
import { openDocument } from './signed.ts'
import type { Team } from './team.ts'

const isPast = object({ version: int(1), members: list(object({ id: bytes(16), sign: key }), 1, 500) })

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
): Promise<Pick<Team, 'members'>> {
  try {
    const { inner } = await openDocument(verifier, value, 'team', leads, 1)
    const team = inner as unknown as Team
    need(isPast(inner) && team.network === of.network && team.ngo === of.ngo && team.version === of.version)
    return { members: team.members }
  } catch (cause) {
    throw new MitosError('team-refused', cause)
  }
}
