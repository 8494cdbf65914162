import { useEffect, useRef } from 'preact/hooks'
import type { JSX } from 'preact'
import type { Part } from '../App.tsx'

/** A page like any empty page. Nobody can see from it who works here or whether the keys are still there. */
export function Cover({ inbox, say }: Part): JSX.Element {
  const button = useRef<HTMLButtonElement>(null)
  useEffect(() => button.current?.focus(), [])
  return (
    <main class="cover">
      <h1>{say('cover.title')}</h1>
      <button type="button" class="primary" ref={button} onClick={() => inbox.lift()}>
        {say('cover.lift')}
      </button>
    </main>
  )
}
