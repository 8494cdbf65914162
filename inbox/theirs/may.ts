import type { Case } from '../../shared/caseFold.ts'
import type { CaseState } from '../../shared/caseMoves.ts'
import { type Item, isOff } from '../list/items.ts'
import type { Session } from '../session.ts'

/**
 * Whether this member may give the person a copy: who has the case, or a coordinator. The privacy person reads no case and asks
 * them. What is closed is shut: a coordinator opens it again first.
 */
export const mayGive = ({ member }: Pick<Session, 'member'>, item: Item, now: Case | null, state: CaseState): boolean =>
  item.kind === 'request' &&
  !isOff(item) &&
  now !== null &&
  state !== 'closed' &&
  state !== 'gone' &&
  member.role !== 'privacy' &&
  (item.claim?.by === member.id || (member.role === 'lead' && item.claim !== null))
