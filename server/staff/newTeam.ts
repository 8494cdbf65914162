import { fromBase64, sameBytes, toBase64 } from '../../shared/bytes.ts'
import type { Verifier } from '../../shared/crypto/crypto.ts'
import { MitosError, need } from '../../shared/errors.ts'
import type { Json } from '../../shared/json.ts'
import { type Team, type TeamMember, readTeam } from '../../shared/team.ts'
import { utf8 } from '../../shared/text.ts'
import type { MemberStore, StoredInboxKey, StoredInvitation } from '../store/store.ts'
import type { LeadOf } from './leads.ts'

/** How far ahead of our clock a team may be issued, seconds: as other documents. */
export const AHEAD = 86_400

/**
 * Takes the next team of an NGO. What members believe they check themselves (shared/team.ts, inboxKey.ts); what is refused here
 * is what a coordinator's browser did not mean, or did at the same time as another one's.
 * @throws MitosError `team-refused` | `team-last-lead` | `team-version` | `team-invitee`: somebody is in it who neither was a member with these keys
 *   nor came by an invitation | `bad-input`: a key for somebody else, or of a generation that is not to come
 */
export async function putTeam(
  store: MemberStore,
  verifier: Verifier,
  { roster, ngo, team: before }: LeadOf,
  value: Json,
  keys: readonly StoredInboxKey[],
  now: number,
): Promise<void> {
  const team = await readTeam(verifier, value, roster, ngo)
  need(team.issued <= now + AHEAD, 'team-refused')
  need(
    team.members.some((one) => one.role === 'lead'),
    'team-last-lead',
  )
  need(team.version === ((await store.team(ngo.id))?.version ?? 0) + 1, 'team-version')
  const accepted = await newcomers(store, ngo.id, team, before)
  const last = Math.max(ngo.box.generation, ngo.spare?.generation ?? 0)
  const fits = ({ member, generation }: StoredInboxKey): boolean =>
    team.members.some((one) => one.id === toBase64(member)) && generation <= last
  need(keys.every(fits), 'bad-input')
  const outcome = await store.changeTeam({
    team: { ngo: ngo.id, version: team.version, bytes: utf8(JSON.stringify(value)) },
    members: team.members.map((one) => fromBase64(one.id)),
    accepted,
    keys,
  })
  if (outcome !== 'stored') throw new MitosError(`team-${outcome}`)
}

/** The invitations by which those came who are new in it, or have new keys. */
async function newcomers(
  store: MemberStore,
  ngo: string,
  team: Team,
  before: Team | undefined,
): Promise<readonly Uint8Array[]> {
  const invitations = await store.invitations(ngo)
  const accepted: Uint8Array[] = []
  for (const member of team.members) {
    const stored = await store.memberById(fromBase64(member.id))
    const known = before?.members.find((one) => one.id === member.id)
    const stays =
      stored?.ngo === ngo &&
      stored.name === member.login &&
      toBase64(stored.sign) === member.sign &&
      (!known || known.box === member.box)
    if (stays) continue
    const invitation = invitations.find((one) => isFor(one, member))
    if (!invitation) throw new MitosError('team-invitee')
    accepted.push(invitation.id)
  }
  return accepted
}

const isFor = ({ invitee }: StoredInvitation, member: TeamMember): boolean =>
  invitee !== null &&
  invitee.name === member.login &&
  sameBytes(invitee.member, fromBase64(member.id)) &&
  toBase64(invitee.box) === member.box &&
  toBase64(invitee.sign) === member.sign
