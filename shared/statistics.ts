import { fromBase64 } from './bytes.ts'

/**
 * What is told of the people who wrote in a year, so that nothing under ten can be worked out of it.
 *
 * The rule, for each cell by itself:
 * 1. A person is left out of a table by lot, one in twenty, in each table another one (`leftOutOf`).
 * 2. Of those who remain, ten to nineteen are told as ten, and so on; fewer than ten, also nobody, are not told.
 * 3. There are no sums, and the order of the rows does not follow the numbers.
 *
 * Why no released table, nor all of them together, tells a cell under ten: let a cell that is not told hold c people, and let c'
 * be any other number from 0 to 9. If c' is smaller, let c − c' of these people have drawn the lot that leaves them out of
 * this table. If it is larger, let c' − c more people have written, whom the lot left out of all other tables. In both cases every
 * table that was released, or will be, reads as before: no other cell of this table counts them, nor any of another table. So
 * what was released goes with all ten numbers alike, whoever solves it by whatever means. Steps of ten alone would not do: all
 * tables would have one sum, and where the most that one can add up to is the least of another, all its cells are known.
 *
 * A later release counts the same people by the same lots, and others beside them. A cell that was under ten and is not now is as
 * free as before: let as many of those who came later be fewer as those who came earlier are more. What one month added is the
 * difference of two steps of ten, which is never one number: decision 027, and the tests try all of this.
 */

export const TABLES = ['area', 'language', 'need', 'who', 'how', 'danger', 'age', 'month', 'outcome'] as const
export type TableName = (typeof TABLES)[number]

/** The smallest number that is told, and the step in which numbers are told. */
export const LEAST = 10

/** One person. Under each table the rows that count them, as codes; without a code they are not in that table. */
export interface Counted {
  /** the key in the sealed request that nobody outside the NGO knows, 32 bytes in base64url */
  readonly author: string
  readonly rows: Readonly<Partial<Record<TableName, readonly string[]>>>
}

/** `least` people at the least, a multiple of ten, and fewer than ten more of those whom the lot left in; null: not told. */
export interface Row {
  readonly code: string
  readonly least: number | null
}
export interface Table {
  readonly name: TableName
  readonly rows: readonly Row[]
}

/** The rows of a table in the order in which they stand; `open`: those that were told, by their codes. */
export type Plan = Readonly<Partial<Record<TableName, readonly string[] | 'open'>>>

/** Of 256 keys 13 are left out of a table: one in twenty. */
const LOTS = 13

/** Which tables the lot leaves a person out of: by a byte of their key each, so that it falls in each release as in the one before. */
export function leftOutOf(author: string): ReadonlySet<TableName> {
  const key = fromBase64(author, 32)
  return new Set(TABLES.filter((_, i) => key[i]! < LOTS))
}

/** What is told of a number. */
export const toldOf = (count: number): number | null => (count < LEAST ? null : count - (count % LEAST))

/**
 * The tables of a plan. A table that is `open` has no row for what is not told: the row alone would say that somebody is there.
 * @param people each person once
 */
export function tablesOf(people: readonly Counted[], plan: Plan): readonly Table[] {
  const counts = countOf(people)
  return TABLES.flatMap((name) => {
    const codes = plan[name]
    if (!codes) return []
    const told = (code: string): Row => ({ code, least: toldOf(counts[name].get(code) ?? 0) })
    const rows =
      codes === 'open'
        ? [...counts[name].keys()]
            .sort()
            .map(told)
            .filter(({ least }) => least !== null)
        : codes.map(told)
    return [{ name, rows }]
  })
}

type Counts = Readonly<Record<TableName, Map<string, number>>>

function countOf(people: readonly Counted[]): Counts {
  const counts = Object.fromEntries(TABLES.map((name) => [name, new Map()])) as Counts
  for (const { author, rows } of people) {
    const out = leftOutOf(author)
    for (const name of TABLES)
      if (!out.has(name))
        for (const code of new Set(rows[name])) counts[name].set(code, (counts[name].get(code) ?? 0) + 1)
  }
  return counts
}

/** The last month that is over, by the calendar of a desk: only whole months are counted. `month` is 1–12. */
export interface Through {
  readonly year: number
  readonly month: number
}

/** The calendar month of a moment, seconds UTC. */
export function monthOf(t: number, tz: string): Through {
  const parts = new Intl.DateTimeFormat('en-CA', { timeZone: tz, year: 'numeric', month: '2-digit' }).format(t * 1000)
  const [year, month] = parts.split('-').map(Number) as [number, number]
  return { year, month }
}

export function lastWholeMonth(t: number, tz: string): Through {
  const { year, month } = monthOf(t, tz)
  return month === 1 ? { year: year - 1, month: 12 } : { year, month: month - 1 }
}
