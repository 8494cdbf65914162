import type { JSX } from 'preact'
import type { Part } from '../App.tsx'
import { Erase } from '../case/Erase.tsx'
import { mayDo } from '../cases/view.ts'
import type { Request } from '../list/items.ts'
import { ngoName } from '../rota/words.ts'
import type { Session } from '../session.ts'

/**
 * Whom another NGO referred, and who took it back there: in the place of the card, that nobody contacts them any more, and what is
 * right to do. The server's word alone deletes nothing, and what it hides comes back by a member's own.
 * @param full with the buttons, for who has the case
 */
export function TookBack({
  inbox,
  say,
  session,
  item,
  full = false,
}: Part & { readonly session: Session; readonly item: Request; readonly full?: boolean }): JSX.Element {
  const { cases, referrals, t } = inbox
  const name = ngoName(say, session.chain.roster, item.handed?.from ?? null)
  const may = (act: Parameters<typeof mayDo>[3]): boolean =>
    full && mayDo(session, item, cases.fileOf(item), act, t.value)
  const text = say('taken.goeson', { name })
  const goOn = (): Promise<boolean> =>
    cases.write(item, { acts: [{ kind: 'note', text }], done: { key: 'taken.goeson.done' } }, () =>
      referrals.taken.goOn(item),
    )
  return (
    <section class="tookback" data-took-back={item.handed?.from}>
      <p class="strip ember">
        <strong>{say('taken.there', { name })}</strong>
      </p>
      <p class="hint">{say('taken.hint', { name })}</p>
      {may({ kind: 'close', reason: 'asked-to-stop' }) && (
        <button type="button" class="primary" data-do="close" onClick={() => (cases.form.value = { kind: 'close' })}>
          {say('staff.act.close')}
        </button>
      )}
      {full && <Erase inbox={inbox} say={say} session={session} />}
      {may({ kind: 'note', text }) && (
        <button
          type="button"
          class="quiet"
          data-goes-on
          aria-disabled={cases.busy.value}
          onClick={() => void (cases.busy.value || goOn())}
        >
          {text}
        </button>
      )}
    </section>
  )
}
