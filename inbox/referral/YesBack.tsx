import type { JSX } from 'preact'
import type { Part } from '../App.tsx'
import { mayDo } from '../cases/view.ts'
import type { Item } from '../list/items.ts'
import { dateWords, ngoName } from '../rota/words.ts'
import type { Session } from '../session.ts'
import { dayAt } from './form.ts'
import type { Away } from './sent.ts'

/** Whether the yes to what another organisation has still holds; the person may take it back, and the others have to be told by voice. */
export function YesBack({
  inbox,
  say,
  session,
  item,
  away,
}: Part & { readonly session: Session; readonly item: Item; readonly away: Away }): JSX.Element | null {
  const { cases, t } = inbox
  const { roster } = session.chain
  if (away.yes === 'none') return null
  if (away.yes !== 'holds') {
    const date = dateWords(say, dayAt(away.yes.backAt, roster.desks[0]!.tz))
    const phone = roster.ngos.find(({ id }) => id === away.to)?.phone
    return (
      <div class="strip ember" data-yes-back>
        <div>
          <p>
            <strong>{say('yesback.is', { date })}</strong>
          </p>
          <p>
            {away.to === null
              ? say('yesback.tell.outside')
              : say('yesback.tell', { name: ngoName(say, roster, away.to) })}
          </p>
          {phone !== undefined && (
            <p>
              <bdi dir="ltr" translate={false}>
                {phone}
              </bdi>
            </p>
          )}
        </div>
      </div>
    )
  }
  const act = { kind: 'consent', how: 'phone', until: 0, what: [] } as const
  if (!mayDo(session, item, cases.fileOf(item), act, t.value)) return null
  return (
    <button type="button" class="quiet" data-take-yes-back onClick={() => (cases.form.value = { kind: 'yes-back' })}>
      {say('yesback.title')}
    </button>
  )
}
