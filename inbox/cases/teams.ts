import { codeOf } from '../../shared/errors.ts'
import { type KnownTeam, readPastTeam } from '../../shared/pastTeam.ts'
import { leadsOf } from '../../shared/team.ts'
import type { Session } from '../session.ts'
import type { CaseApi } from './api.ts'

/**
 * By whom a case may be written: the team, and every team before it that is there and signed by a lead whose key still
 * counts. One that is not is left out; what only its members signed is then marked, and shown.
 * @param leads of earlier rosters that were checked, beside those of the one in force
 * @throws MitosError `server-unreachable` | `not-logged-in` and what else the server answers instead of a team
 */
export async function knownTeams(
  api: Pick<CaseApi, 'pastTeam'>,
  { crypto, chain, ngo, team }: Pick<Session, 'crypto' | 'chain' | 'ngo' | 'team'>,
  leads: readonly string[] = [],
): Promise<readonly KnownTeam[]> {
  const { network, revoked } = chain.roster
  const count = [...leadsOf(chain.roster, ngo), ...leads.filter((one) => !revoked.includes(one))]
  const teams: KnownTeam[] = [team]
  for (let version = team.version - 1; version >= 1; version--)
    try {
      const past = await api.pastTeam(version)
      teams.push(await readPastTeam(crypto, past.team, { network, ngo: ngo.id, version }, count))
    } catch (error) {
      const code = codeOf(error)
      // A server that is too busy to answer has not said that there is none.
      if (code !== 'not-found' && code !== 'team-refused') throw error
    }
  return teams
}
