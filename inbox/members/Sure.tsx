import type { JSX } from 'preact'
import type { Part } from '../App.tsx'
import { canSwitch } from '../generations/plan.ts'
import type { Key } from '../i18n.ts'
import type { Session } from '../session.ts'
import { Step } from '../setup/Step.tsx'
import { Opened } from './Opened.tsx'

type Props = Part & { readonly session: Session }

const SURE: Readonly<
  Record<'remove' | 'renew', { readonly title: Key; readonly says: readonly Key[]; readonly next: Key }>
> = {
  remove: { title: 'remove.title', says: ['remove.read', 'remove.now'], next: 'remove.do' },
  renew: { title: 'renew.title', says: ['renew.body'], next: 'renew.do' },
}

/** Says what it means before it is done. */
export function Sure(props: Props & { readonly kind: 'remove' | 'renew'; readonly id: string }): JSX.Element {
  const { inbox, say, session, kind, id } = props
  const { members } = inbox
  const { title, says, next } = SURE[kind]
  const member = session.team.members.find((one) => one.id === id)
  const name = member?.name ?? ''
  return (
    <Step
      say={say}
      name={kind}
      title={title}
      values={{ name }}
      next={member ? next : null}
      grave={kind === 'remove'}
      busy={members.busy.value}
      said={member ? members.said.value : { key: 'members.gone' }}
      onNext={() => void (kind === 'remove' ? members.remove(id) : members.invite(id))}
    >
      {says.map((key) => (
        <p key={key}>{say(key, { name })}</p>
      ))}
      {kind === 'remove' && member && <Opened inbox={inbox} say={say} id={id} />}
      {kind === 'remove' && member && (
        <p>{say(canSwitch(session, member) ? 'remove.switch' : 'remove.keys', { name })}</p>
      )}
      {kind === 'remove' && member?.role === 'lead' && <p>{say('remove.lead')}</p>}
      <button type="button" class="plain" data-cancel onClick={() => members.go({ kind: 'list' })}>
        {say('members.cancel')}
      </button>
    </Step>
  )
}
