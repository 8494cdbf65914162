import type { ComponentChildren, JSX } from 'preact'
import type { Key, Speech } from '../i18n.ts'
import type { Said } from '../said.ts'
import { Told } from './Told.tsx'

export interface StepProps {
  readonly say: Speech
  /** for tests, and so that a step is drawn anew when it comes again */
  readonly name: string
  readonly title: Key
  readonly values?: Readonly<Record<string, string | number>>
  /** the word on the one button; null: there is none */
  readonly next: Key | null
  /** whether what the button does cannot be taken back */
  readonly grave?: boolean
  readonly busy?: boolean
  readonly said?: Said | null
  readonly onNext?: () => void
  readonly children: ComponentChildren
}

/** Where the eye is, there are screen reader and keyboard: the field if there is one, else the heading. */
const begin = (form: HTMLFormElement | null): void => {
  const field = form?.querySelector<HTMLElement>('input:not([readonly])')
  ;(field ?? form?.querySelector<HTMLElement>('h2'))?.focus({ preventScroll: true })
  scrollTo(0, 0)
  form?.closest('.case')?.scrollTo(0, 0)
}

/** One screen of one thing to do, with one button. Without hooks, so that tests draw it. */
export function Step(props: StepProps): JSX.Element {
  const { say, name, title, values, next, grave = false, busy = false, said = null, onNext, children } = props
  return (
    <form
      class="step"
      data-step={name}
      ref={begin}
      autocomplete="off"
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        if (!busy) onNext?.()
      }}
    >
      <h2 tabIndex={-1}>{say(title, values)}</h2>
      {children}
      <Told say={say} said={said} />
      {next && (
        <button type="submit" class={grave ? 'primary ember' : 'primary'} data-next aria-disabled={busy}>
          {say(next)}
        </button>
      )}
    </form>
  )
}
