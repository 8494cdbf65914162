import type { JSX } from 'preact'
import type { Part } from '../App.tsx'
import { download } from '../download.ts'
import { SixWords } from '../join/SixWords.tsx'
import { Step } from '../setup/Step.tsx'
import { sayIt } from '../setup/Told.tsx'
import type { MadeSheet } from './sheet.ts'

/** A key sheet to be sent to the keeper, and the words by which they know that it is this one. */
export function SheetPage({
  inbox,
  say,
  sheet,
  saved,
}: Part & { readonly sheet: MadeSheet; readonly saved: boolean }): JSX.Element {
  const { members } = inbox
  const { file, text, words, leads } = sheet
  const done = members.done.value
  const save = (): void => {
    download(file, text)
    members.sheetSaved()
  }
  return (
    <Step
      say={say}
      name="sheet"
      title="sheet.title"
      next={saved ? 'sheet.done' : null}
      onNext={() => members.go({ kind: 'list' })}
    >
      {done && (
        <p class="done" role="status">
          {sayIt(say, done)}
        </p>
      )}
      <p>{say('sheet.leads', { names: say.list(leads.map((name) => name ?? say('sheet.unknown'))) })}</p>
      <p>{say('sheet.body')}</p>
      <button type="button" class={saved ? 'plain' : 'primary'} data-save-sheet onClick={save}>
        {say('sheet.save')}
      </button>
      <p role="status" class="hint">
        {saved ? say('sheet.saved', { file }) : ''}
      </p>
      <p>{say('sheet.words')}</p>
      <SixWords words={words} />
      <p class="hint">{say('sheet.then')}</p>
    </Step>
  )
}
