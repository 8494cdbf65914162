import fc from 'fast-check'
import { toBase64 } from '../../../../shared/bytes.ts'
import { type Counted, type Plan, TABLES, type TableName } from '../../../../shared/statistics.ts'

export const PLAN = {
  area: ['attica', 'crete', 'abroad', 'not'],
  language: 'open',
  need: ['sleep', 'work', 'law', 'not'],
  who: ['self', 'other'],
  danger: ['now', 'no', 'not'],
  month: ['1', '2', '3'],
  // Of a case that goes on there is none.
  outcome: ['helped', 'not-reached'],
} as const satisfies Plan
export type Planned = keyof typeof PLAN
export const LANGUAGES = ['ar', 'el', 'ur']
export const codesOf = (table: Planned): readonly string[] => (table === 'language' ? LANGUAGES : PLAN[table])

let drawn = 0
/** A key that the lot leaves out of these tables and of no other. */
export function authorWith(leftOut: readonly TableName[]): string {
  const key = new Uint8Array(32).fill(200)
  TABLES.forEach((name, i) => leftOut.includes(name) && (key[i] = 3))
  new DataView(key.buffer).setUint32(28, ++drawn)
  return toBase64(key)
}

export interface Person extends Counted {
  readonly rows: { readonly [table in Planned]: readonly string[] }
}

/** Groups of like people: most of a year's cells are small, some are large, and some are just at a step. */
const group = fc.record({
  many: fc.oneof(fc.nat(4), fc.constantFrom(8, 9, 10, 19, 20), fc.nat(40)),
  leftOut: fc.subarray(Object.keys(PLAN) as Planned[], { maxLength: 2 }),
  rows: fc.record(
    Object.fromEntries(
      (Object.keys(PLAN) as Planned[]).map((table) => [
        table,
        table === 'need'
          ? fc.subarray(['sleep', 'work', 'law'], { minLength: 1 })
          : table === 'outcome'
            ? fc.subarray([...PLAN.outcome], { maxLength: 1 })
            : fc.constantFrom(...codesOf(table)).map((one) => [one]),
      ]),
    ) as unknown as Record<Planned, fc.Arbitrary<readonly string[]>>,
  ),
})

export const anyPeople: fc.Arbitrary<readonly Person[]> = fc
  .array(group, { maxLength: 7 })
  .map((groups) =>
    groups.flatMap(({ many, leftOut, rows }) =>
      Array.from({ length: many }, () => ({ author: authorWith(leftOut), rows })),
    ),
  )
