import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { toBase64 } from '../../../../shared/bytes.ts'
import {
  type Counted,
  TABLES,
  type Table,
  lastWholeMonth,
  leftOutOf,
  monthOf,
  tablesOf,
  toldOf,
} from '../../../../shared/statistics.ts'
import { type Seen, naive, seenOf, solve, tryAll } from './adversary.ts'
import { PLAN, type Person, type Planned, anyPeople, authorWith, codesOf } from './people.ts'

const PLANNED = Object.keys(PLAN) as Planned[]
const counts = (person: Person, table: Planned, code: string): boolean =>
  person.rows[table].includes(code) && !leftOutOf(person.author).has(table)
const inCell = (people: readonly Person[], table: Planned, code: string): readonly Person[] =>
  people.filter((one) => counts(one, table, code))
const isTold = (tables: readonly Table[], table: Planned, code: string): boolean =>
  tables.find(({ name }) => name === table)!.rows.some((row) => row.code === code && row.least !== null)
const hiddenCells = (tables: readonly Table[]): readonly (readonly [Planned, string])[] =>
  PLANNED.flatMap((table) =>
    codesOf(table).flatMap((code) => (isTold(tables, table, code) ? [] : [[table, code] as const])),
  )

/** Somebody whom only this cell counts. */
const onlyIn = (table: Planned, code: string, rest: Partial<Person['rows']> = {}): Person => ({
  author: authorWith(TABLES.filter((name) => name !== table)),
  rows: { ...ANYBODY, ...rest, [table]: [code] },
})
const ANYBODY: Person['rows'] = {
  area: ['not'],
  language: ['el'],
  need: ['not'],
  who: ['self'],
  danger: ['not'],
  month: ['1'],
  outcome: [],
}
/** The same person, left out of one more table by lot. */
const withoutLot = (person: Person, table: Planned): Person => ({
  ...person,
  author: authorWith([...leftOutOf(person.author), table]),
})

/** Other people, as many as asked for in the cell, of whom every other cell counts as many as before. */
function twin(people: readonly Person[], table: Planned, code: string, wanted: number): readonly Person[] {
  const there = inCell(people, table, code)
  // Whoever ticked several needs stays with the others: only what this cell counts goes.
  const out = new Set(there.slice(wanted))
  const kept = people.flatMap((one) => {
    if (!out.has(one)) return [one]
    const others = one.rows[table].filter((other) => other !== code)
    return [withoutLot(one, table), ...others.map((other) => onlyIn(table, other))]
  })
  return [...kept, ...Array.from({ length: Math.max(0, wanted - there.length) }, () => onlyIn(table, code))]
}

describe('what is told', () => {
  it('is the number of whole tens, and nothing under ten', () => {
    expect([0, 1, 9, 10, 19, 20, 199].map(toldOf)).toEqual([null, null, null, 10, 10, 20, 190])
  })

  it('leaves one in twenty out of each table, not the same in each', () => {
    const authors = Array.from({ length: 256 }, (_, i) => toBase64(new Uint8Array(32).fill(i).fill(255 - i, 1)))
    for (const table of TABLES) expect(authors.filter((one) => leftOutOf(one).has(table))).toHaveLength(13)
    expect(authors.filter((one) => leftOutOf(one).has('area') && leftOutOf(one).has('language'))).toEqual([])
  })

  it('names no language that fewer than ten speak, and stands in an order that follows no number', () => {
    const people = [...Array(30).fill('ur'), ...Array(12).fill('ar'), ...Array(9).fill('el')].map((code: string) =>
      onlyIn('language', code),
    )
    expect(tablesOf(people, { language: 'open' })).toEqual([
      {
        name: 'language',
        rows: [
          { code: 'ar', least: 10 },
          { code: 'ur', least: 30 },
        ],
      },
    ])
    const area = tablesOf(people, PLAN).find(({ name }) => name === 'area')!
    expect(area.rows.map(({ code, least }) => [code, least])).toEqual(PLAN.area.map((code) => [code, null]))
  })

  it('has tables for what was asked for: no outcome without a plan for it, and nobody twice in a row', () => {
    const people = Array.from({ length: 10 }, () => onlyIn('need', 'sleep', { need: ['sleep', 'sleep'] }))
    expect(tablesOf(people, PLAN).map(({ name }) => name)).toEqual(PLANNED)
    const closed = people.map((one): Counted => ({
      author: authorWith([]),
      rows: { ...one.rows, outcome: ['helped'] },
    }))
    expect(tablesOf(closed, { outcome: ['helped', 'stopped'] })).toEqual([
      {
        name: 'outcome',
        rows: [
          { code: 'helped', least: 10 },
          { code: 'stopped', least: null },
        ],
      },
    ])
  })

  it('counts whole months, by the calendar of the desk', () => {
    const at = (text: string): number => Date.parse(text) / 1000
    expect(monthOf(at('2026-05-31T22:30:00Z'), 'Europe/Athens')).toEqual({ year: 2026, month: 6 })
    expect(lastWholeMonth(at('2026-05-31T20:30:00Z'), 'Europe/Athens')).toEqual({ year: 2026, month: 4 })
    expect(lastWholeMonth(at('2026-01-31T12:00:00Z'), 'Europe/Athens')).toEqual({ year: 2025, month: 12 })
  })
})

