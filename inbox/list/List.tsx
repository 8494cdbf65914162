import type { JSX } from 'preact'
import { Called } from '../alerts/Called.tsx'
import type { Part } from '../App.tsx'
import { Boundary } from '../Boundary.tsx'
import { FILTERS, type Filter } from '../cases/view.ts'
import type { Key, Speech } from '../i18n.ts'
import { Icon, Loop } from '../icons.tsx'
import { endsIn } from '../../shared/rota/cover.ts'
import { inWords } from '../rota/words.ts'
import { CameNotes } from '../referral/Came.tsx'
import { KeysLine } from '../generations/KeysLine.tsx'
import { NeedBreak } from '../rest/RestPage.tsx'
import type { Session } from '../session.ts'
import { ChooseSeveral, SeveralList } from '../several/SeveralList.tsx'
import type { OnShift } from './duty.ts'
import type { Request, Shut } from './items.ts'
import type { Arranged, Row as RowData } from './order.ts'
import { Alarms } from '../trust/Alarms.tsx'
import { DrawMore, ReadingLine } from './Long.tsx'
import { Row, ShutRow } from './Row.tsx'

const SECTIONS: readonly (readonly [keyof Omit<Arranged, 'summary'>, Key])[] = [
  ['off', 'staff.mark.donot'],
  ['now', 'list.now'],
  ['later', 'list.later'],
  ['person', 'list.person'],
  ['check', 'staff.pile.check'],
]

export function List(props: Part & { readonly session: Session; readonly shift: OnShift }): JSX.Element {
  const { inbox, say, session, shift } = props
  const arranged = inbox.arranged.value
  const { filter } = inbox.cases
  const empty = inbox.listed.value.length === 0
  const tz = session.chain.roster.desks[0]!.tz
  const drawn = inbox.drawn.value
  if (!inbox.loaded.value && !inbox.reading.value)
    return (
      <>
        <Notices {...props} tz={tz} />
        <p class="hint loading">{say('list.loading')}</p>
      </>
    )
  if (inbox.several.chosen.value)
    return (
      <>
        <Notices {...props} tz={tz} />
        <SeveralList inbox={inbox} say={say} session={session} />
      </>
    )
  return (
    <>
      <Notices {...props} tz={tz} />
      {filter.value === 'all' && empty ? (
        <Empty say={say} shift={shift} t={inbox.t.value} />
      ) : (
        <p class="summary">
          {summaryWords(say, filter.value === 'all' ? arranged.summary : inbox.summary.value, inbox.t.value, tz)
            .split(' · ')
            .map((part, i) => (
              <span key={i}>
                {i > 0 && ' · '}
                <span>{part}</span>
              </span>
            ))}
        </p>
      )}
      <ReadingLine inbox={inbox} say={say} />
      <div class="ways">
        <FindWord inbox={inbox} say={say} />
        <Filters inbox={inbox} say={say} />
      </div>
      {filter.value !== 'all' && empty && <p class="hint loading">{say('list.filter.none')}</p>}
      {filter.value === 'closed' || filter.value === 'aside' ? (
        <Section {...props} place={filter.value} title={`list.filter.${filter.value}`} rows={flat(drawn)} />
      ) : (
        SECTIONS.map(([place, title]) => (
          <Section key={place} {...props} place={place} title={title} rows={drawn[place]} />
        ))
      )}
      <DrawMore inbox={inbox} say={say} rest={flat(arranged).length - flat(drawn).length} />
      <ChooseSeveral inbox={inbox} say={say} session={session} />
      {filter.value === 'mine' && !empty && <NeedBreak inbox={inbox} say={say} session={session} />}
    </>
  )
}

/** What is over, or set aside, is not worked on: it stands in one piece. */
const flat = ({ off, now, later, person, check }: Arranged): readonly (RowData | Shut)[] => [
  ...off,
  ...now,
  ...later,
  ...person,
  ...check,
]

/** One field: six words side by side stand in two rows above the first person, on a phone and in the list of a desk. */
export function Filters({ inbox, say }: Part): JSX.Element {
  const { filter } = inbox.cases
  return (
    <select
      class="filter"
      data-filter={filter.value}
      aria-label={say('list.filter')}
      value={filter.value}
      onChange={(event) => (filter.value = event.currentTarget.value as Filter)}
    >
      {FILTERS.map((one) => (
        <option key={one} value={one}>
          {say(`list.filter.${one}`)}
        </option>
      ))}
    </select>
  )
}

/** Also on an empty list: whoever calls is to hear the same calm voice. */
function FindWord({ inbox, say }: Part): JSX.Element {
  return (
    <button
      type="button"
      class="quiet find-word"
      data-find
      aria-haspopup="dialog"
      onClick={() => (inbox.finding.value = { typed: '', word: null })}
    >
      <Icon name="speech" />
      {say('staff.word.find')}
    </button>
  )
}

