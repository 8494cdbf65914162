import type { Key, Speech } from '../../../inbox/i18n.ts'
import type { Facts, Told } from '../../../inbox/list/facts.ts'
import { type Drawn, elements, textOf, unfold } from '../unfold.ts'

/**
 * What the card must say, written down apart from the card: for each question the line where its answer belongs, the words of
 * each code, and the words where it was not answered although it has a place.
 */
export interface Question {
  readonly path: string
  readonly line: string
  readonly name: string
  readonly codes: readonly string[]
  /** whether an answer that is missing is said to be missing */
  readonly asked: (told: Told) => boolean
}

const person = ({ contact }: Told): boolean => contact?.to === 'person'
const about = (told: Told): boolean => told.for === 'self' || told.agreed === true
const by =
  (...hows: readonly string[]) =>
  (told: Told): boolean =>
    person(told) && hows.includes(told.contact!.how)
const question = (line: string, path: string, codes: string, asked: Question['asked'], name?: string): Question => ({
  path,
  line,
  name: name ?? path.split('.').pop()!,
  codes: codes.split(' '),
  asked,
})

export const QUESTIONS: readonly Question[] = [
  question('who', 'role', 'health social school labour camp office other', (told) => told.for === 'pro'),
  question('who', 'again', 'today week nextweek none', (told) => told.for === 'pro' && told.agreed === true),
  question(
    'how',
    'contact.app',
    'whatsapp viber signal telegram messenger other',
    (told) => told.contact?.how === 'app',
  ),
  question('how', 'contact.callerId', 'show hide', by('call', 'helper')),
  question('when', 'contact.when.weekend', 'true false', () => false, 'when.weekend'),
  question('when', 'contact.until', '3d 7d 14d', person),
  question('say', 'contact.first', 'word hello appointment', by('app', 'sms', 'email', 'helper')),
  question('other', 'contact.ifOther', 'hangup wrong appointment', by('call', 'helper')),
  question('other', 'contact.voicemail', 'true false', by('call')),
  question('other', 'contact.voiceMsg', 'true false', by('app')),
  question('stop', 'contact.drop', 'wait again stop', by('call', 'helper')),
  question('phone', 'contact.whose', 'mine shared trusted other', person),
  question('phone', 'more.device', 'yes unsure no', (told) => person(told)),
  question('language', 'more.read', 'well little listen', talks),
  question('language', 'more.interp', 'yes far no', talks),
  question('language', 'more.who', 'woman man any', talks, 'worker'),
  question('place', 'more.place', 'abroad nosay', () => true),
  question('children', 'more.children', 'with elsewhere no nosay', about),
  question('need', 'more.need', 'talk sleep health work law leave home other', about),
  question('share', 'more.share', 'yes ask no', about),
]

/** Reading, interpreter and gender are missed one by one only where one of them was told. */
function talks({ more, ...told }: Told): boolean {
  return about(told) && !!(more?.read ?? more?.interp ?? more?.who)
}

export const leaf = (value: unknown, path: string): unknown =>
  path.split('.').reduce<unknown>((at, name) => (at as Record<string, unknown> | undefined)?.[name], value)

/** `kind: words`, for each line of the card. */
export type Shown = Readonly<Record<string, readonly string[]>>

