import type { Roster } from '../../shared/roster.ts'
import { LEAST, type Row, type Table, type TableName, type Through } from '../../shared/statistics.ts'
import { LOCALES, type Speech, isKey } from '../i18n.ts'
import { regionName } from '../list/Row.tsx'
import { NOT_TOLD } from './counted.ts'

/** The words of the card, without their full stop. */
const bare = (text: string): string => text.replace(/\.$/, '')

/** Asked for with its year: alone, some languages would have "of June". */
export const monthName = (say: Speech, year: number, month: number): string =>
  new Intl.DateTimeFormat(LOCALES[say.lang], { timeZone: 'UTC', month: 'long', year: 'numeric' })
    .formatToParts(Date.UTC(year, month - 1))
    .find(({ type }) => type === 'month')!.value

const NAMED: Readonly<Partial<Record<TableName, string>>> = {
  need: 'need.',
  who: 'before.for.',
  how: 'how.',
  danger: 'danger.',
  age: 'age.',
  outcome: 'close.',
}

/** What a row is called in the member's language; a code that this page does not know stands as it is. */
export function rowName(say: Speech, roster: Roster, table: TableName, code: string): string {
  if (code === NOT_TOLD) return say('numbers.nottold')
  if (table === 'language') return say.language(code)
  if (table === 'month') return monthName(say, 2026, Number(code))
  if (table === 'area') return areaName(say, roster, code)
  // On the form it says who has to agree.
  if (table === 'outcome' && code === 'not-real') return say('numbers.notreal')
  const key = `${NAMED[table] ?? ''}${code}`
  const words = isKey(key) ? say(key) : code
  return bare(table === 'age' && code === 'nosay' ? say('place.nosay') : words)
}

function areaName(say: Speech, roster: Roster, code: string): string {
  if (code === 'abroad') return say('list.area.abroad')
  if (code === 'nosay') return bare(say('place.nosay'))
  const id = code.slice('region.'.length)
  const desk = roster.desks.find(({ regions }) => regions.some((region) => region.id === id))
  return desk ? regionName(say, desk, id) : id
}

/** "10–19"; what is not told says so. */
export const numberWords = (say: Speech, { least }: Row): string =>
  least === null ? say('staff.stats.hidden') : `${least}\u2060–\u2060${least + LEAST - 1}`

/** Tables as rows of words, for a spreadsheet. */
export const rowsOfWords = (say: Speech, roster: Roster, tables: readonly Table[]): readonly (readonly string[])[] => [
  [say('numbers.col.table'), say('numbers.col.answer'), say('numbers.col.people')],
  ...tables.flatMap(({ name, rows }) =>
    rows.map((row) => [
      say(`numbers.table.${name}`),
      rowName(say, roster, name, row.code),
      numberWords(say, row).replaceAll('\u2060', ''),
    ]),
  ),
]

/** "January to October 2026, whole months" */
export const spanWords = (say: Speech, { year, month }: Through): string =>
  say(month === 1 ? 'numbers.through.one' : 'numbers.through', {
    first: monthName(say, year, 1),
    last: monthName(say, year, month),
    year,
  })
