import type { JSX } from 'preact'
import { codePoints } from '../../../shared/text.ts'
import type { Form } from '../../cases/screen.ts'
import { restsUntil } from '../../list/calls.ts'
import type { SheetPart } from '../Sheet.tsx'

/** As caseActs.ts has it. */
const MOST = 280

/** To a member, or to whoever takes it on the next shift, with a note. */
export function HandOverFields(
  props: SheetPart & { readonly form: Form & { readonly kind: 'hand-over' } },
): JSX.Element {
  const { inbox, say, session, item, form } = props
  const { cases } = inbox
  const away = cases.caseIn(item)?.standing?.away ?? []
  const others = session.team.members.filter(
    ({ id, role }) => id !== item.claim?.by && role !== 'privacy' && !away.includes(id),
  )
  const left = MOST - codePoints(form.note)
  const name = others.find(({ id }) => id === form.to)?.name
  const go = (): void => {
    const { to, note } = form
    if (left < 0 || cases.busy.value) return
    const done = { key: 'over.done', values: { name: name ?? say('over.shift') } } as const
    // Who has it now is called for it now, unless an hour is set that is still to come.
    const t = inbox.t.value
    const calls = to !== null && restsUntil(item.case, t) === null
    void cases.write(item, { acts: [{ kind: 'hand-over', to, note }], ...(calls && { wakeAt: t - (t % 3600) }), done })
  }
  return (
    <>
      <label for="over-to">{say('over.to')}</label>
      <select
        id="over-to"
        value={form.to ?? ''}
        onChange={(event) => (cases.form.value = { ...form, to: event.currentTarget.value || null })}
      >
        <option value="">{say('over.shift')}</option>
        {others.map((one) => (
          <option key={one.id} value={one.id}>
            {one.name}
          </option>
        ))}
      </select>
      <label for="over-note">{say('over.note')}</label>
      <textarea
        id="over-note"
        rows={3}
        autocomplete="off"
        spellcheck={false}
        value={form.note}
        onInput={(event) => (cases.form.value = { ...form, note: event.currentTarget.value })}
      />
      <p class="hint">{left < 0 ? say('note.long', { n: -left }) : say('over.left', { n: left })}</p>
      <button type="button" class="primary" data-choice="hand-over" aria-disabled={left < 0} onClick={go}>
        {say('case.over')}
      </button>
    </>
  )
}
