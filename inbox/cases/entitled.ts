import type { Case } from '../../shared/caseFold.ts'
import { whoReads } from '../../shared/onDuty.ts'
import type { Claim } from '../../shared/staffApi.ts'
import { onShift } from '../list/duty.ts'
import type { Item } from '../list/items.ts'
import type { Session } from '../session.ts'

const HOUR = 3600

/**
 * Whether a member may work on what is new: on their own shift; or it came before the shift that runs, so that nobody took it in
 * time and all members are to see to it.
 * @param hour in which it came @param t seconds UTC
 */
export function onShiftFor(session: Session, { hour, offered }: Pick<Item, 'hour' | 'offered'>, t: number): boolean {
  if (session.member.role === 'privacy') return false
  // The server's word: this page may not know yet that another rota counts, and its clock is another one.
  if (offered !== undefined) return offered
  if (onShift(session, t).kind === 'on') return true
  const { chain, got, ngo } = session
  for (const desk of chain.roster.desks) {
    const { duty, t: judged } = whoReads(chain, desk.id, null, t, got)
    if (duty.kind !== 'on' || duty.ngo.id !== ngo.id) continue
    const running = desk.shifts.find(([start, length]) => 60 * start <= judged && judged < 60 * (start + length))
    // An hour is told by its beginning: what came in the hour in which the shift began may be the shift's.
    if (running && hour + HOUR > 60 * running[0]) return false
  }
  return true
}

/**
 * Whether a case may be taken over because its owner did nothing for an hour. The hours are told by their beginnings, so two have
 * to lie between; one with a set hour waits for that.
 */
export function isLapsed(claim: Claim | null, opened: Pick<Case, 'lastAt' | 'wakeAt'>, t: number): boolean {
  if (!claim) return false
  const last = Math.max(claim.hour, opened.lastAt ?? 0, opened.wakeAt ?? 0)
  return t >= last + 2 * HOUR
}
