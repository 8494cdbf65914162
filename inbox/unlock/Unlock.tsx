import { useEffect, useRef, useState } from 'preact/hooks'
import type { JSX, TargetedSubmitEvent } from 'preact'
import { Languages, type Part } from '../App.tsx'
import { Thread } from '../icons.tsx'
import { ByPasskey } from '../passkey/ByPasskey.tsx'
import type { Said } from '../said.ts'
import { Told } from '../setup/Told.tsx'
import type { By } from '../page.ts'
import type { Stage } from './unlock.ts'

export function Unlock(
  props: Part & { readonly by: By; readonly stage: Stage | null; readonly said: Said | null },
): JSX.Element {
  const { inbox, say, by, stage, said } = props
  const [shown, setShown] = useState(false)
  const name = useRef<HTMLInputElement>(null)
  const secret = useRef<HTMLInputElement>(null)
  const busy = stage !== null
  const kit = by === 'kit'
  useEffect(() => (name.current?.value ? secret.current?.focus() : name.current?.focus()), [by])
  useEffect(() => {
    if (said && name.current?.value) secret.current?.select()
  }, [said])
  const submit = (event: TargetedSubmitEvent<HTMLFormElement>): void => {
    event.preventDefault()
    if (!busy) void (kit ? inbox.recover : inbox.enter)(name.current!.value, secret.current!.value)
  }
  const instead = (): void => {
    secret.current!.value = ''
    inbox.toUnlock(kit ? 'passphrase' : 'kit')
  }
  return (
    <main class="unlock" data-by={by}>
      <form onSubmit={submit} autocomplete="off">
        <h1>{say('staff.title')}</h1>
        <Thread part={stage ?? 0} />
        <p class="hint">{say(kit ? 'lost.body' : inbox.passkeys.value ? 'unlock.either' : 'staff.lock.body')}</p>
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
        <label for="passphrase">{say(kit ? 'kit.label' : 'staff.passphrase')}</label>
        <div class={kit ? undefined : 'field'}>
          <input
            id="passphrase"
            ref={secret}
            required
            readOnly={busy}
            // The typings know no field that changes between the two.
            type={(kit || shown ? 'text' : 'password') as 'password'}
            autocomplete="off"
            autocapitalize="none"
            spellcheck={false}
            maxLength={256}
            dir={kit ? 'ltr' : 'auto'}
            aria-describedby={said ? 'said' : undefined}
          />
          {!kit && (
            <button type="button" class="quiet" aria-pressed={shown} onClick={() => setShown(!shown)}>
              {say(shown ? 'unlock.hide' : 'unlock.show')}
            </button>
          )}
        </div>
        {busy ? (
          <div class="said" id="said" role="status">
            <p>{say('unlock.wait')}</p>
          </div>
        ) : (
          <Told say={say} said={said} />
        )}
        <button type="submit" class="primary" aria-disabled={busy}>
          {say('staff.unlock')}
        </button>
        <div class="aside">
          {!kit && <ByPasskey inbox={inbox} say={say} busy={busy} />}
          <button type="button" class="quiet" data-lost onClick={instead} disabled={busy}>
            {say(kit ? 'lost.found' : 'lost.ask')}
          </button>
        </div>
        <p class="hint">{say(kit ? 'lost.both' : 'unlock.first')}</p>
        {!kit && (
          <div class="aside">
            <button type="button" class="quiet" data-found onClick={() => inbox.found()} disabled={busy}>
              {say('found.have')}
            </button>
          </div>
        )}
      </form>
      <Languages inbox={inbox} say={say} />
    </main>
  )
}
