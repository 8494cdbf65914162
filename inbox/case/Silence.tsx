import type { JSX } from 'preact'
import type { CaseAct } from '../../shared/caseActs.ts'
import { SILENT } from '../../shared/silence.ts'
import type { Part } from '../App.tsx'
import type { Form } from '../cases/screen.ts'
import { silenceOf } from '../cases/silence.ts'
import { mayDo } from '../cases/view.ts'
import type { Key } from '../i18n.ts'
import type { Item } from '../list/items.ts'
import type { Session } from '../session.ts'

const STILL: CaseAct = { kind: 'still' }
/** What else can be done, each by its sheet, with an act by which it is known whether this member may. */
const OTHERWISE: readonly (readonly [Form, CaseAct, Key])[] = [
  [{ kind: 'try', next: 0 }, { kind: 'try', result: 'no-answer' }, 'staff.act.tried'],
  [{ kind: 'hand-over', to: null, note: '' }, { kind: 'hand-over', to: null, note: '' }, 'case.over'],
  [{ kind: 'close' }, { kind: 'close', reason: 'helped' }, 'staff.act.close'],
]

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
    <div class={silence.days >= SILENT.asksLeads ? 'strip amber' : 'strip still-open'} data-silent={silence.days}>
      <div>
        <p>
          <strong>{say('silent.title', { n: silence.days })}</strong>
        </p>
        <p>{say('silent.body', { date: say.date(silence.closes, tz) })}</p>
        <button
          type="button"
          class="plain"
          data-still
          onClick={() => void cases.write(item, { acts: [STILL], done: { key: 'silent.done' } })}
        >
          {say(inContact ? 'silent.contact' : 'silent.on')}
        </button>
        <div class="or">
          {OTHERWISE.filter(([, act]) => may(act)).map(([form, , words]) => (
            <button
              type="button"
              class="quiet"
              key={form.kind}
              data-silent-do={form.kind}
              onClick={() => (cases.form.value = form)}
            >
              {say(words)}
            </button>
          ))}
        </div>
      </div>
    </div>
  )
}
