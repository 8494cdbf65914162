import type { ComponentChildren, JSX } from 'preact'
import type { Speech } from '../i18n.ts'

/** What a member writes into a case: the field, how much is too much, and the button. `id`: `note` for `note-text` and `note-hint` */
export function Writing(props: {
  readonly id: string
  readonly say: Speech
  readonly label: string
  readonly rows: number
  readonly text: string
  /** how many characters more it may have; below nothing: it is too long */
  readonly left: number
  readonly busy: boolean
  readonly hint: string
  readonly type: (text: string) => void
  readonly save: () => void
  /** of the button: its name, and what it says */
  readonly mark: string
  readonly button: string
  /** in which language it is written; without it, in any */
  readonly lang?: string
  readonly children?: ComponentChildren
}): JSX.Element {
  const { id, say, label, rows, text, left, busy, hint, type, save, mark, button, lang, children } = props
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        save()
      }}
    >
      <label for={`${id}-text`}>{label}</label>
      <textarea
        id={`${id}-text`}
        rows={rows}
        autocomplete="off"
        spellcheck={false}
        {...(lang !== undefined && { lang, dir: 'auto' as const })}
        value={text}
        aria-describedby={`${id}-hint`}
        onInput={(event) => type(event.currentTarget.value)}
      />
      <p class="hint" id={`${id}-hint`}>
        {left < 0 ? say('note.long', { n: -left }) : hint}
      </p>
      {children}
      <button type="submit" class="primary" {...{ [mark]: true }} aria-disabled={!text.trim() || left < 0 || busy}>
        {button}
      </button>
    </form>
  )
}
