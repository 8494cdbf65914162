import type { Roster } from '../../shared/roster.ts'
import { SILENT } from '../../shared/silence.ts'
import type { Team, TeamMember } from '../../shared/team.ts'
import { isOnShift } from '../staff/shift.ts'

const MINUTE = 60
const HOUR = 3600
const DAY = 24 * HOUR

/**
 * What calls, by how long nobody has opened a request, seconds; `wake`: the hour that a member set for their own one; `added`: the
 * person wrote again to who has it, or after the end; `silent`: who has it wrote nothing for a month.
 */
export type Rule = 'new' | 'remind' | 'second' | 'lead' | 'incident' | 'wake' | 'added' | 'silent'
const STAGES: readonly (readonly [rule: Rule, from: number])[] = [
  ['new', 0],
  ['remind', 30 * MINUTE],
  ['second', 2 * HOUR],
  ['lead', 24 * HOUR],
  ['incident', 72 * HOUR],
]

/** On call means: again after so long until somebody who is called says that they have seen it, seconds. */
export const REPEAT = 5 * MINUTE
/** And after so long from then on, until somebody opens the card. */
export const REMIND = 30 * MINUTE
/** What has lain still for a month wakes nobody: it is asked once a week, in the hour of the day in which somebody worked on it last. */
const WEEK = 7 * DAY

/** A request, without anything of it. */
export interface AlertRequest {
  /** for whom it is sealed */
  readonly ngo: string
  /** when it came, seconds UTC: never later than it did, by more than the small delay of `arrivals.ts` */
  readonly since: number
  /** null: nobody has opened it. `wakeAt`: when its owner wants to be called, seconds UTC; null: not at all */
  readonly claim: { readonly by: string; readonly wakeAt: number | null } | null
  /**
   * the person added it to what the claim's member has, who has not read it yet; `ended`: to what is closed, and no coordinator has read
   * it yet
   */
  readonly added?: 'open' | 'ended'
  /** its owner has written nothing for thirty days, at `since` */
  readonly silent?: boolean
  /** ids of members who stepped back from it, and are not to find it (R46) */
  readonly away?: readonly string[]
  /** its mailbox in hex, where it stands for what came from there alone; absent: for all of the NGO's that came at that time */
  readonly address?: string
}

export interface Known {
  /** seconds UTC */
  readonly now: number
  readonly requests: readonly AlertRequest[]
  /** the one in force */
  readonly roster: Pick<Roster, 'desks'> | undefined
  /** ngo → its team */
  readonly teams: ReadonlyMap<string, Pick<Team, 'members' | 'duty'>>
  /** ids of the members who can be called: who has a way */
  readonly reachable: ReadonlySet<string>
  /** member id → when they last said that they have seen it, seconds UTC */
  readonly seen: ReadonlyMap<string, number>
}

/** Somebody who is to be called now; each member stands there once, by what calls them most often. */
export interface Call {
  readonly member: string
  readonly ngo: string
  readonly rule: Rule
  /** at most so long after the last time, seconds */
  readonly every: number
}

/**
 * Who is to be called now, and why (protocol §17). Of a request that nobody has opened: the members on shift while the NGO's
 * shift lasts in which it came, all members from then on; one person more after 2 hours, the coordinators after 24, everybody
 * after 72. Whoever has no way is passed by, and where nobody is left all of the team are called who have one. Who has the role
 * `privacy` reads no request, and is called only where nobody else can be.
 */
export function due(known: Known): readonly Call[] {
  const calls = new Map<string, Call>()
  for (const request of known.requests)
    for (const call of callsOf(known, request)) {
      const before = calls.get(call.member)
      if (!before || isMore(call, before)) calls.set(call.member, call)
    }
  return [...calls.values()]
}

/** What a member is called for, and therefore has to see, whether on shift or not. */
export interface CalledFor {
  /** what is nobody's and came in this hour or before, seconds UTC; -Infinity: none of it */
  readonly upTo: number
  /** mailboxes in hex of what else it is */
  readonly addresses: ReadonlySet<string>
}

/** Member id → for what they are called now, by the same rules as `due`; whoever is not called is not there. */
export function calledMembers(known: Known): ReadonlyMap<string, CalledFor> {
  const found = new Map<string, { upTo: number; readonly addresses: Set<string> }>()
  for (const request of known.requests) {
    // Who has it sees it anyway.
    if (request.silent) continue
    const team = known.teams.get(request.ngo)
    const called = team && calledFor(known, team, request)
    for (const { id } of called?.members ?? []) {
      const one = found.get(id) ?? { upTo: -Infinity, addresses: new Set() }
      found.set(id, one)
      if (request.address !== undefined) one.addresses.add(request.address)
      // Whatever is older is called for by the same rule, or by one that calls more.
      else one.upTo = Math.max(one.upTo, request.since - (request.since % HOUR))
    }
  }
  return found
}

const rank = (rule: Rule): number => STAGES.findIndex(([one]) => one === rule)
const isMore = (one: Call, other: Call): boolean =>
  one.every < other.every || (one.every === other.every && rank(one.rule) > rank(other.rule))

function callsOf(known: Known, request: AlertRequest): readonly Call[] {
  const { now, seen, teams } = known
  const team = teams.get(request.ngo)
  const called = team && calledFor(known, team, request)
  if (!called) return []
  // Once in its hour, whoever has seen it.
  if (called.rule === 'silent')
    return called.members.map(({ id }) => ({ member: id, ngo: request.ngo, rule: called.rule, every: 2 * HOUR }))
  const isSeen = called.members.some(({ id }) => (seen.get(id) ?? -Infinity) >= called.began)
  const every = isSeen && now >= called.began ? REMIND : REPEAT
  return called.members.map(({ id }) => ({ member: id, ngo: request.ngo, rule: called.rule, every }))
}

