import type { ComponentChildren, JSX } from 'preact'
import { download } from '../download.ts'
import type { Key, Speech } from '../i18n.ts'
import { SixWords } from '../join/SixWords.tsx'
import { Step } from '../setup/Step.tsx'

/** A file to be sent to the keeper, and the words by which they know that it is this one. */
export function ForKeeper(props: {
  readonly say: Speech
  readonly name: string
  readonly title: Key
  readonly sheet: { readonly file: string; readonly text: string; readonly words: readonly string[] }
  readonly save: Key
  readonly then: Key
  readonly saved: boolean
  readonly onSaved: () => void
  readonly onDone: () => void
  /** what is in it */
  readonly children: ComponentChildren
}): JSX.Element {
  const { say, name, title, sheet, saved } = props
  const { file, text, words } = sheet
  const save = (): void => {
    download(file, text)
    props.onSaved()
  }
  return (
    <Step say={say} name={name} title={title} next={saved ? 'sheet.done' : null} onNext={props.onDone}>
      {props.children}
      <button type="button" class={saved ? 'plain' : 'primary'} data-save-sheet onClick={save}>
        {say(props.save)}
      </button>
      <p role="status" class="hint">
        {saved ? say('sheet.saved', { file }) : ''}
      </p>
      <p>{say('sheet.words')}</p>
      <SixWords words={words} />
      <p class="hint">{say(props.then)}</p>
    </Step>
  )
}
