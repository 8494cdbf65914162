import type { DayPart } from '../../shared/answers.ts'
import type { HouseRule } from '../../shared/roster.ts'
import type { Key } from '../i18n.ts'
import type { Contact, Facts, Told } from '../list/facts.ts'

/**
 * One sentence of the card. `from` names the answers that it tells or misses, as paths.
 * - `told`: the person's answer in the member's words
 * - `nosay`: the person does not want to say: not asked again at the first contact
 * - `absent`: not asked or skipped: the house rule, in grey
 * - `rule`: what always holds
 * - `word`: our word
 * - `person`: the person's own characters
 */
export type Part =
  | {
      readonly kind: 'told' | 'nosay' | 'absent' | 'rule'
      readonly from: readonly string[]
      readonly key: Key
      readonly values?: Readonly<Record<string, string | number>>
      readonly language?: string
      readonly region?: string
      readonly times?: readonly DayPart[]
    }
  | { readonly kind: 'word'; readonly from: readonly string[]; readonly index: number }
  | { readonly kind: 'person'; readonly from: readonly string[]; readonly text: string }

export type LineId =
  | 'who'
  | 'how'
  | 'when'
  | 'say'
  | 'other'
  | 'stop'
  | 'phone'
  | 'language'
  | 'place'
  | 'children'
  | 'need'
  | 'share'
  | 'note'

export interface Line {
  readonly id: LineId
  readonly parts: readonly Part[]
}

/** The card in the order in which it is read; `more`, `share` and `note` are its folds. The address is not among them. */
export interface Card {
  /** danger and age, above all else */
  readonly marks: readonly Part[]
  readonly lines: readonly Line[]
  readonly more: readonly Line[]
  readonly share: readonly Line[]
  readonly note: readonly Line[]
  /** somebody else wrote: the person is to be told */
  readonly foot: boolean
}

const told = (key: Key, ...from: readonly string[]): Part => ({ kind: 'told', from, key })
const absent = (key: Key, ...from: readonly string[]): Part => ({ kind: 'absent', from, key })
const nosay = (key: Key, ...from: readonly string[]): Part => ({ kind: 'nosay', from, key })
const rule = (key: Key): Part => ({ kind: 'rule', from: [], key })

/** A code's own words, or what holds where it was not told. */
function code<N extends string, C extends string>(
  name: N,
  value: C | undefined,
  from: string,
): `${N}.${C}` | `${N}.absent` extends Key ? Part : never
function code(name: string, value: string | undefined, from: string): Part {
  return value === undefined ? absent(`${name}.absent` as Key, from) : told(`${name}.${value}` as Key, from)
}
const yesNo = (value: boolean | undefined): 'true' | 'false' | undefined =>
  value === undefined ? undefined : value ? 'true' : 'false'

export function cardLines({ told: answers, lang, desk }: Facts): Card {
  const { contact } = answers
  const person = contact?.to === 'person'
  // Where the person was not asked, nothing about them has a place, so nothing of it is "not told".
  const about = answers.for === 'self' || answers.agreed === true
  const lines: (Line | undefined)[] = [
    contact?.to === 'nobody' ? undefined : { id: 'who', parts: whoParts(answers) },
    { id: 'how', parts: howParts(contact) },
    contact && contact.to !== 'nobody' ? { id: 'when', parts: whenParts(contact, desk.houseRule) } : undefined,
    contact && (person || contact.how === 'icall') ? { id: 'say', parts: sayParts(contact) } : undefined,
    person ? { id: 'other', parts: otherParts(contact) } : undefined,
    person ? { id: 'stop', parts: stopParts(contact) } : undefined,
    person || answers.more?.device ? { id: 'phone', parts: phoneParts(answers) } : undefined,
    about ? { id: 'language', parts: languageParts(answers, lang) } : undefined,
  ]
  return {
    marks: markParts(answers, about),
    lines: lines.filter((line): line is Line => line !== undefined && line.parts.length > 0),
    more: moreLines(answers, about),
    share: about ? [{ id: 'share', parts: [code('share', answers.more?.share, 'more.share')] }] : [],
    note:
      answers.note === undefined
        ? []
        : [{ id: 'note', parts: [{ kind: 'person', from: ['note'], text: answers.note }] }],
    foot: answers.agreed === true,
  }
}

/** What was said of danger, and whose word it is: nobody else's is put into the person's mouth. */
export const dangerKey = ({ for: whom, more }: Told): Key | undefined =>
  more?.danger && (more.danger === 'now' && whom !== 'self' ? 'danger.now.other' : `danger.${more.danger}`)

/** What was said of danger and age; that an age was not said is a mark of its own, what was not said of danger is none. */
function markParts(answers: Told, about: boolean): readonly Part[] {
  const { more } = answers
  const key = dangerKey(answers)
  const danger = key ? [told(key, 'more.danger')] : []
  if (more?.age === 'nosay') return [...danger, nosay('age.nosay', 'more.age')]
  return [...danger, ...(about ? [code('age', more?.age, 'more.age')] : [])]
}

function whoParts(answers: Told): readonly Part[] {
  const { contact, role, again } = answers
  const paths = ['for', 'contact.to', ...(answers.agreed === undefined ? [] : ['agreed'])]
  const pro = answers.for === 'pro' ? [code('role', role, 'role')] : []
  const meets = answers.for === 'pro' && answers.agreed ? [code('again', again, 'again')] : []
  return [told(whoKey(answers, contact), ...paths), ...pro, ...meets]
}

