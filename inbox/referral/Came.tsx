import type { JSX } from 'preact'
import { Quiet } from '../alerts/Quiet.tsx'
import type { Part } from '../App.tsx'
import { ngoName } from '../rota/words.ts'
import type { Session } from '../session.ts'

/** So long an answer that is for somebody else is told, seconds. */
const TOLD = 86_400

/**
 * Above the list: answers to referrals whose cases are not this member's. Whoever was called for one sees why; who has the case sees
 * it there. A coordinator reads all open cases, so what fits none of them is to no referral that is here.
 */
export function CameNotes({ inbox, say, session }: Part & { readonly session: Session }): JSX.Element | null {
  const { came, sent, looked } = inbox.referrals
  const t = inbox.t.value
  if (!looked.value) return null
  const others = came.value.filter(({ hour, answer }) => t - hour < TOLD && !sent.value.has(answer.re))
  const lead = session.member.role === 'lead'
  return (
    <>
      {others.map(({ id, answer }) => {
        const name = ngoName(say, session.chain.roster, answer.from)
        return (
          <div class="strip amber" key={id} data-came={answer.answer}>
            <div>
              <p>
                {lead
                  ? say('answer.unknown')
                  : answer.answer === 'accepted'
                    ? say('answer.other.accepted', { name })
                    : say('answer.other.returned', { name, reason: say(`received.reason.${answer.reason}`) })}
              </p>
              {!lead && <p>{say('answer.other.hint')}</p>}
              <Quiet inbox={inbox} say={say} id={id} />
            </div>
          </div>
        )
      })}
    </>
  )
}
