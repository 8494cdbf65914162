import type { JSX } from 'preact'
import type { Part } from '../App.tsx'

/** For everybody whose browser can: who has a passkey, the page does not know. */
export function ByPasskey({ inbox, say, busy }: Part & { readonly busy: boolean }): JSX.Element | null {
  if (!inbox.passkeys.value) return null
  return (
    <button type="button" class="quiet" data-passkey onClick={() => void inbox.enterByPasskey()} disabled={busy}>
      {say('unlock.passkey')}
    </button>
  )
}
