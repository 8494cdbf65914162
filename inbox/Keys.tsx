import { useLayoutEffect, useRef } from 'preact/hooks'
import type { JSX } from 'preact'
import type { Part } from './App.tsx'

/** The list of keys, in a dialog of the browser's own (it keeps the focus inside). */
export function Keys({ inbox, say }: Part): JSX.Element {
  const dialog = useRef<HTMLDialogElement>(null)
  useLayoutEffect(() => {
    const one = dialog.current
    one?.showModal()
    // Closed while it is still on the page, so that the browser gives the focus back.
    return () => one?.close()
  }, [])
  const close = (): void => void (inbox.help.value = false)
  return (
    <dialog ref={dialog} onClose={close} aria-labelledby="keys-title">
      <h2 id="keys-title">{say('keys.title')}</h2>
      <dl class="keylist">
        <dt>
          <kbd>J</kbd> <kbd>K</kbd>
        </dt>
        <dd>{say('keys.next')}</dd>
        <dt>
          <kbd>Enter</kbd>
        </dt>
        <dd>{say('keys.open')}</dd>
        <dt>
          <kbd>C</kbd>
        </dt>
        <dd>{say('keys.claim')}</dd>
        <dt>
          <kbd>T</kbd>
        </dt>
        <dd>{say('staff.act.tried')}</dd>
        <dt>
          <kbd>N</kbd>
        </dt>
        <dd>{say('keys.note')}</dd>
        <dt>
          <kbd>W</kbd>
        </dt>
        <dd>{say('staff.word.find')}</dd>
        <dt>
          <kbd>Esc</kbd>
        </dt>
        <dd>{say('keys.back')}</dd>
        <dt>
          <kbd>L</kbd>
        </dt>
        <dd>
          {say('keys.lock')} ({say('keys.lock.how')})
        </dd>
        <dt>
          <kbd>?</kbd>
        </dt>
        <dd>{say('keys.help')}</dd>
      </dl>
      <button type="button" class="plain" onClick={close}>
        {say('shell.close')}
      </button>
    </dialog>
  )
}
