import type { ComponentChildren, JSX } from 'preact'
import type { DeskPart } from './Rota.tsx'

/** A form of the rota: its fields, what is wrong with them, and what saves it. @param behind what else may be done, after that */
export function RotaForm(
  props: DeskPart & {
    readonly save: () => void
    /** what the button says */
    readonly label: string
    readonly children: ComponentChildren
    readonly behind?: ComponentChildren
  },
): JSX.Element {
  const { save, label, children, behind } = props
  return (
    <form
      class="fields"
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        save()
      }}
    >
      {children}
      <Bad {...props} />
      <button type="submit" class="primary" data-save>
        {label}
      </button>
      {behind}
    </form>
  )
}

/** What is wrong with the fields, said at once to a screen reader. */
export function Bad({ inbox, say }: DeskPart): JSX.Element {
  const bad = inbox.rota.bad.value
  return (
    <div role="alert" id="rota-bad">
      {bad && <p class="wrong">{say(bad.key, bad.values)}</p>}
    </div>
  )
}
