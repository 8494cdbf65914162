import type { JSX } from 'preact'
import type { Part } from '../App.tsx'
import { SetupSteps } from '../setup/SetupSteps.tsx'
import { sayIt } from '../setup/Told.tsx'

/** A new passphrase, a new kit, and the end of all sessions. */
export function MyKeys({ inbox, say }: Part): JSX.Element {
  const setup = inbox.keys.setup.value
  if (setup) return <SetupSteps say={say} setup={setup} />
  const kept = inbox.keys.kept.value
  return (
    <>
      {kept && (
        <p class="done" role="status">
          {sayIt(say, kept)}
        </p>
      )}
      <button type="button" class="plain" data-change="passphrase" onClick={() => inbox.keys.change('passphrase')}>
        {say('mykeys.passphrase')}
      </button>
      <button type="button" class="plain" data-change="kit" onClick={() => inbox.keys.change('kit')}>
        {say('mykeys.kit')}
      </button>
      <button type="button" class="plain" data-everywhere onClick={() => void inbox.keys.logoutEverywhere()}>
        {say('mykeys.everywhere')}
      </button>
      <p class="hint">{say('mykeys.everywhere.means')}</p>
    </>
  )
}
