import type { JSX } from 'preact'
import type { Part } from '../App.tsx'
import type { Session } from '../session.ts'
import { Step } from '../setup/Step.tsx'
import { isOvertaken } from './plan.ts'

/** Says what new keys mean before they are made. */
export function NewKeys({ inbox, say, session }: Part & { readonly session: Session }): JSX.Element {
  const { members, generations } = inbox
  const since = generations.since.value
  const { tz } = session.chain.roster.desks[0]!
  const make = async (): Promise<void> => {
    if (await generations.renew()) members.go({ kind: 'waiting' })
  }
  return (
    <Step
      say={say}
      name="newkeys"
      title="newkeys.title"
      next="newkeys.do"
      busy={generations.busy.value}
      said={generations.said.value}
      onNext={() => void make()}
    >
      {isOvertaken(session) && <p>{say('newkeys.overtaken')}</p>}
      {since !== null && <p>{say('newkeys.since', { time: say.moment(since, inbox.t.value, tz) })}</p>}
      <p>{say('newkeys.body')}</p>
      <button type="button" class="plain" data-cancel onClick={() => members.go({ kind: 'list' })}>
        {say('members.cancel')}
      </button>
    </Step>
  )
}
