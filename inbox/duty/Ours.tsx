import type { JSX } from 'preact'
import { type Turn, shiftsOf, turnsOf } from '../../shared/rota/duty.ts'
import { mondayOf, wallOf } from '../../shared/rota/zone.ts'
import { horizonOf } from '../../shared/rota/draft.ts'
import { Dialog } from '../rota/Dialog.tsx'
import type { DeskPart } from '../rota/Rota.tsx'
import { dayField, formOf } from '../rota/desk.ts'
import type { OursForm } from '../rota/state.ts'
import { stretchWords } from '../rota/words.ts'
import { Bar } from './Bar.tsx'

/** Who of the NGO is on shift in its own shifts, by the roster in force. Everybody sees it; a coordinator draws and saves. */
export function Ours(props: DeskPart): JSX.Element {
  const { inbox, say, session, edits, now } = props
  const { duty } = inbox
  // Read so that it is drawn again when the team changes.
  void inbox.members.version.value
  const shifts = shiftsOf(session.chain.roster, session.ngo.id)
  const turns = turnsOf(shifts, duty.drawn(session)).filter(({ to }) => to > now)
  return (
    <div class="duties">
      <p class="hint">{say('ours.body')}</p>
      {edits && duty.unsaved.value && <p class="hint care">{say('ours.care')}</p>}
      {duty.lost.value > 0 && <p class="notice">{say('draft.lost', { n: duty.lost.value })}</p>}
      {edits && turns.length > 0 && <Tools {...props} />}
      {turns.length === 0 && <p class="calm">{say('ours.none')}</p>}
      <ul role="list" class="turns">
        {turns.map((turn) => (
          <li key={turn.from}>
            <TurnRow {...props} turn={turn} />
          </li>
        ))}
      </ul>
      {edits && <Bar {...props} />}
      {edits && <Dialog {...props} />}
    </div>
  )
}

function TurnRow(props: DeskPart & { readonly turn: Turn }): JSX.Element {
  const { inbox, say, session, at, edits, now, turn } = props
  const { from, to, who } = turn
  const names = session.team.members.filter(({ id }) => who?.includes(id)).map(({ name }) => name)
  const own = who?.includes(session.member.id) ?? session.member.role !== 'privacy'
  const inside = (
    <>
      <span class="hours">{stretchWords(say, from, to, at.desk.tz)}</span>
      <span class="who">{names.length ? say.list(names) : say('ours.all')}</span>
    </>
  )
  const shared = { class: `block ${own ? 'own' : ''}`, 'data-turn': from }
  if (!edits) return <div {...shared}>{inside}</div>
  const start = Math.max(from, now - (now % 15))
  return (
    <button type="button" {...shared} onClick={() => inbox.rota.open(oursForm(start, to, at.desk.tz, who ?? []))}>
      {inside}
    </button>
  )
}

/** The fields for a stretch; they know the moments, which a clock that is set back says twice. */
function oursForm(start: number, end: number, tz: string, who: readonly string[]): OursForm {
  const { fromDay, from, toDay, to } = formOf(start, end, tz, '', null)
  return { kind: 'ours', was: { start, end, fromDay, from, toDay, to }, fromDay, from, toDay, to, who }
}

function Tools({ inbox, say, at, now }: DeskPart): JSX.Element {
  const { tz } = at.desk
  const today = wallOf(now, tz).day
  const last = wallOf(horizonOf(inbox.t.value), tz).day - 1
  return (
    <div class="tools">
      <button
        type="button"
        class="quiet"
        data-ours-pattern
        onClick={() =>
          inbox.rota.open({
            kind: 'oursPattern',
            who: [],
            days: [1, 2, 3, 4, 5],
            from: '8:00',
            to: '20:00',
            every: 1,
            firstDay: dayField(today),
            lastDay: dayField(Math.min(mondayOf(today) + 27, last)),
          })
        }
      >
        {say('rota.pattern')}
      </button>
    </div>
  )
}
