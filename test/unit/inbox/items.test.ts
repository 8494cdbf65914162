import { describe, expect, it } from 'vitest'
import { type Item, type OpenedRow, type Request, gather } from '../../../inbox/list/items.ts'
import { arrange, rowOf } from '../../../inbox/list/order.ts'
import type { Told } from '../../../inbox/list/facts.ts'
import type { Answers } from '../../../shared/answers.ts'
import { HOUR, WEDNESDAY, call, factsOf, requestOf } from './facts.ts'

const row = (
  id: string,
  rest: Parameters<typeof factsOf>[1],
  answers: Answers | Told = call(),
  hour = 0,
): OpenedRow => ({
  id,
  hour,
  check: false,
  claim: null,
  read: { kind: 'opened', facts: factsOf(answers, rest) },
})
const followUp = { kind: 'follow-up', told: {} } as const

describe('messages of one person', () => {
  it('are one row', () => {
    const items = gather([row('a', {}), row('b', { ...followUp, text: 'later please' })])
    expect(items).toMatchObject([{ id: 'a', wrote: [{ text: 'later please', contact: false }] }])
  })

  it('change the way to be reached: the old one is not safe any more', () => {
    const newContact = { to: 'person', how: 'sms', address: '+306999999999', word: 4 }
    const [item] = gather([row('a', {}), row('b', { ...followUp, newContact }, call(), HOUR)])
    expect(item).toMatchObject({ facts: { told: { contact: newContact }, odd: 0 }, wrote: [{ contact: true }] })
  })

  it('leave no way where the new one is not understood', () => {
    const [item] = gather([
      row('a', {}),
      row('b', { ...followUp, newContact: { to: 'person', how: 'pigeon' } }, call(), HOUR),
    ])
    expect(item?.kind === 'request' && item.facts.told.contact).toBeUndefined()
  })

  it('of which a later one says danger now, or under 18, are marked so, whatever else any says', () => {
    const of = (more: object): Told => ({ ...call(), more }) as Told
    const marks = (...all: readonly (Answers | Told)[]) => {
      const [item] = gather(all.map((answers, i) => row(`${i}`, {}, answers, i * HOUR))) as Request[]
      const { danger, age } = rowOf(item!, 'me', WEDNESDAY)
      const { more } = item!.facts.told
      return [danger, age, more?.danger, more?.age, item!.ways.every(({ told }) => told.more === more)]
    }
    const [worse, better] = [of({ danger: 'now', age: 'under18' }), of({ danger: 'no', age: 'adult' })]
    expect(marks(better, worse)).toEqual([true, 'minor', 'now', 'under18', true])
    expect(marks(worse, better)).toEqual([true, 'minor', 'now', 'under18', true])
    expect(marks(call(), worse)).toEqual([true, 'minor', 'now', 'under18', true])
    expect(marks(worse, call())).toEqual([true, 'minor', 'now', 'under18', true])
    expect(marks(better, of({ danger: 'soon' }))).toEqual([false, 'adult', 'soon', 'adult', true])
    expect(marks(of({ danger: 'unsure' }), better)).toEqual([false, 'not', 'unsure', undefined, true])
    // A list of places keeps its place: what else the first one told stays.
    const place = gather([row('a', {}, of({ place: 'abroad' })), row('b', {}, worse, HOUR)]) as Request[]
    expect(place[0]!.facts.told.more).toMatchObject({ place: 'abroad', danger: 'now' })
    expect(arrange([requestOf('old', call()), ...place], 'me', WEDNESDAY).now[0]?.item.id).toBe('a')
    // Who took it back is marked with nothing.
    const bye = row('c', { kind: 'withdraw', told: {}, named: 9 * HOUR }, call(), 9 * HOUR)
    const gone = gather([row('a', {}), row('b', { named: HOUR }, worse, HOUR), bye]) as Request[]
    expect([gone[0]!.withdrawn, gone[0]!.facts.told.more]).toEqual([true, undefined])
  })

  it('withdraw what was sent', () => {
    expect(gather([row('a', {}), row('b', { kind: 'withdraw', told: {} })])).toMatchObject([{ withdrawn: true }])
  })

  it('of who took it back are what came after, by the hours that the person’s device signed and no other', () => {
    const bye = row('b', { kind: 'withdraw', told: {}, named: 5 * HOUR })
    const of = (...rest: readonly OpenedRow[]) => {
      const [item] = gather([bye, ...rest]) as Request[]
      return [item!.withdrawn, item!.takenBack?.rows, item!.wrote.map(({ text }) => text)]
    }
    // Brought back by a server that says it came just now.
    expect(of(row('a', { named: 5 * HOUR }, { ...call(), note: 'old' } as Told, 9 * HOUR))).toEqual([true, ['a'], []])
    expect(of(row('a', { ...followUp, text: 'old', named: 4 * HOUR }, call(), 9 * HOUR))).toEqual([true, ['a'], []])
    // Of the same hour nobody knows, and nobody may miss it.
    for (const named of [5 * HOUR, 6 * HOUR, undefined])
      expect(of(row('a', { ...followUp, text: 'help', named }))).toEqual([true, [], ['help']])
    expect(of(row('a', { named: 6 * HOUR }, { ...call(), note: 'help' } as Told))).toEqual([true, [], ['help']])
    // The request is gone: that it was taken back is all there is.
    expect(of()).toEqual([true, [], []])
  })

  it('of an unknown author lie in "Please check"', () => {
    const items = gather([row('a', {}), row('b', { ...followUp, author: 'somebody else' })])
    expect(items).toMatchObject([
      { id: 'a', wrote: [] },
      { kind: 'shut', id: 'b', code: 'open-author' },
    ])
  })
})

