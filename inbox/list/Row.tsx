import type { JSX } from 'preact'
import type { Part } from '../App.tsx'
import { silenceOf } from '../cases/silence.ts'
import { waitingIn } from '../cases/stops.ts'
import { unwrittenOf } from '../cases/unwritten.ts'
import type { Key, Speech } from '../i18n.ts'
import { type Session, initials } from '../session.ts'
import { ngoName } from '../rota/words.ts'
import { isSuspect } from '../trust/under.ts'
import type { Facts } from './facts.ts'
import type { Shut } from './items.ts'
import { type Row as RowData, isOthers } from './order.ts'

/** Age in hours, area, language, marks, owner: nothing else of a person is in the list (R43). */
export function Row({
  inbox,
  say,
  session,
  row,
}: Part & { readonly session: Session; readonly row: RowData }): JSX.Element {
  const { item, taken } = row
  const { id, facts, claim } = item
  const owner = claim && session.team.members.find((member) => member.id === claim.by)
  const off = item.tookBackThere === true
  const gone = item.withdrawn || off || inbox.cases.stateOf(item) === 'gone'
  const language = gone ? undefined : languageOf(facts)
  return (
    <li
      data-request={id}
      class={isOthers(row) ? 'row taken' : 'row'}
      data-off={off ? 'there' : undefined}
      aria-current={item.ids.includes(inbox.openId.value ?? '') ? 'true' : undefined}
      onClick={() => inbox.open(id)}
    >
      <button type="button" onFocus={() => (inbox.cursor.value = id)}>
        <Age say={say} hours={(inbox.t.value - item.hour) / 3600} />
        <span class="what">
          <strong>
            {gone
              ? say(item.withdrawn ? 'staff.deleted.note' : off ? 'taken.row' : 'gone.erased')
              : areaWords(say, facts)}
          </strong>
          {language && <span class="hint">{say.language(language)}</span>}
          {item.handed && (
            <span class="hint" data-from={item.handed.from}>
              {say('list.from', { name: ngoName(say, session.chain.roster, item.handed.from) })}
            </span>
          )}
        </span>
        <span class="pills">
          {(gone ? goneMarks(row) : stopsFirst([...stateMarks(inbox, row), ...marksOf(row)])).map(([mark, look]) => (
            <span key={mark} class={`pill ${look}`}>
              {say(mark)}
            </span>
          ))}
        </span>
        {claim && (!gone || off) && (
          <span class="owner" title={owner?.name}>
            <span aria-hidden="true">{taken ? initials(owner?.name ?? '?') : say('list.mine')}</span>
            <span class="unseen">{taken ? say('list.taken', { name: owner?.name ?? '?' }) : say('list.mine')}</span>
          </span>
        )}
      </button>
    </li>
  )
}

export function ShutRow({ inbox, say, row }: Part & { readonly row: Shut }): JSX.Element {
  return (
    <li
      data-request={row.id}
      class="row"
      aria-current={inbox.openId.value === row.id ? 'true' : undefined}
      onClick={() => inbox.open(row.id)}
    >
      <button type="button" onFocus={() => (inbox.cursor.value = row.id)}>
        <Age say={say} hours={(inbox.t.value - row.hour) / 3600} />
        <span class="what">
          <strong>{say('list.unopened')}</strong>
          <span class="hint">{say('list.why', { code: row.code })}</span>
        </span>
      </button>
    </li>
  )
}

function Age({ say, hours }: { readonly say: Speech; readonly hours: number }): JSX.Element {
  const whole = Math.floor(hours)
  return (
    <span class="age">
      <span aria-hidden="true">{whole < 1 ? say('list.age.new') : say('list.age.hours', { n: whole })}</span>
      <span class="unseen">
        {whole < 1 ? say('list.age.saysnew') : say('list.age.says', { time: say.amount(whole, 'hour') })}
      </span>
    </span>
  )
}

/** How far the case is, where this member may know. */
function stateMarks(inbox: Part['inbox'], { item }: RowData): readonly (readonly [Key, Look])[] {
  const now = inbox.cases.caseIn(item)
  const state = inbox.cases.stateOf(item)
  const marks: [Key, Look][] = []
  if (now?.marks.includes('word-wrong') && state !== 'closed') marks.push(['list.pill.word', 'ember'])
  if (now?.marks.includes('do-not-contact')) marks.push(['staff.mark.donot', 'ember'])
  if (waitingIn(item, now).length && item.claim) marks.push(['list.pill.reply', 'amber'])
  if (unwrittenOf(now, item.claim?.by)) marks.push(['list.pill.shown', 'amber'])
  if (silenceOf(item, now, inbox.t.value)) marks.push(['list.pill.silent', 'amber'])
  if (state === 'tried' || state === 'contact' || state === 'referred' || state === 'closed')
    marks.push([`staff.state.${state}`, 'framed'])
  if (now?.marks.includes('handed-over')) marks.push(['list.pill.handed', 'amber'])
  if (typeof inbox.referrals.away(item)?.yes === 'object') marks.push(['list.pill.yesback', 'ember'])
  const came = inbox.referrals.answerOf(item)?.answer.answer
  if (came) marks.push(came === 'returned' ? ['list.pill.returned', 'amber'] : ['list.pill.accepted', 'framed'])
  if (now?.standing?.proposed && state !== 'closed') marks.push(['list.pill.proposed', 'amber'])
  return marks
}

/** What stops, or cannot wait, before how far it is. */
export const stopsFirst = (marks: readonly (readonly [Key, Look])[]): readonly (readonly [Key, Look])[] =>
  [...marks].sort(([, a], [, b]) => Number(b === 'ember') - Number(a === 'ember'))

type Look = 'ember' | 'amber' | 'outline' | 'framed'

/** Of who took it back nothing else is shown. */
const goneMarks = ({ item }: RowData): readonly (readonly [Key, Look])[] =>
  item.withdrawn && item.wrote.length ? [['list.pill.again', 'amber']] : []

export function marksOf(row: RowData): readonly (readonly [Key, Look])[] {
  const { item, danger, age, late, idle } = row
  const marks: [Key, Look][] = []
  if (danger) marks.push(['list.pill.danger', 'ember'])
  if (age === 'minor') marks.push(['staff.mark.minor', 'ember'])
  if (late) marks.push(['list.pill.late', 'amber'])
  if (idle) marks.push(['list.pill.idle', 'amber'])
  if (item.wrote.length && !item.claim) marks.push(['list.pill.wrote', 'amber'])
  if (item.check || item.facts.odd || isSuspect(item.under)) marks.push(['staff.pile.check', 'amber'])
  if (item.facts.test) marks.push(['list.pill.test', 'outline'])
  if (item.under === 'older') marks.push(['list.pill.older', 'outline'])
  // What was not handed on is nobody's answer.
  if (age === 'not' && (!item.handed || item.handed.consent.what.includes('safety')))
    marks.push(['staff.mark.agenot', 'outline'])
  return marks
}

export function areaWords(say: Speech, { told, desk }: Facts): string {
  const place = told.more?.place
  if (place === undefined) return say('list.area.none')
  if (place === 'nosay') return say('list.area.nosay')
  if (place === 'abroad') return say('list.area.abroad')
  return regionName(say, desk, place.region)
}

export function regionName(say: Speech, desk: Facts['desk'], id: string): string {
  const names = desk.regions.find((region) => region.id === id)?.names
  return names?.[say.lang] ?? names?.['en'] ?? Object.values(names ?? {})[0] ?? id
}

/** The language that the person asked for, else the one in which they wrote. */
export const languageOf = ({ told, lang }: Facts): string | undefined => told.more?.speak ?? lang
