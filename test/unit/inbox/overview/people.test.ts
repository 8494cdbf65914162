import { describe, expect, it } from 'vitest'
import type { Item } from '../../../../inbox/list/items.ts'
import { DAY } from '../../../../inbox/overview/judged.ts'
import { type CaseOf, promisesOf, quietOf, unreadOf, wipedOf } from '../../../../inbox/overview/people.ts'
import type { CaseAct } from '../../../../shared/caseActs.ts'
import type { Case, LoggedEvent } from '../../../../shared/caseFold.ts'
import type { CaseState } from '../../../../shared/caseMoves.ts'
import { HOUR, WEDNESDAY, call, requestOf } from '../facts.ts'

const T = WEDNESDAY
const NOW_HOUR = T - (T % HOUR)
const claim = (hour: number) => ({ by: 'me', hour })
const came = (id: string, ago: number, rest: object = {}): Item =>
  requestOf(id, call(), { hour: NOW_HOUR - ago, ...rest })
const isTest = (item: Item): Item =>
  item.kind === 'request' ? { ...item, facts: { ...item.facts, test: true } } : item
const shut = (ago: number): Item => ({ kind: 'shut', id: 's', hour: NOW_HOUR - ago, claim: null, code: 'open-damaged' })

/** A case after these acts. */
const caseOf = (state: CaseState, acts: readonly (readonly [hour: number, act: CaseAct])[], aside = false): Case =>
  ({
    standing: { state, owner: null, away: [], aside, proposed: null, consent: null },
    events: acts.map(([at, act], seq): LoggedEvent => ({ seq, kind: 'opened', by: 'me', at, audit: '', act })),
  }) as Partial<Case> as Case
const mark = (rest: object = {}) => ({ case: { id: 'case', length: 5, wakeAt: null, closed: null, ...rest } })
const none: CaseOf = () => null
const all =
  (now: Case): CaseOf =>
  () =>
    now

describe('unread for more than two hours', () => {
  it('is fine while all that waits is newer, taken, a test, or withdrawn', () => {
    const items = [
      came('new', HOUR),
      came('mine', 9 * HOUR, { claim: claim(NOW_HOUR) }),
      isTest(came('test', 9 * HOUR)),
      came('gone', 9 * HOUR, { withdrawn: true }),
      came('rests', 9 * HOUR, mark({ wakeAt: T + HOUR })),
    ]
    expect(unreadOf(items, T, none)).toEqual({ verdict: 'fine', hours: [] })
  })

  it('counts from the first second in which it can have come, also what does not open, the oldest first', () => {
    expect(unreadOf([came('a', 2 * HOUR)], NOW_HOUR, none)).toMatchObject({ verdict: 'fine' })
    expect(unreadOf([came('a', 2 * HOUR), shut(5 * HOUR)], NOW_HOUR + 1, none)).toEqual({
      verdict: 'now',
      hours: [NOW_HOUR - 5 * HOUR, NOW_HOUR - 2 * HOUR],
    })
  })

  it('is none of what was set aside, until the person writes again', () => {
    const aside = all(caseOf('check', [[NOW_HOUR - 8 * HOUR, { kind: 'set-aside' }]], true))
    const odd = came('odd', 9 * HOUR, mark())
    expect(unreadOf([odd, { ...shut(9 * HOUR), ...mark() }], T, aside)).toEqual({ verdict: 'fine', hours: [] })
    const again = {
      ...odd,
      wrote: [{ id: 'm', hour: NOW_HOUR - 3 * HOUR, text: 'please', contact: false }],
    } as Item
    expect(unreadOf([again], T, aside)).toEqual({ verdict: 'now', hours: [NOW_HOUR - 3 * HOUR] })
  })
})

describe('promises', () => {
  const BY = NOW_HOUR - 2 * HOUR
  const promised = (rest: object = { claim: claim(NOW_HOUR - 5 * HOUR), ...mark() }): Item =>
    came('p', 9 * HOUR, { replyBy: BY, ...rest })
  const tried = (hour: number): Case => caseOf('tried', [[hour, { kind: 'try', result: 'no-answer' }]])

  it('are kept by who tried before the promised time, or answered to the number', () => {
    expect(promisesOf([came('later', HOUR, { replyBy: T + 1 })], T, none)).toEqual({
      verdict: 'fine',
      due: 0,
      kept: 0,
      open: 0,
    })
    const kept = { verdict: 'fine', due: 1, kept: 1, open: 0 }
    expect(promisesOf([promised()], T, all(tried(BY - HOUR)))).toEqual(kept)
    const answered = caseOf('claimed', [[BY - HOUR, { kind: 'reply', n: 1, lang: 'ar', text: 'hello' }]])
    expect(promisesOf([promised()], T, all(answered))).toEqual(kept)
  })

  it('are not kept by taking a request: worth a look where a try came late, and now where none came', () => {
    const late = { verdict: 'look', due: 1, kept: 0, open: 0 }
    expect(promisesOf([promised()], T, all(tried(BY)))).toEqual(late)
    const open = { verdict: 'now', due: 1, kept: 0, open: 1 }
    expect(promisesOf([promised()], T, all(caseOf('claimed', [[BY - HOUR, { kind: 'show' }]])))).toEqual(open)
    expect(promisesOf([promised({})], T, none)).toEqual(open)
    const closed = promised({ claim: claim(BY), ...mark({ closed: BY }) })
    const ended = (reason: 'helped' | 'test' | 'not-real' | 'twice') =>
      all(caseOf('closed', [[BY, { kind: 'close', reason }]]))
    expect(promisesOf([closed], T, ended('helped'))).toEqual(late)
    for (const reason of ['test', 'not-real', 'twice'] as const)
      expect(promisesOf([closed], T, ended(reason)).due).toBe(0)
  })

  it('are none where the case does not open here, was set aside, or the person calls by themselves', () => {
    const calls = requestOf('c', { for: 'self', contact: { to: 'nobody', how: 'icall', word: 1 } }, { replyBy: BY })
    expect(promisesOf([calls], T, none).due).toBe(0)
    expect(promisesOf([promised()], T, none).due).toBe(0)
    expect(promisesOf([promised(mark())], T, all(caseOf('check', [], true))).due).toBe(0)
  })
})

