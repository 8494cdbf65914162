import type { JSX } from 'preact'
import type { Part } from '../App.tsx'
import { SetupSteps } from '../setup/SetupSteps.tsx'
import { sayIt } from '../setup/Told.tsx'
import { LeaveStep } from './LeaveStep.tsx'

/** A new passphrase, a new kit, the end of all sessions, and the way out of the team. */
export function MyKeys({ inbox, say }: Part): JSX.Element {
  const setup = inbox.keys.setup.value
  if (setup) return <SetupSteps say={say} setup={setup} />
  const leaving = inbox.keys.leaving.value
  const session = inbox.session.value
  if (leaving && session) return <LeaveStep inbox={inbox} say={say} session={session} leaving={leaving} />
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
      <button type="button" class="plain" data-leave onClick={() => inbox.keys.ask()}>
        {say('leave.open')}
      </button>
    </>
  )
}
