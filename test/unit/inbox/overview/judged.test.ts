import { describe, expect, it } from 'vitest'
import { DAY, endsOf, gapsIn, phonesOf, promisesOf, unreadOf, wipedOf } from '../../../../inbox/overview/judged.ts'
import type { Item } from '../../../../inbox/list/items.ts'
import type { Session } from '../../../../inbox/session.ts'
import type { Line, Shift } from '../../../../shared/roster.ts'
import { DESK, HOUR, WEDNESDAY, call, requestOf } from '../facts.ts'

const T = WEDNESDAY
const NOW_HOUR = T - (T % HOUR)
const claim = (hour: number) => ({ by: 'me', hour })
const came = (id: string, ago: number, rest: object = {}): Item =>
  requestOf(id, call(), { hour: NOW_HOUR - ago, ...rest })
const isTest = (item: Item): Item =>
  item.kind === 'request' ? { ...item, facts: { ...item.facts, test: true } } : item
const shut = (ago: number): Item => ({ kind: 'shut', id: 's', hour: NOW_HOUR - ago, claim: null, code: 'open-damaged' })

describe('unread for more than two hours', () => {
  it('is fine while all that waits is newer, taken, a test, or withdrawn', () => {
    const items = [
      came('new', HOUR),
      came('mine', 9 * HOUR, { claim: claim(NOW_HOUR) }),
      isTest(came('test', 9 * HOUR)),
      came('gone', 9 * HOUR, { withdrawn: true }),
      came('rests', 9 * HOUR, { case: { id: 'case', length: 5, wakeAt: T + HOUR, closed: null } }),
    ]
    expect(unreadOf(items, T)).toEqual({ verdict: 'fine', hours: [] })
  })

  it('counts from the first second in which it can have come, also what does not open, the oldest first', () => {
    expect(unreadOf([came('a', 2 * HOUR)], NOW_HOUR)).toMatchObject({ verdict: 'fine' })
    expect(unreadOf([came('a', 2 * HOUR), shut(5 * HOUR)], NOW_HOUR + 1)).toEqual({
      verdict: 'now',
      hours: [NOW_HOUR - 5 * HOUR, NOW_HOUR - 2 * HOUR],
    })
  })
})

describe('promises', () => {
  const promised = (id: string, by: number, taken: number | null): Item =>
    came(id, 9 * HOUR, { replyBy: by, claim: taken === null ? null : claim(taken) })

  it('are kept by who took the request in time', () => {
    expect(promisesOf([promised('later', T + 1, null)], T)).toEqual({ verdict: 'fine', due: 0, kept: 0, open: 0 })
    expect(promisesOf([promised('a', T, NOW_HOUR - HOUR)], T)).toEqual({ verdict: 'fine', due: 1, kept: 1, open: 0 })
  })

  it('are worth a look where one was taken late, and now where nobody took it', () => {
    const late = promised('late', NOW_HOUR - 3 * HOUR, NOW_HOUR - 2 * HOUR)
    expect(promisesOf([late], T)).toEqual({ verdict: 'look', due: 1, kept: 0, open: 0 })
    expect(promisesOf([late, promised('open', T, null)], T)).toEqual({ verdict: 'now', due: 2, kept: 0, open: 1 })
  })
})

describe('gaps', () => {
  const now = Math.floor(T / 60)
  const desk = (...shifts: Shift[]) => [{ ...DESK, shifts }]
  it('are those of the next fourteen days, the first one told', () => {
    expect(gapsIn(desk([now - 60, 15 * 1440, 'a21']), T)).toEqual({ verdict: 'fine', minutes: 0, first: null })
    const later = gapsIn(desk([now, 3 * 1440, 'a21'], [now + 3 * 1440 + 60, 12 * 1440, 'a21']), T)
    expect(later).toMatchObject({
      verdict: 'look',
      minutes: 60,
      first: { from: now + 3 * 1440, to: now + 3 * 1440 + 60 },
    })
    expect(gapsIn(desk([now + 60, 15 * 1440, 'a21']), T)).toMatchObject({ verdict: 'now', minutes: 60 })
  })
})

describe('phone lines', () => {
  const line = (number: string, checked: number | null): Line => ({ ...({} as Line), number, name: number, checked })
  it('are due after 35 days or where nobody called yet, each once', () => {
    const lines = [line('1', T - 35 * DAY), line('2', T - 35 * DAY - 1), line('3', null)]
    const told = phonesOf(
      [
        { ...DESK, lines },
        { ...DESK, lines },
      ],
      T,
    )
    expect([told.verdict, told.all, told.due.map(({ number }) => number)]).toEqual(['look', 3, ['2', '3']])
    expect(phonesOf([{ ...DESK, lines: [lines[0]!] }], T).verdict).toBe('fine')
    expect(phonesOf([{ ...DESK, lines: [lines[2]!] }], T).verdict).toBe('now')
  })
})

describe('roster and keys', () => {
  const ends = (roster: number, root = 100, release = 100, spare = true) =>
    endsOf(
      {
        chain: {
          roster: { expires: T + roster * DAY },
          root: { expires: T + root * DAY },
          release: { expires: T + release * DAY },
        },
        ngo: spare ? { spare: {} } : {},
      } as unknown as Session,
      T,
    ).verdict
  it('are judged by what ends first: weeks for the roster, months for the keys', () => {
    expect([ends(8), ends(7), ends(3), ends(-1)]).toEqual(['fine', 'look', 'now', 'now'])
    expect([ends(20, 30), ends(20, 7), ends(20, 100, 30), ends(20, 100, 7)]).toEqual(['look', 'now', 'look', 'now'])
    expect(ends(20, 100, 100, false)).toBe('look')
  })
})

describe('what is wiped this week', () => {
  it('is reckoned from the hour where nobody took it, else from the claim', () => {
    const items = [
      came('young', 6 * DAY),
      came('kept', 170 * DAY, { claim: claim(NOW_HOUR - 169 * DAY) }),
      came('goes', 180 * DAY, { claim: claim(NOW_HOUR - 175 * DAY) }),
      isTest(came('test', 13 * DAY)),
    ]
    expect(wipedOf(items, NOW_HOUR)).toEqual({ verdict: 'look', all: 1, unread: 0, first: NOW_HOUR + 5 * DAY })
    const unread = [...items, came('nobody', 8 * DAY), shut(13 * DAY)]
    expect(wipedOf(unread, NOW_HOUR)).toEqual({ verdict: 'now', all: 3, unread: 2, first: NOW_HOUR + DAY })
    expect(wipedOf([], T)).toEqual({ verdict: 'fine', all: 0, unread: 0, first: null })
  })
})
