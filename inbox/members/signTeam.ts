import { toBase64 } from '../../shared/bytes.ts'
import { sealInboxKey } from '../../shared/inboxKey.ts'
import { signDocument } from '../../shared/signed.ts'
import type { TeamRequest } from '../../shared/staffApi.ts'
import type { Team, TeamMember } from '../../shared/team.ts'
import { type TeamChange, nextTeam } from '../../shared/teamChange.ts'
import { utf8 } from '../../shared/text.ts'
import type { Api } from '../api.ts'
import type { Session } from '../session.ts'

/**
 * Signs the next team and sends it, with the inbox's keys that this coordinator holds for those who are to get them.
 * @param to ids of members of the next team
 * @throws MitosError as `nextTeam`; the server's codes
 */
export async function signTeam(
  api: Pick<Api, 'putTeam'>,
  current: Session,
  change: TeamChange,
  to: readonly string[] = [],
): Promise<void> {
  const { crypto, chain, ngo, keys, member } = current
  const team = nextTeam(current.team, change, member, chain.roster, ngo, current.clock())
  const document = signDocument(crypto, team, [keys.signSeed])
  const hash = toBase64(await crypto.sha256(utf8(document.signed)))
  const sealed = team.members.filter(({ id }) => to.includes(id)).flatMap((one) => handOver(current, one, team, hash))
  await api.putTeam({ team: { ...document } as never, keys: sealed })
  current.team = { ...team, hash } as Session['team']
}

/** What comes next is for coordinators only: a member who is removed must not know it. */
function handOver(current: Session, to: TeamMember, { version }: Team, hash: string): TeamRequest['keys'] {
  const { crypto, chain, ngo, keys, boxes } = current
  const { network } = chain.roster
  // A key that was handed over once more is there twice.
  return [...new Map(boxes.map((box) => [box.generation, box])).values()]
    .filter(({ generation }) => to.role === 'lead' || generation <= ngo.box.generation)
    .map(({ generation, secret, signSeed }) => {
      const inboxKey = { network, ngo: ngo.id, generation, boxSecret: secret, signSeed }
      const bytes = sealInboxKey(crypto, inboxKey, to, { version, hash }, current.clock(), keys.signSeed)
      return { member: to.id, generation, sealed: toBase64(bytes) }
    })
}
