import type { JSX } from 'preact'
import type { CaseAct, TryResult } from '../../../shared/caseActs.ts'
import type { Form } from '../../cases/screen.ts'
import type { SheetPart } from '../Sheet.tsx'
import { asksForNext, callAfter, proposals, resultsFor } from '../tryResults.ts'
import { Choices } from './Choices.tsx'

/** What a try came to: one tap writes it, with the hour of the next one. */
export function TryFields(props: SheetPart & { readonly form: Form & { readonly kind: 'try' } }): JSX.Element | null {
  const { inbox, say, item, form } = props
  const { cases, t, outsideOf } = inbox
  if (item.kind !== 'request') return null
  const { tz } = item.facts.desk
  const windows = proposals(item.facts, t.value)
  const choose = async (result: TryResult): Promise<void> => {
    const outside = outsideOf.value
    const hour = asksForNext(result) ? (windows[form.next]?.from ?? null) : null
    const acts: readonly CaseAct[] = [
      { kind: 'try', result, ...(outside && { outside }) },
      { kind: 'wake-at', hour },
    ]
    const words = { result: say(`try.${result}`) }
    const done =
      hour === null
        ? ({ key: 'try.done', values: words } as const)
        : ({ key: 'try.done.next', values: { ...words, time: say.moment(hour, t.value, tz) } } as const)
    // Where there is no next try, the sealed hour stays none: a call to decide is none.
    const wakeAt = asksForNext(result) ? hour : callAfter(result, item, t.value)
    await cases.write(item, { acts, wakeAt, done }, () => {
      inbox.contacted()
      cases.tab.value = 'tries'
    })
  }
  return (
    <>
      {windows.length > 0 && (
        <>
          <label for="next-try">{say('try.next')}</label>
          <select
            id="next-try"
            value={form.next}
            onChange={(event) => (cases.form.value = { kind: 'try', next: Number(event.currentTarget.value) })}
          >
            {windows.map(({ from }, i) => (
              <option key={from} value={i}>
                {say.moment(from, t.value, tz)}
              </option>
            ))}
            <option value={windows.length}>{say('try.next.none')}</option>
          </select>
        </>
      )}
      <Choices
        of={resultsFor(item.facts.told.contact)}
        words={(one) => say(`try.${one}`)}
        busy={cases.busy.value}
        choose={(one) => void choose(one)}
      />
    </>
  )
}
