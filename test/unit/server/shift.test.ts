import { describe, expect, it } from 'vitest'
import type { CalledFor, Known } from '../../../server/alerts/due.ts'
import { calledMembers } from '../../../server/alerts/due.ts'
import { type Looker, isOnShift, seesAll, sightOf } from '../../../server/staff/shift.ts'
import type { Roster } from '../../../shared/roster.ts'
import type { Team, TeamMember } from '../../../shared/team.ts'

const HOUR = 3600
/** a full hour */
const T = 500_000 * HOUR
const minutes = (seconds: number): number => seconds / 60
const person = (id: string, role: TeamMember['role'] = 'member'): TeamMember => ({
  id,
  name: id,
  login: id,
  role,
  box: '',
  sign: '',
})
const duty = (from: number, hours: number, id: string) => [minutes(from), hours * 60, id] as const

/** a21 has 12 hours from T on, gcr the next 12, and then a21 again; maria the first half of each, nikos the second */
const roster = {
  expires: T + 100 * HOUR,
  ngos: [{ id: 'a21' }, { id: 'gcr' }, { id: 'off' }],
  desks: [
    {
      shifts: [
        [minutes(T), 720, 'a21'],
        [minutes(T + 12 * HOUR), 720, 'gcr'],
        [minutes(T + 24 * HOUR), 720, 'a21'],
      ],
    },
  ],
} as unknown as Roster
const members = [person('lena', 'lead'), person('maria'), person('nikos'), person('petra', 'privacy')]
const team: Pick<Team, 'members' | 'duty'> = {
  members,
  duty: [
    duty(T, 6, 'maria'),
    duty(T + 6 * HOUR, 6, 'nikos'),
    duty(T + 24 * HOUR, 6, 'maria'),
    duty(T + 30 * HOUR, 6, 'nikos'),
  ],
}
const looker = (member: string, now: number, changes: Partial<Looker> = {}): Looker => ({
  now,
  roster,
  ngo: 'a21',
  team,
  member,
  lead: member === 'lena',
  ...changes,
})

/** What it is about: when it came, and who has it. */
const ITEMS = {
  new: { hour: T, by: null },
  'of before': { hour: T - HOUR, by: null },
  'maria’s': { hour: T, by: 'maria' },
  'nikos’s': { hour: T, by: 'nikos' },
  'somebody’s who left': { hour: T, by: 'zoe' },
} as const
const ALL = Object.keys(ITEMS)

/** Which of them a member sees. */
function seen(member: string, now: number, called?: CalledFor, changes: Partial<Looker> = {}): string[] {
  const who = looker(member, now, changes)
  if (seesAll(who)) return ALL
  const owned = Object.entries(ITEMS).flatMap(([address, { by }]) => (by === null ? [] : [{ address, by }]))
  const { upTo, shown, hidden } = sightOf(who, owned, called, new Set())
  return Object.entries(ITEMS).flatMap(([address, { hour }]) =>
    !hidden.has(address) && (hour <= upTo || shown.has(address)) ? [address] : [],
  )
}

describe('R41 who sees what of their NGO', () => {
  const on = T + HOUR
  const late = T + 7 * HOUR
  const theirs = T + 13 * HOUR
  it.each<readonly [who: string, when: string, now: number, sees: readonly string[]]>([
    ['lena', 'coordinates: all, at any time', on, ALL],
    ['maria', 'on shift: all', on, ALL],
    ['nikos', 'off shift: what is their own, and what came before and is nobody’s', on, ['of before', 'nikos’s']],
    ['nikos', 'their turn has begun: all', late, ALL],
    ['maria', 'their turn is over: nothing new', late, ['of before', 'maria’s']],
    [
      'maria',
      'the NGO’s shift is over: what nobody took',
      theirs,
      ['new', 'of before', 'maria’s', 'somebody’s who left'],
    ],
    ['petra', 'for privacy: what anybody has, and nothing new', on, ['of before', 'maria’s', 'nikos’s']],
    ['petra', 'for privacy, once the shift is over: all', theirs, ALL],
    ['zoe', 'not in the team: nothing but what is nobody’s and old', on, ['of before']],
  ])('%s, %s', (who, _, now, sees) => {
    expect(seen(who, now)).toEqual(sees)
  })

  it('is everybody as long as there is no rota by which anybody is off', () => {
    expect(seen('nikos', on, undefined, { roster: undefined })).toEqual(ALL)
    expect(seen('nikos', roster.expires)).toEqual(ALL)
    expect(seen('nikos', on, undefined, { ngo: 'off' })).toEqual(ALL)
    expect(seen('nikos', on, undefined, { ngo: 'none' })).toEqual(ALL)
    expect(seen('nikos', on, undefined, { team: undefined })).toEqual(ALL)
    expect(seen('nikos', on, undefined, { team: { members } })).toEqual(ALL)
  })

  it('is also whoever is called, for that', () => {
    const called = (upTo: number, ...addresses: string[]) => ({ upTo, addresses: new Set(addresses) })
    expect(seen('nikos', on, called(T))).toContain('new')
    expect(seen('nikos', on, called(T - HOUR))).not.toContain('new')
    expect(seen('nikos', on, called(-Infinity, 'maria’s'))).toContain('maria’s')
  })

  it('is not who stepped back, whatever else would show it (R46)', () => {
    const away = new Set(['nikos’s', 'called'])
    const called = { upTo: T, addresses: new Set(['called']) }
    const { shown, hidden } = sightOf(looker('nikos', on), [{ address: 'nikos’s', by: 'nikos' }], called, away)
    expect([...shown]).toEqual([])
    expect([...hidden].sort()).toEqual(['called', 'nikos’s'])
  })

  it('is of an hour with two shifts the later one', () => {
    const half = { ...roster, desks: [{ shifts: [[minutes(T + HOUR / 2), 720, 'a21']] }] } as unknown as Roster
    const { upTo } = sightOf(looker('nikos', T + HOUR, { roster: half }), [], undefined, new Set())
    expect(T <= upTo).toBe(false)
    expect(T - HOUR <= upTo).toBe(true)
  })
})

