import type { JSX } from 'preact'
import type { CaseAct } from '../../shared/caseActs.ts'
import { cleanText } from '../../shared/text.ts'
import type { Part } from '../App.tsx'
import { isClosedItself } from '../cases/silence.ts'
import { keptClosed, whyNot } from '../cases/view.ts'
import type { Item } from '../list/items.ts'
import { answeredIn } from '../referral/sent.ts'
import { ngoName } from '../rota/words.ts'
import type { Session } from '../session.ts'

const REOPEN: readonly CaseAct[] = [{ kind: 'reopen' }]
/** What closed by itself has no event that says so. */
const LAPSED: readonly CaseAct[] = [{ kind: 'close', reason: 'lapsed' }, ...REOPEN]

/** A closed case: why, and when it is wiped. Its content is shut; a coordinator may open it again. */
export function Ended({
  inbox,
  say,
  session,
  item,
}: Part & { readonly session: Session; readonly item: Item }): JSX.Element {
  const { cases, t } = inbox
  const closed = item.case?.closed ?? t.value
  const tz = session.chain.roster.desks[0]!.tz
  const acts = (cases.caseIn(item)?.events ?? []).flatMap((one) =>
    one.kind === 'opened' && !one.refused && one.act?.kind === 'close' ? [one.act] : [],
  )
  const back = answeredIn(cases.caseIn(item))?.answer === 'returned'
  const itself = isClosedItself(item, cases.caseIn(item))
  const reason = itself ? 'lapsed' : acts[acts.length - 1]?.reason
  const reopen = itself ? LAPSED : REOPEN
  // By the hour: what came in that of the closing is shown rather than missed.
  const after = item.kind === 'request' ? item.wrote.filter(({ hour }) => hour >= closed) : []
  const again = whyNot(session, item, cases.fileOf(item), reopen, t.value) === null
  return (
    <>
      {reason && !back && <p data-reason={reason}>{say(`close.${reason}`)}</p>}
      {itself && !again && <p>{say('ended.lapsed')}</p>}
      {after.length > 0 && (
        <div class="wrote" data-came-back>
          <p>
            <strong>{say('card.wrote')}</strong>
          </p>
          {after.map(
            ({ id, text }) =>
              text !== undefined && (
                <p key={id} class="person" translate={false} dir="auto">
                  {cleanText(text, true)}
                </p>
              ),
          )}
          {!again && <p>{say('ended.wrote')}</p>}
        </div>
      )}
      {back && item.kind === 'request' && item.handed && (
        <p class="strip amber" data-sent-back>
          {say('received.returned', { name: ngoName(say, session.chain.roster, item.handed.from) })}
        </p>
      )}
      <p class="hint">{say('case.wiped', { date: say.date(closed + keptClosed(session), tz) })}</p>
      {again && (
        <button
          type="button"
          class="plain"
          data-reopen
          onClick={() => void cases.write(item, { acts: reopen, done: { key: 'case.reopened' } })}
        >
          {say('staff.act.reopen')}
        </button>
      )}
    </>
  )
}
