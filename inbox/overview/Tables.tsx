import type { JSX } from 'preact'
import type { Roster } from '../../shared/roster.ts'
import { LEAST, type Row, type Table } from '../../shared/statistics.ts'
import type { Speech } from '../i18n.ts'
import { numberWords, rowName } from './words.ts'

interface Props {
  readonly say: Speech
  readonly roster: Roster
  readonly tables: readonly Table[]
}

type Told = Row & { readonly least: number }
const toldRows = (rows: readonly Row[]): readonly Told[] => rows.filter((row): row is Told => row.least !== null)

export const isEmpty = (tables: readonly Table[]): boolean => tables.every(({ rows }) => !toldRows(rows).length)

/** Each table with a bar for each number; what is not told stands below in words. The longest bar of all is the page's width. */
export function Tables({ say, roster, tables }: Props): JSX.Element {
  if (isEmpty(tables)) return <p data-empty>{say('numbers.empty')}</p>
  const most = Math.max(...tables.flatMap(({ rows }) => toldRows(rows).map(({ least }) => least)))
  return (
    <div class="numbers">
      {tables.map((table) => (
        <OneTable key={table.name} say={say} roster={roster} table={table} most={most} />
      ))}
    </div>
  )
}

function OneTable(props: Omit<Props, 'tables'> & { readonly table: Table; readonly most: number }): JSX.Element {
  const { say, roster, table, most } = props
  const { name, rows } = table
  const told = toldRows(rows)
  // A year with a month missing in the middle would be read wrong: a month that is not told stands in its place, and says so.
  const inPlace = name === 'month' && told.length > 0
  const shown = inPlace ? rows : told
  const hidden = rows
    .filter((row) => row.least === null && !shown.includes(row as Told))
    .map(({ code }) => rowName(say, roster, name, code))
  return (
    <section data-table={name}>
      <table>
        <caption>{say(`numbers.table.${name}`)}</caption>
        <colgroup>
          <col class="names" />
          <col />
        </colgroup>
        <thead class="unseen">
          <tr>
            <th scope="col">{say('numbers.col.answer')}</th>
            <th scope="col">{say('numbers.col.people')}</th>
          </tr>
        </thead>
        <tbody>
          {shown.map((row) => (
            <tr key={row.code} data-row={row.code}>
              <th scope="row">
                <bdi>{rowName(say, roster, name, row.code)}</bdi>
              </th>
              <td>
                <span class={row.least === null ? 'untold' : undefined}>{numberWords(say, row)}</span>
                {row.least !== null && (
                  <span class="bar" aria-hidden="true">
                    <i style={{ inlineSize: `${(100 * (row.least + LEAST)) / (most + LEAST)}%` }} />
                  </span>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {name === 'language' && <p class="hint">{say(told.length ? 'numbers.hidden.others' : 'numbers.hidden.all')}</p>}
      {hidden.length > 0 && (
        <p class="hint">
          {told.length ? say('numbers.hidden.rows', { names: hidden.join(' · ') }) : say('numbers.hidden.all')}
        </p>
      )}
    </section>
  )
}
