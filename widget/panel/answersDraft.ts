import { HOUSE_DEFAULTS } from './constants.ts'
import { tidy } from './validate.ts'
import type {
  Again,
  Answers,
  App,
  DayPart,
  HelperContact,
  More,
  NoContact,
  PersonContact,
  Role,
  When,
  Word,
} from '../../shared/answers.ts'

export type For = Answers['for']
export type How = PersonContact['how'] | NoContact['how']
export type Whose = NonNullable<PersonContact['whose']>
export type IfOther = NonNullable<PersonContact['ifOther']>
export type First = NonNullable<PersonContact['first']>

/** What the person has told so far. A field that is absent was not asked, or was skipped. */
export interface Draft {
  readonly for?: For
  /** Whether the person whom it is about said yes; only where it is about somebody else. */
  readonly agreed?: boolean
  /** Who is contacted, where it is about somebody who said yes. */
  readonly reach?: 'person' | 'helper'
  /** "In danger now" was the first answer of all. */
  readonly now?: true
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
  readonly drop?: NonNullable<PersonContact['drop']>
  readonly callerId?: NonNullable<PersonContact['callerId']>
  readonly until?: NonNullable<PersonContact['until']>
  readonly word: Word
  readonly more: More
  readonly role?: Role
  readonly again?: Again
  /** As typed. */
  readonly note: string
}

export const emptyDraft = (word: Word): Draft => ({ address: '', checked: false, word, more: {}, note: '' })

export const DAY_PARTS: readonly DayPart[] = ['morning', 'afternoon', 'evening', 'night']

/** Whom the NGO contacts: the person whom it is about, or the one who writes for them. */
export const reached = (draft: Draft): 'person' | 'helper' =>
  (draft.for ?? 'self') === 'self' || (draft.agreed === true && draft.reach === 'person') ? 'person' : 'helper'

/** Whether there is a place for anything about the person: they wrote themselves, or said yes. */
export const mayTell = (draft: Draft): boolean => (draft.for ?? 'self') === 'self' || draft.agreed === true

type Optional =
  'app' | 'whose' | 'when' | 'ifOther' | 'voicemail' | 'voiceMsg' | 'first' | 'drop' | 'callerId' | 'until'

/** Which of the optional answers have a place with each way, in the order in which they are asked. */
const FIELDS: Readonly<Record<How, readonly Optional[]>> = {
  call: ['whose', 'when', 'ifOther', 'voicemail', 'drop', 'callerId', 'until'],
  app: ['app', 'whose', 'when', 'first', 'voiceMsg', 'until'],
  sms: ['whose', 'when', 'first', 'until'],
  email: ['whose', 'when', 'first', 'until'],
  helper: ['whose', 'when', 'ifOther', 'first', 'drop', 'callerId', 'until'],
  back: [],
  icall: [],
}

/** Whether nobody contacts anybody: the person calls, or comes back with a number. */
export const isNobody = (how: How): boolean => FIELDS[how].length < 1
/** What somebody who writes for another is asked about the way to themselves. */
const OF_HELPER: readonly Optional[] = ['app', 'when']
/** The ways that each can be reached by; nobody but the person themselves can call of their own accord. */
const WAYS: Readonly<Record<'self' | 'person' | 'helper', readonly How[]>> = {
  self: ['call', 'app', 'sms', 'back', 'icall', 'email', 'helper'],
  person: ['call', 'app', 'sms', 'email', 'helper'],
  helper: ['call', 'app', 'email', 'sms'],
}

export const ways = (draft: Draft): readonly How[] => WAYS[(draft.for ?? 'self') === 'self' ? 'self' : reached(draft)]

/** Whether this way has a place for an answer. */
export const asks = (draft: Draft, field: Optional): boolean =>
  draft.how !== undefined &&
  FIELDS[draft.how].includes(field) &&
  (reached(draft) === 'person' || OF_HELPER.includes(field))

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

type Settable = Optional | 'role' | 'again'

