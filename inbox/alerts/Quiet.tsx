import type { JSX } from 'preact'
import type { Part } from '../App.tsx'
import { Told } from '../setup/Told.tsx'

/** Nobody can open such a row, so nobody can take it: who has looked at it ends the calls for it. */
export function Quiet({ inbox, say, id }: Part & { readonly id: string }): JSX.Element {
  const { quiet, busy, said } = inbox.alerts
  if (quiet.value.has(id)) return <p role="status">{say('alerts.quiet.done')}</p>
  return (
    <>
      <button
        type="button"
        class="plain"
        data-quiet
        aria-disabled={busy.value}
        onClick={() => void inbox.alerts.callNobody(id)}
      >
        {say('alerts.quiet')}
      </button>
      <Told say={say} said={said.value} />
    </>
  )
}
