import type { JSX } from 'preact'
import type { Part } from '../App.tsx'
import { sayIt } from '../setup/Told.tsx'
import { ForKeeper } from './ForKeeper.tsx'
import type { MadeSheet } from './sheet.ts'

/** A key sheet to be sent to the keeper, and the words by which they know that it is this one. */
export function SheetPage({
  inbox,
  say,
  sheet,
  saved,
}: Part & { readonly sheet: MadeSheet; readonly saved: boolean }): JSX.Element {
  const { members } = inbox
  const done = members.done.value
  return (
    <ForKeeper
      say={say}
      name="sheet"
      title="sheet.title"
      sheet={sheet}
      save="sheet.save"
      then="sheet.then"
      saved={saved}
      onSaved={members.sheetSaved}
      onDone={() => members.go({ kind: 'list' })}
    >
      {done && (
        <p class="done" role="status">
          {sayIt(say, done)}
        </p>
      )}
      <p>{say('sheet.leads', { names: say.list(sheet.leads.map((name) => name ?? say('sheet.unknown'))) })}</p>
      <p>{say('sheet.body')}</p>
    </ForKeeper>
  )
}
