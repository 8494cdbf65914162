import type { JSX } from 'preact'
import type { CaseAct, TryResult } from '../../../shared/caseActs.ts'
import type { Form } from '../../cases/screen.ts'
import { shutsNumber } from '../../cases/stops.ts'
import type { Values } from '../../i18n.ts'
import type { Said } from '../../said.ts'
import type { SheetPart } from '../Sheet.tsx'
import { dueIn, reachedAct } from '../firstContact.ts'
import { asksForNext, callAfter, hourAfter, proposals, resultsFor } from '../tryResults.ts'
import { Choices } from './Choices.tsx'
import { ReachedFields } from './ReachedFields.tsx'

/** What a try came to: one tap writes it, with the hour of the next one; reached, what was still to be told and asked comes first. */
export function TryFields(props: SheetPart & { readonly form: Form & { readonly kind: 'try' } }): JSX.Element | null {
  const { inbox, say, item, form } = props
  const { cases, t, outsideOf } = inbox
  if (item.kind !== 'request') return null
  const { tz } = item.facts.desk
  const windows = proposals(item.facts, t.value)
  const due = dueIn(item.facts, cases.caseIn(item))
  const write = async (result: TryResult): Promise<void> => {
    const outside = outsideOf.value
    const hour = hourAfter(result, windows, form.next)
    const acts: readonly CaseAct[] = [
      { kind: 'try', result, ...(outside && { outside }), ...(form.reached && reachedAct(due, form.reached)) },
      { kind: 'wake-at', hour },
    ]
    // It stays on the screen, also in another language.
    const words: Values = { result: (say) => say(`try.${result}`) }
    const next = shutsNumber(result) ? 'try.done.shut' : 'try.done.next'
    const done: Said =
      hour === null
        ? { key: 'try.done', values: words }
        : { key: next, values: { ...words, time: (say) => say.moment(hour, t.value, tz) } }
    // Where there is no next try, the sealed hour stays none: a call to decide is none.
    const wakeAt = asksForNext(result) ? hour : callAfter(result, item, t.value)
    await cases.write(item, { acts, wakeAt, done }, () => {
      inbox.contacted()
      cases.tab.value = 'tries'
    })
  }
  const choose = (result: TryResult): void => {
    if (result === 'reached' && (due.told || due.share))
      return void (cases.form.value = { ...form, reached: { told: false, share: 'not-asked' } })
    void write(result)
  }
  if (form.reached)
    return (
      <ReachedFields
        say={say}
        due={due}
        said={form.reached}
        busy={cases.busy.value}
        set={(reached) => (cases.form.value = { ...form, reached })}
        write={() => void write('reached')}
      />
    )
  return (
    <>
      {windows.length > 0 && (
        <>
          <label for="next-try">{say('try.next')}</label>
          <select
            autocomplete="off"
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
        choose={choose}
      />
    </>
  )
}
