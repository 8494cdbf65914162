import type { JSX } from 'preact'
import type { Part } from '../App.tsx'

const focus = (button: HTMLButtonElement | null): void => button?.focus()

/**
 * A page like any empty page: nobody can see from it who works here. It says "Locked" only when the keys are gone; while they
 * are there (two minutes, or thirty with a contact open) it says that it only covers.
 */
export function Cover({ inbox, say }: Part): JSX.Element {
  const covers = inbox.session.value !== null
  return (
    <main class="cover">
      <h1>{say(covers ? 'cover.covered' : 'cover.title')}</h1>
      <button type="button" class="primary" ref={focus} onClick={() => void inbox.lift()}>
        {say(covers ? 'cover.uncover' : 'cover.lift')}
      </button>
      {covers && (
        <button type="button" class="quiet" onClick={() => inbox.drop()}>
          {say('shell.lock')}
        </button>
      )}
    </main>
  )
}
