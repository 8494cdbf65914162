/** One line of what `npm run bench` prints. */
export interface Row {
  readonly what: string
  readonly unit: 'ms' | 'B' | ''
  readonly ours: number
  /** The reference's name and its number in the same run. */
  readonly beside?: { readonly name: string; readonly is: number }
  /** What must not be exceeded. */
  readonly most?: number
}

const shown = (value: number, unit: string): string =>
  `${value < 10 && value % 1 ? value.toFixed(2) : Math.round(value).toLocaleString('en')} ${unit}`.trim()

/** The table: what, ours, reference, ratio, limit. */
export function table(rows: readonly Row[]): string {
  const head = ['what', 'ours', 'reference', 'ratio', 'limit']
  const cells = rows.map(({ what, unit, ours, beside, most }) => [
    what,
    shown(ours, unit),
    beside ? `${shown(beside.is, unit)} ${beside.name}` : '',
    beside && beside.is ? (ours / beside.is).toFixed(2) : '',
    most === undefined ? '' : `${ours <= most ? 'within' : 'OVER'} ${shown(most, unit)}`,
  ])
  const width = head.map((one, i) => Math.max(one.length, ...cells.map((row) => row[i]!.length)))
  const line = (row: readonly string[]): string =>
    row
      .map((cell, i) => cell.padEnd(width[i]!))
      .join('  ')
      .trimEnd()
  return [line(head), line(width.map((w) => '-'.repeat(w))), ...cells.map(line)].join('\n')
}
