import fc from 'fast-check'
import { beforeAll, describe, expect, it } from 'vitest'
import { Card } from '../../../inbox/case/Card.tsx'
import { speak } from '../../../inbox/i18n.ts'
import { List } from '../../../inbox/list/List.tsx'
import { openRow } from '../../../inbox/list/feed.ts'
import { gather } from '../../../inbox/list/items.ts'
import { arrange } from '../../../inbox/list/order.ts'
import type { Session } from '../../../inbox/session.ts'
import type { Inbox } from '../../../inbox/state.ts'
import type { RequestRow } from '../../../shared/staffApi.ts'
import { NOW } from '../shared/network.ts'
import { draw } from './draw.ts'
import { call } from './facts.ts'
import { noCases, noReferrals } from './fakeCases.ts'
import { DAY, fieldsOf, makeSession, sealAny } from './world.ts'

let session: Session
beforeAll(async () => void (session = await makeSession()))

const say = speak('en')
const holds = (value: unknown): { readonly value: unknown } => ({ value })

/** Opens, gathers, arranges and draws, as the page does: the ids in the list, and those among them that are shut. */
async function listOf(rows: readonly RequestRow[], hidden = 0) {
  const opened = []
  for (const row of rows) opened.push(await openRow(session, row))
  const items = gather(opened)
  const arranged = arrange(items, 'me', NOW)
  const states = {
    arranged,
    drawn: arranged,
    reading: null,
    items,
    loaded: true,
    t: NOW,
    openId: null,
    cursor: null,
    arrived: [],
    away: false,
    off: false,
  }
  const rest = { asOf: NOW, revealed: null, asking: null, tick: NOW * 1000, hidden, alarms: [], all: items }
  const inbox = {
    ...Object.fromEntries(
      Object.entries({ ...states, ...rest, listed: items }).map(([name, value]) => [name, holds(value)]),
    ),
    cases: noCases,
    referrals: noReferrals,
    several: { chosen: holds(null), areSeveral: () => false },
    alerts: { runs: holds(false) },
  } as unknown as Inbox
  const text = draw(
    <List inbox={inbox} say={say} session={session} shift={{ kind: 'off', next: null, tz: 'Europe/Athens' }} />,
  )
  const all = [...arranged.now, ...arranged.later, ...arranged.person, ...arranged.check]
  const cards = all.map((row) => ('item' in row ? draw(<Card inbox={inbox} say={say} row={row} />) : ''))
  return {
    ids: all.map((row) => ('item' in row ? row.item.id : row.id)),
    shut: all.flatMap((row) => ('item' in row ? [] : [row.id])),
    texts: [text, ...cards],
  }
}

const more = { danger: 'soon', place: { region: 'attica' }, speak: 'ur', need: ['talk', 'law'], age: 'adult' }
const contact = { ...(call() as { contact: object }).contact, when: { parts: ['morning'], weekend: true }, until: '7d' }
const answers = { ...call(), contact, more, note: 'a note' }
const messages = (): readonly Record<string, unknown>[] => [
  fieldsOf(session, 61, { answers }),
  fieldsOf(session, 60, { kind: 'follow-up', contact, text: 'later please' }),
  fieldsOf(session, 60, { kind: 'withdraw' }),
  fieldsOf(session, 60, { answers }),
]

/** All places of a JSON value, as paths. */
const placesIn = (value: unknown): (readonly string[])[] =>
  typeof value === 'object' && value !== null
    ? Object.entries(value).flatMap(([name, inner]) => [[name], ...placesIn(inner).map((path) => [name, ...path])])
    : []
const put = (value: unknown, [name, ...rest]: readonly string[], leaf: unknown): unknown => {
  const copy = (Array.isArray(value) ? [...value] : { ...(value as object) }) as Record<string, unknown>
  copy[name!] = rest.length ? put(copy[name!], rest, leaf) : leaf
  return copy
}

