import type { CaseAct } from '../../shared/caseActs.ts'
import type { Case } from '../../shared/caseFold.ts'
import type { Roster } from '../../shared/roster.ts'
import { turnsIn } from '../cases/view.ts'
import type { Speech } from '../i18n.ts'
import type { Request } from '../list/items.ts'
import { ngoName } from '../rota/words.ts'
import { type Row, own, plain } from './sheet.ts'

interface Done {
  readonly seq: number
  readonly at: number
  readonly act: CaseAct
}

const doneIn = (now: Case): readonly Done[] =>
  now.events.flatMap((one) =>
    one.kind === 'opened' && !one.refused && one.act ? [{ seq: one.seq, at: one.at, act: one.act }] : [],
  )

const whenWords = (say: Speech, at: number, tz: string): string => `${say.date(at, tz)}, ${say.clock(at, tz)}`

/** What somebody of an NGO wrote about the person in their own words. */
export interface Noted {
  /** the same as long as the case lasts */
  readonly id: string
  readonly at: number
  readonly text: string
}

/** Notes, also those of handing over, why somebody was not told, and what the NGO that referred wrote: oldest first. */
export function notedIn(item: Request, now: Case): readonly Noted[] {
  const { handed } = item
  const came = handed?.note ? [{ id: 'handed', at: item.hour, text: handed.note }] : []
  return [
    ...came,
    ...doneIn(now).flatMap(({ seq, at, act }) => {
      const text =
        act.kind === 'note'
          ? act.text
          : act.kind === 'hand-over'
            ? act.note
            : act.kind === 'refer'
              ? (act.without?.why ?? '')
              : ''
      return text.trim() ? [{ id: String(seq), at, text }] : []
    }),
  ]
}

export const noteRow = (say: Speech, { at, text }: Noted, tz: string): Row => ({
  label: say.date(at, tz),
  texts: [own(text)],
})

/** What was written to each other, without the names of who works here. */
export const turnRows = (say: Speech, item: Request, now: Case): readonly Row[] =>
  turnsIn(item, now).map(({ by, at, lang, text }) => ({
    label: `${say(by === null ? 'given.you' : 'given.us')}, ${say.date(at, item.facts.desk.tz)}`,
    texts: [text === undefined ? { text: say('given.newway') } : own(text, lang)],
  }))

/** Tries, and how it ended: not who did it, nor how the work went from hand to hand. */
export function didRows(say: Speech, now: Case, tz: string): readonly Row[] {
  return doneIn(now).flatMap(({ at, act }) => {
    const words =
      act.kind === 'try'
        ? say(`try.${act.result}`)
        : act.kind === 'close'
          ? `${say('act.close')}: ${say(`close.${act.reason}`)}`
          : act.kind === 'reopen'
            ? say('act.reopen')
            : null
    return words === null ? [] : [plain(whenWords(say, at, tz), words)]
  })
}

/** What went to whom, and by which yes. */
export function passedRows(say: Speech, item: Request, now: Case, roster: Roster, tz: string): readonly Row[] {
  const parts = (what: readonly (keyof typeof PARTS)[]): string => say.list(what.map((one) => say(PARTS[one])))
  const { handed } = item
  const came = handed
    ? [plain(say.date(item.hour, tz), say('given.by', { name: ngoName(say, roster, handed.from) }))]
    : []
  const went = doneIn(now).flatMap(({ at, act }): readonly Row[] => {
    const row = (...texts: readonly string[]): readonly Row[] => [plain(say.date(at, tz), ...texts)]
    if (act.kind === 'consent') {
      if (!act.what.length) return row(say('given.yes.none'))
      return row(say('given.yes', { until: say.date(act.until - 1, tz), parts: parts(act.what) }))
    }
    if (act.kind === 'arrived')
      return row(`${say('act.arrived')}: ${say(act.yes ? 'referred.arrived.yes' : 'referred.arrived.no')}`)
    if (act.kind === 'came-back') return row(say('act.came-back'))
    if (act.kind !== 'refer') return []
    const name = act.to === null ? say('refer.whom.outside') : ngoName(say, roster, act.to)
    const without = act.without
      ? [say(`paper.yes.${act.without.reason}`), say(act.without.told ? 'given.said' : 'given.unsaid')]
      : []
    return row(say('given.to', { name, parts: parts(act.what) }), ...without)
  })
  return [...came, ...went]
}

const PARTS = {
  area: 'refer.part.area',
  language: 'refer.part.language',
  need: 'refer.part.need',
  safety: 'refer.part.safety',
  contact: 'refer.part.contact',
  note: 'refer.part.note',
  mailbox: 'refer.part.mailbox',
} as const
