import type { JSX } from 'preact'
import type { CaseAct } from '../../shared/caseActs.ts'
import { SILENT } from '../../shared/silence.ts'
import type { Part } from '../App.tsx'
import { silenceOf } from '../cases/silence.ts'
import { mayDo } from '../cases/view.ts'
import type { Item } from '../list/items.ts'
import type { Session } from '../session.ts'

const STILL: CaseAct = { kind: 'still' }

/** Nothing was written for long: whether it still goes on, what can be done, and when it closes by itself. */
export function Silence(props: Part & { readonly session: Session; readonly item: Item }): JSX.Element | null {
  const { inbox, say, session, item } = props
  const { cases, t } = inbox
  const silence = silenceOf(item, cases.caseIn(item), t.value)
  const may = (act: CaseAct): boolean => mayDo(session, item, cases.fileOf(item), act, t.value)
  if (!silence || !may(STILL)) return null
  const { tz } = item.kind === 'request' ? item.facts.desk : session.chain.roster.desks[0]!
  const state = cases.stateOf(item)
  const inContact = state === 'contact' || state === 'referred'
  return (
    <div class={silence.days >= SILENT.asksLeads ? 'strip amber' : 'strip calm'} data-silent={silence.days}>
      <div>
        <p>
          <strong>{say('silent.title', { n: silence.days })}</strong>
        </p>
        <p>{say('silent.body', { date: say.date(silence.closes, tz) })}</p>
        <div class="beside">
          <button
            type="button"
            class="plain"
            data-still
            onClick={() => void cases.write(item, { acts: [STILL], done: { key: 'silent.done' } })}
          >
            {say(inContact ? 'silent.contact' : 'silent.on')}
          </button>
          {may({ kind: 'try', result: 'no-answer' }) && (
            <button
              type="button"
              class="plain"
              data-silent-do="try"
              onClick={() => (cases.form.value = { kind: 'try', next: 0 })}
            >
              {say('staff.act.tried')}
            </button>
          )}
          <button
            type="button"
            class="plain"
            data-silent-do="hand-over"
            onClick={() => (cases.form.value = { kind: 'hand-over', to: null, note: '' })}
          >
            {say('case.over')}
          </button>
          <button
            type="button"
            class="plain"
            data-silent-do="close"
            onClick={() => (cases.form.value = { kind: 'close' })}
          >
            {say('staff.act.close')}
          </button>
        </div>
      </div>
    </div>
  )
}
