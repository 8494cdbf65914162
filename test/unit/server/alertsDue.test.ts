import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type AlertRequest, type Known, REMIND, REPEAT, due } from '../../../server/alerts/due.ts'
import { Arrivals } from '../../../server/alerts/arrivals.ts'
import { alertRequests } from '../../../server/alerts/requests.ts'
import type { Store } from '../../../server/store/store.ts'
import type { KeyId, RequestId } from '../../../shared/wire.ts'
import { toBase64 } from '../../../shared/bytes.ts'
import type { Roster } from '../../../shared/roster.ts'
import type { Team, TeamMember } from '../../../shared/team.ts'

const HOUR = 3600
const MINUTE = 60
/** a full hour */
const T = 500_000 * HOUR

const person = (id: string, role: TeamMember['role'] = 'member'): TeamMember => ({
  id,
  name: id,
  login: id,
  role,
  box: '',
  sign: '',
})
type TeamOf = Pick<Team, 'members' | 'duty'>
const minutes = (seconds: number): number => seconds / 60
const duty = (from: number, hours: number, id: string) => [minutes(from), hours * 60, id] as const
const rosterOf = (...shifts: readonly (readonly [from: number, hours: number, ngo: string])[]) =>
  ({
    desks: [{ shifts: shifts.map(([from, hours, ngo]) => [minutes(from), hours * 60, ngo]) }],
  }) as unknown as Pick<Roster, 'desks'>

const lena = person('lena', 'lead')
const maria = person('maria')
const nikos = person('nikos')
const petra = person('petra', 'privacy')
/** maria has the first half of a shift of 12 hours, nikos the second, lena is always there if needed */
const a21: TeamOf = {
  members: [lena, maria, nikos, petra],
  duty: [duty(T, 6, 'maria'), duty(T + 6 * HOUR, 6, 'nikos')],
}
const gcr: TeamOf = { members: [person('gina', 'lead')] }
const all = ['lena', 'maria', 'nikos', 'petra', 'gina']
const request = (since: number, changes: Partial<AlertRequest> = {}): AlertRequest => ({
  ngo: 'a21',
  since,
  claim: null,
  ...changes,
})
const known = (now: number, requests: readonly AlertRequest[], changes: Partial<Known> = {}): Known => ({
  now,
  requests,
  roster: rosterOf([T, 12, 'a21'], [T + 12 * HOUR, 12, 'gcr']),
  teams: new Map([
    ['a21', a21],
    ['gcr', gcr],
  ]),
  reachable: new Set(all),
  seen: new Map(),
  ...changes,
})
const who = (one: Known) => due(one).map(({ member, rule, every }) => `${member} ${rule} ${every / 60}`)