function calledFor(known: Known, team: TeamOf, request: AlertRequest): Called | undefined {
  const { claim, added, silent, away, since } = request
  if (added === 'ended') return writtenAfter(known, team, request)
  if (claim && silent) return stillGoing(known, team, claim.by, since)
  if (claim && added) return writtenTo(known, team, claim.by, since)
  return claim ? woken(known, team, claim, away) : waiting(known, team, request)
}

type TeamOf = Pick<Team, 'members' | 'duty'>
interface Called {
  readonly rule: Rule
  /** Who has seen it before this has not seen that it is still there. */
  readonly began: number
  readonly members: readonly TeamMember[]
}

function waiting(known: Known, team: TeamOf, { ngo, since, away }: AlertRequest): Called | undefined {
  const { now, roster } = known
  const stage = STAGES.findLast(([, from]) => now - since >= from)
  if (!stage) return undefined
  const [rule, from] = stage
  const all = everybody(known, team, away)
  const over = shiftEnd(roster, ngo, since)
  if (rule === 'incident' || now >= over)
    return { rule, began: Math.max(since + from, over <= now ? over : 0), members: all }
  const onShift = all.filter(({ id }) => isOnShift(roster, ngo, team, id, now))
  const first = onShift.length ? onShift : all
  const second = from >= 2 * HOUR ? nextOne(team, all, first, now) : []
  const leads = rule === 'lead' ? all.filter(({ role }) => role === 'lead') : []
  return { rule, began: since + from, members: [...new Set([...first, ...second, ...leads])] }
}

/** The owner; everybody once two hours have gone by, or where the owner cannot be called. */
function woken(
  known: Known,
  team: TeamOf,
  { by, wakeAt }: NonNullable<AlertRequest['claim']>,
  away: AlertRequest['away'],
): Called | undefined {
  if (wakeAt === null || known.now < wakeAt) return undefined
  const owner = team.members.filter(({ id }) => id === by && known.reachable.has(id))
  const late = known.now - wakeAt >= 2 * HOUR
  const began = late ? wakeAt + 2 * HOUR : wakeAt
  return { rule: 'wake', began, members: owner.length && !late ? owner : everybody(known, team, away) }
}

/** The owner; after a day the coordinators too, and at once where the owner cannot be called. */
function writtenTo(known: Known, team: TeamOf, by: string, since: number): Called {
  const all = everybody(known, team)
  const owner = all.filter(({ id }) => id === by)
  const late = known.now - since >= DAY
  const leads = late || !owner.length ? all.filter(({ role, id }) => role === 'lead' && id !== by) : []
  const members = [...owner, ...leads]
  return { rule: 'added', began: late ? since + DAY : since, members: members.length ? members : all }
}

/** What is closed nobody has: who is on shift and the coordinators, who alone open it again; after a day everybody. */
function writtenAfter(known: Known, team: TeamOf, { ngo, since, away }: AlertRequest): Called {
  const all = everybody(known, team, away)
  const late = known.now - since >= DAY
  const first = all.filter(({ id, role }) => role === 'lead' || isOnShift(known.roster, ngo, team, id, known.now))
  const members = late || !first.length ? all : first
  return { rule: 'added', began: late ? since + DAY : since, members }
}

/** The owner; from sixty days on the coordinators too, and at once where the owner cannot be called. */
function stillGoing(known: Known, team: TeamOf, by: string, since: number): Called | undefined {
  const past = known.now - since
  if (past < 0 || past % WEEK >= HOUR) return undefined
  const all = everybody(known, team)
  const owner = all.filter(({ id }) => id === by)
  const long = past >= (SILENT.asksLeads - SILENT.asks) * DAY
  const leads = long || !owner.length ? all.filter(({ role, id }) => role === 'lead' && id !== by) : []
  return { rule: 'silent', began: since, members: [...owner, ...leads] }
}

function everybody({ reachable }: Known, team: TeamOf, away: AlertRequest['away'] = []): readonly TeamMember[] {
  const all = team.members.filter(({ id }) => reachable.has(id) && !away.includes(id))
  const readers = all.filter(({ role }) => role !== 'privacy')
  return readers.length ? readers : all
}

/**
 * When the NGO's shift ends in which a request came: of an hour that has two, the later one. Of one that came in no shift of
 * theirs (by a roster that was replaced) it has ended: -Infinity.
 */
function shiftEnd(roster: Known['roster'], ngo: string, since: number): number {
  const until = since % HOUR === 0 ? since + HOUR : since + 1
  const ends = (roster?.desks ?? [])
    .flatMap(({ shifts }) => shifts)
    .filter(([start, length, of]) => of === ngo && 60 * start < until && 60 * (start + length) > since)
    .map(([start, length]) => 60 * (start + length))
  return Math.max(-Infinity, ...ends)
}

/** One more: whose own shift begins next, else the first of the team. */
function nextOne(
  { duty = [] }: TeamOf,
  all: readonly TeamMember[],
  called: readonly TeamMember[],
  now: number,
): readonly TeamMember[] {
  const others = all.filter((member) => !called.includes(member))
  const next = ({ id }: TeamMember): number =>
    Math.min(Infinity, ...duty.flatMap(([start, , of]) => (of === id && 60 * start > now ? [start] : [])))
  const [first] = others.toSorted((a, b) => (next(a) === next(b) ? 0 : next(a) - next(b)))
  return first ? [first] : []
}
