import { type Signal, batch, signal } from '@preact/signals'
import { fromBase64, toBase64, wipe } from '../../shared/bytes.ts'
import { MitosError, codeOf } from '../../shared/errors.ts'
import { checkInvitee, invitationId, joinLink, makeInvitation } from '../../shared/invitation.ts'
import { memberWords } from '../../shared/sixWords.ts'
import type { Invitation, Joined } from '../../shared/staffApi.ts'
import { type TeamMember, leadsOf, readTeam } from '../../shared/team.ts'
import type { TeamChange } from '../../shared/teamChange.ts'
import type { Api } from '../api.ts'
import { createDoing } from '../doing.ts'
import { type Handed, handedBy, keysFor } from '../generations/handOver.ts'
import { isSwitchDue, planKeys } from '../generations/plan.ts'
import type { Generations } from '../generations/state.ts'
import { type Said, wordsFor } from '../said.ts'
import type { Session } from '../session.ts'
import { createRoles } from './roles.ts'
import type { MadeSheet } from './sheet.ts'
import { signTeam } from './signTeam.ts'

export type MembersPage =
  | { readonly kind: 'list' }
  /** an invitation was made: its link, shown this once */
  | { readonly kind: 'link'; readonly link: string; readonly expires: number; readonly copied: boolean }
  /** who came by invitation `id` is compared */
  | { readonly kind: 'compare'; readonly id: string }
  | { readonly kind: 'remove' | 'renew' | 'role'; readonly id: string }
  | { readonly kind: 'sheet'; readonly sheet: MadeSheet; readonly saved: boolean }
  /** new keys of the list: to be made, or waiting for the keeper. `removed`: who was removed just now */
  | { readonly kind: 'newkeys' }
  | { readonly kind: 'waiting'; readonly removed?: string }

/**
 * Whether who came has the link of this browser: `ours`: yes · `gone`: this browser has no longer what it was made of, only the
 * six words count · `false`: somebody without the link put in a key or a name
 */
export type Mac = 'ours' | 'gone' | 'false'

export interface MembersDeps {
  readonly api: Api
  readonly session: Signal<Session | null>
  /** address of the inbox, without anything behind its path */
  readonly inbox: string
  readonly loggedOut: () => void
  readonly generations: Generations
}

export type Members = ReturnType<typeof createMembers>