describe('On shift', () => {
  const is = (member: string, now: number, of = team) => isOnShift(roster, 'a21', of, member, now)
  it('is to the second whom the rota names, and all where it names nobody who could be there', () => {
    expect([is('maria', T - 1), is('maria', T), is('maria', T + 6 * HOUR - 1), is('maria', T + 6 * HOUR)]).toEqual([
      false,
      true,
      true,
      false,
    ])
    const others = { members, duty: [duty(T, 6, 'petra'), duty(T, 6, 'zoe')] }
    expect([is('maria', T, others), is('petra', T, others), is('zoe', T, others)]).toEqual([true, false, false])
    expect([is('maria', T + 12 * HOUR), is('maria', T + 12 * HOUR, { members })]).toEqual([false, false])
  })
})

describe('What a member is called for they see', () => {
  const known = (now: number, requests: Known['requests'], reachable = ['lena', 'maria', 'nikos', 'petra']): Known => ({
    now,
    requests,
    roster,
    teams: new Map([['a21', team]]),
    reachable: new Set(reachable),
    seen: new Map(),
  })
  const one = { ngo: 'a21', since: T + 600, claim: null }

  it('as the second person after two hours, up to the hour in which it came', () => {
    expect(calledMembers(known(T + 2 * HOUR, [one])).has('nikos')).toBe(false)
    const called = calledMembers(known(T + 2 * HOUR + 600, [one, { ...one, since: T + HOUR }]))
    expect(called.get('nikos')).toEqual({ upTo: T, addresses: new Set() })
    expect(called.get('maria')?.upTo).toBe(T + HOUR)
    expect(seen('nikos', T + 2 * HOUR + 600, called.get('nikos'))).toContain('new')
  })

  it('at once where nobody on shift can be called', () => {
    expect(calledMembers(known(T + 700, [one], ['nikos'])).get('nikos')?.upTo).toBe(T)
  })

  it('of what somebody has, by its mailbox alone', () => {
    const late = { ngo: 'a21', since: T, claim: { by: 'maria', wakeAt: T }, address: 'a1' }
    expect(calledMembers(known(T + HOUR, [late])).get('nikos')).toBeUndefined()
    expect(calledMembers(known(T + 2 * HOUR, [late])).get('nikos')).toEqual({
      upTo: -Infinity,
      addresses: new Set(['a1']),
    })
    // Asked whether it goes on, they see what they have and nothing new.
    const silent = { ngo: 'a21', since: T, claim: { by: 'nikos', wakeAt: null }, silent: true }
    expect(calledMembers(known(T, [silent])).get('nikos')).toBeUndefined()
    // After the end of a case who is on shift and the coordinators, who see it anyway; after a day all.
    const ended = { ngo: 'a21', since: T, claim: { by: 'nikos', wakeAt: null }, added: 'ended', address: 'b2' } as const
    expect([...calledMembers(known(T, [ended])).keys()].sort()).toEqual(['lena', 'maria'])
    expect(calledMembers(known(T + 24 * HOUR, [ended])).get('nikos')?.addresses).toEqual(new Set(['b2']))
  })
})
