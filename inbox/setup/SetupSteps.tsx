import type { ComponentChildren, JSX } from 'preact'
import type { Key, Speech } from '../i18n.ts'
import { Thread } from '../icons.tsx'
import { SHORTEST } from './judge.ts'
import type { Setup, SetupStep } from './setup.ts'
import { Step } from './Step.tsx'
import { TypedField } from './TypedField.tsx'

interface Props {
  readonly say: Speech
  readonly setup: Setup
}

/** One thing at a time: read it, write it down, type it. */
export function SetupSteps(props: Props): JSX.Element {
  const { step } = props.setup.state.value
  const Drawn = STEPS[step]
  return <Drawn key={step} {...props} />
}

const STEPS: Readonly<Record<SetupStep, (props: Props) => JSX.Element>> = {
  current: ({ say, setup }) => {
    const forgets = setup.kind === 'forget'
    return (
      <Asked say={say} setup={setup} title={forgets ? 'mykeys.forget' : 'current.title'} next="setup.next">
        <p>{say(forgets ? 'current.forget' : 'current.body')}</p>
        <TypedField say={say} setup={setup} id="passphrase" label="staff.passphrase" hides />
      </Asked>
    )
  },
  words: ({ say, setup }) => (
    <Asked say={say} setup={setup} title="words.title" next="setup.wrote">
      <p>{say('words.body')}</p>
      <p class="made" data-words lang="en" dir="ltr" translate={false}>
        {setup.words()}
      </p>
      <p class="hint">{say('words.where')}</p>
      <Aside>
        <Quiet say={say} word="words.other" at="other" onClick={setup.otherWords} />
        <Quiet say={say} word="words.own" at="own" onClick={setup.own} />
      </Aside>
    </Asked>
  ),
  own: ({ say, setup }) => {
    const judged = setup.judged()
    const typed = setup.state.value.typed !== ''
    return (
      <Asked say={say} setup={setup} title="own.title" next="setup.next">
        <p>{say('own.body', { n: SHORTEST })}</p>
        <TypedField say={say} setup={setup} id="passphrase" label="staff.passphrase" hides />
        <p class="judged" role="status" data-judged={typed ? judged : 'none'}>
          {typed && say(`own.${judged}`, { n: SHORTEST })}
        </p>
        <Aside>
          <Quiet say={say} word="own.words" at="other" onClick={setup.otherWords} />
        </Aside>
      </Asked>
    )
  },
  prove: ({ say, setup }) => (
    <Asked say={say} setup={setup} title="prove.title" next="setup.next">
      <p>{say('prove.body')}</p>
      <TypedField say={say} setup={setup} id="passphrase" label="staff.passphrase" hides />
      <Aside>
        <Quiet say={say} word="setup.again" at="back" onClick={setup.back} />
      </Aside>
    </Asked>
  ),
  keep: ({ say, setup }) => (
    <Asked say={say} setup={setup} title="keep.title" next="setup.next">
      <p>{say('keep.body')}</p>
      <TypedField say={say} setup={setup} id="kit" label="kit.label" />
      <Aside>
        <Quiet say={say} word="keep.new" at="newkit" onClick={setup.newKit} />
      </Aside>
    </Asked>
  ),
  kit: ({ say, setup }) => (
    <Asked say={say} setup={setup} title="kit.title" next="setup.wrote">
      <p>{say('kit.body')}</p>
      <div class="printed">
        <p class="made kit" data-kit dir="ltr" translate={false}>
          {setup
            .kit()
            .split('-')
            .map((two, i) => (
              <span key={i}>{two} </span>
            ))}
        </p>
        <p class="hint">{say('kit.paper')}</p>
      </div>
      <Aside>
        <Quiet say={say} word="kit.print" at="print" onClick={() => print()} />
      </Aside>
    </Asked>
  ),
  copied: ({ say, setup }) => (
    <Asked say={say} setup={setup} title="copied.title" next="setup.next">
      <p>{say('copied.body')}</p>
      <TypedField say={say} setup={setup} id="kit" label="kit.label" />
      <Aside>
        <Quiet say={say} word="setup.again" at="back" onClick={setup.back} />
      </Aside>
    </Asked>
  ),
  save: ({ say, setup }) => {
    const { busy } = setup.state.value
    return (
      <Asked say={say} setup={setup} title={busy ? 'save.title' : 'save.failed'} next="save.again">
        <Thread part={busy ? 2 : 1} />
        {busy && <p>{say('unlock.wait')}</p>}
      </Asked>
    )
  },
}

/** A step with its heading, what it asks, what went wrong and the one button. */
function Asked(
  props: Props & { readonly title: Key; readonly next: Key; readonly children: ComponentChildren },
): JSX.Element {
  const { say, setup, title, next, children } = props
  const { busy, said, step } = setup.state.value
  return (
    <Step say={say} name={step} title={title} next={next} busy={busy} said={said} onNext={() => void setup.next()}>
      {children}
    </Step>
  )
}

/** What one may do instead, in a row that does not shout. */
export function Aside({ children }: { readonly children: ComponentChildren }): JSX.Element {
  return <div class="aside">{children}</div>
}

export function Quiet(props: {
  readonly say: Speech
  readonly word: Key
  readonly at: string
  readonly onClick: () => void
}): JSX.Element {
  return (
    <button type="button" class="quiet" data-at={props.at} onClick={props.onClick}>
      {props.say(props.word)}
    </button>
  )
}
