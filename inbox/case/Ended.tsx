import type { JSX } from 'preact'
import type { CaseAct } from '../../shared/caseActs.ts'
import { cleanText } from '../../shared/text.ts'
import type { Part } from '../App.tsx'
import { isClosedItself } from '../cases/silence.ts'
import { waitingIn } from '../cases/stops.ts'
import { keptClosed, whyNot } from '../cases/view.ts'
import type { Item } from '../list/items.ts'
import { answeredIn } from '../referral/sent.ts'
import { ngoName } from '../rota/words.ts'
import type { Session } from '../session.ts'

type Props = Part & { readonly session: Session; readonly item: Item }
const REOPEN: readonly CaseAct[] = [{ kind: 'reopen' }]
/** What closed by itself has no event that says so. */
const LAPSED: readonly CaseAct[] = [{ kind: 'close', reason: 'lapsed' }, ...REOPEN]
const reopenOf = ({ inbox, item }: Props): readonly CaseAct[] =>
  isClosedItself(item, inbox.cases.caseIn(item)) ? LAPSED : REOPEN
const may = ({ inbox, session, item }: Props, acts: readonly CaseAct[]): boolean =>
  whyNot(session, item, inbox.cases.fileOf(item), acts, inbox.t.value) === null

/** A closed case: why, and when it is wiped. Its content is shut; a coordinator may open it again. */
export function Ended(props: Props): JSX.Element {
  const { inbox, say, session, item } = props
  const { cases, t } = inbox
  const now = cases.caseIn(item)
  const closed = item.case?.closed ?? t.value
  const tz = session.chain.roster.desks[0]!.tz
  const back = answeredIn(now)?.answer === 'returned'
  const itself = isClosedItself(item, now)
  const reason = itself ? 'lapsed' : reasonOf(now)
  return (
    <>
      {reason === 'asked-to-stop' ? (
        <p class="strip ember" data-reason={reason}>
          <strong>{say('case.stop.asked')}</strong>
        </p>
      ) : (
        reason && !back && <p data-reason={reason}>{say(`close.${reason}`)}</p>
      )}
      {itself && !may(props, LAPSED) && <p>{say('ended.lapsed')}</p>}
      <WroteAfter {...props} />
      {back && item.kind === 'request' && item.handed && (
        <p class="strip amber" data-sent-back>
          {say('received.returned', { name: ngoName(say, session.chain.roster, item.handed.from) })}
        </p>
      )}
      <p class="hint">{say('case.wiped', { date: say.date(closed + keptClosed(session), tz) })}</p>
      <Decide {...props} />
    </>
  )
}

/** Why it was closed last. */
const reasonOf = (now: ReturnType<Part['inbox']['cases']['caseIn']>) =>
  (now?.events ?? [])
    .flatMap((one) => (one.kind === 'opened' && !one.refused && one.act?.kind === 'close' ? [one.act.reason] : []))
    .at(-1)

const waits = ({ inbox, item }: Props): readonly string[] =>
  item.kind === 'request' ? waitingIn(item, inbox.cases.caseIn(item)) : []

/** What the person wrote behind the end, and who decides. */
function WroteAfter(props: Props): JSX.Element | null {
  const { say, item } = props
  const ids = waits(props)
  if (item.kind !== 'request' || !ids.length) return null
  return (
    <div class="wrote" data-came-back>
      <p>
        <strong>{say('card.wrote')}</strong>
      </p>
      {item.wrote.map(
        ({ id, text }) =>
          ids.includes(id) &&
          text !== undefined && (
            <p key={id} class="person" translate={false} dir="auto">
              {cleanText(text, true)}
            </p>
          ),
      )}
      <p>{say(may(props, reopenOf(props)) ? 'ended.wrote.lead' : 'ended.wrote')}</p>
    </div>
  )
}

/** A coordinator opens it again, or says of what came behind the end that nothing is to be done: it is closed once more, as it was. */
function Decide(props: Props): JSX.Element | null {
  const { inbox, say, item } = props
  const { cases } = inbox
  const reopen = reopenOf(props)
  if (!may(props, reopen)) return null
  const reason = reopen === REOPEN && waits(props).length ? reasonOf(cases.caseIn(item)) : undefined
  const settle: readonly CaseAct[] = reason ? [...REOPEN, { kind: 'close', reason }] : []
  const settles = settle.length > 0 && may(props, settle)
  const write = (acts: readonly CaseAct[], key: 'case.reopened' | 'ended.settled'): void =>
    void (cases.busy.value || cases.write(item, { acts, wakeAt: null, done: { key } }))
  return (
    <div class="beside">
      <button
        type="button"
        class={settles ? 'primary' : 'plain'}
        data-reopen
        aria-disabled={cases.busy.value}
        onClick={() => write(reopen, 'case.reopened')}
      >
        {say('staff.act.reopen')}
      </button>
      {settles && (
        <button
          type="button"
          class="plain"
          data-settle
          aria-disabled={cases.busy.value}
          onClick={() => write(settle, 'ended.settled')}
        >
          {say('ended.settle')}
        </button>
      )}
    </div>
  )
}
