import { fromBase64, sameBytes, toBase64 } from '../../shared/bytes.ts'
import type { Verifier } from '../../shared/crypto/crypto.ts'
import { MitosError, need } from '../../shared/errors.ts'
import type { Json } from '../../shared/json.ts'
import type { Ngo } from '../../shared/roster.ts'
import { type Team, type TeamMember, readTeam } from '../../shared/team.ts'
import { utf8 } from '../../shared/text.ts'
import type { MemberStore, StoredInboxKey, StoredInvitation } from '../store/store.ts'
import type { LeadOf } from './leads.ts'

/** How far ahead of our clock a team may be issued, seconds: as other documents. */
export const AHEAD = 86_400
/** So far above the roster's generations may be one that waits for the next roster: no number that a slip makes, and room for many tries. */
const TO_COME = 100

/**
 * Takes the next team of an NGO. What members believe they check themselves (shared/team.ts, inboxKey.ts); what is refused here
 * is what a coordinator's browser did not mean, or did at the same time as another one's.
 * @throws MitosError `team-refused` | `team-last-lead` | `team-version` | `team-invitee`: somebody is in it who neither was a member with these keys
 *   nor came by an invitation | `bad-input`: as needFit
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
  needFit(keys, team, ngo)
  const outcome = await store.changeTeam({
    team: { ngo: ngo.id, version: team.version, bytes: utf8(JSON.stringify(value)) },
    members: team.members.map((one) => fromBase64(one.id)),
    accepted,
    keys,
    named: lastNamed(ngo),
  })
  if (outcome !== 'stored') throw new MitosError(`team-${outcome}`)
}

/**
 * Takes inbox keys for members of the present team: those that wait for a roster, or that somebody lacks.
 * @param version of the team for which they were made
 * @throws MitosError `team-version`: the team is another one, or another coordinator made keys of these generations | `bad-input`
 */
export async function addKeys(
  store: MemberStore,
  { ngo, team }: LeadOf,
  version: number,
  keys: readonly StoredInboxKey[],
): Promise<void> {
  need(team?.version === version, 'team-version')
  needFit(keys, team!, ngo)
  const outcome = await store.addInboxKeys({ ngo: ngo.id, version, keys, named: lastNamed(ngo) })
  if (outcome !== 'stored') throw new MitosError(`team-${outcome}`)
}

const lastNamed = ({ box, spare }: Ngo): number => Math.max(box.generation, spare?.generation ?? 0)

/** @throws MitosError `bad-input`: a key for somebody else, or of a generation far from all that the roster names */
function needFit(keys: readonly StoredInboxKey[], team: Team, ngo: Ngo): void {
  const fits = ({ member, generation }: StoredInboxKey): boolean =>
    team.members.some((one) => one.id === toBase64(member)) && generation <= lastNamed(ngo) + TO_COME
  need(keys.every(fits), 'bad-input')
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
    // Who left by themselves stays in the team until a coordinator takes them out: nobody comes in by that.
    const left = !stored && known?.sign === member.sign && known.box === member.box && known.login === member.login
    if (stays || left) continue
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