describe('Who is called', () => {
  it('is the member on shift, every five minutes until it was seen, then every thirty', () => {
    const came = request(T + 61)
    expect(who(known(T + 61, [came]))).toEqual(['maria new 5'])
    expect(who(known(T + 61 + 20 * MINUTE, [came]))).toEqual(['maria new 5'])
    const seen = new Map([['maria', T + 300]])
    expect(who(known(T + 400, [came], { seen }))).toEqual(['maria new 30'])
  })

  it('for what is added is who has it, also off shift; after a day, or if they have no way, the coordinators', () => {
    const added = request(T + 61, { claim: { by: 'nikos', wakeAt: null }, added: 'open' })
    expect(who(known(T + 61, [added]))).toEqual(['nikos added 5'])
    expect(who(known(T + 61 + 3 * HOUR, [added], { seen: new Map([['nikos', T + 300]]) }))).toEqual(['nikos added 30'])
    expect(who(known(T + 61 + 24 * HOUR, [added]))).toEqual(['nikos added 5', 'lena added 5'])
    expect(who(known(T + 61, [added], { reachable: new Set(['maria', 'lena']) }))).toEqual(['lena added 5'])
    expect(who(known(T + 61, [added], { reachable: new Set(['maria']) }))).toEqual(['maria added 5'])
  })

  it('for what is added after the end are who is on shift and the coordinators, at once; after a day all', () => {
    const ended = request(T + 61, { claim: { by: 'nikos', wakeAt: null }, added: 'ended', away: ['zoe'] })
    expect(who(known(T + 61, [ended]))).toEqual(['lena added 5', 'maria added 5'])
    expect(who(known(T + 400, [ended], { seen: new Map([['maria', T + 300]]) }))).toEqual([
      'lena added 30',
      'maria added 30',
    ])
    // The desk is with somebody else.
    expect(who(known(T + 13 * HOUR, [ended]))).toEqual(['lena added 5'])
    expect(who(known(T + 61 + 24 * HOUR, [ended]))).toEqual(['lena added 5', 'maria added 5', 'nikos added 5'])
    expect(who(known(T + 61, [ended], { reachable: new Set(['nikos']) }))).toEqual(['nikos added 5'])
    // Nobody who stepped back (R46).
    expect(who(known(T + 61, [{ ...ended, away: ['maria'] }]))).toEqual(['lena added 5'])
  })

  it('for what is added goes by what is open, where somebody has closed another one of the same mailbox', async () => {
    const address = new Uint8Array(8).fill(1)
    const owner = (by: number, closed: boolean) => ({ address, by: new Uint8Array(16).fill(by), closed })
    const row = { id: new Uint8Array(16) as RequestId, hour: T, address, wakeAt: null }
    const added = async (...owners: ReturnType<typeof owner>[]) => {
      const none = () => Promise.resolve([])
      const store = { unopened: () => Promise.resolve([row]), claimedAddresses: () => Promise.resolve(owners) }
      const all = { ...store, wakes: none, silent: none, steppedBack: none } as unknown as Store
      const keys = new Map([['a21', [new Uint8Array(8) as KeyId]]])
      const found = await alertRequests(all, new Arrivals(() => T, Math.random), keys, T)
      return found.map((one) => [one.added, one.claim?.by.slice(0, 2)])
    }
    expect(await added(owner(0, true))).toEqual([['ended', 'AA']])
    for (const owners of [[owner(255, false), owner(0, true)] as const, [owner(0, true), owner(255, false)] as const])
      expect(await added(...owners)).toEqual([['open', '__']])
  })

  it('is reminded after thirty minutes, also who had seen it', () => {
    const seen = new Map([['maria', T + 300]])
    expect(who(known(T + 31 * MINUTE, [request(T + 1)], { seen }))).toEqual(['maria remind 5'])
  })

  it('is one person more after two hours: whose shift comes next', () => {
    expect(who(known(T + 2 * HOUR + 1, [request(T + 1)]))).toEqual(['maria second 5', 'nikos second 5'])
  })

  it('is who takes over in the middle of the shift, and who went is not called any more', () => {
    const seen = new Map([['maria', T + 5 * HOUR + 20]])
    const now = T + 6 * HOUR + MINUTE
    expect(who(known(now, [request(now - 90)], { seen }))).toEqual(['nikos new 5'])
  })

  it('are all members once the shift is over in which it came, and what was seen before does not count', () => {
    const seen = new Map([['maria', T + 11.9 * HOUR]])
    const now = T + 12 * HOUR
    const came = request(now - 10 * MINUTE)
    expect(who(known(now - 1, [came], { seen }))).toEqual(['nikos new 5'])
    expect(who(known(now, [came], { seen }))).toEqual(['lena new 5', 'maria new 5', 'nikos new 5'])
  })

  it('are all of them where none has a shift of their own', () => {
    const teams = new Map([['a21', { members: a21.members }]])
    expect(who(known(T + 60, [request(T + 1)], { teams }))).toEqual(['lena new 5', 'maria new 5', 'nikos new 5'])
  })

  it('are the coordinators too after a day, everybody after three', () => {
    const roster = rosterOf([T, 100, 'a21'])
    const teams = new Map([['a21', { ...a21, duty: [duty(T, 100, 'maria')] }]])
    const at = (hours: number) => who(known(T + hours * HOUR + 1, [request(T + 1)], { roster, teams }))
    expect(at(24)).toEqual(['maria lead 5', 'lena lead 5'])
    expect(at(72)).toEqual(['lena incident 5', 'maria incident 5', 'nikos incident 5'])
  })

  it('is somebody else where who is on shift has no way, and who only guards data where nobody else has one', () => {
    expect(who(known(T + 60, [request(T + 1)], { reachable: new Set(['nikos', 'petra']) }))).toEqual(['nikos new 5'])
    expect(who(known(T + 60, [request(T + 1)], { reachable: new Set(['petra']) }))).toEqual(['petra new 5'])
    expect(who(known(T + 60, [request(T + 1)], { reachable: new Set(['gina']) }))).toEqual([])
  })

  it('is called once for many, by the one that calls most often', () => {
    const seen = new Map([['maria', T + 300]])
    const requests = [request(T + 1), request(T + 2), request(T + 310)]
    expect(who(known(T + 320, requests, { seen }))).toEqual(['maria new 5'])
  })

  it('R46 is nobody who stepped back from it; the coordinator where nobody else is on shift', () => {
    const came = request(T + 1, { away: ['maria'] })
    expect(who(known(T + 60, [came]))).toEqual(['lena new 5', 'nikos new 5'])
    expect(who(known(T + 80 * HOUR, [came]))).toEqual(['lena incident 5', 'nikos incident 5'])
    const woken = request(T, { claim: { by: 'nikos', wakeAt: T }, away: ['maria'] })
    expect(who(known(T + 3 * HOUR, [woken]))).toEqual(['lena wake 5', 'nikos wake 5'])
  })

  it('are members who see it for themselves only where they are called: who is off shift silences nobody', () => {
    const seen = new Map([['nikos', T + 300]])
    expect(who(known(T + 400, [request(T + 1)], { seen }))).toEqual(['maria new 5'])
  })

  it('is nobody before the small delay is over, and nobody for an NGO that has no team', () => {
    expect(who(known(T, [request(T + 1)]))).toEqual([])
    expect(who(known(T + 60, [request(T + 1, { ngo: 'elsewhere' })]))).toEqual([])
  })

  it('is counted from the full hour after another start: a shift that began within that hour is the one', () => {
    const roster = rosterOf([T - 12 * HOUR, 12.5, 'gcr'], [T + HOUR / 2, 12, 'a21'])
    expect(who(known(T + 40 * MINUTE, [request(T)], { roster }))).toEqual(['maria remind 5'])
  })
})

