import { MitosError, need } from './errors.ts'
import type { Ngo, Roster } from './roster.ts'
import { type MemberRole, type Team, type TeamMember, leadsOf } from './team.ts'
import { utf8 } from './text.ts'

/** When a member is on shift, as `duty` has it. */
export type Stretch = NonNullable<Team['duty']>[number]

/** What a coordinator may do to a team. `renew`: the same member with new keys, after theirs were lost. */
export type TeamChange =
  | { readonly do: 'add'; readonly member: TeamMember }
  | { readonly do: 'renew'; readonly member: TeamMember }
  | { readonly do: 'remove'; readonly id: string }
  | { readonly do: 'role'; readonly id: string; readonly role: MemberRole }
  /** who of them is on shift; where nobody is named, all are */
  | { readonly do: 'duty'; readonly duty: readonly Stretch[] }

/** So many members a team has at most (shared/team.ts). */
const MOST = 500
/** So many stretches, and so many bytes of the signed text (protocol §10, §16). */
const MOST_DUTY = 5000
export const TEAM_CAP = 64 << 10

/**
 * The next version of a team, to be signed by the coordinator (protocol §10); judged by what every reader will judge it by.
 * @param actor who changes it: their place in the present team
 * @param issued seconds UTC
 * @throws MitosError `lead-only`: a coordinator of this team, whom the roster names, does this; `team-lead-roster`: only the
 *   keeper's roster makes a coordinator; `team-last-lead`: nobody would be left to sign; `team-clash`: id, log-in name or key is
 *   there already; `team-member-unknown`; `too-many`: members; `too-large`: more stretches or bytes than a team may have
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
  // Whoever signs stays: as soon as the roster drops a key, what it signed last counts no more.
  need(
    members.some((one) => one.id === actor.id && isLead(one)),
    'lead-only',
  )
  need(members.length <= MOST, 'too-many')
  refuseClash(members)
  // The hash is of the team before.
  const { hash: _, duty: before, ...rest } = team
  const duty = change.do === 'duty' ? change.duty : before
  // The privacy person takes no requests, so nobody waits for them.
  const left = duty?.filter(([, , id]) => members.some((one) => one.id === id && one.role !== 'privacy'))
  const next = { ...rest, version: team.version + 1, issued, members, ...(left?.length ? { duty: left } : {}) }
  need((left?.length ?? 0) <= MOST_DUTY && utf8(JSON.stringify(next)).length <= TEAM_CAP, 'too-large')
  return next
}

function changed(members: readonly TeamMember[], change: TeamChange): readonly TeamMember[] {
  if (change.do === 'add') return [...members, change.member]
  if (change.do === 'duty') return members
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
