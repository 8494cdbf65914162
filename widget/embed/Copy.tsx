import { useEffect, useRef, useState } from 'preact/hooks'
import type { Speech } from './i18n.ts'

interface Props {
  readonly say: Speech
  /** for tests and tools */
  readonly name: string
  readonly label: string
  readonly text: string
  readonly rows: number
}

/** A text to take along. A sandboxed page may not use the clipboard's newer interface, so it is selected and copied the old way. */
export function Copy({ say, name, label, text, rows }: Props) {
  const area = useRef<HTMLTextAreaElement>(null)
  const [state, setState] = useState<'button' | 'done' | 'keys'>('button')
  useEffect(() => setState('button'), [text])
  const copy = (event: Event): void => {
    const button = event.currentTarget as HTMLButtonElement
    area.current!.focus({ preventScroll: true })
    area.current!.select()
    const copied = document.execCommand('copy')
    setState(copied ? 'done' : 'keys')
    // Left selected where the keys are still to be pressed.
    if (copied) button.focus({ preventScroll: true })
  }
  return (
    <div class="copy">
      <textarea
        ref={area}
        readOnly
        spellcheck={false}
        autocomplete="off"
        dir="ltr"
        rows={rows}
        aria-label={label}
        data-text={name}
        value={text}
      />
      <button type="button" class="primary" data-copy={name} onClick={copy}>
        {say(`copy.${state}`)}
        <span class="sr">: {label}</span>
      </button>
      <span class="sr" role="status">
        {state === 'button' ? '' : say(`copy.${state}`)}
      </span>
    </div>
  )
}
