import type { JSX } from 'preact'
import type { Part } from '../App.tsx'
import { mayErase } from '../cases/removing.ts'
import type { Session } from '../session.ts'

/** The door to deleting without a code, for coordinator and privacy person; a member is told who does it. */
export function Erase({
  inbox,
  say,
  session,
  told = false,
}: Part & { readonly session: Session; readonly told?: boolean }): JSX.Element | null {
  if (!mayErase(session)) return told ? <p class="hint">{say('erase.ask')}</p> : null
  return (
    <div class="beside">
      <button
        type="button"
        class="plain"
        data-do="erase"
        onClick={() => (inbox.cases.form.value = { kind: 'erase', reason: null })}
      >
        {say('erase.open')}
      </button>
    </div>
  )
}
