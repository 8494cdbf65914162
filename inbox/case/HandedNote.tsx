import type { JSX } from 'preact'
import { cleanText } from '../../shared/text.ts'
import type { Part } from '../App.tsx'
import type { Item } from '../list/items.ts'
import type { Session } from '../session.ts'
import { nameOf } from './words.ts'

/** What the one who handed the case over wrote for the next, until that one has tried. */
export function HandedNote({
  inbox,
  say,
  session,
  item,
}: Part & { readonly session: Session; readonly item: Item }): JSX.Element | null {
  const acts = (inbox.cases.caseIn(item)?.events ?? []).flatMap((one) =>
    one.kind === 'opened' && !one.refused && one.act ? [{ by: one.by, act: one.act }] : [],
  )
  const last = acts.filter(({ act }) => act.kind === 'hand-over' || act.kind === 'try').slice(-1)[0]
  if (last?.act.kind !== 'hand-over') return null
  const { by, act } = last
  return (
    <div class="wrote" data-handed>
      <p>
        <strong>{say('case.handed', { name: nameOf(session, by) })}</strong>
      </p>
      {act.note && (
        <p class="person" translate={false} dir="auto">
          {cleanText(act.note, true)}
        </p>
      )}
    </div>
  )
}
