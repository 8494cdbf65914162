import type { JSX } from 'preact'
import type { Part } from '../App.tsx'
import { askedToStop, heldIn } from '../cases/stops.ts'
import type { Request } from '../list/items.ts'

type Props = Part & { readonly item: Request }

/** The last try stopped: until the next safe time nobody contacts this person, whoever has them. */
export function Held({ inbox, say, item }: Props): JSX.Element | null {
  const { cases, t } = inbox
  const held = heldIn(cases.caseIn(item))
  if (!held || held.until <= t.value) return null
  const time = say.moment(held.until, t.value, item.facts.desk.tz)
  return (
    <p class="strip amber" data-held={held.result}>
      {say(`case.held.${held.result}`, { time })}
    </p>
  )
}

/** The person asked to stop, and the case was opened again: nobody contacts them unless they asked for it. */
export function AskedToStop({ inbox, say, item }: Props): JSX.Element | null {
  const { cases } = inbox
  const asked = askedToStop(cases.caseIn(item))
  if (!asked) return null
  if (asked === 'again')
    return (
      <p class="strip amber" data-asked="again">
        {say('case.stop.asked.again')}
      </p>
    )
  const goOn = (): void => {
    cases.more.value = true
    cases.tab.value = 'card'
  }
  return (
    <div class="strip ember" data-asked="stop">
      <div>
        <p>
          <strong>{say('case.stop.asked')}</strong>
        </p>
        {cases.more.value ? (
          <p>{say('case.stop.asked.now')}</p>
        ) : (
          <button type="button" class="plain" data-asked-again onClick={goOn}>
            {say('case.stop.asked.go')}
          </button>
        )}
      </div>
    </div>
  )
}
