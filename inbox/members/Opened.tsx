import type { JSX } from 'preact'
import type { Part } from '../App.tsx'
import { OPENED_DAYS, openedBy } from './opened.ts'

/** Before a member is removed: how many messages they opened. What is not known is said as that, never as none. */
export function Opened({ inbox, say, id }: Part & { readonly id: string }): JSX.Element {
  const { read, busy, said, of } = inbox.audit
  const found = busy.value || (said.value && said.value.key !== 'audit.saved') ? null : read.value
  const see = (): void => {
    inbox.visit('audit')
    of.value = id
  }
  if (!found)
    return (
      <p role="status" data-opened={busy.value ? 'reading' : 'unknown'}>
        {say(busy.value ? 'audit.checking' : 'remove.opened.unknown')}
      </p>
    )
  const { n, sure } = openedBy(found, id, inbox.t.value)
  return (
    <div role="status" data-opened={n}>
      <p>{say(sure ? 'remove.opened' : 'remove.opened.least', { n, days: OPENED_DAYS })}</p>
      {(n > 0 || !sure) && (
        <button type="button" class="quiet back" data-see-opened onClick={see}>
          {say('remove.opened.see')}
        </button>
      )}
    </div>
  )
}
