import type { JSX } from 'preact'
import { ERASE } from '../../../shared/caseActs.ts'
import type { EraseReason } from '../../cases/removing.ts'
import { wasReferred } from '../../referral/sent.ts'
import type { SheetPart } from '../Sheet.tsx'
import { Choices } from './Choices.tsx'

/** First why, then what goes and that nobody can bring it back; only then the button. */
export function EraseFields({
  inbox,
  say,
  item,
  reason,
}: SheetPart & { readonly reason: EraseReason | null }): JSX.Element {
  const { cases } = inbox
  if (reason === null)
    return (
      <Choices
        of={ERASE}
        words={(one) => say(`erase.${one}`)}
        busy={cases.busy.value}
        choose={(one) => (cases.form.value = { kind: 'erase', reason: one })}
      />
    )
  const go = (): Promise<boolean> =>
    cases.erase(item, reason, () => {
      const done = cases.done.value
      inbox.close()
      cases.done.value = done
    })
  return (
    <>
      <p data-reason={reason}>
        <strong>{say(`erase.${reason}`)}</strong>
      </p>
      <p>{say('erase.sure')}</p>
      {wasReferred(cases.caseIn(item)) && <p data-tell>{say('erase.referred')}</p>}
      <p>{say('erase.promise')}</p>
      <button
        type="button"
        class="primary"
        data-choice="erase"
        aria-disabled={cases.busy.value}
        onClick={() => void (cases.busy.value || go())}
      >
        {say('staff.act.delete')}
      </button>
    </>
  )
}