export function expected(told: Told, { lang, desk }: Facts, say: Speech): Shown {
  const lines: Record<string, string[]> = {}
  const put = (line: string, kind: string, key: Key, values: Record<string, string | number> = {}): void => {
    ;(lines[line] ??= []).push(`${kind}: ${say(key, values)}`)
  }
  const { contact, more } = told
  const { to, how } = contact!
  if (to !== 'nobody') put('who', 'told', whoKey(told))
  if (how !== 'app' || !contact!.app) put('how', 'told', `how.${how}`)
  if (how === 'app' || how === 'sms' || how === 'email') put('how', 'rule', `how.rule.${how}`)
  const parts = contact!.when?.parts
  if (parts?.length === 4) put('when', 'told', 'when.any')
  else if (parts) put('when', 'told', 'when.parts', { times: say.list(parts.map((part) => say(`when.${part}`))) })
  if (to === 'person')
    put('say', 'rule', how === 'call' || how === 'helper' ? 'staff.safe.script' : 'staff.safe.written')
  if (to === 'nobody' && how === 'icall') put('say', 'rule', 'word.icall')
  if (about(told)) {
    const language = more?.speak ?? lang!
    if (more?.speak) put('language', 'told', 'speak.is', { language: say.language(language) })
    else put('language', 'absent', 'speak.absent', { language: say.language(language) })
    if (!talks(told)) put('language', 'absent', 'talk.absent')
  }
  const region = typeof more?.place === 'object' ? more.place.region : undefined
  const names = desk.regions.find(({ id }) => id === region)?.names
  if (region) put('place', 'told', 'place.region', { region: names?.[say.lang] ?? region })
  for (const { path, line, name, asked } of QUESTIONS) {
    const value = leaf(told, path)
    const { tries, untilDays: days } = desk.houseRule
    if (Array.isArray(value)) for (const one of value) put(line, 'told', `${name}.${one}` as Key)
    else if (value === 'nosay') put(line, 'nosay', `${name}.nosay` as Key)
    else if (value === undefined) {
      if (asked(told)) put(line, 'absent', `${name}.absent` as Key, { tries, days })
    } else if (typeof value !== 'object') put(line, 'told', `${name}.${String(value)}` as Key)
  }
  if (told.note !== undefined) (lines['note'] ??= []).push(`person: ${told.note}`)
  return sorted(lines)
}

function whoKey({ for: about, agreed, contact }: Told): Key {
  const through = contact!.how === 'helper'
  if (about === 'self') return through ? 'who.self.helper' : 'who.self.person'
  if (!agreed) return `who.${about!}.no`
  return `who.${about!}.${contact!.to === 'helper' ? 'helper' : through ? 'through' : 'person'}`
}

/** The order of the card from above to below, `number` included. */
export const ORDER = 'who how when say other stop phone language note number place children need share'.split(' ')

/** What stands on the drawn card: its lines in their order, and each line's sentences. */
export function shownOn(card: ReturnType<typeof unfold>, say: Speech) {
  const order: string[] = []
  const lines: Record<string, string[]> = {}
  const words: string[] = []
  const sentences = (from: Drawn): string[] =>
    elements([from]).flatMap((one) => {
      const kind = String(one.props['class'] ?? '')
      if (kind === 'word') words.push(textOf(one.children).replace(/\s+/g, ' ').trim())
      // Soft signs keep hours on one line.
      const text = textOf(one.children).replace(/\u2060/g, '')
      return ['told', 'absent', 'nosay', 'rule', 'person'].includes(kind) ? [`${kind}: ${text}`] : []
    })
  for (const one of elements(card)) {
    const line = one.props['data-line']
    const fold = one.tag === 'details' && textOf(one.children.slice(0, 1)).trim()
    if (one.props['class'] === 'number') order.push('number')
    const id =
      typeof line === 'string'
        ? line
        : fold && fold.startsWith(say('fold.note'))
          ? 'note'
          : fold === say('fold.share')
            ? 'share'
            : undefined
    if (!id) continue
    order.push(id)
    // The words that the person hears to say "not now" are no answer.
    const stop = say('stop.word', { stop: '|' }).split('|')[0]!
    lines[id] = sentences(one).filter((text) => !text.startsWith(`rule: ${stop}`))
    if (!lines[id].length) delete lines[id]
  }
  return { order, lines: sorted(lines), words }
}

const sorted = (lines: Readonly<Record<string, readonly string[]>>): Shown =>
  Object.fromEntries(Object.entries(lines).map(([line, all]) => [line, [...all].sort()]))
