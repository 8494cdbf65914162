import { understand } from '../../shared/answers.ts'
import type { Case } from '../../shared/caseFold.ts'
import type { Roster } from '../../shared/roster.ts'
import { type Line, cardLines } from '../case/cardLines.ts'
import { rowsIn } from '../cases/added.ts'
import type { Speech } from '../i18n.ts'
import type { Facts, Told } from '../list/facts.ts'
import type { Request } from '../list/items.ts'
import { type Row, addressText, plain, saidTexts } from './sheet.ts'

/** One message of the person, as it came. */
interface Message {
  readonly at: number
  readonly facts: Facts
}

/** All that the person told, message by message: also what they changed since. */
export function toldRows(say: Speech, item: Request, now: Case, roster: Roster): readonly Row[] {
  const kept = rowsIn(now, roster).flatMap(({ hour, read }): readonly Message[] =>
    read.kind === 'opened' && read.facts.kind !== 'withdraw'
      ? [{ at: Math.min(read.facts.named ?? hour, hour), facts: read.facts }]
      : [],
  )
  // What another NGO handed on is no message of the person's; it stands as it came.
  const isThere = kept.some(({ facts }) => facts.kind === 'request')
  const messages = isThere ? kept : [{ at: item.hour, facts: item.facts }, ...kept]
  const ways = messages.flatMap(({ facts }) => wayOf(item, facts) ?? [])
  const shown = new Set(ways.map(nameOf))
  return [
    ...messages.flatMap(({ at, facts }) => {
      const way = wayOf(item, facts)
      if (facts.kind === 'request') return requestRows(say, { at, facts })
      return way ? wayRows(say, way) : []
    }),
    // It came, and is not in the case yet.
    ...item.ways.filter((way) => !shown.has(nameOf(way))).flatMap((way) => wayRows(say, way)),
  ]
}

function requestRows(say: Speech, { at, facts }: Message): readonly Row[] {
  const { tz } = facts.desk
  const { marks, lines, more, share, note } = cardLines(facts)
  const row = ({ id, parts }: Line): Row => ({ label: say(`line.${id}`), texts: saidTexts(say, facts, parts) })
  const { address } = facts.told.contact ?? {}
  return [
    plain(say('given.came'), say.date(at, tz), ...(facts.lang ? [say.language(facts.lang)] : [])),
    ...(facts.replyBy === null ? [] : [plain(say('given.promise'), say.date(facts.replyBy, tz))]),
    { label: say('given.marks'), texts: saidTexts(say, facts, marks) },
    ...(address === undefined ? [] : [{ label: say('paper.address'), texts: [addressText(address)] }]),
    ...[...lines, ...more, ...share, ...note].map(row),
  ].filter(({ texts }) => texts.length > 0)
}

/** Another way to reach the person, in one row. */
function wayRows(say: Speech, facts: Facts): readonly Row[] {
  const { address } = facts.told.contact ?? {}
  const parts = cardLines(facts).lines.flatMap((line) =>
    line.parts.filter(({ from }) => from.some((path) => path.startsWith('contact.'))),
  )
  const texts = [...(address === undefined ? [] : [addressText(address)]), ...saidTexts(say, facts, parts)]
  return texts.length ? [{ label: say('given.way'), texts }] : []
}

/** The way that a message names; undefined: none. */
function wayOf({ facts: first }: Request, facts: Facts): Facts | undefined {
  if (facts.kind === 'request') return facts
  if (facts.newContact === undefined) return undefined
  return { ...first, told: understand({ ...first.told, contact: facts.newContact }).answers as Told }
}

const nameOf = ({ told }: Facts): string => JSON.stringify(Object.entries(told.contact ?? {}).sort())
