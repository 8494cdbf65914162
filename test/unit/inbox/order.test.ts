import { callAfterClaim } from '../../../inbox/list/calls.ts'
import { localTime } from '../../../shared/safeTimes.ts'
import fc from 'fast-check'
import { describe, expect, it, vi } from 'vitest'
import type { Item, Request } from '../../../inbox/list/items.ts'
import { type Row, arrange, rowOf } from '../../../inbox/list/order.ts'
import { marksOf } from '../../../inbox/list/Row.tsx'
import { anyAnswers } from '../anyAnswers.ts'
import { HOUR, WEDNESDAY, call, requestOf } from './facts.ts'

const ME = 'me'
const anyTime = { when: { parts: ['morning', 'afternoon', 'evening', 'night'], weekend: true } }
const evening = { when: { parts: ['evening'], weekend: true } }
const idOf = (row: Row | Item): string => ('item' in row ? row.item.id : row.id)
const arranged = (items: readonly Item[]) => {
  const { now, later, person, check, summary } = arrange(items, ME, WEDNESDAY)
  return { now: now.map(idOf), later: later.map(idOf), person: person.map(idOf), check: check.map(idOf), summary }
}
const danger = (rest: object) => ({ ...call(rest), more: { danger: 'now' as const } })

describe('the list', () => {
  it('has danger now first, then the earliest promise, then the oldest', () => {
    const items = [
      requestOf('young', call(anyTime), { hour: WEDNESDAY - HOUR }),
      requestOf('promised', call(anyTime), { replyBy: WEDNESDAY + HOUR, hour: WEDNESDAY - HOUR }),
      requestOf('old', call(anyTime), { hour: WEDNESDAY - 9 * HOUR }),
      requestOf('danger', danger(anyTime), { hour: WEDNESDAY }),
    ]
    expect(arranged(items).now).toEqual(['danger', 'promised', 'old', 'young'])
  })

  it('puts danger now on top also outside a safe time: somebody must look', () => {
    expect(arranged([requestOf('safe', call(anyTime)), requestOf('danger', danger(evening))]).now).toEqual([
      'danger',
      'safe',
    ])
  })

  it('marks what somebody else took and did nothing with for an hour, while it is a good time', () => {
    const HOURS = 3600
    const hour = WEDNESDAY - (WEDNESDAY % HOURS) - 2 * HOURS
    const begun = { id: 'c', length: 1, wakeAt: null, closed: null }
    const idle = (rest: object = {}, answers: Parameters<typeof requestOf>[1] = call(anyTime)): boolean =>
      rowOf(requestOf('r', answers, { claim: { by: 'other', hour }, case: begun, ...rest }) as Request, ME, WEDNESDAY)
        .idle
    expect(idle()).toBe(true)
    expect(idle({ claim: { by: 'other', hour: hour + HOURS } })).toBe(false)
    expect(idle({ claim: { by: ME, hour } })).toBe(false)
    expect(idle({ claim: null })).toBe(false)
    expect(idle({ case: undefined })).toBe(false)
    expect(idle({ case: { ...begun, length: 2 } })).toBe(false)
    // The hour that came with the beginning calls its owner, and is no rest.
    const wakeAt = hour + 4 * HOURS
    expect(idle({ case: { ...begun, wakeAt } })).toBe(true)
    const wakes = (length: number) =>
      rowOf(requestOf('r', call(anyTime), { case: { ...begun, length, wakeAt } }) as Request, ME, WEDNESDAY).wakes
    expect([wakes(1), wakes(2)]).toEqual([null, wakeAt])
    expect(idle({ case: { ...begun, closed: hour } })).toBe(false)
    expect([idle({}, call(evening)), idle({}, danger(evening))]).toEqual([false, true])
    expect(
      marksOf(
        rowOf(requestOf('r', call(anyTime), { claim: { by: 'other', hour }, case: begun }) as Request, ME, WEDNESDAY),
      ),
    ).toContainEqual(['list.pill.idle', 'amber'])
  })

  it('has who wrote behind the end among what is to be seen to now, whoever had it, and counts them', () => {
    const closed = { id: 'c', length: 9, wakeAt: null, closed: WEDNESDAY - HOUR }
    const ended = { claim: { by: 'other', hour: WEDNESDAY - 9 * HOUR }, case: closed, held: WEDNESDAY + HOUR }
    const later = [{ id: 'w', hour: WEDNESDAY, text: 'It begins again', contact: false }]
    const theirs = requestOf('theirs', danger(anyTime), { claim: { by: 'other', hour: WEDNESDAY } })
    const all = (rest: object) => arranged([theirs, { ...requestOf('ended', call(evening)), ...ended, ...rest }])
    expect(all({ wrote: later })).toMatchObject({ now: ['ended', 'theirs'], later: [], summary: { now: 1 } })
    expect(rowOf({ ...requestOf('ended', call(evening)), ...ended }, ME, WEDNESDAY).wakes).toBeNull()
    expect(all({})).toMatchObject({ now: ['theirs'], later: ['ended'], summary: { now: 0 } })
    expect(all({ wrote: later, case: { ...closed, closed: null } })).toMatchObject({
      now: ['theirs'],
      later: ['ended'],
    })
  })

  it('is no good time before the hour that a try has set which stopped', () => {
    const verdict = (held: number, contact: object = anyTime) =>
      rowOf({ ...requestOf('r', call(contact)), held }, ME, WEDNESDAY).verdict
    expect(verdict(WEDNESDAY + 5 * HOUR)).toEqual({ kind: 'later', from: WEDNESDAY + 5 * HOUR })
    expect(verdict(WEDNESDAY)).toMatchObject({ kind: 'now' })
    expect(verdict(WEDNESDAY + HOUR, evening)).toEqual(verdict(0, evening))
    expect(verdict(WEDNESDAY + HOUR, { to: 'nobody' })).toEqual(verdict(0, { to: 'nobody' }))
  })

  it('calls who takes it two hours on, in a safe time, or at any hour where the person said danger now', () => {
    const HOURS = 3600
    const hour = WEDNESDAY - (WEDNESDAY % HOURS)
    const after = (answers: Parameters<typeof requestOf>[1]): number | null =>
      callAfterClaim((requestOf('r', answers) as Request).facts, hour)
    expect([after(call(anyTime)), after(danger(evening))]).toEqual([hour + 2 * HOURS, hour + 2 * HOURS])
    const safe = after(call(evening))!
    expect([localTime(safe, 'Europe/Athens').hour, safe > hour + 2 * HOURS]).toEqual([17, true])
    const { facts } = requestOf('r', call(anyTime)) as Request
    const nobody = { ...facts.told.contact!, to: 'nobody' as const }
    expect(callAfterClaim({ ...facts, told: { ...facts.told, contact: nobody } }, hour)).toBeNull()
  })

  it('counts what is to be done now, what waits and until when, and what is late', () => {
    const items = [
      requestOf('now', call(anyTime), { replyBy: WEDNESDAY - HOUR }),
      requestOf('evening', call(evening)),
      requestOf('theirs', call(anyTime), { claim: { by: 'other', hour: 0 }, replyBy: WEDNESDAY - HOUR }),
      requestOf('mine', call(anyTime), { claim: { by: ME, hour: 0 } }),
    ]
    const { now, summary } = arranged(items)
    expect(now).toEqual(['now', 'mine', 'theirs'])
    expect(summary).toEqual({ now: 2, later: 1, until: Date.UTC(2026, 10, 25, 15) / 1000, late: 1 })
  })

  it('waits for the person where the person calls, and checks what cannot be understood', () => {
    const items: Item[] = [
      requestOf('icall', { for: 'self', contact: { to: 'nobody', how: 'icall', word: 1 } }),
      requestOf('odd', { for: 'self' }),
      requestOf('busy', call(anyTime), { check: true }),
      { kind: 'shut', id: 'shut', hour: WEDNESDAY, claim: null, code: 'open-damaged' },
    ]
    expect(arranged(items)).toMatchObject({ now: [], later: [], person: ['icall'], check: ['busy', 'odd', 'shut'] })
  })

  it('asks for the time of day no oftener where ten thousand wrote than where one did', () => {
    // On a Saturday, when the next safe time is two days away.
    const saturday = WEDNESDAY + 72 * HOUR
    const monday = call({ when: { parts: ['morning'], weekend: false } })
    const asked = vi.spyOn(Intl.DateTimeFormat.prototype, 'formatToParts')
    const questions = (n: number, t: number): number => {
      asked.mockClear()
      const items = Array.from({ length: n }, (_, i) => requestOf(String(i), monday))
      expect(arrange(items, ME, t).later).toHaveLength(n)
      return asked.mock.calls.length
    }
    const one = questions(1, saturday)
    expect(one).toBeGreaterThan(24)
    // Another moment, so that nothing is known yet.
    expect(questions(10_000, saturday + 1)).toBe(one)
    asked.mockRestore()
  })

  it('loses nobody and shows nobody twice', () => {
    const item = fc.record({ answers: anyAnswers, check: fc.boolean(), hoursAgo: fc.nat(400), mine: fc.boolean() }).map(
      ({ answers, check, hoursAgo, mine }) =>
        (id: string): Request =>
          requestOf(id, answers, {
            check,
            hour: WEDNESDAY - hoursAgo * HOUR,
            claim: mine ? { by: ME, hour: 0 } : null,
          }),
    )
    fc.assert(
      fc.property(fc.array(item, { maxLength: 12 }), (makers) => {
        const items = makers.map((make, i) => make(String(i)))
        const { now, later, person, check } = arranged(items)
        expect([...now, ...later, ...person, ...check].sort()).toEqual(items.map((one) => one.id).sort())
      }),
    )
  })
})
