import type { JSX } from 'preact'
import { SENT_BACK } from '../../shared/caseActs.ts'
import { cleanText } from '../../shared/text.ts'
import type { RefAnswer, Verdict } from '../../shared/referralAnswer.ts'
import type { Speech } from '../i18n.ts'
import { dateWords, ngoName } from '../rota/words.ts'
import type { Session } from '../session.ts'
import { Told } from '../setup/Told.tsx'
import { OneOf } from './Fields.tsx'
import type { Answering } from './answering.ts'
import { dayAt } from './form.ts'
import type { Handed } from './open.ts'

interface Props {
  readonly say: Speech
  readonly session: Session
  readonly handed: Handed
  /** absent once it was answered, or where somebody else answers */
  readonly answering?: Answering
  /** what the case says that was answered */
  readonly answered?: Verdict | null
}

/** Above the card of somebody whom another NGO referred: from whom, with which yes, their note, and what to say to it. */
export function Received({ say, session, handed, answering, answered = null }: Props): JSX.Element {
  const { roster } = session.chain
  const name = ngoName(say, roster, handed.from)
  const { tz } = roster.desks[0]!
  const { consent, note } = handed
  const values = { date: dateWords(say, dayAt(consent.at, tz)), until: dateWords(say, dayAt(consent.until - 1, tz)) }
  return (
    <section class="received" data-received={handed.from}>
      <h3>{say('received.from', { name })}</h3>
      <p class={consent.how === 'none' ? 'strip ember' : undefined}>
        {consent.how === 'none' ? say(`received.without.${consent.reason}`) : say('received.yes', values)}
      </p>
      {note !== undefined && (
        <>
          <h4>{say('received.note', { name })}</h4>
          <p class="person" dir="auto" translate={false}>
            {cleanText(note, true)}
          </p>
        </>
      )}
      <p class="hint">{say('received.only')}</p>
      {(answering || answered) && <Answer say={say} name={name} answering={answering} answered={answered} />}
    </section>
  )
}

function Answer({
  say,
  name,
  answering,
  answered,
}: {
  readonly say: Speech
  readonly name: string
  readonly answering: Answering | undefined
  readonly answered: Verdict | null
}) {
  const verdict = answered ?? answering?.given.value
  if (verdict)
    return (
      <p class="done" role="status">
        {say(verdict.answer === 'accepted' ? 'received.accepted' : 'received.returned', { name })}
      </p>
    )
  if (!answering) return null
  const { asking, reason, said, busy, accept, ask, stay, choose, sendBack } = answering
  return (
    <>
      {asking.value && (
        <OneOf
          name="back"
          legend={say('received.reason', { name })}
          options={SENT_BACK.map((one) => [one, say(`received.reason.${one}`)] as const)}
          value={reason.value}
          set={choose}
        />
      )}
      <Told say={say} said={said.value} />
      {!asking.value && (
        <button type="button" class="primary" data-accept aria-disabled={busy.value} onClick={() => void accept()}>
          {say('received.accept')}
        </button>
      )}
      <button
        type="button"
        class="plain"
        data-return
        aria-disabled={busy.value}
        onClick={() => (asking.value ? void sendBack() : ask())}
      >
        {say('received.return')}
      </button>
      {asking.value && (
        <button type="button" class="quiet" data-stay onClick={stay}>
          {say('case.cancel')}
        </button>
      )}
    </>
  )
}

/** What came back to a referral. @param known it is one of this NGO's, to that NGO (referralAnswer.ts `answers`) */
export function AnswerWords(props: {
  readonly say: Speech
  readonly session: Session
  readonly answer: RefAnswer
  readonly known: boolean
}): JSX.Element {
  const { say, session, answer, known } = props
  const name = ngoName(say, session.chain.roster, answer.from)
  if (!known) return <p class="strip amber">{say('answer.unknown')}</p>
  if (answer.answer === 'accepted') return <p class="strip">{say('answer.accepted', { name })}</p>
  return <p class="strip amber">{say('answer.returned', { name, reason: say(`received.reason.${answer.reason}`) })}</p>
}
