import { fromBase64, toBase64 } from '../../shared/bytes.ts'
import type { Chain } from '../../shared/chain.ts'
import { type ErrorCode, MitosError, codeOf } from '../../shared/errors.ts'
import { openInboxKey } from '../../shared/inboxKey.ts'
import type { Json } from '../../shared/json.ts'
import { type MemberKeys, publicKeysOf } from '../../shared/member.ts'
import type { Ngo } from '../../shared/roster.ts'
import { type Team, readTeam } from '../../shared/team.ts'
import type { Session } from '../session.ts'
import { type Memory, noOlder } from '../trust/memory.ts'

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
): Promise<Team> {
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
}

/**
 * The member's place in the team, and the inbox's keys.
 * @param before what was opened already stays open, and is not opened again
 * @throws MitosError `team-refused`: the team does not name the member with these very keys
 */
export async function placeIn(
  crypto: Session['crypto'],
  { chain, ngo, team, id, keys, sealed }: Belonging,
  before: Pick<Session, 'boxes' | 'opened'> = { boxes: [], opened: new Set() },
): Promise<Pick<Session, 'member' | 'boxes' | 'refused' | 'opened'>> {
  const own = publicKeysOf(crypto, keys)
  const member = team.members.find((one) => one.id === id)
  if (!member || member.box !== toBase64(own.box) || member.sign !== toBase64(own.sign))
    throw new MitosError('team-refused')
  const self = { id, box: own.box, boxSecret: keys.boxSecret }
  const boxes = [...before.boxes]
  const opened = new Set(before.opened)
  const refused: ErrorCode[] = []
  for (const one of sealed)
    try {
      if (opened.has(one)) continue
      boxes.push(await openInboxKey(crypto, fromBase64(one), self, chain.roster, ngo))
      opened.add(one)
    } catch (error) {
      refused.push(codeOf(error))
    }
  return { member, boxes, refused, opened }
}
