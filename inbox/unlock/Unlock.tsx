import { useEffect, useRef, useState } from 'preact/hooks'
import type { JSX, TargetedSubmitEvent } from 'preact'
import { Languages, type Part } from '../App.tsx'
import { Thread } from '../icons.tsx'
import type { Said } from '../state.ts'
import type { Stage } from './unlock.ts'

export function Unlock(props: Part & { readonly stage: Stage | null; readonly said: Said | null }): JSX.Element {
  const { inbox, say, stage, said } = props
  const [shown, setShown] = useState(false)
  const name = useRef<HTMLInputElement>(null)
  const passphrase = useRef<HTMLInputElement>(null)
  const busy = stage !== null
  useEffect(() => name.current?.focus(), [])
  useEffect(() => {
    if (said) passphrase.current?.select()
  }, [said])
  const submit = (event: TargetedSubmitEvent<HTMLFormElement>): void => {
    event.preventDefault()
    if (!busy) void inbox.enter(name.current!.value, passphrase.current!.value)
  }
  return (
    <main class="unlock">
      <form onSubmit={submit} autocomplete="off">
        <h1>{say('staff.title')}</h1>
        <Thread part={stage ?? 0} />
        <p class="hint">{say('staff.lock.body')}</p>
        <label for="name">{say('staff.name')}</label>
        <input
          id="name"
          ref={name}
          required
          readOnly={busy}
          autocomplete="off"
          autocapitalize="none"
          spellcheck={false}
          maxLength={32}
          dir="ltr"
        />
        <label for="passphrase">{say('staff.passphrase')}</label>
        <div class="field">
          <input
            id="passphrase"
            ref={passphrase}
            required
            readOnly={busy}
            // The typings know no field that changes between the two.
            type={(shown ? 'text' : 'password') as 'password'}
            autocomplete="off"
            autocapitalize="none"
            spellcheck={false}
            maxLength={256}
            dir="auto"
            aria-describedby={said ? 'said' : undefined}
          />
          <button type="button" class="quiet" aria-pressed={shown} onClick={() => setShown(!shown)}>
            {say(shown ? 'unlock.hide' : 'unlock.show')}
          </button>
        </div>
        <div class="said" id="said" role="status">
          {busy && <p>{say('unlock.wait')}</p>}
          {said && <p class="wrong">{say(said.key, { time: say.amount(said.wait ?? 0, 'second') })}</p>}
          {said?.code && <p class="hint">{say('error.code', { code: said.code })}</p>}
        </div>
        <button type="submit" class="primary" aria-disabled={busy}>
          {say('staff.unlock')}
        </button>
        <p class="hint">{say('unlock.first')}</p>
      </form>
      <Languages inbox={inbox} say={say} />
    </main>
  )
}
