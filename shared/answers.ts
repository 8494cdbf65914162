import { codePoints } from './text.ts'
import { MitosError } from './errors.ts'

/**
 * What a person answers. Codes are the wire format: never rename, only add. Every field is optional unless it stands here
 * without a question mark; absent means "not told", which is neither "no" nor "does not want to say".
 */
export type Answers = ForSelf | ForOther | ForPro

export interface ForSelf {
  readonly for: 'self'
  readonly contact: PersonContact | NoContact
  readonly more?: More
  readonly note?: Note
}
export type ForOther = { readonly for: 'other' } & (Agreed | NotAsked)
export type ForPro = { readonly for: 'pro'; readonly role?: Role } & ((Agreed & { readonly again?: Again }) | NotAsked)

export interface Agreed {
  readonly agreed: true
  readonly contact: PersonContact | HelperContact
  readonly more?: More
  readonly note?: Note
}
/** The person did not say yes, or could not be asked: nothing about them has a place here. */
export interface NotAsked {
  readonly agreed: false
  readonly contact: HelperContact
  readonly more?: AreaOnly
}

/** What must be known to reach somebody safely. */
export interface PersonContact {
  readonly to: 'person'
  readonly how: 'call' | 'app' | 'sms' | 'email' | 'helper'
  /** Only with `how: 'app'`. */
  readonly app?: App
  /** 2–64 code points; the first of the two typed fields. */
  readonly address: string
  readonly whose?: 'mine' | 'shared' | 'trusted' | 'other'
  readonly when?: When
  /** call, helper */
  readonly ifOther?: 'hangup' | 'wrong' | 'appointment'
  /** call */
  readonly voicemail?: boolean
  /** app */
  readonly voiceMsg?: boolean
  /** sms, app, email, helper */
  readonly first?: 'word' | 'hello' | 'appointment'
  readonly drop?: 'wait' | 'again' | 'stop'
  readonly callerId?: 'show' | 'hide'
  readonly until?: '3d' | '7d' | '14d'
  readonly word: Word
}
/** Nobody contacts anybody: the person calls, or comes back with a return code. */
export type NoContact =
  | { readonly to: 'nobody'; readonly how: 'icall'; readonly word: Word }
  | { readonly to: 'nobody'; readonly how: 'back' }
/** A helper or professional is the one whom we contact. */
export interface HelperContact {
  readonly to: 'helper'
  readonly how: 'call' | 'app' | 'email' | 'sms'
  readonly app?: App
  readonly address: string
  readonly when?: When
}
export type App = 'whatsapp' | 'viber' | 'signal' | 'telegram' | 'messenger' | 'other'
export type DayPart = 'morning' | 'afternoon' | 'evening' | 'night'
/** 8–12, 12–17, 17–21, 21–24 in the desk's time; all four mean any time. */
export interface When {
  readonly parts: readonly DayPart[]
  readonly weekend: boolean
}

export interface More {
  readonly danger?: 'now' | 'soon' | 'no' | 'unsure'
  readonly place?: { readonly region: RegionId } | 'abroad' | 'nosay'
  /** BCP 47 */
  readonly speak?: LanguageTag
  readonly read?: 'well' | 'little' | 'listen'
  /** far: not from my community */
  readonly interp?: 'yes' | 'far' | 'no'
  /** worker and interpreter */
  readonly who?: 'woman' | 'man' | 'any'
  readonly need?: readonly Need[]
  readonly children?: 'with' | 'elsewhere' | 'no' | 'nosay'
  readonly age?: 'under18' | 'adult' | 'unsure' | 'nosay'
  /** whether someone else can look at this device */
  readonly device?: 'yes' | 'unsure' | 'no'
  readonly share?: 'yes' | 'ask' | 'no'
}
export type Need = 'talk' | 'sleep' | 'health' | 'work' | 'law' | 'leave' | 'home' | 'other'
export type AreaOnly = Pick<More, 'place'>
export type Role = 'health' | 'social' | 'school' | 'labour' | 'camp' | 'office' | 'other'
export type Again = 'today' | 'week' | 'nextweek' | 'none'
/** At most 140 code points; the second typed field. */
export type Note = string
/** 0–199 in the frozen list of nouns; each side sees it in its own language. */
export type Word = number
export type RegionId = string
export type LanguageTag = string