describe('Who has opened a request', () => {
  const claim = (wakeAt: number | null) => ({ by: 'nikos', wakeAt })

  it('is left in peace, and everybody else', () => {
    expect(who(known(T + 80 * HOUR, [request(T, { claim: claim(null) })]))).toEqual([])
  })

  it('is called at the hour that they set, and all members two hours later', () => {
    const came = request(T, { claim: claim(T + 8 * HOUR) })
    expect(who(known(T + 8 * HOUR - 1, [came]))).toEqual([])
    expect(who(known(T + 8 * HOUR, [came]))).toEqual(['nikos wake 5'])
    const seen = new Map([['nikos', T + 8 * HOUR]])
    expect(who(known(T + 9 * HOUR, [came], { seen }))).toEqual(['nikos wake 30'])
    expect(who(known(T + 10 * HOUR, [came], { seen }))).toEqual(['lena wake 5', 'maria wake 5', 'nikos wake 5'])
  })
})

describe('Who wrote nothing for a month', () => {
  const DAY = 24 * HOUR
  /** nikos wrote last at T */
  const silent = request(T + 30 * DAY, { claim: { by: 'nikos', wakeAt: null }, silent: true })
  const after = (seconds: number, changes: Partial<Known> = {}) => who(known(T + seconds, [silent], changes))

  it('is asked once a week, within the hour in which they wrote last, seen or not; after sixty days the coordinators too', () => {
    expect([after(29 * DAY), after(30 * DAY - 1), after(30 * DAY)]).toEqual([[], [], ['nikos silent 120']])
    expect(after(30 * DAY + HOUR - 1, { seen: new Map([['nikos', T + 30 * DAY]]) })).toEqual(['nikos silent 120'])
    expect([after(30 * DAY + HOUR), after(31 * DAY), after(36 * DAY)]).toEqual([[], [], []])
    expect([after(37 * DAY), after(58 * DAY)]).toEqual([['nikos silent 120'], ['nikos silent 120']])
    expect([after(59 * DAY), after(60 * DAY)]).toEqual([[], []])
    expect(after(65 * DAY)).toEqual(['nikos silent 120', 'lena silent 120'])
  })

  it('is nobody where neither they nor a coordinator has a way, and a coordinator at once where they have none', () => {
    expect(after(30 * DAY, { reachable: new Set(['lena', 'maria']) })).toEqual(['lena silent 120'])
    expect(after(30 * DAY, { reachable: new Set(['maria']) })).toEqual([])
  })

  it('is found in the store by the hour of the newest event', async () => {
    const by = new Uint8Array(16).fill(7)
    const until: number[] = []
    const nothing = async () => []
    const store = {
      unopened: nothing,
      claimedAddresses: nothing,
      wakes: nothing,
      steppedBack: nothing,
      silent: async (hour: number) => (until.push(hour), [{ ngo: 'a21', by, acted: T }]),
    }
    const found = await alertRequests(store, {} as Arrivals, new Map(), T + 31 * DAY)
    expect(until).toEqual([T + DAY])
    expect(found).toEqual([
      { ngo: 'a21', since: T + 30 * DAY, claim: { by: toBase64(by), wakeAt: null }, silent: true },
    ])
  })

  it('is nobody by a clock that went back', () => {
    expect(after(-DAY)).toEqual([])
  })
})

