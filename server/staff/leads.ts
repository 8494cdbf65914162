import { toBase64 } from '../../shared/bytes.ts'
import { codeOf, need } from '../../shared/errors.ts'
import type { Ngo, Roster } from '../../shared/roster.ts'
import { type Team, leadsOf } from '../../shared/team.ts'
import type { MemberStore, StoredMember } from '../store/store.ts'
import { type Documents, parseStored } from '../trust/documents.ts'

export interface LeadOf {
  readonly roster: Roster
  readonly ngo: Ngo
  /** the present team, checked when it was stored; undefined before the first one */
  readonly team: Team | undefined
}

/** @throws MitosError `lead-only` unless the member is a coordinator by the roster in force and by their team */
export async function needLead(
  store: Pick<MemberStore, 'team'>,
  documents: Documents,
  member: StoredMember,
): Promise<LeadOf> {
  const roster = (await documents.published()).roster?.value
  const ngo = roster?.ngos.find((one) => one.id === member.ngo)
  need(roster && ngo && leadsOf(roster, ngo).includes(toBase64(member.sign)), 'lead-only')
  const stored = await store.team(ngo.id)
  const team = stored && (parseStored(stored).inner as Team)
  const own = team?.members.find((one) => one.id === toBase64(member.id))
  need(!team || own?.role === 'lead', 'lead-only')
  return { roster, ngo, team }
}

/** @throws MitosError `store-failed` and what else is not about who asks */
export async function isLead(
  store: Pick<MemberStore, 'team'>,
  documents: Documents,
  member: StoredMember,
): Promise<boolean> {
  try {
    return !!(await needLead(store, documents, member))
  } catch (error) {
    if (codeOf(error) !== 'lead-only') throw error
    return false
  }
}

/** Whether the team has this member as its privacy person. */
export async function isPrivacy(store: Pick<MemberStore, 'team'>, member: StoredMember): Promise<boolean> {
  const stored = await store.team(member.ngo)
  const team = stored && (parseStored(stored).inner as Team)
  return team?.members.find((one) => one.id === toBase64(member.id))?.role === 'privacy'
}