describe('whoever tries to work out a cell under ten', () => {
  it('finds the same release for all ten numbers that it could be', () => {
    fc.assert(
      fc.property(anyPeople, (people) => {
        const released = tablesOf(people, PLAN)
        for (const [table, code] of hiddenCells(released))
          for (let wanted = 0; wanted < 10; wanted++) {
            const other = twin(people, table, code, wanted)
            expect(inCell(other, table, code)).toHaveLength(wanted)
            expect(tablesOf(other, PLAN)).toEqual(released)
          }
      }),
      { numRuns: 8 },
    )
  })

  const releases = (first: readonly Person[], later: readonly Person[]): readonly (readonly Table[])[] =>
    [first, [...first, ...later]].map((people) => tablesOf(people, PLAN))
  const cells = PLANNED.flatMap((table) => codesOf(table).map((code) => [table, code] as const))

  it('finds it in the releases of two months alike', () => {
    fc.assert(
      fc.property(anyPeople, anyPeople, (before, since) => {
        const told = releases(before, since)
        for (const [table, code] of hiddenCells(told[0]!)) {
          const whole = inCell([...before, ...since], table, code).length
          for (let wanted = 0; wanted < 10; wanted++) {
            // What was told later stays: those who came since are fewer or more by as many.
            const added = isTold(told[1]!, table, code) ? Math.max(0, whole - wanted) : 0
            const [first, later] = [twin(before, table, code, wanted), twin(since, table, code, added)]
            expect(inCell(first, table, code)).toHaveLength(wanted)
            expect(releases(first, later)).toEqual(told)
          }
        }
      }),
      { numRuns: 3 },
    )
  })

  it('never finds how many the month between two releases added', () => {
    fc.assert(
      fc.property(anyPeople, anyPeople, (before, since) => {
        const told = releases(before, since)
        for (const [table, code] of cells) {
          const [first, added] = [inCell(before, table, code).length, inCell(since, table, code).length]
          // One more or one fewer of those who came before, as the step allows; where it allows neither, one more since.
          const shift = added > 0 && first % 10 < 9 ? 1 : first % 10 > 0 ? -1 : 0
          const others = [
            twin(before, table, code, first + shift),
            twin(since, table, code, shift ? added - shift : 1),
          ] as const
          expect(inCell(others[1], table, code).length).not.toBe(added)
          expect(releases(...others)).toEqual(told)
        }
      }),
      { numRuns: 3 },
    )
  })

  it('cannot pin a cell by solving for all tables at once', () => {
    fc.assert(
      fc.property(anyPeople, (people) => {
        const tables = tablesOf(people, PLAN)
        for (const cells of solve(seenOf(tables))) for (const { least, most } of cells) expect(most - least).toBe(9)
      }),
      { numRuns: 50 },
    )
  })

  it('solves as exactly as by trying everything', () => {
    const cell = fc.tuple(fc.nat(3), fc.nat(3)).map(([least, more]) => ({ least, most: least + more }))
    const table = fc.record({ cells: fc.array(cell, { minLength: 1, maxLength: 3 }), leftOut: fc.nat(2) })
    fc.assert(
      fc.property(fc.array(table, { minLength: 1, maxLength: 3 }), fc.nat(6), fc.nat(9), (tables, least, more) => {
        const seen: Seen = { tables, total: { least, most: least + more } }
        const all = tryAll(seen)
        // Tables that no people fit have nothing to be found.
        fc.pre(all.flat().every((one) => one.least <= one.most))
        expect(solve(seen)).toEqual(all)
      }),
      { numRuns: 200 },
    )
  })

  it('breaks tables that hide what is under ten and tell the sum', () => {
    const [area, who] = solve(
      naive([
        [25, 14, 3],
        [20, 15, 7],
      ]),
    )
    expect([area![2], who![2]]).toEqual([
      { least: 3, most: 3 },
      { least: 7, most: 7 },
    ])
    // Any one hidden cell, whatever the others are.
    fc.assert(
      fc.property(
        fc.nat(9),
        fc.array(fc.integer({ min: 10, max: 99 }), { minLength: 1, maxLength: 5 }),
        (small, others) => {
          expect(solve(naive([[...others, small]]))[0]!.at(-1)).toEqual({ least: small, most: small })
        },
      ),
    )
  })

  it('breaks steps of ten without a lot, where the bounds of two tables meet', () => {
    const nineteen = {
      name: 'area' as const,
      rows: Array.from({ length: 10 }, (_, i) => ({ code: `${i}`, least: 10 })),
    }
    const rest = {
      name: 'who' as const,
      rows: [
        { code: 'self', least: 190 },
        { code: 'other', least: null },
      ],
    }
    expect(solve(seenOf([nineteen, rest], 0))[1]![1]).toEqual({ least: 0, most: 0 })
    expect(solve(seenOf([nineteen, rest], 0))[0]![0]).toEqual({ least: 19, most: 19 })
    expect(solve(seenOf([nineteen, rest]))[1]![1]).toEqual({ least: 0, most: 9 })
  })

  it('breaks exact numbers of two months by taking one from the other', () => {
    const [first, second] = [12, 15]
    const between = (a: readonly [number, number], b: readonly [number, number]): readonly [number, number] => [
      Math.max(0, b[0] - a[1]),
      b[1] - a[0],
    ]
    expect(between([first, first], [second, second])).toEqual([3, 3])
    const told = (n: number): readonly [number, number] => [toldOf(n)!, toldOf(n)! + 9]
    for (let a = 10; a < 40; a++)
      for (let b = a; b < 60; b++) {
        const [least, most] = between(told(a), told(b))
        expect(most - least).toBeGreaterThanOrEqual(9)
      }
  })
})
