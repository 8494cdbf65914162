import type { JSX } from 'preact'
import { cleanText, codePoints } from '../../shared/text.ts'
import type { Part } from '../App.tsx'
import { mayDo, stopOf } from '../cases/view.ts'
import type { Item } from '../list/items.ts'
import type { Session } from '../session.ts'
import { Writing } from './Writing.tsx'
import { nameOf, whenOf } from './words.ts'

/** As caseActs.ts has it. */
const MOST = 2000

/** Notes, newest last, and the field for another one. What was typed stays until the server has it. */
export function Notes({
  inbox,
  say,
  session,
  item,
}: Part & { readonly session: Session; readonly item: Item }): JSX.Element {
  const { cases } = inbox
  const t = inbox.t.value
  const { tz } = item.kind === 'request' ? item.facts.desk : session.chain.roster.desks[0]!
  const notes = cases.caseIn(item)?.notes ?? []
  const text = cases.typed.value.get(item.id) ?? ''
  const left = MOST - codePoints(text)
  const file = cases.fileOf(item)
  const may = !item.case || mayDo(session, item, file, { kind: 'note', text: 'x' }, t)
  /** What a coordinator decides after a wrong word ends the wait; who has the case is called, to read it. */
  const goesOn = (): { readonly wakeAt?: number | null } => {
    const leads = session.team.members.flatMap(({ id, role }) => (role === 'lead' ? [id] : []))
    if (!item.claim || !leads.includes(session.member.id)) return {}
    if (stopOf(cases.caseIn(item), leads, Infinity, true) === null) return {}
    return { wakeAt: item.claim.by === session.member.id ? null : t - (t % 3600) }
  }
  const save = (): void => {
    if (!text.trim() || left < 0 || cases.busy.value) return
    void cases.write(item, { acts: [{ kind: 'note', text }], ...goesOn(), done: { key: 'note.done' } })
  }
  return (
    <div class="entries" data-notes={notes.length}>
      {!notes.length && <p class="hint">{say('note.none')}</p>}
      {notes.length > 0 && (
        <ol role="list">
          {notes.map((note, i) => (
            <li key={i}>
              <p class="person" translate={false} dir="auto">
                {note.mark ? say(note.mark === 'told' ? 'first.told' : 'first.asks') : cleanText(note.text, true)}
              </p>
              <p class="hint">
                {nameOf(session, note.by)} · {whenOf(say, note.at, t, tz)}
              </p>
            </li>
          ))}
        </ol>
      )}
      {may && (
        <Writing
          id="note"
          say={say}
          label={say('note.label')}
          rows={4}
          text={text}
          left={left}
          busy={cases.busy.value}
          hint={say('note.hint')}
          type={(text) => cases.type(item, text)}
          save={save}
          mark="data-note-save"
          button={say('note.save')}
        />
      )}
    </div>
  )
}
