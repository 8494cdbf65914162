import { describe, expect, it } from 'vitest'
import { type Outcomes, countedOf, planOf } from '../../../../inbox/overview/counted.ts'
import { csvOf } from '../../../../inbox/overview/csv.ts'
import type { Item } from '../../../../inbox/list/items.ts'
import type { Roster } from '../../../../shared/roster.ts'
import { DESK, HOUR, call, requestOf } from '../facts.ts'

const at = (text: string): number => Date.parse(text) / 1000
const MAY = at('2026-05-10T12:00:00Z')
const THROUGH = { year: 2026, month: 10 }
const ROSTER = { desks: [DESK, DESK] } as unknown as Roster
const taken = { by: 'me', hour: MAY + HOUR }
const told = (answers: object, rest: object = {}): Item =>
  requestOf('r', { ...call(), ...answers } as never, { hour: MAY, claim: taken, ...rest })

describe('who is counted', () => {
  it('is who wrote in a whole month of the year and was taken', () => {
    const counts = (item: Item): number => countedOf([item], THROUGH).length
    expect(counts(told({}))).toBe(1)
    expect(counts(told({}, { claim: null }))).toBe(0)
    expect(counts(told({}, { withdrawn: true }))).toBe(0)
    expect(counts(told({}, { hour: at('2026-11-02T12:00:00Z') }))).toBe(0)
    expect(counts(told({}, { hour: at('2025-12-31T12:00:00Z') }))).toBe(0)
    // Midnight in Athens, not in Greenwich.
    expect(counts(told({}, { hour: at('2026-10-31T22:00:00Z') }))).toBe(0)
    expect(counts(told({}, { hour: at('2025-12-31T22:00:00Z') }))).toBe(1)
    expect(countedOf([{ kind: 'shut', id: 's', hour: MAY, claim: taken, code: 'open-damaged' }], THROUGH)).toEqual([])
  })

  it('is no test', () => {
    const item = told({})
    const test = { ...item, facts: { ...(item as { facts: object }).facts, test: true } } as Item
    expect(countedOf([test], THROUGH)).toEqual([])
  })
})

describe('the rows of a person', () => {
  const rows = (answers: object) => countedOf([told(answers)], THROUGH)[0]!.rows

  it('are what they told', () => {
    const more = { place: { region: 'attica' }, speak: 'AR-eg', need: ['sleep', 'law'], danger: 'now', age: 'under18' }
    expect(rows({ more })).toEqual({
      area: ['region.attica'],
      language: ['ar'],
      need: ['sleep', 'law'],
      who: ['self'],
      how: ['call'],
      danger: ['now'],
      age: ['under18'],
      month: ['5'],
    })
  })

  it('say what was not told, and keep apart who was not asked', () => {
    const none = { area: ['-'], language: ['-'], need: ['-'], danger: ['-'], age: ['-'] }
    expect(rows({})).toMatchObject(none)
    expect(rows({ for: 'pro', agreed: false, more: { place: 'abroad' } })).toMatchObject({
      who: ['pro.no'],
      area: ['abroad'],
    })
    expect(rows({ for: 'other', agreed: true })).toMatchObject({ who: ['other'] })
    expect(rows({ for: undefined, contact: undefined })).toMatchObject({ who: [], how: [] })
  })

  it('have their places in the plan, each area once', () => {
    expect(planOf(ROSTER, { year: 2026, month: 2 })).toMatchObject({
      area: ['region.attica', 'abroad', 'nosay', '-'],
      language: 'open',
      month: ['1', '2'],
    })
    expect(planOf(ROSTER, THROUGH).outcome).toBeUndefined()
  })

  it('have an outcome where there is one', () => {
    const outcomes: Outcomes = { codes: ['helped', 'stopped'], of: ({ id }) => (id === 'r' ? 'helped' : null) }
    expect(planOf(ROSTER, THROUGH, outcomes).outcome).toEqual(['helped', 'stopped'])
    expect(countedOf([told({})], THROUGH, outcomes)[0]!.rows.outcome).toEqual(['helped'])
    const other = { ...told({}), id: 'x' } as Item
    expect(countedOf([other], THROUGH, outcomes)[0]!.rows).not.toHaveProperty('outcome')
  })
})

describe('a spreadsheet', () => {
  it('gets CRLF, quoted fields, and nothing that it would reckon', () => {
    expect(
      csvOf([
        ['a', 'b,c'],
        ['say "x"', 'two\r\nlines'],
      ]),
    ).toBe('\uFEFFa,"b,c"\r\n"say ""x""","two\r\nlines"\r\n')
    for (const evil of ['=1+1', '+1', '-1', '@x', '\tx', '\rx'])
      expect(csvOf([[evil]])).toMatch(/^\uFEFF"?'[=+\-@\t\r]/)
    expect(csvOf([['10–19', '=A1,"B"']])).toBe('\uFEFF10–19,"\'=A1,""B"""\r\n')
  })
})
