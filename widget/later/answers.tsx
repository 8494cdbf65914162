import { number } from '../panel/format.ts'
import type { ComponentChildren } from 'preact'
import type { Panel } from '../panel/view.ts'
import type { MoreRow } from '../panel/way.ts'
import { CALLER_ID, DROP, INTERP, NEEDS, ONE, READ, answerOf, named, placeCode, placesOf } from './codes.ts'
import { languageName } from './languages.ts'

const DOTS = '•••'

/** What was told, in the words in which it was asked; undefined where nothing was. */
export function answerTo(row: MoreRow, p: Panel): ComponentChildren {
  const { draft, passing } = p.state
  const { more } = draft
  switch (row) {
    case 'place': {
      const code = placeCode(draft)
      return placesOf(p).find(([one]) => one === code)?.[1]
    }
    case 'speak':
      return together([
        more.speak && <bdi lang={more.speak}>{languageName(more.speak, p)}</bdi>,
        named(READ, more.read, p),
        named(INTERP, more.interp, p),
      ])
    case 'need':
      return together((more.need ?? []).map((code) => named(NEEDS, code, p)))
    case 'call-rules':
      return together([
        named(DROP, draft.drop, p),
        named(CALLER_ID, draft.callerId, p),
        draft.until && untilWords(draft.until, p),
      ])
    case 'note':
      return (
        draft.note && (
          <span class="masked" translate={false}>
            {passing.shown ? draft.note : DOTS}
          </span>
        )
      )
    default:
      return named(ONE[row], answerOf(draft, row), p)
  }
}

const together = (parts: readonly ComponentChildren[]): ComponentChildren => {
  const told = parts.filter(Boolean)
  return told.length ? told.map((part, nth) => [nth > 0 && '\u00a0· ', part]) : undefined
}

export const untilWords = (until: string, { t, lang }: Panel): string =>
  t('contact.until.days', { days: number(parseInt(until), lang) })

/** Drawn like the panel's own: 24 grid, round stroke. */
export const icons: Readonly<Record<MoreRow, string>> = {
  danger: 'M12 4.5l8.5 15h-17zM12 10v4.5M12 17v.1',
  place: 'M12 20.5c4-4.5 6-7.6 6-10.2a6 6 0 1 0-12 0c0 2.6 2 5.7 6 10.2zM12 8.3a2 2 0 1 0 0 4a2 2 0 1 0 0-4',
  speak: 'M12 3.5a8.5 8.5 0 1 0 0 17a8.5 8.5 0 1 0 0-17M3.5 12h17M12 3.5c3 3 3 14 0 17M12 3.5c-3 3-3 14 0 17',
  need: 'M4 18.5v-9M4 15.5h16v3M20 15.5v-2.2a2.3 2.3 0 0 0-2.3-2.3H10v4.5M7 10.2a1.6 1.6 0 1 0 0 3.2a1.6 1.6 0 1 0 0-3.2',
  'who-talks':
    'M8.5 6a3 3 0 1 0 0 6a3 3 0 1 0 0-6M3 19.5c.5-3.5 2.6-5 5.5-5s5 1.5 5.5 5M15 5h4.5A1.5 1.5 0 0 1 21 6.5v3a1.5 1.5 0 0 1-1.5 1.5H18l-2 2v-2',
  children:
    'M8.5 4.5a2.7 2.7 0 1 0 0 5.4a2.7 2.7 0 1 0 0-5.4M3.5 19.5c.4-4 2.3-6 5-6 1.6 0 2.9.7 3.8 2M16.5 11a2 2 0 1 0 0 4a2 2 0 1 0 0-4M13 20c.3-2.3 1.6-3.4 3.5-3.4s3.2 1.1 3.5 3.4',
  age: 'M5.5 6h13A1.5 1.5 0 0 1 20 7.5v11a1.5 1.5 0 0 1-1.5 1.5h-13A1.5 1.5 0 0 1 4 18.5v-11A1.5 1.5 0 0 1 5.5 6zM4 10.5h16M8.5 4v4M15.5 4v4',
  device:
    'M9 3.5h6A1.5 1.5 0 0 1 16.5 5v14a1.5 1.5 0 0 1-1.5 1.5H9A1.5 1.5 0 0 1 7.5 19V5A1.5 1.5 0 0 1 9 3.5zM11 17.5h2',
  'call-rules':
    'M6.5 4h2.2l1.5 4-2 1.6a11 11 0 0 0 5.2 5.2l1.6-2 4 1.5v2.2A2.5 2.5 0 0 1 16.3 19C9.8 18.6 5.4 14.2 5 7.7A2.5 2.5 0 0 1 6.5 4z',
  share:
    'M6 14.5a2.5 2.5 0 1 0 0-5a2.5 2.5 0 1 0 0 5M18 8.5a2.5 2.5 0 1 0 0-5a2.5 2.5 0 1 0 0 5M18 20.5a2.5 2.5 0 1 0 0-5a2.5 2.5 0 1 0 0 5M8.3 10.9l7.4-3.8M8.3 13.1l7.4 3.8',
  note: 'M7 3.5h7l4 4v11.5A1.5 1.5 0 0 1 16.5 20.5h-9A1.5 1.5 0 0 1 6 19V5A1.5 1.5 0 0 1 7 3.5zM14 3.5v4h4M9 12h6M9 15.5h6',
  role: 'M5 20V6.5L12 4l7 2.5V20M3.5 20h17M9 10h1.5M13.5 10H15M9 14h1.5M13.5 14H15M11 20v-3h2v3',
  again: 'M12 3.5a8.5 8.5 0 1 0 0 17a8.5 8.5 0 1 0 0-17M12 7.5V12l3 2',
}