/** Sets fields; `undefined` makes one absent. */
export const withFields = (draft: Draft, fields: { readonly [K in Settable]?: Draft[K] | undefined }): Draft =>
  without({ ...draft, ...fields }) as Draft

/** The same for what is told besides. */
export const withMore = (draft: Draft, fields: { readonly [K in keyof More]?: More[K] | undefined }): Draft => ({
  ...draft,
  more: without({ ...draft.more, ...fields }),
})

function without<T extends object>(from: { readonly [K in keyof T]?: T[K] | undefined }): T {
  return Object.fromEntries(Object.entries(from).filter(([, value]) => value !== undefined)) as T
}

/** Whose number an address is: the same number serves a call and a text message, nothing else is interchangeable. */
const kindOf = (how: How): string => (how === 'sms' ? 'call' : how)

/** Another way drops the answers that have no place with it, and keeps the rest. */
export function changeHow(draft: Draft, how: How): Draft {
  const next: Draft = { ...draft, how }
  const kept = dropped(next, (field) => asks(next, field))
  return draft.how && kindOf(draft.how) === kindOf(how) ? kept : withoutAddress(kept)
}

/** For whom it is. Whoever is contacted now is another than before: what was told of the way to the other is not theirs. */
export function changeFor(
  draft: Draft,
  about: {
    readonly for?: For
    readonly now?: boolean
    readonly agreed?: boolean
    readonly reach?: 'person' | 'helper'
  },
): Draft {
  const { now = draft.now, ...rest } = about
  const changed = { ...draft, ...rest, now: now || undefined }
  // "In danger now" is told by the same tap; another first answer takes it back.
  const danger = now ? 'now' : draft.now ? undefined : draft.more.danger
  const next = withMore(without<Draft>(changed), { danger })
  const samePerson = reached(next) === reached(draft) && (next.for === 'self') === ((draft.for ?? 'self') === 'self')
  if (!draft.how || (samePerson && ways(next).includes(draft.how))) return next
  const { how: _, ...noWay } = dropped(withoutAddress(next), () => false)
  return noWay
}

const dropped = (draft: Draft, keeps: (field: Optional) => boolean): Draft =>
  Object.fromEntries(
    Object.entries(draft).filter(([name]) => !FIELD_NAMES.includes(name as Optional) || keeps(name as Optional)),
  ) as unknown as Draft

const FIELD_NAMES: readonly Optional[] = [...FIELDS.call, ...FIELDS.app, ...FIELDS.helper]

function withoutAddress(draft: Draft): Draft {
  const { whose: _, ...rest } = draft
  return { ...rest, address: '', checked: false }
}

/** Draft → Answers, or undefined while nobody could be reached with it. */
export function toAnswers(draft: Draft): Answers | undefined {
  const contact = contactOf(draft)
  if (!contact) return undefined
  const { for: about = 'self', role, again } = draft
  const told = mayTell(draft)
  const { place } = draft.more
  const more = told ? draft.more : place ? { place } : {}
  const note = told ? tidy(draft.note) : ''
  return {
    for: about,
    ...(about === 'self' ? {} : { agreed: told }),
    contact,
    ...(Object.keys(more).length ? { more } : {}),
    ...(note ? { note } : {}),
    ...(about === 'pro' && role ? { role } : {}),
    ...(about === 'pro' && told && again ? { again } : {}),
  } as Answers
}

function contactOf(draft: Draft): PersonContact | NoContact | HelperContact | undefined {
  const { how, address, word, checked } = draft
  if (!how || !ways(draft).includes(how)) return undefined
  if ((draft.for ?? 'self') !== 'self' && draft.agreed === undefined) return undefined
  if (how === 'back') return { to: 'nobody', how }
  if (how === 'icall') return { to: 'nobody', how, word }
  if (!checked) return undefined
  const to = reached(draft)
  const fields = Object.fromEntries(
    FIELDS[how].flatMap((field) => (asks(draft, field) && draft[field] !== undefined ? [[field, draft[field]]] : [])),
  )
  return { to, how, address, ...fields, ...(to === 'person' ? { word } : {}) } as PersonContact | HelperContact
}
