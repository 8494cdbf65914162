import type { JSX } from 'preact'
import type { Part } from '../App.tsx'
import type { Session } from '../session.ts'
import { Step } from '../setup/Step.tsx'
import { Told, sayIt } from '../setup/Told.tsx'
import type { TeamMember } from '../../shared/team.ts'
import { ownTimes } from '../list/duty.ts'
import { KeysLine } from '../generations/KeysLine.tsx'
import { NewKeys } from '../generations/NewKeys.tsx'
import { WaitingKeys } from '../generations/WaitingKeys.tsx'
import { NoteLines } from './Note.tsx'
import { Compare } from './Compare.tsx'
import { RolePage } from './RolePage.tsx'
import { SheetPage } from './SheetPage.tsx'
import { Strips } from './Strips.tsx'
import { Sure } from './Sure.tsx'
import { isLead } from './members.ts'

type Props = Part & { readonly session: Session }

/** Who belongs to the NGO, and for a coordinator how one comes and goes. */
export function MembersView(props: Props): JSX.Element {
  const { members } = props.inbox
  // Read so that it is drawn again when the team changes.
  void members.version.value
  const page = members.page.value
  switch (page.kind) {
    case 'list':
      return <Team {...props} />
    case 'link':
      return <Link {...props} link={page.link} expires={page.expires} copied={page.copied} />
    case 'compare':
      return <Compare {...props} id={page.id} />
    case 'role':
      return <RolePage {...props} id={page.id} />
    case 'sheet':
      return <SheetPage {...props} sheet={page.sheet} saved={page.saved} />
    case 'remove':
    case 'renew':
      return <Sure {...props} kind={page.kind} id={page.id} />
    case 'newkeys':
      return <NewKeys {...props} />
    case 'waiting':
      return <WaitingKeys {...props} removed={page.removed} />
  }
}

function Team(props: Props): JSX.Element {
  const { inbox, say, session } = props
  const { members } = inbox
  const lead = isLead(session)
  const done = members.done.value
  return (
    <>
      {done && (
        <p class="done" role="status">
          {sayIt(say, done)}
        </p>
      )}
      {lead && <Strips {...props} />}
      <KeysLine {...props} />
      {lead && <Coming {...props} />}
      <ul role="list" class="members">
        {session.team.members.map((member) => (
          <Person key={member.id} {...props} member={member} lead={lead} />
        ))}
      </ul>
      {inbox.notes.away.value && <p class="notice">{say('members.notes.away')}</p>}
      <Told say={say} said={members.said.value} />
      {lead && (
        <button
          type="button"
          class="primary"
          data-invite
          aria-disabled={members.busy.value}
          onClick={() => void members.invite()}
        >
          {say('members.invite')}
        </button>
      )}
    </>
  )
}

/** Who has come by a link and waits, and which links are still out. */
function Coming({ inbox, say, session }: Props): JSX.Element {
  const { members } = inbox
  const { tz } = session.chain.roster.desks[0]!
  return (
    <ul role="list" class="members">
      {members.invitations.value.map(({ id, expires, joined, member }) => (
        <li key={id} data-invitation={id}>
          <div>
            <p>
              {joined
                ? say('members.came', { name: joined.shown })
                : say(member ? 'members.open.renew' : 'members.open', { name: nameOf(session, member) })}
            </p>
            <p class="hint">{say('members.until', { time: say.moment(expires, inbox.t.value, tz) })}</p>
          </div>
          {joined ? (
            <button type="button" class="plain" data-compare onClick={() => members.go({ kind: 'compare', id })}>
              {say('members.compare')}
            </button>
          ) : (
            <button type="button" class="quiet" data-withdraw onClick={() => void members.withdraw(id)}>
              {say('members.withdraw')}
            </button>
          )}
        </li>
      ))}
    </ul>
  )
}

const ROLES = { lead: 'members.lead', member: 'members.member', privacy: 'members.privacy' } as const

function Person(props: Props & { readonly member: TeamMember; readonly lead: boolean }): JSX.Element {
  const { inbox, say, session, member, lead } = props
  const { members } = inbox
  const self = member.id === session.member.id
  return (
    <li data-member={member.login}>
      <div>
        <p>
          <bdi>{member.name}</bdi>
          {self && <span class="hint"> {say('members.you')}</span>}
        </p>
        <p class="hint">
          {say(ROLES[member.role])} · <bdi translate={false}>{member.login}</bdi>
        </p>
        {member.role !== 'privacy' && <p class="hint">{nextWords(props)}</p>}
        <NoteLines {...props} member={member} />
      </div>
      {lead && (
        <div class="does">
          <Does {...props} kind="role" />
          {!self && !members.left.value.includes(member.id) && <Does {...props} kind="renew" />}
          {!self && <Does {...props} kind="remove" />}
        </div>
      )}
    </li>
  )
}

function Does({
  inbox,
  say,
  member,
  kind,
}: Props & { readonly member: TeamMember; readonly kind: 'role' | 'renew' | 'remove' }): JSX.Element {
  return (
    <button
      type="button"
      class="quiet"
      {...{ [`data-${kind}`]: true }}
      aria-label={say(`members.${kind}.whose`, { name: member.name })}
      onClick={() => {
        inbox.members.go({ kind, id: member.id })
        if (kind === 'remove') void inbox.audit.look()
      }}
    >
      {say(`members.${kind}`)}
    </button>
  )
}

/** When they are on shift, by the roster in force and the team's own rota. */
function nextWords({ inbox, say, session, member }: Props & { readonly member: TeamMember }): string {
  const t = inbox.t.value
  const { tz } = session.chain.roster.desks[0]!
  const next = ownTimes(session, member.id).find(([, to]) => to > t)
  if (!next) return say('members.noshift')
  const [from, to] = next
  return from <= t
    ? say('members.onshift', { time: say.end(to, t, tz) })
    : say('members.next', { time: say.moment(from, t, tz) })
}

export const nameOf = ({ team }: Session, id: string | null): string =>
  team.members.find((one) => one.id === id)?.name ?? ''

function Link(
  props: Props & { readonly link: string; readonly expires: number; readonly copied: boolean },
): JSX.Element {
  const { inbox, say, session, link, expires, copied } = props
  const { tz } = session.chain.roster.desks[0]!
  const { members } = inbox
  const copy = (): void =>
    void navigator.clipboard.writeText(link).then(
      () => members.copied(),
      // Where a browser does not let us, the link is there to be marked.
      () => document.querySelector<HTMLInputElement>('#link')?.select(),
    )
  return (
    <Step say={say} name="link" title="link.title" next="link.done" onNext={() => members.go({ kind: 'list' })}>
      <p>{say('link.body', { time: say.moment(expires, inbox.t.value, tz) })}</p>
      <label for="link">{say('link.label')}</label>
      <input id="link" type="text" readOnly value={link} autocomplete="off" spellcheck={false} dir="ltr" />
      <div class="aside" role="status">
        <button type="button" class="quiet" data-copy onClick={copy}>
          {say(copied ? 'first.copied' : 'link.copy')}
        </button>
      </div>
      <p class="hint">{say('link.then')}</p>
    </Step>
  )
}
