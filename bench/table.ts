/** One line of what `npm run bench` prints. */
export interface Row {
  readonly what: string
  readonly unit: 'ms' | 'B' | 'MB' | '/s' | ''
  readonly ours: number
  /** The reference's name and its number in the same run. */
  readonly beside?: { readonly name: string; readonly is: number }
  /** What must not be exceeded. */
  readonly most?: number
  /** What ours through the reference's must reach, or not exceed. */
  readonly ratio?: { readonly least: number } | { readonly most: number }
}

const ratioOf = ({ ours, beside }: Row): number => (beside ? ours / beside.is : 0)

/** Whether a line keeps its limit; lines without one do. */
export function holds(row: Row): boolean {
  const { ours, most, ratio } = row
  if (most !== undefined && ours > most) return false
  if (!ratio) return true
  return 'least' in ratio ? ratioOf(row) >= ratio.least : ratioOf(row) <= ratio.most
}

function limit(row: Row): string {
  const { most, ratio, unit } = row
  const of = []
  if (most !== undefined) of.push(shown(most, unit))
  if (ratio) of.push('least' in ratio ? `ratio at least ${ratio.least}` : `ratio at most ${ratio.most}`)
  return of.length ? `${holds(row) ? 'within' : 'OVER'} ${of.join(', ')}` : ''
}

const shown = (value: number, unit: string): string =>
  `${value < 10 && value % 1 ? value.toFixed(2) : Math.round(value).toLocaleString('en')} ${unit}`.trim()

/** The table: what, ours, reference, ratio, limit. */
export function table(rows: readonly Row[]): string {
  const head = ['what', 'ours', 'reference', 'ratio', 'limit']
  const cells = rows.map((row) => [
    row.what,
    shown(row.ours, row.unit),
    row.beside ? `${shown(row.beside.is, row.unit)} ${row.beside.name}` : '',
    row.beside && row.beside.is ? ratioOf(row).toFixed(2) : '',
    limit(row),
  ])
  const width = head.map((one, i) => Math.max(one.length, ...cells.map((row) => row[i]!.length)))
  const line = (row: readonly string[]): string =>
    row
      .map((cell, i) => cell.padEnd(width[i]!))
      .join('  ')
      .trimEnd()
  return [line(head), line(width.map((w) => '-'.repeat(w))), ...cells.map(line)].join('\n')
}
