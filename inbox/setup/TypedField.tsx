import type { JSX } from 'preact'
import type { Key, Speech } from '../i18n.ts'
import type { SetupState } from './setup.ts'

/** What a field shows, and what becomes of what is typed. */
interface Typing {
  readonly state: { readonly value: Omit<SetupState, 'step'> }
  type(typed: string): void
  show(): void
}

/** The one field of a step. Nothing offers to fill it in or to keep it. */
export function TypedField(props: {
  readonly say: Speech
  readonly setup: Typing
  readonly id: string
  readonly label: Key
  /** what is typed shows as dots until one asks to see it */
  readonly hides?: boolean
}): JSX.Element {
  const { say, setup, id, label, hides = false } = props
  const { typed, shown, busy, said } = setup.state.value
  return (
    <>
      <label for={id}>{say(label)}</label>
      <div class={hides ? 'field' : undefined}>
        <input
          id={id}
          // The typings know no field that changes between the two.
          type={(hides && !shown ? 'password' : 'text') as 'password'}
          autocomplete="off"
          autocapitalize="none"
          spellcheck={false}
          maxLength={256}
          dir={hides ? 'auto' : 'ltr'}
          readOnly={busy}
          value={typed}
          aria-describedby={said ? 'said' : undefined}
          onInput={(event) => setup.type(event.currentTarget.value)}
        />
        {hides && (
          <button type="button" class="quiet" aria-pressed={shown} onClick={setup.show}>
            {say(shown ? 'unlock.hide' : 'unlock.show')}
          </button>
        )}
      </div>
    </>
  )
}
