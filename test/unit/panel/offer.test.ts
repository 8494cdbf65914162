import { describe, expect, test } from 'vitest'
import type { When } from '../../../shared/answers.ts'
import type { Chain } from '../../../shared/chain.ts'
import { type Judgement, whoReads } from '../../../shared/onDuty.ts'
import type { Shift } from '../../../shared/roster.ts'
import { emptyDraft } from '../../../widget/panel/answersDraft.ts'
import { closedFor, offerFor } from '../../../widget/panel/offer.ts'
import { HOUSE_RULE } from './fixtures.ts'

const judged = (phone: string | undefined) =>
  ({
    duty: { kind: 'on', ngo: { id: 'faros', answersWithin: 24, phone } },
    desk: { tz: 'Europe/Athens', houseRule: HOUSE_RULE },
    t: 1_795_539_600,
  }) as unknown as Judgement

test('"I call them" is offered only where there is a number to call', () => {
  const draft = { ...emptyDraft(0), how: 'icall' as const }
  expect(offerFor(judged('2100000000'), draft)).toMatchObject({ replyBy: null })
  expect(offerFor(judged(undefined), draft)).toBe('closed.choose')
})

describe('R32 what is promised', () => {
  const HOUR = 3600
  const DAY = 24 * HOUR
  /** Monday 23 November 2026, 0:00 in Athens. */
  const MONDAY = Date.UTC(2026, 10, 22, 22) / 1000
  const shift = (day: number, from: number, hours: number, ngo: string): Shift =>
    [(MONDAY + day * DAY + from * HOUR) / 60, hours * 60, ngo] as const
  /** Days and evenings of one week, by two teams; nobody at night, on Wednesday, a holiday, and at the weekend. */
  const WEEK = [0, 1, 3, 4].flatMap((day) => [shift(day, 9, 8, 'faros'), shift(day, 18, 3, 'thyra')])
  const NEXT = shift(7, 9, 8, 'faros')
  const ngos = [
    { id: 'faros', answersWithin: 24, box: { key: 'a' } },
    { id: 'thyra', answersWithin: 2, box: { key: 'b' } },
  ]
  const at = (t: number, shifts: readonly Shift[]): Judgement => {
    const desk = { id: 'GR', tz: 'Europe/Athens', houseRule: HOUSE_RULE, shifts }
    const ends = { expires: MONDAY + 30 * DAY }
    const roster = { ...ends, ngos, desks: [desk], revoked: [] }
    const chain = { root: ends, release: ends, roster, off: [], time: null, floor: MONDAY - DAY }
    return whoReads(chain as unknown as Chain, 'GR', null, t, t)
  }
  /** Reckoned by another way than the code's: local weekday and hour as Athens has them all this week. */
  const isSafe = (t: number, when?: When): boolean => {
    const hours = Math.floor((t - MONDAY) / HOUR)
    const [day, hour] = [Math.floor(hours / 24) % 7, hours % 24]
    if (!when) return day < 5 && hour >= 9 && hour < 17
    return (when.weekend || day < 5) && when.parts.includes('evening') && hour >= 17 && hour < 21
  }

  test.each([
    ['by the house rule', undefined],
    ['in the evening, not at the weekend', { parts: ['evening'], weekend: false }],
    ['in the evening of any day', { parts: ['evening'], weekend: true }],
  ] as const)('is never over, counts from a shift that there is, and lies in a safe time: %s', (_, when) => {
    const seen = new Set<string>()
    for (let t = MONDAY; t < MONDAY + 7 * DAY; t += 20 * 60) {
      const offer = offerFor(at(t, [...WEEK, NEXT]), { ...emptyDraft(0), how: 'call', ...(when && { when }) })
      if (typeof offer === 'string') throw new Error(`nothing is promised at ${t}`)
      const now = [...WEEK, NEXT].find(([start, length]) => 60 * (start + length) > t)!
      const start = Math.max(t, 60 * now[0])
      seen.add(`${now[2]} ${start === t ? 'on' : 'later'}`)
      expect(offer.ngo.id).toBe(now[2])
      const by = offer.replyBy!
      expect(by).toBeGreaterThanOrEqual(start + offer.ngo.answersWithin * HOUR)
      expect(by % HOUR).toBe(0)
      // In a safe hour, or at the end of one.
      expect([by, isSafe(by, when) || isSafe(by - 1, when)]).toEqual([by, true])
    }
    expect([...seen].sort()).toEqual(['faros later', 'faros on', 'thyra later', 'thyra on'])
  })

  test('at night, at the weekend and on a holiday names who reads next, and from when', () => {
    const next = (day: number, hour: number) => at(MONDAY + day * DAY + hour * HOUR, [...WEEK, NEXT]).duty
    expect(next(0, 3)).toMatchObject({ kind: 'later', ngo: { id: 'faros' }, from: MONDAY + 9 * HOUR })
    expect(next(2, 12)).toMatchObject({ kind: 'later', ngo: { id: 'faros' }, from: MONDAY + 3 * DAY + 9 * HOUR })
    expect(next(5, 12)).toMatchObject({ kind: 'later', ngo: { id: 'faros' }, from: MONDAY + 7 * DAY + 9 * HOUR })
  })

  test('is nothing where no shift is left: sending is closed, and the words say why', () => {
    for (const shifts of [[], WEEK]) {
      const judged = at(MONDAY + 6 * DAY, shifts)
      expect(closedFor(judged)).toBe('duty.none')
      for (const how of ['call', 'icall'] as const)
        expect(offerFor(judged, { ...emptyDraft(0), how })).toBe('duty.none')
    }
  })
})
