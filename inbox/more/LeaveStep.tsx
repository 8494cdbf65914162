import type { JSX } from 'preact'
import type { Part } from '../App.tsx'
import type { Session } from '../session.ts'
import { Step } from '../setup/Step.tsx'
import { type Leaving, isOnlyLead } from './leave.ts'

/** Says what leaving means, and asks for one's own name, so that nobody leaves by a slip. */
export function LeaveStep({
  inbox,
  say,
  session,
  leaving,
}: Part & { readonly session: Session; readonly leaving: Leaving }): JSX.Element {
  const { keys } = inbox
  const only = isOnlyLead(session)
  const { typed, busy, said } = leaving
  return (
    <Step
      say={say}
      name="leave"
      title="leave.title"
      next={only ? null : 'leave.do'}
      grave
      busy={busy}
      said={only ? null : said}
      onNext={() => void keys.leave()}
    >
      {only ? (
        <p>{say('leave.only')}</p>
      ) : (
        <>
          <p>{say('leave.body')}</p>
          <p>{say('leave.then')}</p>
          <p>{say('leave.keys')}</p>
          <label for="leave-name">{say('leave.label', { name: session.member.login })}</label>
          <input
            id="leave-name"
            type="text"
            autocomplete="off"
            autocapitalize="none"
            spellcheck={false}
            maxLength={64}
            dir="ltr"
            readOnly={busy}
            value={typed}
            aria-describedby={said ? 'said' : undefined}
            onInput={(event) => keys.typeName(event.currentTarget.value)}
          />
        </>
      )}
      <button type="button" class="plain" data-cancel onClick={() => keys.stay()}>
        {say(only ? 'shell.back' : 'members.cancel')}
      </button>
    </Step>
  )
}