describe('cases in which nothing is written', () => {
  const had = (ago: number, by = 'me', rest: object = mark()): Item =>
    came('q', ago, { claim: { by, hour: NOW_HOUR - ago }, ...rest })
  const note = (ago: number) => all(caseOf('contact', [[NOW_HOUR - ago, { kind: 'note', text: 'x' }]]))
  it('are told after thirty days by who has them, and are red after sixty', () => {
    const old = had(170 * DAY)
    expect(quietOf([old], NOW_HOUR - 1, note(30 * DAY))).toMatchObject({ verdict: 'fine', all: 0, since: null })
    const one = { all: 1, owners: ['me'] }
    const [month, two] = [NOW_HOUR - 30 * DAY, NOW_HOUR - 60 * DAY]
    expect(quietOf([old], NOW_HOUR, note(30 * DAY))).toEqual({ ...one, verdict: 'look', long: 0, since: month })
    expect(quietOf([old], NOW_HOUR, note(60 * DAY))).toEqual({ ...one, verdict: 'now', long: 1, since: two })
    const both = quietOf([old, had(60 * DAY, 'nikos'), had(61 * DAY)], NOW_HOUR, note(40 * DAY))
    expect(both).toMatchObject({ all: 3, owners: ['me', 'nikos'] })
  })

  it('are none that are closed, that nobody has, or that do not open here', () => {
    const items = [had(90 * DAY, 'me', mark({ closed: NOW_HOUR - 20 * DAY })), came('nobody', 90 * DAY, mark())]
    expect(quietOf(items, NOW_HOUR, note(40 * DAY)).all).toBe(0)
    expect(quietOf([had(90 * DAY)], NOW_HOUR, none).all).toBe(0)
  })
})

describe('what is wiped this week', () => {
  it('is reckoned from the hour where nobody took it, else from the claim', () => {
    const items = [
      came('young', 6 * DAY),
      came('kept', 170 * DAY, { claim: claim(NOW_HOUR - 109 * DAY) }),
      came('goes', 180 * DAY, { claim: claim(NOW_HOUR - 115 * DAY) }),
      isTest(came('test', 13 * DAY)),
    ]
    const open = { verdict: 'look', all: 1, open: 1, unread: 0, first: NOW_HOUR + 5 * DAY }
    expect(wipedOf(items, NOW_HOUR, none)).toEqual(open)
    const unread = [...items, came('nobody', 8 * DAY), shut(13 * DAY)]
    expect(wipedOf(unread, NOW_HOUR, none)).toMatchObject({ verdict: 'now', all: 3, unread: 2, first: NOW_HOUR + DAY })
    expect(wipedOf(items, NOW_HOUR, none, { unread: 60, closed: 60, open: 300 }).all).toBe(0)
    expect(wipedOf([], T, none)).toMatchObject({ verdict: 'fine', all: 0, unread: 0, first: null })
  })

  it('is reckoned from what was written last in its case, as the server does', () => {
    const note = (ago: number) => all(caseOf('contact', [[NOW_HOUR - ago, { kind: 'note', text: 'x' }]]))
    const old = came('old', 180 * DAY, { claim: claim(NOW_HOUR - 179 * DAY), ...mark() })
    expect(wipedOf([old], NOW_HOUR, note(10 * DAY)).all).toBe(0)
    expect(wipedOf([old], NOW_HOUR, note(114 * DAY))).toMatchObject({ all: 1, first: NOW_HOUR + 6 * DAY })
    // What was given back waits its fourteen days anew.
    const back = came('back', 13 * DAY, mark())
    expect(wipedOf([back], NOW_HOUR, note(DAY)).all).toBe(0)
    expect(wipedOf([back], NOW_HOUR, note(12 * DAY))).toMatchObject({ verdict: 'now', first: NOW_HOUR + 2 * DAY })
  })

  it('is what was closed thirty days ago, and what was set aside: as it should be', () => {
    const closed = (ago: number) =>
      came('c', 60 * DAY, { claim: claim(NOW_HOUR - 59 * DAY), ...mark({ closed: NOW_HOUR - ago }) })
    const goes = { verdict: 'fine', all: 1, open: 0, unread: 0 }
    expect(wipedOf([closed(22 * DAY)], NOW_HOUR, none).all).toBe(0)
    expect(wipedOf([closed(24 * DAY)], NOW_HOUR, none)).toEqual({ ...goes, first: NOW_HOUR + 6 * DAY })
    const aside = all(caseOf('check', [], true))
    expect(wipedOf([came('odd', 9 * DAY, mark())], NOW_HOUR, aside)).toMatchObject(goes)
  })
})
