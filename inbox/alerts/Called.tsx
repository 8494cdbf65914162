import type { JSX } from 'preact'
import type { Part } from '../App.tsx'
import { Icon } from '../icons.tsx'

/** While one is called: the button that ends the repeating. Only opening a card ends the calls. */
export function Called({ inbox, say }: Part): JSX.Element | null {
  if (!inbox.alerts.runs.value) return null
  return (
    <div class="strip amber called" data-called-now>
      <Icon name="mark" />
      <p>{say('alerts.runs')}</p>
      <button type="button" class="plain" data-ack onClick={() => void inbox.alerts.seen()}>
        {say('alerts.seen')}
      </button>
    </div>
  )
}
