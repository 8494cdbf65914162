import type { JSX } from 'preact'
import { START_CAP } from '../../shared/startFile.ts'
import type { Part } from '../App.tsx'
import type { Speech } from '../i18n.ts'
import { SixWords } from '../join/SixWords.tsx'
import { NewcomerPage } from '../setup/NewcomerPage.tsx'
import { SetupSteps } from '../setup/SetupSteps.tsx'
import { Step } from '../setup/Step.tsx'
import { sayIt } from '../setup/Told.tsx'
import { Choose, Files, SaveButton } from './Files.tsx'
import { FoundNames, Taken } from './FoundFields.tsx'
import type { Found } from './found.ts'
import type { FoundState } from './stages.ts'

/** How far the thread has come: the names, passphrase and kit, the files, the keeper. */
function partOf(state: FoundState): number {
  if (state.kind === 'names') return 1
  if (state.kind === 'setup' || state.kind === 'files') return 2
  if (state.kind === 'waiting' || state.kind === 'taken') return 3
  return state.kind === 'done' ? 4 : 0
}

/** The page of an NGO's first coordinator, from the keeper's address to the unlock screen. */
export function FoundPage({ inbox, say, found }: Part & { readonly found: Found }): JSX.Element {
  const state = found.state.value
  return (
    <NewcomerPage inbox={inbox} say={say} title="found.title" part={partOf(state)} secret={found.secret()}>
      <FoundStep say={say} found={found} unlock={() => inbox.toUnlock('passphrase')} />
    </NewcomerPage>
  )
}

export function FoundStep(props: {
  readonly say: Speech
  readonly found: Found
  readonly unlock: () => void
}): JSX.Element {
  const { say, found, unlock } = props
  const state = found.state.value
  switch (state.kind) {
    case 'opening':
      return state.busy ? (
        <p>{say('found.opening')}</p>
      ) : (
        <Step
          say={say}
          name="opening"
          title="found.away"
          next="save.again"
          said={state.said}
          onNext={() => void found.look()}
        >
          {null}
        </Step>
      )
    case 'dead':
      return (
        <Step say={say} name="dead" title="found.dead" next="staff.unlock" onNext={unlock}>
          <p>{sayIt(say, state.said)}</p>
        </Step>
      )
    case 'choose':
      return <Choose say={say} found={found} state={state} most={START_CAP} />
    case 'names':
      return <FoundNames say={say} found={found} state={state} />
    case 'setup':
      return <SetupSteps say={say} setup={state.setup} />
    case 'files':
      return <Files say={say} found={found} state={state} />
    case 'waiting':
      return <Waiting say={say} found={found} state={state} />
    case 'taken':
      return <Taken say={say} found={found} state={state} />
    case 'done':
      return (
        <Step say={say} name="done" title="found.done" next="staff.unlock" onNext={unlock}>
          <p>{say('found.done.body', { login: state.login })}</p>
        </Step>
      )
  }
}

/** Until the keeper has published: the words to compare, and what the network said last. */
function Waiting(props: {
  readonly say: Speech
  readonly found: Found
  readonly state: FoundState & { readonly kind: 'waiting' }
}): JSX.Element {
  const { say, found, state } = props
  // Nothing is wrong as long as the keeper has only not come to it.
  const notYet = state.said?.key === 'found.notyet'
  return (
    <Step
      say={say}
      name="waiting"
      title="found.waiting"
      next={state.busy ? 'found.looking' : 'found.look'}
      busy={state.busy}
      said={notYet ? null : state.said}
      onNext={() => void found.wait()}
    >
      <p>{say('found.read')}</p>
      <SixWords words={found.words()} />
      <p class="hint">{say('found.how')}</p>
      <p class="hint">{say('found.looks', { file: found.fileOf('start').name })}</p>
      <p class="notyet" role="status" data-notyet={notYet}>
        {notYet && say('found.notyet')}
      </p>
      <div class="aside">
        <SaveButton say={say} found={found} kind="sheet" />
        <SaveButton say={say} found={found} kind="start" />
      </div>
    </Step>
  )
}
