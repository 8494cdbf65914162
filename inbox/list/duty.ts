import { whoReads } from '../../shared/onDuty.ts'
import type { Session } from '../session.ts'

/** Whether this member is on shift, at any desk. Times are seconds UTC, in the desk's zone on screen. */
export type OnShift =
  | { readonly kind: 'on'; readonly until: number; readonly next: string | null; readonly tz: string }
  | { readonly kind: 'off'; readonly next: number | null; readonly tz: string }
  | { readonly kind: 'expired'; readonly tz: string }

/** @param t the device's clock, seconds UTC */
export function onShift({ chain, got, ngo, team, member }: Session, t: number): OnShift {
  const { desks, ngos } = chain.roster
  const tz = desks[0]!.tz
  const starts: number[] = []
  for (const desk of desks) {
    const { duty, t: judged } = whoReads(chain, desk.id, null, t, got)
    if (duty.kind === 'none' && duty.reason === 'expired') return { kind: 'expired', tz }
    const own = ownTimes(desk.shifts, ngo.id, team.duty, member.id)
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

/** The NGO's shifts, as far as the team's own rota gives them to the member; neighbours are one. */
function ownTimes(
  shifts: readonly (readonly [number, number, string])[],
  ngo: string,
  rota: Session['team']['duty'],
  member: string,
): readonly Span[] {
  const spans = (all: readonly (readonly [number, number, string])[], who: string): Span[] =>
    all.filter((one) => one[2] === who).map(([start, length]) => [60 * start, 60 * (start + length)])
  const ours = spans(shifts, ngo)
  const mine = rota && spans(rota, member)
  const both = mine
    ? ours.flatMap(([from, to]) =>
        mine.map(([a, b]): Span => [Math.max(from, a), Math.min(to, b)]).filter(([a, b]) => a < b),
      )
    : ours
  return [...both]
    .sort((a, b) => a[0] - b[0])
    .reduce<Span[]>((merged, span) => {
      const last = merged[merged.length - 1]
      if (last && span[0] <= last[1]) merged[merged.length - 1] = [last[0], Math.max(last[1], span[1])]
      else merged.push(span)
      return merged
    }, [])
}
