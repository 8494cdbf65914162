import type { Roster } from '../../shared/roster.ts'
import { type Counted, type Plan, type TableName, type Through, monthOf } from '../../shared/statistics.ts'
import type { Facts } from '../list/facts.ts'
import type { Item, Request } from '../list/items.ts'

/** The row of those who did not tell. No language has this code. */
export const NOT_TOLD = '-'

/** How a case ended, as a code of `outcomes`; null while it goes on. */
export interface Outcomes {
  readonly codes: readonly string[]
  readonly of: (item: Request) => string | null
}

/** The tables and their rows, in the order in which they stand. Languages are those that ten people speak. */
export const planOf = (roster: Roster, { month }: Through, outcomes?: Outcomes): Plan => ({
  area: [
    ...new Set(roster.desks.flatMap(({ regions }) => regions.map(({ id }) => `region.${id}`))),
    'abroad',
    'nosay',
    NOT_TOLD,
  ],
  language: 'open',
  need: ['talk', 'sleep', 'health', 'work', 'law', 'leave', 'home', 'other', NOT_TOLD],
  who: ['self', 'other', 'other.no', 'pro', 'pro.no'],
  how: ['call', 'app', 'sms', 'email', 'helper', 'icall', 'back'],
  danger: ['now', 'soon', 'no', 'unsure', NOT_TOLD],
  age: ['under18', 'adult', 'unsure', 'nosay', NOT_TOLD],
  month: Array.from({ length: month }, (_, i) => String(i + 1)),
  ...(outcomes && { outcome: outcomes.codes }),
})

/**
 * The people of a year's whole months whom a member took. Not counted: tests, what nobody took, what came as spam comes and was
 * not taken, whom another NGO referred (it counts them), and who does not want to be contacted any more.
 */
export function countedOf(items: readonly Item[], { year, month }: Through, outcomes?: Outcomes): readonly Counted[] {
  return items.flatMap((item) => {
    if (item.kind !== 'request' || !item.claim || item.facts.test || item.withdrawn || item.handed) return []
    const came = monthOf(item.hour, item.facts.desk.tz)
    if (came.year !== year || came.month > month) return []
    const outcome = outcomes?.of(item)
    const rows = { ...rowsOf(item.facts), month: [String(came.month)], ...(outcome && { outcome: [outcome] }) }
    return [{ author: item.facts.author, rows }]
  })
}

function rowsOf({ told }: Facts): Readonly<Partial<Record<TableName, readonly string[]>>> {
  const { for: who, agreed, contact, more = {} } = told
  const { place } = more
  return {
    area: [typeof place === 'object' ? `region.${place.region}` : (place ?? NOT_TOLD)],
    language: [more.speak?.split('-')[0]!.toLowerCase() ?? NOT_TOLD],
    need: more.need ?? [NOT_TOLD],
    who: who ? [who === 'self' || agreed ? who : `${who}.no`] : [],
    how: contact ? [contact.how] : [],
    danger: [more.danger ?? NOT_TOLD],
    age: [more.age ?? NOT_TOLD],
  }
}