/** What the person was shown when pressing Send (GDPR Art. 7(1)), beside the answers. */
export interface Shown {
  /** hash of the notice, base64url of 32 bytes */
  readonly notice: string | null
  readonly lang: LanguageTag
  /** seconds UTC, a whole hour */
  readonly replyBy: number | null
}

export const WORD_COUNT = 200
export const ADDRESS_MOST = 64
export const NOTE_MOST = 140

/** What holds where the person did not say; the days, hours, tries and days to try are the desk's (roster). */
export const HOUSE_DEFAULTS = {
  ifOther: 'hangup',
  voicemail: false,
  voiceMsg: false,
  first: 'word',
  drop: 'wait',
  callerId: 'show',
} as const

type Fits = (value: unknown) => boolean
const among =
  (...codes: readonly unknown[]): Fits =>
  (value) =>
    codes.includes(value)
const yesNo = among(true, false)
const some =
  (fits: Fits): Fits =>
  (value) =>
    Array.isArray(value) && value.length > 0 && new Set(value).size === value.length && value.every(fits)
const typed =
  (least: number, most: number): Fits =>
  (value) =>
    typeof value === 'string' && codePoints(value) >= least && codePoints(value) <= most
const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** Whether a value is a language tag as BCP 47 writes them, of at most 35 characters (RFC 5646 §4.4.1), without extensions. */
export const isLanguageTag = (value: unknown): value is LanguageTag =>
  typeof value === 'string' && value.length <= 35 && /^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$/.test(value)
const word: Fits = (value) => Number.isInteger(value) && (value as number) >= 0 && (value as number) < WORD_COUNT
const when: Fits = (value) =>
  isObject(value) &&
  Object.keys(value).sort().join() === 'parts,weekend' &&
  some(among('morning', 'afternoon', 'evening', 'night'))(value['parts']) &&
  yesNo(value['weekend'])
const place: Fits = (value) =>
  value === 'abroad' ||
  value === 'nosay' ||
  (isObject(value) &&
    Object.keys(value).join() === 'region' &&
    typeof value['region'] === 'string' &&
    /^[a-z0-9-]{1,24}$/.test(value['region']))

const more: Readonly<Record<string, Fits>> = {
  danger: among('now', 'soon', 'no', 'unsure'),
  place,
  speak: isLanguageTag,
  read: among('well', 'little', 'listen'),
  interp: among('yes', 'far', 'no'),
  who: among('woman', 'man', 'any'),
  need: some(among('talk', 'sleep', 'health', 'work', 'law', 'leave', 'home', 'other')),
  children: among('with', 'elsewhere', 'no', 'nosay'),
  age: among('under18', 'adult', 'unsure', 'nosay'),
  device: among('yes', 'unsure', 'no'),
  share: among('yes', 'ask', 'no'),
}
const app = among('whatsapp', 'viber', 'signal', 'telegram', 'messenger', 'other')
const ifOther = among('hangup', 'wrong', 'appointment')
const first = among('word', 'hello', 'appointment')
const address = typed(2, ADDRESS_MOST)
const always = {
  whose: among('mine', 'shared', 'trusted', 'other'),
  when,
  drop: among('wait', 'again', 'stop'),
  callerId: among('show', 'hide'),
  until: among('3d', '7d', '14d'),
}
/** What has a place in a contact, by whom it reaches and how. `!` marks what must be there. */
const CONTACTS: Readonly<Record<string, Readonly<Record<string, Fits>>>> = {
  'person call': { 'address!': address, ...always, ifOther, voicemail: yesNo, 'word!': word },
  'person app': { app, 'address!': address, ...always, voiceMsg: yesNo, first, 'word!': word },
  'person sms': { 'address!': address, ...always, first, 'word!': word },
  'person email': { 'address!': address, ...always, first, 'word!': word },
  'person helper': { 'address!': address, ...always, ifOther, first, 'word!': word },
  'nobody icall': { 'word!': word },
  'nobody back': {},
  'helper call': { 'address!': address, when },
  'helper app': { app, 'address!': address, when },
  'helper email': { 'address!': address, when },
  'helper sms': { 'address!': address, when },
}

