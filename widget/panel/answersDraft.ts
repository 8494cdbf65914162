import { HOUSE_DEFAULTS } from './constants.ts'
import type { App, DayPart, ForSelf, PersonContact, When, Word } from '../../shared/answers.ts'

export type How = PersonContact['how'] | 'icall'
export type Whose = NonNullable<PersonContact['whose']>
export type IfOther = NonNullable<PersonContact['ifOther']>
export type First = NonNullable<PersonContact['first']>

/** What the person has told so far. A field that is absent was not asked, or was skipped. */
export interface Draft {
  readonly how?: How
  readonly app?: App
  /** As typed; only a step that was left by Next makes it `checked`. */
  readonly address: string
  readonly checked: boolean
  readonly whose?: Whose
  readonly when?: When
  readonly ifOther?: IfOther
  readonly voicemail?: boolean
  readonly voiceMsg?: boolean
  readonly first?: First
  readonly word: Word
}

export const emptyDraft = (word: Word): Draft => ({ address: '', checked: false, word })

export const DAY_PARTS: readonly DayPart[] = ['morning', 'afternoon', 'evening', 'night']

type Optional = 'app' | 'whose' | 'when' | 'ifOther' | 'voicemail' | 'voiceMsg' | 'first'

/** Which of the optional answers have a place with each way, in the order in which they are asked. */
const FIELDS: Readonly<Record<How, readonly Optional[]>> = {
  call: ['whose', 'when', 'ifOther', 'voicemail'],
  app: ['app', 'whose', 'when', 'first', 'voiceMsg'],
  sms: ['whose', 'when', 'first'],
  email: ['whose', 'when', 'first'],
  helper: ['whose', 'when', 'ifOther', 'first'],
  icall: [],
}

export const asks = (how: How, field: Optional): boolean => FIELDS[how].includes(field)

/** The questions about somebody else answering or reading, in their order. */
export const ANSWER_FIELDS = ['ifOther', 'voicemail', 'first', 'voiceMsg'] as const
export type AnswerField = (typeof ANSWER_FIELDS)[number]

/** What was answered, and the strict answer where nothing was. */
export const answersOr = (draft: Draft) => ({
  ifOther: draft.ifOther ?? HOUSE_DEFAULTS.ifOther,
  voicemail: draft.voicemail ?? HOUSE_DEFAULTS.voicemail,
  first: draft.first ?? HOUSE_DEFAULTS.first,
  voiceMsg: draft.voiceMsg ?? HOUSE_DEFAULTS.voiceMsg,
})

/** Sets fields; `undefined` makes one absent. */
export function withFields(draft: Draft, fields: { readonly [K in Optional]?: Draft[K] | undefined }): Draft {
  const out: Record<string, unknown> = { ...draft, ...fields }
  for (const name of Object.keys(out)) if (out[name] === undefined) delete out[name]
  return out as unknown as Draft
}

/** Whose number an address is: the same number serves a call and a text message, nothing else is interchangeable. */
const kindOf = (how: How): string => (how === 'sms' ? 'call' : how)

/** Another way drops the answers that have no place with it, and keeps the rest. */
export function changeHow(draft: Draft, how: How): Draft {
  const kept: Record<string, unknown> = { how, address: '', checked: false, word: draft.word }
  for (const field of FIELDS[how]) if (draft[field] !== undefined) kept[field] = draft[field]
  if (draft.how && kindOf(draft.how) === kindOf(how)) {
    kept['address'] = draft.address
    kept['checked'] = draft.checked
  } else delete kept['whose']
  return kept as unknown as Draft
}

/** Draft → Answers, or undefined while nobody could be reached with it. */
export function toAnswers(draft: Draft): ForSelf | undefined {
  const { how, word } = draft
  if (how === 'icall') return { for: 'self', contact: { to: 'nobody', how, word } }
  if (!how || !draft.checked) return undefined
  const told: Record<string, unknown> = {}
  for (const field of FIELDS[how]) if (draft[field] !== undefined) told[field] = draft[field]
  return { for: 'self', contact: { to: 'person', how, address: draft.address, ...told, word } }
}
