import { toBase64 } from '../../shared/bytes.ts'
import type { Chain } from '../../shared/chain.ts'
import { MitosError } from '../../shared/errors.ts'
import type { Json } from '../../shared/json.ts'
import { type MemberKeys, publicKeysOf } from '../../shared/member.ts'
import type { Ngo } from '../../shared/roster.ts'
import { type Team, readTeam } from '../../shared/team.ts'
import type { Session } from '../session.ts'
import { type Memory, noOlder } from '../trust/memory.ts'
import { type Held, type History, openInboxKeys } from './inboxKeys.ts'

/** @throws MitosError `team-refused`: the roster names no such NGO */
export function ngoOf({ roster }: Chain, id: string): Ngo {
  const ngo = roster.ngos.find((one) => one.id === id)
  if (!ngo) throw new MitosError('team-refused')
  return ngo
}

/** @throws MitosError `team-refused`; `trust-older` | `trust-changed`: not what this page saw of it */
export async function teamOf(
  crypto: Session['crypto'],
  document: Json,
  { roster }: Chain,
  ngo: Ngo,
  memory: Memory,
): Promise<Session['team']> {
  const team = await readTeam(crypto, document, roster, ngo)
  noOlder('team', memory.teams.get(ngo.id), team)
  memory.teams.set(ngo.id, { version: team.version, hash: team.hash })
  return team
}

interface Belonging {
  readonly chain: Chain
  readonly ngo: Ngo
  readonly team: Team
  /** the member's own, base64url */
  readonly id: string
  readonly keys: MemberKeys
  /** the member's sealed inbox keys as the server gave them */
  readonly sealed: readonly string[]
  /** what the rosters said of the NGO's keys */
  readonly history: History
}

/** So many earlier rosters are fetched while a member waits for the list; others come while they work. */
export const AT_ONCE = 12

/**
 * The member's place in the team, and the inbox's keys.
 * @param most so many earlier rosters are fetched for old keys
 * @param before what was opened already stays open, and is not opened again
 * @throws MitosError `team-refused`: the team does not name the member with these very keys
 */
export async function placeIn(
  crypto: Session['crypto'],
  { chain, ngo, team, id, keys, sealed, history }: Belonging,
  most: number,
  before: Held = { boxes: [], opened: new Set(), waiting: [] },
): Promise<Pick<Session, 'member' | 'boxes' | 'refused' | 'opened' | 'waiting' | 'behind' | 'named'>> {
  const own = publicKeysOf(crypto, keys)
  const member = team.members.find((one) => one.id === id)
  if (!member || member.box !== toBase64(own.box) || member.sign !== toBase64(own.sign))
    throw new MitosError('team-refused')
  const coordinators = team.members.filter(({ role }) => role === 'lead').map(({ sign }) => sign)
  const self = { coordinators, id, network: chain.roster.network, ngo: ngo.id, box: own.box, boxSecret: keys.boxSecret }
  const opened = await openInboxKeys(crypto, self, sealed, history, before, most)
  return { member, ...opened, named: history.known()[0]! }
}
