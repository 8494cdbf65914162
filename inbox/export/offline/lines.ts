import { cleanText } from '../../../shared/text.ts'
import { showAddress } from '../../case/address.ts'
import { type Line, type Part, cardLines } from '../../case/cardLines.ts'
import { sentenceOf } from '../../case/sentence.ts'
import { askedOf, verdictOf } from '../../case/verdict.ts'
import { verdictWords } from '../../case/VerdictBlock.tsx'
import { actWords, nameOf, refusedWords } from '../../case/words.ts'
import { answersIn, stateOf } from '../../cases/view.ts'
import { LOCALES, speak } from '../../i18n.ts'
import type { Facts } from '../../list/facts.ts'
import type { Request } from '../../list/items.ts'
import { areaWords, languageOf } from '../../list/Row.tsx'
import { dayAt } from '../../referral/form.ts'
import { dateWords, ngoName } from '../../rota/words.ts'
import { wordIn } from '../../words.ts'
import { isGone } from './data.ts'
import type { CopyItem, CopyView } from './open.ts'

/** What of the 32 digits of a number is shown; `find` takes as many. */
const SHOWN = 8
const say = speak('en')

/** "Thu 26 Nov 2026, 11:00": an hour, never more exact. */
function hourWords(t: number, tz: string): string {
  const day = new Intl.DateTimeFormat(LOCALES.en, {
    timeZone: tz,
    weekday: 'short',
    day: 'numeric',
    month: 'short',
    year: 'numeric',
  })
  return `${day.format(t * 1000).replace(',', '')}, ${say.clock(t, tz)}`
}

/** On one line, with nothing in it that a terminal obeys or that turns what stands beside it. */
const plain = (text: string): string =>
  cleanText(text).replace(/[\u2060\u00a0]/g, (one) => (one === '\u00a0' ? ' ' : ''))
const block = (text: string): readonly string[] =>
  cleanText(text, true)
    .split('\n')
    .map((line) => `    ${line}`)

const amount = (n: number, what: string): string => `${n} ${n === 1 ? what : what.replace(/y$/, 'ie') + 's'}`

const tzOf = ({ session }: CopyView): string => session.chain.roster.desks[0]!.tz

export function listLines(view: CopyView): readonly string[] {
  const { about, counts, session, items } = view
  const { member, ngo, chain } = session
  const lines = [
    `A sealed copy of “${plain(ngo.name)}” (${ngo.id}), saved by ${plain(member.name)} (${member.login}).`,
    `Saved on ${hourWords(about.at, 'UTC')} UTC, under list ${chain.roster.version} of the network.`,
    about.own ? 'It holds the requests that this member had taken.' : 'It holds all that the server held for the NGO.',
    `${amount(counts.requests, 'message')}, ${amount(counts.cases, 'case')}, ${amount(counts.events, 'entry')}: all there, as the member’s browser signed them.`,
  ]
  const refused = session.refused.length + (session.behind ? 1 : 0)
  if (refused) lines.push(`! ${refused} of the inbox’s keys could not be used; what was sealed for them stays shut.`)
  return [...lines, '', ...items.map((one) => rowLine(view, one)), '', 'mitos open FILE --case NUMBER shows one.']
}

function rowLine(view: CopyView, { id, item, file }: CopyItem): string {
  const tz = item.kind === 'request' ? item.facts.desk.tz : tzOf(view)
  const begin = `${id.slice(0, SHOWN)}  ${hourWords(item.hour, tz)}`
  if (item.kind === 'shut') return `${begin}  ${say('list.unopened')} (${item.code})`
  const language = languageOf(item.facts)
  return [
    begin,
    stateWords(view, { id, item, file }),
    plain(areaWords(say, item.facts)),
    ...(language ? [say.language(language)] : []),
    ...marksOf(item),
  ].join('  ')
}

function stateWords(view: CopyView, { item, file }: CopyItem): string {
  const state = stateOf(item, file)
  const words = {
    check: 'please check',
    new: 'new',
    claimed: 'taken',
    tried: 'contact tried',
    contact: 'in contact',
    referred: 'referred',
    closed: 'closed',
    gone: 'removed',
  }[state]
  return item.claim ? `${words} (${plain(nameOf(view.session, item.claim.by))})` : words
}

function marksOf(item: Request): readonly string[] {
  if (item.withdrawn) return [`[${say('staff.mark.donot')}]`]
  const { more } = item.facts.told
  return [
    ...(more?.danger === 'now' ? [say('list.pill.danger')] : []),
    ...(more?.age === 'under18' ? [say('staff.mark.minor')] : []),
    ...(item.wrote.length ? [say('list.pill.wrote')] : []),
    ...(item.facts.test ? [say('list.pill.test')] : []),
  ].map((mark) => `[${mark}]`)
}

export function showLines(view: CopyView, one: CopyItem): readonly string[] {
  const { item, id } = one
  const tz = item.kind === 'request' ? item.facts.desk.tz : tzOf(view)
  const head = [`Request ${id}`, `Came ${hourWords(item.hour, tz)} (${tz}), ${stateWords(view, one)}.`]
  if (item.kind === 'shut') return [...head, `${say('list.unopened')} (${item.code}).`, ...caseLines(view, one, tz)]
  // As on the screen: nothing of what the person took back, or what was deleted, nor of what was written about it.
  if (isGone(one)) return [...head, '', `! ${say(item.withdrawn ? 'staff.deleted.note' : 'gone.erased')}`]
  return [...head, '', ...handedLines(view, item), ...cardOf(view, item), ...caseLines(view, one, tz)]
}