function Section(
  props: Part & {
    readonly session: Session
    readonly place: string
    readonly title: Key
    readonly rows: readonly (RowData | Shut)[]
  },
): JSX.Element | null {
  const { inbox, say, session, place, title, rows } = props
  if (!rows.length) return null
  return (
    <section aria-labelledby={`list-${place}`}>
      <h2 id={`list-${place}`}>{say(title)}</h2>
      <ul role="list">
        {rows.map((row) =>
          'item' in row ? (
            <Boundary key={row.item.id} instead={<ShutRow inbox={inbox} say={say} row={notDrawn(row.item)} />}>
              <Row inbox={inbox} say={say} session={session} row={row} />
            </Boundary>
          ) : (
            <ShutRow key={row.id} inbox={inbox} say={say} row={row} />
          ),
        )}
      </ul>
    </section>
  )
}

const notDrawn = ({ id, hour, claim }: Request): Shut => ({ kind: 'shut', id, hour, claim, code: 'internal' })

/** What stands above the list: new arrivals, a lost connection, refused keys. Nothing of it vanishes by itself. */
function Notices({
  inbox,
  say,
  session,
  shift,
  tz,
}: Parameters<typeof List>[0] & { readonly tz: string }): JSX.Element {
  const arrived = inbox.arrived.value
  const danger = arrived.some((item) => item.kind === 'request' && item.facts.told.more?.danger === 'now')
  const { asOf, away } = inbox
  return (
    <div class="notices">
      <Alarms inbox={inbox} say={say} session={session} />
      <Called inbox={inbox} say={say} />
      <KeysLine inbox={inbox} say={say} session={session} urgent />
      <CameNotes inbox={inbox} say={say} session={session} />
      <div role="status">
        {!inbox.openId.value && inbox.cases.done.value && (
          <p class="case-done">{say(inbox.cases.done.value.key, inbox.cases.done.value.values)}</p>
        )}
        {arrived.length > 0 && (
          <button type="button" class="arrived" onClick={() => inbox.showArrived()}>
            {say(arrivedKey(inbox.behind.value, danger), { n: arrived.length })}
          </button>
        )}
        {away.value && (
          <p class="notice">
            {asOf.value === null ? say('error.away') : say('list.away', { time: say.clock(asOf.value, tz) })}
          </p>
        )}
      </div>
      {shift.kind === 'expired' && <p class="notice">{say('duty.expired')}</p>}
      {shift.kind !== 'expired' && <Ends inbox={inbox} say={say} session={session} tz={tz} />}
      {inbox.off.value && (
        <p class="hint" data-off>
          {say(session.member.role === 'privacy' ? 'list.off.privacy' : 'list.off')}
        </p>
      )}
      {inbox.hidden.value > 0 && <p class="notice">{say('list.hidden', { n: inbox.hidden.value })}</p>}
      {session.refused[0] && <p class="notice">{say('team.keyfails', { code: session.refused[0] })}</p>}
    </div>
  )
}

/** What a long list had behind its first pages is not new. */
const arrivedKey = (behind: boolean, danger: boolean): Key =>
  behind ? (danger ? 'list.behinddanger' : 'list.behind') : danger ? 'list.newdanger' : 'list.new'

/** A coordinator sees the end of the roster coming: amber from seven days, red from three. */
export function Ends({
  inbox,
  say,
  session,
  tz,
}: Part & { readonly session: Session; readonly tz: string }): JSX.Element | null {
  const t = inbox.t.value
  const { expires } = session.chain.roster
  const { level } = endsIn(expires, t)
  if (session.member.role !== 'lead' || (level !== 'soon' && level !== 'now')) return null
  return (
    <p class={`notice ${level === 'now' ? 'ember' : ''}`} data-ends={level}>
      {say('roster.ends', { in: inWords(say, expires, t), time: say.moment(expires, t, tz) })}
    </p>
  )
}

function Empty({ say, shift, t }: { readonly say: Speech; readonly shift: OnShift; readonly t: number }): JSX.Element {
  return (
    <div class="empty">
      <Loop />
      {shift.kind === 'on' ? (
        <>
          <p class="calm">{say('staff.empty.body')}</p>
          <p class="hint">
            {say('duty.until', { time: say.end(shift.until, t, shift.tz) })}
            {shift.next && ` ${say('duty.then', { ngo: shift.next })}`}
          </p>
        </>
      ) : shift.kind === 'off' && shift.next !== null ? (
        <p class="calm">{say('staff.empty.off', { time: say.moment(shift.next, t, shift.tz) })}</p>
      ) : (
        <p class="calm">{say(shift.kind === 'off' ? 'duty.none' : 'staff.empty.body')}</p>
      )}
    </div>
  )
}

function summaryWords(say: Speech, summary: Arranged['summary'], t: number, tz: string): string {
  const { now: n, later: w, until, late: l } = summary
  if (!w) return say('list.summary.now', { n, l })
  if (until === null) return say('list.summary.nowait', { n, w, l })
  return say('staff.now.summary', { n, w, l, time: say.soon(until, t, tz) })
}
