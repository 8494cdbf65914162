import { whoReads } from '../../shared/onDuty.ts'
import { shiftsOf, timesOf } from '../../shared/rota/duty.ts'
import type { TeamMember } from '../../shared/team.ts'
import type { Session } from '../session.ts'

/** Whether this member is on shift, at any desk. Times are seconds UTC, in the desk's zone on screen. */
export type OnShift =
  | { readonly kind: 'on'; readonly until: number; readonly next: string | null; readonly tz: string }
  | { readonly kind: 'off'; readonly next: number | null; readonly tz: string }
  | { readonly kind: 'expired'; readonly tz: string }

/** @param t the device's clock, seconds UTC */
export function onShift(session: Session, t: number): OnShift {
  const { chain, got, ngo, member } = session
  const { desks, ngos } = chain.roster
  const tz = desks[0]!.tz
  const starts: number[] = []
  for (const desk of desks) {
    const { duty, t: judged } = whoReads(chain, desk.id, null, t, got)
    if (duty.kind === 'none' && duty.reason === 'expired') return { kind: 'expired', tz }
    const own = ownTimes(session, member.id, [desk])
    const running = own.find(([from, to]) => from <= judged && judged < to)
    if (running && duty.kind === 'on' && duty.ngo.id === ngo.id) {
      const after = desk.shifts.find(([start]) => 60 * start >= running[1])
      const name = after && after[2] !== ngo.id ? ngos.find((one) => one.id === after[2])?.name : undefined
      return { kind: 'on', until: running[1], next: name ?? null, tz: desk.tz }
    }
    starts.push(...own.map(([from]) => from).filter((from) => from > judged))
  }
  return { kind: 'off', next: starts.length ? Math.min(...starts) : null, tz }
}

type Span = readonly [from: number, to: number]

/**
 * The NGO's shifts, as far as the team's own rota gives them to a member; neighbours are one. Seconds UTC.
 * The privacy person is on no shift.
 */
export function ownTimes({ chain, ngo, team }: Session, member: string, desks = chain.roster.desks): readonly Span[] {
  const isPrivacy = ({ id, role }: TeamMember): boolean => id === member && role === 'privacy'
  if (team.members.some(isPrivacy)) return []
  return timesOf(shiftsOf({ desks }, ngo.id), team.duty, member).map(({ from, to }) => [60 * from, 60 * to])
}
