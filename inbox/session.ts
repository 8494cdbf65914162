import { wipe } from '../shared/bytes.ts'
import type { Chain } from '../shared/chain.ts'
import type { MemberCrypto } from '../shared/crypto/crypto.ts'
import type { ErrorCode } from '../shared/errors.ts'
import type { Keep } from '../shared/keep.ts'
import type { InboxKey, Named } from '../shared/inboxKey.ts'
import type { MemberKeys } from '../shared/member.ts'
import type { Ngo } from '../shared/roster.ts'
import type { Team, TeamMember } from '../shared/team.ts'
import type { Opened, WaitingKey } from './unlock/inboxKeys.ts'

/** A member who has unlocked. Lives in memory only. */
export interface Session {
  readonly crypto: MemberCrypto
  readonly chain: Chain
  /** the device's clock when the chain came, seconds UTC */
  readonly got: number
  readonly ngo: Ngo
  /** the newest that was seen since log-in */
  team: Team & { readonly hash: string }
  /** as the newest team names them */
  member: TeamMember
  readonly keys: MemberKeys
  /** how many passkeys open the member's keys */
  passkeys: number
  readonly boxes: readonly InboxKey[]
  /** the sealed inbox keys whose secrets are in `boxes`, as the server gave them */
  readonly opened: ReadonlySet<string>
  /** why some of the inbox's keys were not accepted */
  readonly refused: readonly ErrorCode[]
  /** keys of generations that no roster names yet */
  readonly waiting: readonly WaitingKey[]
  /** some of the inbox's keys could not be judged so far */
  readonly behind: Opened['behind']
  /** the NGO's keys as the roster was signed: no switch is applied */
  readonly named: Named
  /** how long the server says that it keeps; undefined: it does not say */
  readonly keep?: Keep | undefined
  /** seconds UTC by the device */
  readonly clock: () => number
}

export function wipeSession({ keys, boxes, waiting }: Session): void {
  wipe(keys.boxSecret, keys.signSeed)
  for (const box of [...boxes, ...waiting]) wipe(box.secret, box.signSeed)
}

/** Two letters for a row: the list names nobody in full. */
export const initials = (name: string): string =>
  name
    .replace(/\(.*?\)/g, '')
    .trim()
    .split(/\s+/)
    .map((part) => [...part][0] ?? '')
    .slice(0, 2)
    .join('')
    .toUpperCase()
