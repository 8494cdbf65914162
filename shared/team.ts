import type { Verifier } from './crypto/crypto.ts'
import { MitosError } from './errors.ts'
import type { Json } from './json.ts'
import type { Ngo, Roster } from './roster.ts'
import { int, key, label, list, network, ngoId, object, oneOf, text, tuple, bytes } from './shape.ts'
import { openDocument } from './signed.ts'

export type MemberRole = 'lead' | 'member' | 'privacy'

/** Log-in name of a member. */
export const LOGIN_NAME = /^[a-z0-9.-]{2,32}$/

export interface TeamMember {
  /** base64url of 16 bytes */
  readonly id: string
  /** the shown name */
  readonly name: string
  readonly login: string
  readonly role: MemberRole
  readonly box: string
  readonly sign: string
}

/** The members of an NGO (protocol §10), signed by a lead; shown only to its members. */
export interface Team {
  readonly type: 'team'
  readonly v: 1
  readonly network: string
  readonly ngo: string
  readonly version: number
  readonly issued: number
  readonly members: readonly TeamMember[]
  /** [start in minutes since the epoch, length in minutes, member id]; none: all are on shift while the NGO is on duty */
  readonly duty?: readonly (readonly [start: number, length: number, member: string])[]
}

const id = bytes(16)
const isTeam = object({
  network,
  ngo: ngoId,
  version: int(1),
  issued: int(),
  members: list(
    object({ id, name: label, login: text(LOGIN_NAME), role: oneOf('lead', 'member', 'privacy'), box: key, sign: key }),
    1,
    500,
  ),
  'duty?': list(tuple(int(), int(1, 10080), id), 0, 5000),
})

/** The leads of an NGO that the roster still accepts. */
export const leadsOf = (roster: Pick<Roster, 'revoked'>, ngo: Ngo): readonly string[] =>
  ngo.leads.filter((lead) => !roster.revoked.includes(lead))

/**
 * @param atLeast the highest version seen since log-in
 * @throws MitosError `team-refused`
 */
export async function readTeam(
  verifier: Verifier,
  value: Json,
  roster: Roster,
  ngo: Ngo,
  atLeast = 0,
): Promise<Team & { readonly hash: string }> {
  try {
    const { inner, hash } = await openDocument(verifier, value, 'team', leadsOf(roster, ngo), 1)
    const team = inner as unknown as Team
    const distinct = (values: readonly string[]) => new Set(values).size === values.length
    if (
      !isTeam(inner) ||
      team.network !== roster.network ||
      team.ngo !== ngo.id ||
      team.version < Math.max(ngo.teamMin, atLeast) ||
      !distinct(team.members.map((member) => member.id)) ||
      !distinct(team.members.map((member) => member.login)) ||
      !distinct(team.members.flatMap((member) => [member.box, member.sign])) ||
      !team.members.every((member) => member.role !== 'lead' || ngo.leads.includes(member.sign))
    )
      throw new MitosError('document-shape')
    return { ...team, hash }
  } catch (cause) {
    throw new MitosError('team-refused', cause)
  }
}
