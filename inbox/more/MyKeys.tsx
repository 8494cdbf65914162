import type { JSX } from 'preact'
import { PASSKEYS } from '../../shared/passkey.ts'
import type { Part } from '../App.tsx'
import { AddPasskey } from '../passkey/AddPasskey.tsx'
import type { Session } from '../session.ts'
import { SetupSteps } from '../setup/SetupSteps.tsx'
import { sayIt } from '../setup/Told.tsx'
import { LeaveStep } from './LeaveStep.tsx'

/** A new passphrase, a new kit, passkeys, the end of all sessions, and the way out of the team. */
export function MyKeys({ inbox, say, session }: Part & { readonly session: Session }): JSX.Element {
  const { setup, adding, leaving, kept, stopped, change, logoutEverywhere } = inbox.keys
  if (setup.value) return <SetupSteps say={say} setup={setup.value} />
  if (adding.value) return <AddPasskey say={say} adding={adding.value} />
  if (leaving.value) return <LeaveStep inbox={inbox} say={say} session={session} leaving={leaving.value} />
  return (
    <>
      {kept.value && (
        <p class="done" role="status">
          {sayIt(say, kept.value)}
          {stopped.value && ` ${say('mykeys.passkey.stopped')}`}
        </p>
      )}
      <button type="button" class="plain" data-change="passphrase" onClick={() => change('passphrase')}>
        {say('mykeys.passphrase')}
      </button>
      <button type="button" class="plain" data-change="kit" onClick={() => change('kit')}>
        {say('mykeys.kit')}
      </button>
      <MyPasskeys inbox={inbox} say={say} session={session} />
      <button type="button" class="plain" data-everywhere onClick={() => void logoutEverywhere()}>
        {say('mykeys.everywhere')}
      </button>
      <p class="hint">{say('mykeys.everywhere.means')}</p>
      <button type="button" class="plain" data-leave onClick={() => inbox.keys.ask()}>
        {say('leave.open')}
      </button>
    </>
  )
}

/** Those that there are may be removed from any device; one is added where the browser can. */
function MyPasskeys({ inbox, say, session }: Part & { readonly session: Session }): JSX.Element {
  const { passkeys } = session
  const can = inbox.passkeys.value
  const full = passkeys >= PASSKEYS
  return (
    <>
      {can && !full && (
        <button type="button" class="plain" data-passkey onClick={inbox.keys.addPasskey}>
          {say('mykeys.passkey')}
        </button>
      )}
      {passkeys > 0 && (
        <>
          <button type="button" class="plain" data-change="forget" onClick={() => inbox.keys.change('forget')}>
            {say('mykeys.forget')}
          </button>
          <p class="hint" data-passkeys={passkeys}>
            {say('mykeys.passkey.count', { n: passkeys })} {can && full && say('mykeys.passkey.most')}
          </p>
        </>
      )}
    </>
  )
}
