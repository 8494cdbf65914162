import type { Table } from '../../../../shared/statistics.ts'

/** What somebody who knows the rule knows of a number. */
export interface Between {
  readonly least: number
  readonly most: number
}

/**
 * Released tables as an adversary sees them: what each cell may hold, and by how much the cells of a table may fall short of the
 * people that were counted (nobody, where no lot was drawn). `total`: what is known of these.
 */
export interface Seen {
  readonly tables: readonly { readonly cells: readonly Between[]; readonly leftOut: number }[]
  readonly total: Between
}

const sum = (cells: readonly Between[], of: keyof Between): number => cells.reduce((all, cell) => all + cell[of], 0)

/**
 * What each cell can be, given everything: exact, since the tables share nothing but the number of people, and a number of
 * people between two that fit fits as well.
 */
export function solve({ tables, total }: Seen): readonly (readonly Between[])[] {
  const least = Math.max(total.least, ...tables.map(({ cells }) => sum(cells, 'least')))
  const most = Math.min(total.most, ...tables.map(({ cells, leftOut }) => sum(cells, 'most') + leftOut))
  return tables.map(({ cells, leftOut }) =>
    cells.map((cell) => ({
      least: Math.max(cell.least, least - (sum(cells, 'most') - cell.most) - leftOut),
      most: Math.min(cell.most, most - (sum(cells, 'least') - cell.least)),
    })),
  )
}

/** The same by trying every number in every cell. For small tables. */
export function tryAll({ tables, total }: Seen): readonly (readonly Between[])[] {
  const rows = tables.map(({ cells }) =>
    cells.reduce<number[][]>((all, cell) => all.flatMap((row) => upTo(row, cell)), [[]]),
  )
  const fits = (row: readonly number[], table: number, n: number): boolean => {
    const told = row.reduce((all, one) => all + one, 0)
    return told <= n && n <= told + tables[table]!.leftOut
  }
  const found = tables.map(({ cells }) => cells.map(() => [] as number[]))
  for (let n = total.least; n <= total.most; n++) {
    const fitting = rows.map((all, table) => all.filter((row) => fits(row, table, n)))
    if (fitting.every((all) => all.length))
      fitting.forEach((all, table) => all.forEach((row) => row.forEach((one, i) => found[table]![i]!.push(one))))
  }
  return found.map((cells) => cells.map((all) => ({ least: Math.min(...all), most: Math.max(...all) })))
}

const upTo = (row: readonly number[], { least, most }: Between): number[][] =>
  Array.from({ length: most - least + 1 }, (_, i) => [...row, least + i])

/** Tables by our rule: a cell that is told holds up to nine more; how many the lot left out nobody knows. */
export const seenOf = (tables: readonly Table[], leftOut = Infinity): Seen => ({
  total: { least: 0, most: Infinity },
  tables: tables.map(({ rows }) => ({
    leftOut,
    cells: rows.map(({ least }) => ({ least: least ?? 0, most: (least ?? 0) + 9 })),
  })),
})

/** Tables as they are made without thought: numbers under ten hidden, the others and the sum told. */
export const naive = (tables: readonly (readonly number[])[]): Seen => {
  const total = tables[0]!.reduce((all, one) => all + one, 0)
  return {
    total: { least: total, most: total },
    tables: tables.map((counts) => ({
      leftOut: 0,
      cells: counts.map((n) => (n < 10 ? { least: 0, most: 9 } : { least: n, most: n })),
    })),
  }
}