const nasty = fc.constantFrom<unknown>(
  { toString: 1 },
  { valueOf: {}, toString: null },
  { to: { toString: 1 } },
  ['person'],
  ['withdraw'],
  { length: 1e15 },
  { constructor: { name: 1 }, hasOwnProperty: 0 },
  -9e15,
  9e15,
  `de${'-aaaaaaaa'.repeat(100)}`,
  '\u202e\u0000',
)
const anyJson = fc.oneof(nasty, fc.jsonValue({ maxDepth: 3 }))

describe('whatever a sender puts in whatever place', () => {
  /** Bends one place of one message, and looks at a list that has it before or after what others wrote. */
  async function holdsWith(which: number, path: readonly string[], value: unknown, first: boolean): Promise<void> {
    const others = [60, 62].map((author) => sealAny(session, author, fieldsOf(session, author, { answers })))
    const row = sealAny(session, which === 0 ? 61 : 60, put(messages()[which]!, path, value) as object)
    const { ids } = await listOf(first ? [row, ...others] : [...others, row])
    // Two requests of one person are one row, under the id of either.
    expect(ids.some((id) => id === others[0]!.id || id === row.id)).toBe(true)
    expect(ids).toContain(others[1]!.id)
  }

  it('never blanks the list, and the other rows are there', () =>
    fc.assert(
      fc.asyncProperty(fc.nat(3), fc.nat(), anyJson, fc.boolean(), async (which, place, value, first) => {
        const paths = placesIn(messages()[which]!)
        await holdsWith(which, paths[place % paths.length]!, value, first)
      }),
      { numRuns: 150 },
    ))

  it('not even an object that makes no text of itself, in each place', async () => {
    for (const which of [0, 1, 2, 3])
      for (const path of placesIn(messages()[which]!)) await holdsWith(which, path, { toString: 1 }, false)
  })

  it('a promise in no year, or that no panel can have made, and an endless language are not told, and mark the request', async () => {
    const endless = `de${'-aaaaaaaa'.repeat(160)}`
    const rows = [
      fieldsOf(session, 60, { answers, shown: { notice: null, lang: 'el', replyBy: -9e15 } }),
      fieldsOf(session, 61, { answers, shown: { notice: null, lang: 'el', replyBy: 9e15 } }),
      fieldsOf(session, 62, { answers: { ...answers, more: { speak: endless } }, lang: endless }),
      // Whoever claims an old promise would stand above everybody.
      fieldsOf(session, 63, { answers, shown: { notice: null, lang: 'el', replyBy: NOW - 2 * DAY } }),
      fieldsOf(session, 64, { answers, shown: { notice: null, lang: 'el', replyBy: NOW + 90 * DAY } }),
    ].map((fields, i) => sealAny(session, 60 + i, fields))
    const { ids, shut, texts } = await listOf(rows)
    expect([ids.length, shut]).toEqual([5, []])
    expect(texts.join()).not.toContain('aaaaaaaa')
    for (const card of texts.slice(1)) expect(card).toContain(say('card.odd'))
  })

  it('a contact that makes no text of itself leaves one odd request, and an author in a list is none', async () => {
    const asked = sealAny(session, 60, fieldsOf(session, 60, { answers }))
    const other = sealAny(session, 62, fieldsOf(session, 62, { answers }))
    const bad = sealAny(session, 60, fieldsOf(session, 60, { kind: 'follow-up', contact: { to: { toString: 1 } } }))
    const { author } = fieldsOf(session, 63, {})
    const listed = sealAny(session, 63, fieldsOf(session, 63, { author: [author], answers }))
    const kinds = sealAny(session, 60, fieldsOf(session, 60, { kind: ['withdraw'] }))
    const { ids, shut, texts } = await listOf([asked, other, bad, listed, kinds])
    expect([...ids].sort()).toEqual([asked.id, other.id, listed.id, kinds.id].sort())
    expect([...shut].sort()).toEqual([listed.id, kinds.id].sort())
    expect(texts.join()).toContain(say('card.odd'))
  })
})

describe('what is not in the list', () => {
  it('is said', async () => {
    expect((await listOf([], 17)).texts[0]).toContain(say('list.hidden', { n: 17 }))
    expect((await listOf([])).texts[0]).not.toContain(say('list.hidden', { n: 0 }))
  })
})
