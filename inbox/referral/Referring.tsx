import type { JSX } from 'preact'
import type { Part } from '../App.tsx'
import { firstContactIn } from '../case/firstContact.ts'
import type { Session } from '../session.ts'
import { Referral } from './Referral.tsx'
import type { Refer } from './state.ts'

/** The steps of a referral in the place of the case, with the way back to it. */
export function Referring(props: Part & { readonly session: Session; readonly refer: Refer }): JSX.Element {
  const { inbox, say, session, refer } = props
  // What lies with the other NGO is not taken back by leaving.
  const done = refer.step.value === 'done' || refer.isSent()
  const asked = firstContactIn(inbox.cases.caseIn(inbox.opened.value)).share
  return (
    <div class="referring">
      <Referral say={say} session={session} refer={refer} t={inbox.t.value} asked={asked} />
      <button
        type="button"
        class={done ? 'primary' : 'quiet'}
        data-refer-leave
        aria-disabled={refer.busy.value}
        onClick={() => refer.busy.value || inbox.referrals.leave()}
      >
        {say(done ? 'refer.tocase' : 'refer.leave')}
      </button>
    </div>
  )
}
