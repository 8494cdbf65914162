import { toBase64 } from '../../shared/bytes.ts'
import { signDocument } from '../../shared/signed.ts'
import type { TeamMember } from '../../shared/team.ts'
import { type TeamChange, nextTeam } from '../../shared/teamChange.ts'
import { utf8 } from '../../shared/text.ts'
import type { Api } from '../api.ts'
import { type Handed, sealTo } from '../generations/handOver.ts'
import type { Session } from '../session.ts'

/**
 * Signs the next team and sends it, with the inbox's keys for those who are to get them.
 * @param handed which keys a member of the next team gets
 * @throws MitosError as `nextTeam`; the server's codes
 */
export async function signTeam(
  api: Pick<Api, 'putTeam'>,
  current: Session,
  change: TeamChange,
  handed: (to: TeamMember) => readonly Handed[],
): Promise<void> {
  const { crypto, chain, ngo, keys, member } = current
  const now = current.clock()
  const team = nextTeam(current.team, change, member, chain.roster, ngo, now)
  const document = signDocument(crypto, team, [keys.signSeed])
  const hash = toBase64(await crypto.sha256(utf8(document.signed)))
  const sealed = sealTo(current, team.members, handed, { version: team.version, hash }, now)
  await api.putTeam({ team: { ...document } as never, keys: sealed })
  current.team = { ...team, hash } as Session['team']
}