describe('within one hour nobody knows the order', () => {
  const numbers = (item: Item | undefined) =>
    item?.kind === 'request' ? item.ways.map(({ told }) => told.contact?.address).sort() : []
  const [old, corrected] = [call({ address: '+306900000001' }), call({ address: '+306900000002' })]

  it('so a corrected number and the old one are both there, in either order of the rows', () => {
    for (const [one, two] of [
      [old, corrected],
      [corrected, old],
    ] as const) {
      const items = gather([row('a', {}, one), row('b', {}, two)])
      expect(items).toHaveLength(1)
      expect(numbers(items[0])).toEqual(['+306900000001', '+306900000002'])
      expect(items[0]).toMatchObject({ ids: ['a', 'b'], wrote: [{ contact: false }] })
    }
  })

  it('but the same way twice is one, whatever the order of its names, and a later hour decides', () => {
    const contact = { word: 0, address: '+306900000001', how: 'call', to: 'person' }
    const same = { for: 'self', contact } as unknown as Answers
    expect(numbers(gather([row('a', {}, old), row('b', {}, same)])[0])).toEqual(['+306900000001'])
    const rows = [row('a', {}, old), row('b', {}, corrected), row('c', {}, call({ address: '+306900000003' }), HOUR)]
    expect(numbers(gather(rows)[0])).toEqual(['+306900000003'])
  })

  it('and a withdrawal or a follow-up counts before its request, too', () => {
    const withdrawal = row('a', { kind: 'withdraw', told: {} })
    expect(gather([withdrawal, row('b', {})])).toMatchObject([{ id: 'b', withdrawn: true, ids: ['a', 'b'] }])
    expect(gather([row('a', { ...followUp, text: 'later' }), row('b', {})])).toMatchObject([
      { id: 'b', wrote: [{ text: 'later' }] },
    ])
  })

  it('and a request that somebody claimed stays theirs when a message sorts before it', () => {
    const claim = { by: 'me', hour: 0 }
    const items = gather([row('a', {}, corrected), { ...row('b', {}, old), claim }])
    expect(items).toMatchObject([{ id: 'b', claim, ids: ['a', 'b'] }])
  })

  it('and no number is free while the other message says that nobody may call', () => {
    const any = { when: { parts: ['morning', 'afternoon', 'evening', 'night'], weekend: true } }
    const icall = { for: 'self', contact: { to: 'nobody', how: 'icall', word: 1 } } as const
    const free = (second: Answers) => {
      const hour = WEDNESDAY - 24 * HOUR
      const [item] = gather([row('a', {}, call(any), hour), row('b', {}, second, hour)])
      return rowOf(item as Request, 'me', WEDNESDAY).ways.map((way) => way.free)
    }
    expect(free(icall)).toEqual([false, false])
    expect(free(call({ ...any, address: '+306900000002' }))).toEqual([true, true])
  })
})
