import type { JSX } from 'preact'
import type { Part } from '../App.tsx'
import type { Item } from '../list/items.ts'
import type { Session } from '../session.ts'
import { nameOf } from './words.ts'

type Props = Part & { readonly session: Session; readonly item: Item }

/** What is wrong with a case, in words, above what can be read of it; and how the last thing that was done went. */
export function Troubles({ inbox, say, session, item }: Props): JSX.Element {
  const { cases } = inbox
  const file = cases.fileOf(item)
  const now = cases.caseIn(item)
  const said = cases.said.value
  const done = cases.done.value
  const proposed = now?.standing?.proposed
  const open = now?.standing?.state !== 'closed'
  return (
    <>
      <div role="status" class="told">
        {said && (
          <p class="notice" data-said>
            {say(said.key, said.values)} {said.code && say('error.code', { code: said.code })}
          </p>
        )}
        {done && (
          <p class="case-done" data-done tabIndex={-1}>
            {say(done.key, done.values)}
          </p>
        )}
        {cases.owes.value > 0 && (
          <p class="notice" data-owed>
            {say('case.owed')}
          </p>
        )}
      </div>
      {file?.kind === 'shut' && (
        <p class="strip ember" data-trouble="shut">
          {say('case.shut')} {say('error.code', { code: file.code })}
        </p>
      )}
      {file?.kind === 'open' && file.cut && (
        <p class="strip ember" data-trouble="cut">
          {say('case.cut')}
        </p>
      )}
      {now?.marks.includes('odd') && (
        <p class="strip amber" data-trouble="odd">
          {say('case.odd')}
        </p>
      )}
      {open && proposed && (
        <p class="strip amber" data-proposed>
          {say(proposed === session.member.id ? 'case.proposed.mine' : 'case.proposed', {
            name: nameOf(session, proposed),
          })}
        </p>
      )}
    </>
  )
}
