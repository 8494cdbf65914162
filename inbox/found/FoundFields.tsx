import type { JSX } from 'preact'
import type { Key, Speech } from '../i18n.ts'
import { Step } from '../setup/Step.tsx'
import { TypedField } from '../setup/TypedField.tsx'
import type { Found } from './found.ts'
import type { FoundState, Names } from './stages.ts'

interface Props {
  readonly say: Speech
  readonly found: Found
}

const FIELDS: readonly (readonly [keyof Names, Key, longest: number])[] = [
  ['title', 'found.name', 200],
  ['shown', 'join.shown', 200],
  ['login', 'join.login', 32],
]

/** The NGO's name and the founder's two. */
export function FoundNames({
  say,
  found,
  state,
}: Props & { readonly state: FoundState & { readonly kind: 'names' } }): JSX.Element {
  const described = state.said ? 'said' : undefined
  return (
    <Step say={say} name="names" title="join.names" next="setup.next" said={state.said} onNext={found.named}>
      <p>{say('found.begin')}</p>
      {FIELDS.map(([name, label, longest]) => (
        <Field
          key={name}
          id={name}
          label={say(label)}
          longest={longest}
          value={state[name]}
          described={described}
          onInput={(value) => found.type({ [name]: value })}
        />
      ))}
      <p class="hint">{say('join.login.rule')}</p>
      <p class="hint">{say('found.login.hint', { ngo: found.ngo })}</p>
      <div class="aside">
        <button type="button" class="quiet" data-withfile onClick={found.withFile}>
          {say('found.have')}
        </button>
      </div>
    </Step>
  )
}

function Field(props: {
  readonly id: keyof Names
  readonly label: string
  readonly longest: number
  readonly value: string
  readonly described: string | undefined
  readonly onInput: (value: string) => void
}): JSX.Element {
  const { id, label, longest, value, described, onInput } = props
  const isLogin = id === 'login'
  return (
    <>
      <label for={id}>{label}</label>
      <input
        id={id}
        autocomplete="off"
        autocapitalize={isLogin ? 'none' : 'words'}
        spellcheck={false}
        maxLength={longest}
        dir={isLogin ? 'ltr' : 'auto'}
        value={value}
        aria-describedby={described}
        onInput={(event) => onInput(event.currentTarget.value)}
      />
    </>
  )
}

/** Another log-in name, where the one of the file is somebody's. */
export function Taken({
  say,
  found,
  state,
}: Props & { readonly state: FoundState & { readonly kind: 'taken' } }): JSX.Element {
  const { login, said, busy } = state
  return (
    <Step
      say={say}
      name="taken"
      title="found.taken"
      next={busy ? 'found.looking' : 'setup.next'}
      busy={busy}
      said={said}
      onNext={() => void found.rename()}
    >
      <Field
        id="login"
        label={say('join.login')}
        longest={32}
        value={login}
        described={said ? 'said' : undefined}
        onInput={(value) => found.type({ login: value })}
      />
      <p class="hint">{say('join.login.rule')}</p>
      <TypedField say={say} setup={found.passphrase} id="passphrase" label="staff.passphrase" hides />
      <p class="hint">{say('found.taken.body')}</p>
    </Step>
  )
}
