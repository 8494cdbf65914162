import type { JSX } from 'preact'
import type { Part } from '../App.tsx'
import type { Speech } from '../i18n.ts'
import { NewcomerPage } from '../setup/NewcomerPage.tsx'
import { SetupSteps } from '../setup/SetupSteps.tsx'
import { Step } from '../setup/Step.tsx'
import { sayIt } from '../setup/Told.tsx'
import type { Join, JoinState } from './join.ts'
import { SixWords } from './SixWords.tsx'

/** How far the thread has come: the invitation, the names, passphrase and kit, the six words. */
function partOf(state: JoinState): number {
  if (state.kind === 'names') return 1
  if (state.kind === 'setup') return /^(kit|copied|save)$/.test(state.setup.state.value.step) ? 3 : 2
  return state.kind === 'joined' || state.kind === 'wait' ? 4 : 0
}

/** A newcomer's page, from the link to the wait for the coordinator's yes. */
export function JoinPage({ inbox, say, join }: Part & { readonly join: Join }): JSX.Element {
  const state = join.state.value
  return (
    <NewcomerPage inbox={inbox} say={say} title="join.title" part={partOf(state)} secret={join.secret()}>
      <JoinStep say={say} join={join} unlock={() => inbox.toUnlock('passphrase')} />
    </NewcomerPage>
  )
}

export function JoinStep(props: {
  readonly say: Speech
  readonly join: Join
  readonly unlock: () => void
}): JSX.Element {
  const { say, join, unlock } = props
  const state = join.state.value
  switch (state.kind) {
    case 'opening':
      return state.busy ? (
        <p>{say('join.opening')}</p>
      ) : (
        <Step
          say={say}
          name="opening"
          title="join.away"
          next="save.again"
          said={state.said}
          onNext={() => void join.look()}
        >
          {null}
        </Step>
      )
    case 'dead':
      return (
        <Step say={say} name="dead" title="join.dead" next="staff.unlock" onNext={unlock}>
          <p>{sayIt(say, state.said)}</p>
          <p>{say('join.dead.do')}</p>
        </Step>
      )
    case 'names':
      return <Names say={say} join={join} state={state} />
    case 'setup':
      return <SetupSteps say={say} setup={state.setup} />
    case 'joined':
      return (
        <Step
          say={say}
          name="joined"
          title="compare.title"
          next="join.compared"
          said={state.said}
          onNext={join.compared}
        >
          <p>{say('join.read')}</p>
          <SixWords words={state.words} />
          <p class="hint">{say('join.how')}</p>
        </Step>
      )
    case 'wait':
      return (
        <Step say={say} name="wait" title="join.wait" next="staff.unlock" onNext={unlock}>
          <p>{say('join.wait.body')}</p>
        </Step>
      )
  }
}

function Names(props: {
  readonly say: Speech
  readonly join: Join
  readonly state: JoinState & { readonly kind: 'names' }
}): JSX.Element {
  const { say, join, state } = props
  const { shown, login, said } = state
  const field = { autocomplete: 'off', spellcheck: false, 'aria-describedby': said ? 'said' : undefined } as const
  return (
    <Step say={say} name="names" title="join.names" next="setup.next" said={said} onNext={join.named}>
      <p>{say('join.begin')}</p>
      <label for="shown">{say('join.shown')}</label>
      <input
        id="shown"
        {...field}
        autocapitalize="words"
        maxLength={200}
        dir="auto"
        value={shown}
        onInput={(event) => join.type({ shown: event.currentTarget.value })}
      />
      <label for="login">{say('join.login')}</label>
      <input
        id="login"
        {...field}
        autocapitalize="none"
        maxLength={32}
        dir="ltr"
        value={login}
        onInput={(event) => join.type({ login: event.currentTarget.value })}
      />
      <p class="hint">{say('join.login.rule')}</p>
    </Step>
  )
}