/** By whom they were referred, with which yes, and the note that came with them. */
function handedLines({ session }: CopyView, { handed, facts }: Request): readonly string[] {
  if (!handed) return []
  const { from, consent, note } = handed
  const { tz } = facts.desk
  const name = ngoName(say, session.chain.roster, from)
  const values = { date: dateWords(say, dayAt(consent.at, tz)), until: dateWords(say, dayAt(consent.until - 1, tz)) }
  const yes = consent.how === 'none' ? say(`received.without.${consent.reason}`) : say('received.yes', values)
  const words = note === undefined ? [] : [`${plain(say('received.note', { name }))}:`, ...block(note)]
  return [plain(say('received.from', { name })), plain(yes), ...words, say('received.only'), '']
}

function cardOf(view: CopyView, item: Request): readonly string[] {
  const { facts, ways, wrote, under } = item
  const card = cardLines(facts)
  const values = { version: facts.roster?.version ?? '–', hash: facts.roster?.hash.slice(0, 8) ?? '–' }
  const warnings = [
    ...card.marks.map((part) => partWords(facts, part)),
    ...(facts.odd ? [say('card.odd')] : []),
    ...(item.check ? [say('card.check')] : []),
    ...(under ? [say(`card.roster.${under}`, values)] : []),
    ...(facts.test ? [say('card.test')] : []),
    ...(ways.length > 1 ? [say('card.ways.many', { n: ways.length })] : []),
  ].map((text) => `! ${plain(text)}`)
  return [
    ...warnings,
    ...(wrote.length ? [say('card.wrote')] : []),
    ...wrote.flatMap(({ text, contact }) => [
      ...(text === undefined ? [] : block(text)),
      ...(contact ? [say('card.wrote.contact')] : []),
    ]),
    ...ways.flatMap((way, i) => [
      ...(ways.length > 1 ? ['', say('card.way', { n: i + 1 })] : []),
      verdictLine(view, item, way),
      ...linesOf(way, cardLines(way).lines),
      ...addressLines(way),
    ]),
    ...linesOf(facts, card.more),
    ...linesOf(facts, card.share),
    ...linesOf(facts, card.note),
    ...(card.foot ? [say('staff.third.tell')] : []),
  ]
}

/** Whether it is a good time by this computer's clock, before all that says how. */
function verdictLine({ now }: CopyView, item: Request, facts: Facts): string {
  const { hour, withdrawn } = item
  const verdict = verdictOf({ facts, hour, withdrawn, asked: askedOf(item) }, now)
  const words = verdictWords({ say, verdict, facts, t: now }, true)
  return `Now, ${hourWords(now, facts.desk.tz)}: ${words.map((one) => plain(one ?? '')).join('. ')}`
}

const linesOf = (facts: Facts, lines: readonly Line[]): readonly string[] =>
  lines.flatMap(({ id, parts }) => {
    const own = parts.find((part) => part.kind === 'person')
    if (own?.kind === 'person') return [`${say(`line.${id}`)}:`, ...block(own.text)]
    return [`${say(`line.${id}`)}: ${parts.map((part) => plain(partWords(facts, part))).join(' ')}`]
  })

function partWords(facts: Facts, part: Part): string {
  if (part.kind === 'person') return part.text
  if (part.kind !== 'word') return sentenceOf(say, facts, part)
  const words = wordIn(part.index, facts.lang, say.lang)?.words ?? []
  return `“${words.map(({ text }) => text).join(' · ')}”.`
}

/** The whole address: who opens a copy has nothing else to call by. */
function addressLines({ told }: Facts): readonly string[] {
  const { address } = told.contact ?? {}
  if (address === undefined) return []
  const { text, cleaned } = showAddress(address)
  return [`${say('line.number')}: ${text}${cleaned ? ' (what cannot be seen was left out)' : ''}`]
}

function caseLines(view: CopyView, { item, file }: CopyItem, tz: string): readonly string[] {
  if (!file) return ['', item.case ? 'Its case is not in this file.' : 'Nothing was written about it.']
  if (file.kind === 'shut') return ['', `! ${say('case.shut')} (${file.code})`]
  const now = file.opened.case
  const by = (id: string, at: number): string => `${plain(nameOf(view.session, id))}, ${hourWords(at, tz)}`
  return [
    '',
    ...(file.cut ? ['! Entries of this case are missing: the server counted more of them.'] : []),
    ...(now.marks.includes('odd') ? [`! ${say('case.odd')}`] : []),
    ...section(
      'Tries',
      now.tries.map((one) => [`${say(`try.${one.result}`)} – ${by(one.by, one.at)}`]),
    ),
    ...section(
      'Notes',
      now.notes.map((one) => [by(one.by, one.at), ...block(one.text)]),
    ),
    ...section(
      'Replies',
      answersIn(now).map((one) => [`${by(one.by, one.at)} (${one.lang})`, ...block(one.text)]),
    ),
    ...section(
      'All entries',
      now.events.map((event) => {
        const refused = refusedWords(say, event)
        const words =
          event.kind === 'opened'
            ? `${plain(event.act ? actWords(say, view.session, event.act) : say('event.later'))} – ${by(event.by, event.at)}`
            : `Entry ${event.seq}`
        return [refused ? `${words} ! ${refused}` : words]
      }),
    ),
  ]
}

const section = (title: string, entries: readonly (readonly string[])[]): readonly string[] =>
  entries.length ? [`${title} (${entries.length})`, ...entries.flat().map((line) => `  ${line}`)] : [`${title}: none`]
