import type { JSX } from 'preact'
import { endsIn, gapsOf, nowAndNext } from '../../shared/rota/cover.ts'
import { endOf } from '../../shared/rota/cover.ts'
import { mondayOf, wallOf } from '../../shared/rota/zone.ts'
import type { Part } from '../App.tsx'
import { Ours } from '../duty/Ours.tsx'
import type { OnShift } from '../list/duty.ts'
import type { Session } from '../session.ts'
import { Agenda } from './Agenda.tsx'
import { Draft } from './Draft.tsx'
import { Month } from './Month.tsx'
import { How, Tools } from './Tools.tsx'
import { Week } from './Week.tsx'
import { mayEdit } from './actions.ts'
import { type Desked, deskOf, onShiftAt } from './desk.ts'
import { deskName, inWords, ngoName } from './words.ts'

export interface RotaPart extends Part {
  readonly session: Session
  readonly shift: OnShift
}
/** A desk's rota, as drawn where there is a draft. */
export interface DeskPart extends RotaPart {
  readonly at: Desked
  /** whether shifts can be changed here */
  readonly edits: boolean
  /** now, in minutes since the epoch */
  readonly now: number
}

/** Who is on duty at a desk, on the desk's own clock. Everybody sees it; coordinators draw. */
export function Rota({ inbox, say, session, shift }: RotaPart): JSX.Element {
  const { rota } = inbox
  const at = deskOf(rota, session)
  const edits = mayEdit(session)
  const now = Math.floor(inbox.t.value / 60)
  const part = { inbox, say, session, shift, at, edits, now }
  const view = rota.view.value
  return (
    <>
      <h2 tabIndex={-1}>
        {say('tabs.rota')} · {deskName(say, at.desk)}
      </h2>
      <Desks {...part} />
      {rota.lost.value > 0 && <p class="notice">{say('draft.lost', { n: rota.lost.value })}</p>}
      {at.shifts.length === 0 && !rota.draft.value ? <p class="calm">{say('rota.empty')}</p> : <Facts {...part} />}
      <div class="over">
        <div class="views" role="group" aria-label={say('rota.views')}>
          {(['week', 'month', 'ours'] as const).map((one) => (
            <button
              type="button"
              class="quiet"
              key={one}
              data-rota-view={one}
              aria-pressed={view === one}
              // On a phone there is one calendar, so this is the way back to it.
              onClick={() => (rota.view.value = one === 'ours' && view === one ? 'week' : one)}
            >
              {say(`rota.${one}`)}
            </button>
          ))}
        </div>
        {edits && view !== 'ours' && <Tools {...part} />}
      </div>
      {view === 'ours' ? <Ours {...part} /> : <Calendar {...part} />}
    </>
  )
}

/** Who is on duty, hour by hour. */
function Calendar(part: DeskPart): JSX.Element {
  const { inbox, say, at, edits, now } = part
  const { rota } = inbox
  const today = wallOf(now, at.desk.tz).day
  return (
    <>
      {edits && <How say={say} />}
      {rota.unsaved.value && <p class="hint care">{say('draft.care')}</p>}
      <Agenda {...part} first={today} />
      {rota.view.value === 'week' ? (
        <Week {...part} monday={mondayOf(today)} />
      ) : (
        <Month {...part} monday={mondayOf(today)} />
      )}
      <Draft {...part} />
    </>
  )
}

function Desks({ inbox, say, session, at }: DeskPart): JSX.Element | null {
  const { desks } = session.chain.roster
  if (desks.length < 2) return null
  return (
    <div class="views" role="group" aria-label={say('rota.desks')}>
      {desks.map((desk) => (
        <button
          type="button"
          class="quiet"
          key={desk.id}
          aria-pressed={desk === at.desk}
          onClick={() => (inbox.rota.deskId.value = desk.id)}
        >
          {deskName(say, desk)}
        </button>
      ))}
    </div>
  )
}

/** The sentences above the calendar: by the roster in force, whatever is drawn. */
export function Facts({ inbox, say, session, shift, at, now, edits }: DeskPart): JSX.Element {
  const { roster } = session.chain
  const { shifts, tz } = at.desk
  const t = inbox.t.value
  const { now: on, next } = nowAndNext(shifts, now)
  const over = shift.kind === 'expired'
  const { level } = endsIn(roster.expires, t)
  const gap = gapsOf(at.shifts, now, now + 14 * 1440).reduce((sum, { from, to }) => sum + to - from, 0)
  const names = on?.[2] === session.ngo.id ? onShiftAt(session, now) : []
  return (
    <div class="facts">
      <p>
        <strong>
          {over
            ? say('duty.expired')
            : on
              ? say('rota.now', { ngo: ngoName(say, roster, on[2]), time: say.end(60 * endOf(on), t, tz) })
              : say('rota.now.none')}
        </strong>{' '}
        {!over &&
          next &&
          say('rota.next', { ngo: ngoName(say, roster, next[2]), time: say.moment(60 * next[0], t, tz) })}
      </p>
      {!over && <p class="mine">{mineWords({ inbox, say, shift })}</p>}
      {!over && names.length > 0 && (
        <p>{say('rota.team', { ngo: ngoName(say, roster, session.ngo.id), names: say.list(names) })}</p>
      )}
      {!over && (
        <p class={level === 'calm' ? 'hint' : `notice ${level === 'now' ? 'ember' : ''}`}>
          {say('rota.ends', { in: inWords(say, roster.expires, t), time: say.moment(roster.expires, t, tz) })}
        </p>
      )}
      {edits && (
        <p class={gap ? '' : 'hint'}>
          {gap ? say('rota.gaps', { time: say.amount(Math.ceil(gap / 60), 'hour') }) : say('rota.nogaps')}
        </p>
      )}
    </div>
  )
}

function mineWords({ inbox, say, shift }: Part & { readonly shift: OnShift }): string {
  const t = inbox.t.value
  if (shift.kind === 'on') return say('rota.mine.on', { time: say.end(shift.until, t, shift.tz) })
  if (shift.kind === 'off' && shift.next !== null)
    return say('rota.mine.next', { time: say.moment(shift.next, t, shift.tz) })
  return say('rota.mine.none')
}
