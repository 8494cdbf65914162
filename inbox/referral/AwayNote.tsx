import type { JSX } from 'preact'
import type { Part } from '../App.tsx'
import { mayDo } from '../cases/view.ts'
import type { Item } from '../list/items.ts'
import { dateWords, ngoName } from '../rota/words.ts'
import type { Session } from '../session.ts'
import { YesBack } from './YesBack.tsx'
import { AnswerWords } from './Received.tsx'
import { dayAt } from './form.ts'
import { ASK_AFTER } from './sent.ts'

/** Above a case that another organisation has: to whom it went, what they said, and how it comes back. */
export function AwayNote({
  inbox,
  say,
  session,
  item,
}: Part & { readonly session: Session; readonly item: Item }): JSX.Element | null {
  const { referrals, cases, t } = inbox
  const away = referrals.away(item)
  if (!away) return null
  const { roster } = session.chain
  const came = referrals.answerOf(item)?.answer
  const date = dateWords(say, dayAt(away.at, roster.desks[0]!.tz))
  const returned = came?.answer === 'returned'
  const may = mayDo(session, item, cases.fileOf(item), { kind: 'came-back' }, t.value)
  const asks = may && !returned && typeof away.yes === 'string' && !away.asked && t.value >= away.at + ASK_AFTER
  return (
    <section class="away" data-away={away.to ?? 'outside'} data-answer={came?.answer}>
      <p>
        <strong>
          {away.to === null
            ? say('referred.outside', { date })
            : say('referred.to', { date, name: ngoName(say, roster, away.to) })}
        </strong>
      </p>
      {came ? (
        <AnswerWords say={say} session={session} answer={came} known />
      ) : (
        away.to !== null && <p class="hint">{say('referred.noanswer')}</p>
      )}
      {asks && (
        <div class="asked" role="group" aria-labelledby="arrived">
          <p id="arrived">{say('referred.arrived')}</p>
          {[true, false].map((yes) => (
            <button
              type="button"
              class="plain"
              key={`${yes}`}
              data-arrived={yes}
              aria-disabled={cases.busy.value}
              onClick={() => void referrals.arrived(item, yes)}
            >
              {say(yes ? 'referred.arrived.yes' : 'referred.arrived.no')}
            </button>
          ))}
        </div>
      )}
      {!returned && <YesBack inbox={inbox} say={say} session={session} item={item} away={away} />}
      {may && (
        <button
          type="button"
          class={returned ? 'primary' : 'quiet'}
          data-came-back
          aria-disabled={cases.busy.value}
          onClick={() => void referrals.cameBack(item)}
        >
          {say(returned ? 'referred.takeback' : 'referred.back')}
        </button>
      )}
    </section>
  )
}