/** What could be understood of answers, and the names of what could not (never values). */
export interface Understood {
  /** Partial: `for` and `contact` may be missing where they made no sense. */
  readonly answers: { readonly [name: string]: unknown }
  readonly odd: readonly string[]
}

/** A name such as `constructor` must not find what every object inherits. */
const own = <T>(table: Readonly<Record<string, T>>, name: string): T | undefined =>
  Object.prototype.hasOwnProperty.call(table, name) ? table[name] : undefined

/** Takes from `value` what `fields` has a place for. */
function sift(
  value: Readonly<Record<string, unknown>>,
  fields: Readonly<Record<string, Fits>>,
  path: string,
  odd: string[],
): Record<string, unknown> {
  const out: Record<string, unknown> = {}
  for (const [name, inner] of Object.entries(value)) {
    const fits = own(fields, name) ?? own(fields, `${name}!`)
    if (fits?.(inner)) out[name] = inner
    else odd.push(path + name)
  }
  for (const name of Object.keys(fields))
    if (name.endsWith('!') && !(name.slice(0, -1) in value)) odd.push(path + name.slice(0, -1))
  return out
}

/** Reads answers as far as they are understood: the inbox never drops a request because a newer panel said more. */
export function understand(value: unknown): Understood {
  if (!isObject(value)) return { answers: {}, odd: ['answers'] }
  const odd: string[] = []
  const contact = isObject(value['contact']) ? value['contact'] : {}
  const { to, how } = contact
  // Only strings: a list of one code, or an object that makes its own text, is no code.
  const kind = typeof to === 'string' && typeof how === 'string' ? `${to} ${how}` : ''
  const agreed = value['agreed']
  const self = value['for'] === 'self'
  const told = self || agreed === true
  const fitsContact = told ? (self ? /^(person|nobody) / : /^(person|helper) /) : /^helper /
  const fields = fitsContact.test(kind) ? own(CONTACTS, kind) : undefined
  const answers = sift(
    value,
    {
      'for!': among('self', 'other', 'pro'),
      ...(self ? {} : { 'agreed!': yesNo }),
      'contact!': () => true,
      more: isObject,
      ...(told ? { note: typed(1, NOTE_MOST) } : {}),
      ...(value['for'] === 'pro'
        ? { role: among('health', 'social', 'school', 'labour', 'camp', 'office', 'other') }
        : {}),
      ...(value['for'] === 'pro' && agreed === true ? { again: among('today', 'week', 'nextweek', 'none') } : {}),
    },
    '',
    odd,
  )
  if (fields) answers['contact'] = sift(contact, { 'to!': () => true, 'how!': () => true, ...fields }, 'contact.', odd)
  else {
    delete answers['contact']
    odd.push('contact')
  }
  if (isObject(answers['more'])) {
    answers['more'] = sift(answers['more'], told ? more : { place }, 'more.', odd)
    if (!Object.keys(answers['more'] as object).length) {
      delete answers['more']
      odd.push('more')
    }
  }
  return { answers, odd }
}

/**
 * Lets only whole and known answers be sealed: an unknown name or code, a field that does not belong to the chosen way, an
 * empty list or an empty `more` is refused.
 * @throws MitosError `answers-invalid`
 */
export function checkAnswers(value: unknown): Answers {
  if (understand(value).odd.length) throw new MitosError('answers-invalid')
  return value as Answers
}
