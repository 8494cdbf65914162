import { MitosError, need } from './errors.ts'
import type { Ngo, Roster } from './roster.ts'
import { type MemberRole, type Team, type TeamMember, leadsOf } from './team.ts'

/** What a coordinator may do to a team. `renew`: the same member with new keys, after theirs were lost. */
export type TeamChange =
  | { readonly do: 'add'; readonly member: TeamMember }
  | { readonly do: 'renew'; readonly member: TeamMember }
  | { readonly do: 'remove'; readonly id: string }
  | { readonly do: 'role'; readonly id: string; readonly role: MemberRole }

/** So many members a team has at most (shared/team.ts). */
const MOST = 500

/**
 * The next version of a team, to be signed by the coordinator (protocol §10); judged by what every reader will judge it by.
 * @param actor who changes it: their place in the present team
 * @param issued seconds UTC
 * @throws MitosError `lead-only`: a coordinator of this team, whom the roster names, does this; `team-lead-roster`: only the
 *   keeper's roster makes a coordinator; `team-last-lead`: nobody would be left to sign; `team-clash`: id, log-in name or key is
 *   there already; `team-member-unknown`; `too-many`
 */
export function nextTeam(
  team: Team & { readonly hash?: string },
  change: TeamChange,
  actor: Pick<TeamMember, 'id'>,
  roster: Roster,
  ngo: Ngo,
  issued: number,
): Team {
  const leads = leadsOf(roster, ngo)
  const isLead = (member: TeamMember): boolean => member.role === 'lead' && leads.includes(member.sign)
  need(
    team.members.some((one) => one.id === actor.id && isLead(one)),
    'lead-only',
  )
  const members = changed(team.members, change)
  need(
    members.every((one) => one.role !== 'lead' || isLead(one)),
    'team-lead-roster',
  )
  need(members.some(isLead), 'team-last-lead')
  need(members.length <= MOST, 'too-many')
  refuseClash(members)
  // The hash is of the team before.
  const { hash: _, duty, ...rest } = team
  const left = duty?.filter(([, , id]) => members.some((one) => one.id === id))
  // A rota that names nobody any more would leave nobody on shift; without one all are.
  return { ...rest, version: team.version + 1, issued, members, ...(left?.length ? { duty: left } : {}) }
}

function changed(members: readonly TeamMember[], change: TeamChange): readonly TeamMember[] {
  if (change.do === 'add') return [...members, change.member]
  const id = change.do === 'renew' ? change.member.id : change.id
  if (!members.some((one) => one.id === id)) throw new MitosError('team-member-unknown')
  if (change.do === 'remove') return members.filter((one) => one.id !== id)
  return members.map((one) =>
    one.id !== id ? one : change.do === 'renew' ? change.member : { ...one, role: change.role },
  )
}

/** @throws MitosError `team-clash` */
function refuseClash(members: readonly TeamMember[]): void {
  const distinct = (values: readonly string[]): boolean => new Set(values).size === values.length
  need(
    distinct(members.map((one) => one.id)) &&
      distinct(members.map((one) => one.login)) &&
      distinct(members.flatMap((one) => [one.box, one.sign])),
    'team-clash',
  )
}