function whoKey(answers: Told, contact: Contact | undefined): Key {
  if (!contact || !answers.for) return 'who.unknown'
  const through = contact.how === 'helper'
  if (answers.for === 'self') return through ? 'who.self.helper' : 'who.self.person'
  if (!answers.agreed) return `who.${answers.for}.no`
  if (contact.to === 'helper') return `who.${answers.for}.helper`
  return through ? `who.${answers.for}.through` : `who.${answers.for}.person`
}

function howParts(contact: Contact | undefined): readonly Part[] {
  if (!contact) return [absent('how.unknown', 'contact')]
  const { how } = contact
  if (contact.to === 'nobody') return [told(`how.${how}`, 'for', 'contact.to', 'contact.how')]
  const way: readonly Part[] =
    how !== 'app'
      ? [told(`how.${how}`, 'contact.how')]
      : contact.app
        ? [told(`app.${contact.app}`, 'contact.how', 'contact.app')]
        : [told('how.app', 'contact.how'), absent('app.absent', 'contact.app')]
  const neutral = how === 'app' || how === 'sms' || how === 'email' ? [rule(`how.rule.${how}`)] : []
  const rings = contact.to === 'person' && (how === 'call' || how === 'helper')
  const shows = rings || contact.callerId ? [code('callerId', contact.callerId, 'contact.callerId')] : []
  return [...way, ...neutral, ...shows]
}

function whenParts({ to, when, until }: Contact, house: HouseRule): readonly Part[] {
  const parts: Part[] = []
  if (when) {
    const any = when.parts.length === 4
    const from = ['contact.when.parts']
    parts.push(any ? told('when.any', ...from) : { kind: 'told', from, key: 'when.parts', times: when.parts })
    parts.push(told(`when.weekend.${when.weekend}`, 'contact.when.weekend'))
  }
  if (until) parts.push(told(`until.${until}`, 'contact.until'))
  else if (to === 'person') {
    const values = { tries: house.tries, days: house.untilDays }
    parts.push({ kind: 'absent', from: ['contact.until'], key: 'until.absent', values })
  }
  return parts
}

function sayParts({ to, how, word, first }: Contact): readonly Part[] {
  if (word === undefined) return [absent('word.missing', 'contact.word')]
  const spoken: Part = { kind: 'word', from: ['contact.word'], index: word }
  if (to === 'nobody') return [spoken, rule('word.icall')]
  const writes = how !== 'call'
  // Who is called says the word first; of what was written it is no proof that somebody knows it.
  const proves = how === 'call' || how === 'helper'
  return [
    spoken,
    rule(proves ? 'staff.safe.script' : 'staff.safe.written'),
    ...(writes || first ? [code('first', first, 'contact.first')] : []),
  ]
}

function otherParts({ how, ifOther, voicemail, voiceMsg }: Contact): readonly Part[] {
  const rings = how === 'call' || how === 'helper'
  return [
    ...(rings || ifOther ? [code('ifOther', ifOther, 'contact.ifOther')] : []),
    ...(how === 'call' ? [code('voicemail', yesNo(voicemail), 'contact.voicemail')] : []),
    ...(how === 'app' ? [code('voiceMsg', yesNo(voiceMsg), 'contact.voiceMsg')] : []),
  ]
}

function stopParts({ how, drop }: Contact): readonly Part[] {
  const rings = how === 'call' || how === 'helper'
  return [rule('stop.word'), ...(rings || drop ? [code('drop', drop, 'contact.drop')] : [])]
}

function phoneParts({ contact, more }: Told): readonly Part[] {
  return [
    ...(contact?.to === 'person' ? [code('whose', contact.whose, 'contact.whose')] : []),
    code('device', more?.device, 'more.device'),
  ]
}

function languageParts({ more }: Told, lang: string | undefined): readonly Part[] {
  const language: Part = more?.speak
    ? { kind: 'told', from: ['more.speak'], key: 'speak.is', language: more.speak }
    : lang
      ? { kind: 'absent', from: ['more.speak'], key: 'speak.absent', language: lang }
      : absent('speak.absent.all', 'more.speak')
  // Most requests tell none of these: one grey line instead of three.
  if (!more?.read && !more?.interp && !more?.who)
    return [language, absent('talk.absent', 'more.read', 'more.interp', 'more.who')]
  return [
    language,
    code('read', more.read, 'more.read'),
    code('interp', more.interp, 'more.interp'),
    code('worker', more.who, 'more.who'),
  ]
}

function moreLines({ more }: Told, about: boolean): readonly Line[] {
  const place = more?.place
  const area: Part =
    place === undefined
      ? absent('place.absent', 'more.place')
      : place === 'nosay'
        ? nosay('place.nosay', 'more.place')
        : place === 'abroad'
          ? told('place.abroad', 'more.place')
          : { kind: 'told', from: ['more.place.region'], key: 'place.region', region: place.region }
  if (!about) return [{ id: 'place', parts: [area] }]
  const { children, need } = more ?? {}
  return [
    { id: 'place', parts: [area] },
    {
      id: 'children',
      parts: [
        children === 'nosay' ? nosay('children.nosay', 'more.children') : code('children', children, 'more.children'),
      ],
    },
    {
      id: 'need',
      parts: need ? need.map((one) => told(`need.${one}`, 'more.need')) : [absent('need.absent', 'more.need')],
    },
  ]
}
