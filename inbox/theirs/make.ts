import type { Case } from '../../shared/caseFold.ts'
import type { Speech } from '../i18n.ts'
import type { Request } from '../list/items.ts'
import type { Session } from '../session.ts'
import { didRows, noteRow, notedIn, passedRows, turnRows } from './noted.ts'
import { type Row, type Section, type SectionId, type Sheet, plain } from './sheet.ts'
import { toldRows } from './told.ts'

export interface SheetOf {
  readonly say: Speech
  readonly session: Pick<Session, 'chain' | 'ngo'>
  readonly item: Request
  readonly now: Case
  /** ids of notes that are given */
  readonly ticked: ReadonlySet<string>
  /** seconds UTC */
  readonly t: number
}

/**
 * All that is kept about a person, in the words of one language; what they and the NGO wrote stays as it was written. Left out are
 * names of members, our word, and notes that were not ticked, which are counted.
 */
export function sheetOf({ say, session, item, now, ticked, t }: SheetOf): Sheet {
  const { ngo, chain } = session
  const { tz } = item.facts.desk
  const noted = notedIn(item, now)
  const left = noted.filter(({ id }) => !ticked.has(id)).length
  const notes = noted.filter(({ id }) => ticked.has(id)).map((one) => noteRow(say, one, tz))
  const section = (id: SectionId, rows: readonly Row[]): Section => ({ id, title: say(`given.${id}`), rows })
  return {
    lang: say.lang,
    title: say('given.title'),
    head: [
      plain(say('paper.from'), ngo.quietNames?.[say.lang] ?? ngo.quietName, ...(ngo.phone ? [ngo.phone] : [])),
      plain(say('paper.date'), say.date(t, tz)),
    ],
    intro: say('given.intro'),
    sections: [
      section('told', toldRows(say, item, now, chain.roster)),
      section('words', turnRows(say, item, now)),
      section('did', didRows(say, now, tz)),
      section('passed', passedRows(say, item, now, chain.roster, tz)),
      section('notes', [...notes, ...(left ? [plain(undefined, say('given.notes.left', { n: left }))] : [])]),
      section('kept', [plain(undefined, say('given.kept.until'), say('given.kept.ask'))]),
    ].map((one) => (one.rows.length ? one : { ...one, rows: [plain(undefined, say('given.none'))] })),
    foot: [...(item.facts.told.contact?.word === undefined ? [] : [say('given.word')]), say('given.care')],
  }
}