describe('At every moment', () => {
  const NGOS = ['one', 'two', 'three']
  const span = { min: 0, max: 100 * 60 }
  const arbitraryTeam = (ngo: string) =>
    fc.record({
      members: fc
        .array(fc.constantFrom<TeamMember['role']>('lead', 'member', 'privacy'), { minLength: 1, maxLength: 5 })
        .map((roles) => roles.map((role, i) => person(`${ngo} ${i}`, role))),
      duty: fc.array(
        fc.tuple(
          fc.integer(span).map((m) => T / 60 + m),
          fc.integer({ min: 1, max: 1440 }),
          fc.integer({ min: 0, max: 6 }).map((i) => `${ngo} ${i}`),
        ),
        { maxLength: 6 },
      ),
    })
  const arbitraryKnown = fc
    .record({
      now: fc.integer({ min: 0, max: 100 * HOUR }).map((s) => T + s),
      requests: fc.array(
        fc.record({
          ngo: fc.constantFrom(...NGOS),
          since: fc.integer({ min: 0, max: 100 * HOUR }).map((s) => T + s),
          claim: fc.constantFrom(null, { by: 'one 0', wakeAt: null }),
        }),
        { maxLength: 5 },
      ),
      roster: fc.option(
        fc
          .array(
            fc.tuple(
              fc.integer(span).map((m) => T + 60 * m),
              fc.integer({ min: 1, max: 48 }),
              fc.constantFrom(...NGOS),
            ),
            { maxLength: 8 },
          )
          .map((shifts) => rosterOf(...shifts)),
        { nil: undefined },
      ),
      teams: fc.tuple(...NGOS.map(arbitraryTeam)).map((teams) => new Map(teams.map((team, i) => [NGOS[i]!, team]))),
      reachable: fc
        .array(fc.tuple(fc.constantFrom(...NGOS), fc.integer({ min: 0, max: 5 })))
        .map((ids) => new Set(ids.map(([ngo, i]) => `${ngo} ${i}`))),
      seen: fc
        .array(
          fc.tuple(
            fc.tuple(fc.constantFrom(...NGOS), fc.integer({ min: 0, max: 5 })).map(([ngo, i]) => `${ngo} ${i}`),
            fc.integer({ min: 0, max: 100 * HOUR }).map((s) => T + s),
          ),
        )
        .map((entries) => new Map(entries)),
    })
    .map((one): Known => ({ ...one, seen: new Map([...one.seen].filter(([, at]) => at <= one.now)) }))

  it('a request that nobody opened calls somebody of its NGO if anybody there can be called, and nobody of another', () => {
    fc.assert(
      fc.property(arbitraryKnown, (one) => {
        const calls = due(one)
        for (const { ngo, since, claim } of one.requests) {
          const canBe = one.teams.get(ngo)!.members.some(({ id }) => one.reachable.has(id))
          if (claim || one.now < since || !canBe) continue
          expect(calls.some((call) => call.ngo === ngo)).toBe(true)
        }
        for (const { member, ngo, every } of calls) {
          expect(one.teams.get(ngo)!.members.some(({ id }) => id === member)).toBe(true)
          expect(one.reachable.has(member)).toBe(true)
          expect(one.requests.some((request) => request.ngo === ngo && !request.claim)).toBe(true)
          expect([REPEAT, REMIND]).toContain(every)
        }
        expect(new Set(calls.map(({ member }) => member)).size).toBe(calls.length)
      }),
      { numRuns: 500 },
    )
  })

  it('nobody is called once all were opened', () => {
    fc.assert(
      fc.property(arbitraryKnown, (one) => {
        const requests = one.requests.map((request) => ({ ...request, claim: { by: 'one 0', wakeAt: null } }))
        expect(due({ ...one, requests })).toEqual([])
      }),
    )
  })
})
