import type { JSX } from 'preact'
import type { Part } from '../App.tsx'
import type { Item } from '../list/items.ts'
import type { Session } from '../session.ts'
import { nameOf, whenOf } from './words.ts'

/** The tries, oldest first, and when the next one is. */
export function Tries({
  inbox,
  say,
  session,
  item,
}: Part & { readonly session: Session; readonly item: Item }): JSX.Element {
  const now = inbox.cases.caseIn(item)
  const t = inbox.t.value
  const { tz, houseRule } = item.kind === 'request' ? item.facts.desk : session.chain.roster.desks[0]!
  const tries = now?.tries ?? []
  const next = now?.wakeAt ?? null
  return (
    <div class="entries" data-tries={tries.length}>
      {!tries.length && <p class="hint">{say('tries.none')}</p>}
      {tries.length > 0 && (
        <>
          <p>{say('tries.count', { n: tries.length, most: houseRule.tries })}</p>
          <ol role="list">
            {tries.map(({ by, at, result }, i) => (
              <li key={i} data-result={result}>
                <p>{say(`try.${result}`)}</p>
                <p class="hint">
                  {nameOf(session, by)} · {whenOf(say, at, t, tz)}
                </p>
              </li>
            ))}
          </ol>
        </>
      )}
      {next !== null && next > t && <p data-next-try>{say('tries.next', { time: say.moment(next, t, tz) })}</p>}
    </div>
  )
}
