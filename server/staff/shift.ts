import { shiftsOf, turnsOf } from '../../shared/rota/duty.ts'
import type { Roster } from '../../shared/roster.ts'
import type { Team } from '../../shared/team.ts'
import type { CalledFor } from '../alerts/due.ts'
import type { Sight } from '../store/store.ts'

const HOUR = 3600

type TeamOf = Pick<Team, 'members' | 'duty'>
type Shifts = Pick<Roster, 'desks'>
type Turns = ReturnType<typeof turnsOf>

/** By team: the same one is asked for again and again, and is another object once it changes. */
const known = new WeakMap<object, { readonly roster: object; readonly ngo: string; readonly turns: Turns }>()

/** Who of a team is on shift when. What names nobody that could be there is everybody's (protocol §10). */
function turnsFor(roster: Shifts, ngo: string, team: TeamOf): Turns {
  const before = known.get(team)
  if (before?.roster === roster && before.ngo === ngo) return before.turns
  const there = new Set(team.members.flatMap(({ id, role }) => (role === 'privacy' ? [] : [id])))
  const duty = (team.duty ?? []).filter(([, , id]) => there.has(id))
  const turns = turnsOf(shiftsOf(roster, ngo), duty)
  known.set(team, { roster, ngo, turns })
  return turns
}

/** Whether a member is on shift at a moment, at any desk; the privacy person never is. @param now seconds UTC */
export function isOnShift(roster: Shifts | undefined, ngo: string, team: TeamOf, member: string, now: number): boolean {
  const own = team.members.find(({ id }) => id === member)
  if (!roster || !own || own.role === 'privacy') return false
  return turnsFor(roster, ngo, team).some(
    ({ from, to, who }) => 60 * from <= now && now < 60 * to && (who === null || who.includes(member)),
  )
}

/** What is known of who asks. */
export interface Looker {
  /** seconds UTC */
  readonly now: number
  /** the one in force */
  readonly roster: Pick<Roster, 'desks' | 'ngos' | 'expires'> | undefined
  readonly ngo: string
  readonly team: TeamOf | undefined
  /** id */
  readonly member: string
  /** coordinates, by the roster and by the team */
  readonly lead: boolean
}

/**
 * Whether a member sees all of their NGO: a coordinator, whoever is on shift, and everybody as long as there is no rota by which
 * anybody could be off: no roster, one that has ended, or none with a shift of this NGO; no team.
 */
export function seesAll({ now, roster, ngo, team, member, lead }: Looker): boolean {
  if (lead || !roster || !(now < roster.expires) || !team?.members) return true
  if (!roster.ngos.some(({ id }) => id === ngo)) return true
  if (!roster.desks.some(({ shifts }) => shifts.some(([, , of]) => of === ngo))) return true
  return isOnShift(roster, ngo, team, member, now)
}

const isPrivacy = ({ members }: TeamOf, member: string): boolean =>
  members.some(({ id, role }) => id === member && role === 'privacy')

/**
 * Of which hours what came is none of the shift that runs: of this one and all before. An hour that has two shifts is the later
 * one's; without a shift that runs, of all.
 */
function earlierShifts({ desks }: Shifts, ngo: string, now: number): number {
  const running = desks
    .flatMap(({ shifts }) => shifts)
    .filter(([start, length, of]) => of === ngo && 60 * start <= now && now < 60 * (start + length))
  return running.length ? Math.min(...running.map(([start]) => 60 * start)) - HOUR : Infinity
}

/** A mailbox from which somebody has something, in hex, and the id of who has it. */
export interface Owned {
  readonly address: string
  readonly by: string
}

/**
 * What a member sees who is off shift (R41, protocol §13): their own cases; what is nobody's and came in a shift that is over; that
 * for which they are called. It goes by the mailbox: what a person adds is with what they wrote before. The privacy person sees also what
 * anybody has, which is what they may have to delete. What somebody has who is not in the team is nobody's.
 * @param away mailboxes from which the member stepped back (R46), in hex
 */
export function sightOf(
  { now, roster, ngo, team, member }: Looker,
  owned: readonly Owned[],
  called: CalledFor | undefined,
  away: ReadonlySet<string>,
): Sight {
  const members = new Set(team?.members.map(({ id }) => id))
  const all = team !== undefined && isPrivacy(team, member)
  const shown = new Set(called?.addresses)
  const hidden = new Set<string>()
  for (const { address, by } of owned) {
    if (!members.has(by)) continue
    if (by === member || all) shown.add(address)
    else hidden.add(address)
  }
  for (const one of shown) hidden.delete(one)
  for (const one of away) {
    shown.delete(one)
    hidden.add(one)
  }
  const upTo = Math.max(roster ? earlierShifts(roster, ngo, now) : Infinity, called?.upTo ?? -Infinity)
  return { upTo: Math.min(upTo, Number.MAX_SAFE_INTEGER), shown, hidden }
}
