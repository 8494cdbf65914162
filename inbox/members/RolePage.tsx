import type { ComponentChildren, JSX } from 'preact'
import type { TeamMember } from '../../shared/team.ts'
import { leadsOf } from '../../shared/team.ts'
import type { Part } from '../App.tsx'
import type { Key } from '../i18n.ts'
import type { Session } from '../session.ts'
import { Step } from '../setup/Step.tsx'
import { hasSheet } from './sheet.ts'

type Props = Part & { readonly session: Session }
type MemberProps = Props & { readonly member: TeamMember }

/** What a member is, and what a coordinator can make of them; it is said before it is done. */
export function RolePage(props: Props & { readonly id: string }): JSX.Element {
  const { inbox, say, session, id } = props
  const { members } = inbox
  const member = session.team.members.find((one) => one.id === id)
  return (
    <Step
      say={say}
      name="role"
      title="role.title"
      values={{ name: member?.name ?? '' }}
      next={null}
      said={member ? members.said.value : { key: 'members.gone' }}
    >
      {member && <Privacy {...props} member={member} />}
      {member && <Lead {...props} member={member} />}
    </Step>
  )
}

function Privacy(props: MemberProps): JSX.Element {
  const { inbox, say, member } = props
  const { role, id } = member
  const to = role === 'privacy' ? 'member' : 'privacy'
  return (
    <Block title={say('role.privacy.title')}>
      <p>{say('role.privacy.body')}</p>
      {role === 'lead' ? (
        <p class="hint">{say('role.privacy.lead')}</p>
      ) : (
        <Do
          {...props}
          name="privacy"
          word={to === 'privacy' ? 'role.privacy.give' : 'role.privacy.take'}
          onDo={() => void inbox.members.setRole(id, to)}
        />
      )}
    </Block>
  )
}

/** Team and roster each say whether somebody coordinates; only where both do, they do. */
function Lead(props: MemberProps): JSX.Element {
  const { inbox, say, session, member } = props
  const { members } = inbox
  const { id, name, role, sign } = member
  const named = leadsOf(session.chain.roster, session.ngo).includes(sign)
  const others = session.team.members.some((one) => one.role === 'lead' && one.id !== id)
  const spare = hasSheet(session)
  return (
    <Block title={say('members.lead')}>
      <p>{say('role.lead.body')}</p>
      {role === 'lead' && id === session.member.id && <p>{say(others ? 'role.self' : 'role.self.only')}</p>}
      {role === 'lead' && id !== session.member.id && (
        <>
          <p>{say('role.lead.stop', { name })}</p>
          <Do {...props} name="stop" word="role.lead.stop.do" onDo={() => void members.setRole(id, 'member')} />
        </>
      )}
      {role !== 'lead' && named && (
        <>
          <p>{say('role.lead.now', { name })}</p>
          <Do {...props} name="lead" word="role.lead.now.do" onDo={() => void members.setRole(id, 'lead')} />
        </>
      )}
      {role !== 'lead' && !named && spare && (
        <Do {...props} name="sheet" word="role.lead.do" onDo={() => void members.sheetWith(id)} />
      )}
      {role !== 'lead' && named && spare && (
        <>
          <p>{say('role.lead.without', { name })}</p>
          <Do {...props} name="without" word="role.lead.without.do" onDo={() => void members.sheetWithout(id)} />
        </>
      )}
      {!spare && (
        <>
          <p data-nospare>{say('role.lead.spare')}</p>
          <Do {...props} name="newkeys" word="role.lead.newkeys" onDo={() => members.go({ kind: 'newkeys' })} />
        </>
      )}
    </Block>
  )
}

const Block = (props: { readonly title: string; readonly children: ComponentChildren }): JSX.Element => (
  <section class="role">
    <h3>{props.title}</h3>
    {props.children}
  </section>
)

function Do(
  props: MemberProps & { readonly name: string; readonly word: Key; readonly onDo: () => void },
): JSX.Element {
  const { inbox, say, member, name, word, onDo } = props
  return (
    <button type="button" class="plain" data-do={name} aria-disabled={inbox.members.busy.value} onClick={onDo}>
      {say(word, { name: member.name })}
    </button>
  )
}
