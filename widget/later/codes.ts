import { mayTell, withFields, withMore } from '../panel/answersDraft.ts'
import { quietName } from '../panel/words.ts'
import type { Draft } from '../panel/answersDraft.ts'
import type { Panel } from '../panel/view.ts'
import type { MoreRow } from '../panel/way.ts'

/** The codes of a question, in their order, each with the key of its words. */
export type Codes = readonly (readonly [code: string, key: string])[]

/** Questions with one answer, and the field that it goes into. */
export const ONE: Readonly<Record<Exclude<MoreRow, 'place' | 'speak' | 'need' | 'call-rules' | 'note'>, Codes>> = {
  danger: [
    ['now', 'danger.now'],
    ['soon', 'danger.soon'],
    ['no', 'common.no'],
    ['unsure', 'common.notsure'],
  ],
  'who-talks': [
    ['woman', 'worker.woman'],
    ['man', 'worker.man'],
    ['any', 'worker.any'],
  ],
  children: [
    ['with', 'children.with'],
    ['elsewhere', 'children.else'],
    ['no', 'common.no'],
    ['nosay', 'common.nosay'],
  ],
  age: [
    ['under18', 'age.under'],
    ['adult', 'age.over'],
    ['unsure', 'common.notsure'],
    ['nosay', 'common.nosay'],
  ],
  device: [
    ['yes', 'common.yes'],
    ['unsure', 'common.notsure'],
    ['no', 'common.no'],
  ],
  share: [
    ['yes', 'common.yes'],
    ['ask', 'share.ask'],
    ['no', 'share.no'],
  ],
  role: withKeys((code) => `pro.role.${code}`, ['health', 'social', 'school', 'labour', 'camp', 'office', 'other']),
  again: withKeys((code) => `pro.again.${code}`, ['today', 'week', 'nextweek', 'none']),
}

export const NEEDS = withKeys(
  (code) => `need.${code}`,
  ['talk', 'sleep', 'health', 'work', 'law', 'leave', 'home', 'other'],
)
export const READ: Codes = [
  ['well', 'common.yes'],
  ['little', 'speak.read.little'],
  ['listen', 'speak.read.listen'],
]
export const INTERP: Codes = [
  ['yes', 'common.yes'],
  ['far', 'interp.far'],
  ['no', 'common.no'],
]
export const DROP = withKeys((code) => `contact.drop.${code}`, ['wait', 'again', 'stop'])
export const CALLER_ID = withKeys((code) => `contact.id.${code}`, ['show', 'hide'])
export const UNTIL = ['3d', '7d', '14d'] as const

function withKeys(key: (code: string) => string, codes: readonly string[]): Codes {
  return codes.map((code) => [code, key(code)])
}

/** What a code of these is called; undefined where nothing was answered. */
export function named(codes: Codes, code: string | undefined, p: Panel): string | undefined {
  const key = codes.find(([one]) => one === code)?.[1]
  return key && p.t(key, { ngo: ngoOf(p) })
}

/** The quiet name of who reads. */
export function ngoOf({ state, lang }: Panel): string {
  const { duty } = state.judged
  return duty.kind === 'none' ? '' : quietName(duty.ngo, lang)
}

/** The field of the draft, or of `more` in it, that a one-answer question fills. */
export function answerOf(draft: Draft, row: keyof typeof ONE): string | undefined {
  if (row === 'role' || row === 'again') return draft[row]
  return draft.more[row === 'who-talks' ? 'who' : row]
}

export function withAnswer(draft: Draft, row: keyof typeof ONE, code: string | undefined): Draft {
  if (row === 'role' || row === 'again') return withFields(draft, { [row]: code })
  return withMore(draft, { [row === 'who-talks' ? 'who' : row]: code })
}

/** The places of the desk, and what else can be said of where one is. */
export const placesOf = ({ desk, lang, t }: Panel): readonly (readonly [code: string, name: string])[] => [
  ...(desk?.regions ?? []).map(({ id, names }) => [`region ${id}`, names[lang] ?? names['en'] ?? id] as const),
  ['abroad', t('place.abroad')],
  ['nosay', t('common.nosay')],
]

export const placeCode = ({ more: { place } }: Draft): string | undefined =>
  typeof place === 'object' ? `region ${place.region}` : place

export const withPlace = (draft: Draft, code: string | undefined): Draft =>
  withMore(draft, {
    place: code?.startsWith('region ') ? { region: code.slice(7) } : (code as 'abroad' | 'nosay' | undefined),
  })

/** The title of a one-answer question. The area is the one thing that is asked of somebody who was not asked. */
export const titleOf = (row: keyof typeof TITLES, draft: Draft): string =>
  row === 'place' && !mayTell(draft) ? 'place.q/other' : TITLES[row]

const TITLES: Readonly<Record<keyof typeof ONE | 'place', string>> = {
  danger: 'danger.q',
  place: 'place.q',
  'who-talks': 'worker.q',
  children: 'children.q',
  age: 'age.q',
  device: 'device.q',
  share: 'share.q',
  role: 'pro.role.q',
  again: 'pro.again.q',
}