/** The NGO's members: all may look, a coordinator invites, takes in and removes. */
export function createMembers({ api, session, inbox, loggedOut, generations }: MembersDeps) {
  const page: Signal<MembersPage> = signal({ kind: 'list' })
  const invitations: Signal<readonly Invitation[]> = signal([])
  /** ids of members who have left by themselves, as the server says */
  const left: Signal<readonly string[]> = signal([])
  const { busy, said, attempt, failed } = createDoing({
    session,
    loggedOut,
    words: membersWords,
    // A team that changed meanwhile is read again.
    async afterFailure(current, error) {
      if (membersWords(error).key !== 'members.changed') return
      await read(current).catch(() => undefined)
      await generations.refresh()
    },
  })
  /** what was done last; stays until something else is done */
  const done: Signal<Said | null> = signal(null)
  /** the team's version, so that what shows it is drawn again */
  const version = signal(0)
  /** The secrets of invitations made since log-in, by id. They are nowhere else: once locked, the six words are what counts. */
  const secrets = new Map<string, Uint8Array>()
  /** numbers of generations to leave out, where another coordinator's keys have them */
  let gap = 0

  const go = (to: MembersPage, what: Said | null = null): void =>
    batch(() => {
      page.value = to
      said.value = null
      done.value = what
    })

  /** Whether this member is still unlocked; a newer list makes another session of the same keys. */
  const holds = (one: Session): boolean => session.value?.keys === one.keys

  function believe(team: Session['team']): void {
    const current = session.value
    if (current) {
      current.team = team
      // Who coordinates from now on can do so at once.
      current.member = team.members.find(({ id }) => id === current.member.id) ?? current.member
    }
    version.value = team.version
  }

  async function read(current: Session): Promise<void> {
    const { roster } = current.chain
    const seen = current.team.version
    const me = await api.me()
    const team = await readTeam(current.crypto, me.team, roster, current.ngo, seen)
    const found = isLead(current) ? await api.invitations() : { invitations: [], left: [] }
    // What was done meanwhile knows better than what was asked before it.
    if (!holds(current) || team.version < session.value!.team.version) return
    batch(() => {
      believe(team)
      invitations.value = found.invitations
      left.value = found.left
    })
  }

  /** Reads team and invitations; keeps nobody from pressing a button meanwhile. */
  async function look(): Promise<void> {
    const current = session.value
    if (current) await read(current).catch((error: unknown) => failed(current, error))
  }

  /** The same without a word, while the list of members lies open. */
  async function glance(): Promise<void> {
    const current = session.value
    if (current) await read(current).catch(() => undefined)
  }

  const invite = (member?: string): Promise<void> =>
    attempt(async (current) => {
      const secret = makeInvitation(current.crypto)
      const id = toBase64(invitationId(current.crypto, secret))
      const { expires } = await api.invite(member ? { id, member } : { id })
      if (!holds(current)) return wipe(secret)
      secrets.set(id, secret)
      go({ kind: 'link', link: joinLink(inbox, secret), expires, copied: false })
      await read(current)
    })

  const withdraw = (id: string): Promise<void> =>
    attempt(async (current) => {
      await api.withdraw(id)
      forget(id)
      go({ kind: 'list' }, { key: 'members.withdrawn' })
      await read(current)
    })

  function forget(id: string): void {
    wipe(secrets.get(id))
    secrets.delete(id)
  }

  function macOf({ crypto, chain, ngo }: Session, { id, joined }: Invitation): Mac {
    const secret = secrets.get(id)
    if (!secret || !joined) return 'gone'
    const { name, box, sign, mac } = joined
    try {
      checkInvitee(crypto, secret, { network: chain.roster.network, ngo: ngo.id, name, box, sign }, mac)
      return 'ours'
    } catch {
      return 'false'
    }
  }

  /** Signs the next team, and hands over every key of the inbox that this coordinator holds, in one request. */
  const accept = (id: string): Promise<void> =>
    attempt(async (current) => {
      const invitation = invitations.value.find((one) => one.id === id)
      if (!invitation?.joined) throw new MitosError('invitation-unknown')
      if (macOf(current, invitation) === 'false') throw new MitosError('invitation-mac')
      const { member, change } = takenIn(current, invitation.member, invitation.joined)
      await sign(current, change, (to) => (to.id === member.id ? keysFor(current, to) : []))
      forget(id)
      go({ kind: 'list' }, { key: 'members.accepted', values: { name: member.name } })
      await read(current)
    })

  /**
   * The team without them and the new keys in one request; then the switch. What fails after the first is shown with what is
   * done, and goes on from there (generations).
   */
  const remove = (id: string): Promise<void> =>
    attempt(async (current) => {
      const member = current.team.members.find((one) => one.id === id)
      if (!member || id === current.member.id) throw new MitosError('team-member-unknown')
      // One that is due from before shuts out who left then; with the keys that are made now it would be forgotten.
      if (isSwitchDue(current)) await generations.putSwitch(current).catch(() => undefined)
      const plan = planKeys(current.crypto, current, { member, teamVersion: current.team.version + 1 }, gap)
      try {
        await sign(current, { do: 'remove', id }, (to) => handedBy(plan, to))
      } catch (error) {
        if (codeOf(error) === 'team-version') gap += 10
        throw error
      } finally {
        plan.made.forEach(({ secret, signSeed }) => wipe(secret, signSeed))
      }
      go({ kind: 'waiting', removed: member.name })
      await generations.goOn()
      if (session.value) await read(session.value)
    })

  async function sign(
    current: Session,
    change: TeamChange,
    handed: (to: TeamMember) => readonly Handed[] = () => [],
  ): Promise<void> {
    await signTeam(api, current, change, handed)
    // Locked meanwhile: no name comes back on the page, and nothing more is signed by keys that are wiped.
    if (!holds(current)) throw new MitosError('not-logged-in')
    believe(current.team)
  }

  /** For what is drawn elsewhere: what went wrong, in words, or null. A team that changed meanwhile is read again. */
  async function put(change: TeamChange): Promise<Said | null> {
    const current = session.value
    if (!current) return null
    try {
      await sign(current, change)
      return null
    } catch (error) {
      const words = membersWords(error)
      // Locked meanwhile: whoever unlocked since is not to be locked for it.
      if (!holds(current)) return words
      if (codeOf(error) === 'not-logged-in') loggedOut()
      if (words.key === 'members.changed') await read(current).catch(() => undefined)
      return words
    }
  }

  const roles = createRoles({ attempt, sign, read, go })

  return {
    page,
    invitations,
    left,
    busy,
    said,
    done,
    version,
    go,
    look,
    glance,
    invite,
    withdraw,
    accept,
    remove,
    put,
    ...roles,
    macOf,
    /** the six words of who came, to be compared with those on their own screen */
    wordsOf: ({ crypto }: Session, { box, sign }: Joined): readonly string[] =>
      memberWords(crypto, fromBase64(box, 32), fromBase64(sign, 32)),
    copied(): void {
      if (page.value.kind === 'link') page.value = { ...page.value, copied: true }
    },
    sheetSaved(): void {
      if (page.value.kind === 'sheet') page.value = { ...page.value, saved: true }
    },
    drop(): void {
      secrets.forEach((secret) => wipe(secret))
      secrets.clear()
      invitations.value = []
      left.value = []
      gap = 0
      go({ kind: 'list' })
    },
  }
}

/** By the newest team that was seen, which may know more than log-in. */
export const isLead = ({ team, member }: Session): boolean =>
  team.members.some(({ id, role }) => id === member.id && role === 'lead')

/** Who came, as the next team names them: somebody new, or a member with new keys under their old name. */
function takenIn(
  { chain, ngo, team }: Session,
  renewed: string | null,
  { member: id, name, shown, box, sign }: Joined,
): { readonly member: TeamMember; readonly change: TeamChange } {
  if (renewed === null) {
    const member: TeamMember = { id, name: shown, login: name, role: 'member', box, sign }
    return { member, change: { do: 'add', member } }
  }
  const before = team.members.find((one) => one.id === renewed)
  if (!before || id !== renewed || name !== before.login) throw new MitosError('team-member-unknown')
  // A coordinator's new key is no coordinator's before a roster names it.
  const stays = before.role !== 'lead' || leadsOf(chain.roster, ngo).includes(sign)
  const member: TeamMember = { ...before, role: stays ? before.role : 'member', box, sign }
  return { member, change: { do: 'renew', member } }
}

function membersWords(error: unknown): Said {
  const code = codeOf(error)
  switch (code) {
    case 'team-version':
    case 'team-invitee':
      return { key: 'members.changed' }
    case 'invitation-mac':
      return { key: 'compare.false' }
    case 'invitation-unknown':
    case 'team-member-unknown':
      return { key: 'members.gone' }
    case 'too-many':
      return { key: 'members.toomany' }
    case 'too-large':
      return { key: 'members.toolarge' }
    case 'lead-only':
    case 'team-lead-roster':
    case 'team-last-lead':
      return { key: 'members.keeper' }
    case 'team-clash':
      return { key: 'members.clash', code }
    default:
      return wordsFor(error)
  }
}
