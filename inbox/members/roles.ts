import { MitosError } from '../../shared/errors.ts'
import type { MemberRole, TeamMember } from '../../shared/team.ts'
import type { TeamChange } from '../../shared/teamChange.ts'
import { type Handed, keysAgain } from '../generations/handOver.ts'
import type { Key } from '../i18n.ts'
import type { Said } from '../said.ts'
import type { Session } from '../session.ts'
import type { MembersPage } from './members.ts'
import { type LeadChange, formerLeads, leadSheet } from './sheet.ts'

export interface RolesDeps {
  readonly attempt: (work: (current: Session) => Promise<void>) => Promise<void>
  readonly sign: (current: Session, change: TeamChange, handed: (to: TeamMember) => readonly Handed[]) => Promise<void>
  readonly read: (current: Session) => Promise<void>
  readonly go: (to: MembersPage, what?: Said | null) => void
}

/** What a coordinator makes of a member: privacy person, coordinator, or neither again. */
export function createRoles({ attempt, sign, read, go }: RolesDeps) {
  const memberOf = ({ team }: Session, id: string) => {
    const member = team.members.find((one) => one.id === id)
    if (!member) throw new MitosError('team-member-unknown')
    return member
  }

  /** Signs the team with another role of a member; who coordinates gets all keys, the next one too. */
  const setRole = (id: string, role: MemberRole): Promise<void> =>
    attempt(async (current) => {
      const before = memberOf(current, id)
      // What a coordinator sealed to others counts no more once the roster drops their key: it is sealed anew, to all.
      const stopped = before.role === 'lead' && role !== 'lead'
      const handed = (to: TeamMember): readonly Handed[] =>
        stopped || (role === 'lead' && to.id === id) ? keysAgain(current, to, !stopped) : []
      await sign(current, { do: 'role', id, role }, handed)
      const sheet = stopped ? leadSheet(current, { drop: [before.sign] }) : null
      go(sheet ? { kind: 'sheet', sheet, saved: false } : { kind: 'list' }, {
        key: doneWords(before.role, role),
        values: { name: before.name },
      })
      await read(current)
    })

  const makeSheet = (change: (current: Session) => LeadChange): Promise<void> =>
    attempt(async (current) => {
      const sheet = leadSheet(current, change(current))
      if (!sheet) throw new MitosError('team-last-lead')
      go({ kind: 'sheet', sheet, saved: false })
    })

  return {
    setRole,
    /** The sheet by which a member can become a coordinator, or is none to the keeper any more. */
    sheetWith: (id: string) => makeSheet((current) => ({ add: memberOf(current, id).sign })),
    sheetWithout: (id: string) => makeSheet((current) => ({ drop: [memberOf(current, id).sign] })),
    /** The sheet without the keys of coordinators who are in the team no more. */
    sheetWithoutFormer: () => makeSheet((current) => ({ drop: formerLeads(current) })),
  }
}

function doneWords(before: MemberRole, role: MemberRole): Key {
  if (role === 'lead') return 'role.lead.made'
  if (before === 'lead') return 'role.lead.stopped'
  return role === 'privacy' ? 'role.privacy.given' : 'role.privacy.taken'
}
