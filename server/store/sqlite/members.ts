import { join as joinBytes, sameBytes, toHex } from '../../../shared/bytes.ts'
import { MitosError } from '../../../shared/errors.ts'
import {
  type Founding,
  INVITATIONS,
  type KeysUpdate,
  type MemberStore,
  type StoredInvitation,
  type StoredInvitee,
  type StoredMember,
  type StoredNote,
  type TeamUpdate,
} from '../store.ts'
import type { GroupCommit } from './groupCommit.ts'
import type { Queries } from './queries.ts'

const LOGIN_KEY = 32
const DAY = 86_400
/** No token's hash has this length: none is kept. */
const NONE = new Uint8Array()

type Read = <T>(work: (db: Queries) => T) => Promise<T>

/** Who belongs to an NGO, and who comes and goes. Each change is whole or not at all. */
export function memberStore(commits: GroupCommit<Queries>, read: Read): MemberStore {
  const write = async (work: (db: Queries) => unknown, erases = false): Promise<void> => {
    await commits.write(work, erases)
  }
  return {
    putMember: (member) => write((db) => db.putMember.run({ ...member, loginKeys: joinBytes(...member.loginKeys) })),
    memberByName: (name) => read((db) => storedMember(db.memberByName.get({ name }))),
    memberById: (id) => read((db) => storedMember(db.memberById.get({ id }))),
    members: () => read((db) => db.members.all().map((row) => storedMember(row)!)),
    changeLogin: (id, blob, loginKeys, keep, before) =>
      commits.write((db) => {
        const present = storedMember(db.memberById.get({ id }))
        if (!present || (before && !sameBytes(present.blob, before))) return false
        db.changeLogin.run({ id, blob, loginKeys: joinBytes(...loginKeys) })
        db.removeSessionsOf.run({ member: id, keep })
        return true
      }, true),
    leave: (id, unless) =>
      commits.write((db) => {
        if (unless && !unless.some((other) => db.memberById.get({ id: other }))) return false
        removeMember(db, id)
        return true
      }, true),
    putTeam: (team) => write((db) => db.putTeam.run({ ...team })),
    team: (ngo) => read((db) => db.team.get({ ngo })),
    pastTeam: (ngo, version) => read((db) => db.pastTeam.get({ ngo, version })),
    found: (founding) => commits.write((db) => found(db, founding)),
    changeTeam: (update) => commits.write((db) => changeTeam(db, update), true),
    addInboxKeys: (update) => commits.write((db) => addInboxKeys(db, update)),
    putInboxKey: (key) => write((db) => db.putInboxKey.run({ ...key })),
    inboxKeys: (member) => read((db) => db.inboxKeys.all({ member })),

    addInvitation: (invitation, now) =>
      commits.write((db) => {
        db.removeInvitationsBefore.run({ now })
        if (db.countInvitations.get({ ngo: invitation.ngo })!.rows >= INVITATIONS)
          throw new MitosError('too-many', 'as many invitations are open as can be')
        return db.addInvitation.run({ ...invitation }).changes > 0
      }, true),
    invitation: (id) => read((db) => storedInvitation(db.invitation.get({ id }))),
    invitations: (ngo) => read((db) => db.invitations.all({ ngo }).map((row) => storedInvitation(row)!)),
    removeInvitation: (ngo, id) => write((db) => db.removeInvitation.run({ ngo, id }), true),
    removeInvitationsBefore: (now) => commits.write((db) => db.removeInvitationsBefore.run({ now }).changes, true),
    join: (invitee, now, keepUntil) => commits.write((db) => joinTeam(db, invitee, now, keepUntil)),

    notesOf: (ngo) => read((db) => db.notesOf.all({ ngo }).map(shownNote)),
    putSpoken: (member, generation, spoken) =>
      commits.write((db) => {
        if (!db.memberById.get({ id: member })) return
        db.putSpoken.run({ member, generation, spoken })
      }, true),

    addSession: (session) =>
      write((db) => {
        db.addSession.run({ ...session })
        db.putSeen.run({ member: session.member, seen: session.hour - (session.hour % DAY) })
      }),
    session: (tokenHash) => read((db) => db.session.get({ tokenHash })),
    sessionsOf: (member) => read((db) => db.sessionsOf.all({ member })),
    removeSession: (tokenHash) => write((db) => db.removeSession.run({ tokenHash }), true),
    removeSessionsOf: (member, keep = NONE) =>
      commits.write((db) => db.removeSessionsOf.run({ member, keep }).changes, true),
    removeSessionsBefore: (hour) => write((db) => db.removeSessionsBefore.run({ hour }), true),
  }
}

function joinTeam(
  db: Queries,
  invitee: StoredInvitee & { readonly invitation: Uint8Array },
  now: number,
  keepUntil: number,
): 'joined' | 'unknown' | 'name-taken' {
  const found = storedInvitation(db.invitation.get({ id: invitee.invitation }))
  if (!found || found.expires <= now || found.invitee) return 'unknown'
  const known = db.memberById.get({ id: found.member ?? invitee.member })
  if (found.member && known?.ngo !== found.ngo) return 'unknown'
  // Who renews keys keeps name and id; who is new has neither of anybody's.
  const fits = found.member
    ? sameBytes(found.member, invitee.member) && known?.name === invitee.name
    : !known && !db.memberByName.get({ name: invitee.name })
  if (!fits || db.inviteeByName.get({ name: invitee.name })) return 'name-taken'
  db.addInvitee.run({ ...invitee, loginKeys: joinBytes(...invitee.loginKeys) })
  db.keepInvitation.run({ id: invitee.invitation, expires: keepUntil })
  return 'joined'
}

function found(db: Queries, { member, team, keys }: Founding): 'founded' | 'same' | 'team-exists' | 'name-taken' {
  const before = db.team.get({ ngo: team.ngo })
  // What the founder changed since then stays as it is.
  if (before) return sameBytes(before.bytes, team.bytes) ? 'same' : 'team-exists'
  const { id, name } = member
  if (db.memberById.get({ id }) || db.memberByName.get({ name }) || db.inviteeByName.get({ name })) return 'name-taken'
  db.putTeam.run({ ...team })
  db.putMember.run({ ...member, loginKeys: joinBytes(...member.loginKeys) })
  for (const key of keys) db.putInboxKey.run({ ...key })
  return 'founded'
}

/** Everything that may fail is looked at before the first statement that changes something. */
function changeTeam(
  db: Queries,
  { team, members, accepted, keys, named }: TeamUpdate,
): 'stored' | 'version' | 'invitee' {
  const before = db.team.get({ ngo: team.ngo })
  if ((before?.version ?? 0) + 1 !== team.version) return 'version'
  const rows = accepted.map((id) => storedInvitation(db.invitation.get({ id })))
  const come = rows.flatMap((row) => (row?.invitee && row.ngo === team.ngo ? [{ ...row, invitee: row.invitee }] : []))
  const clashes = come.some(({ invitee }) => {
    const named = db.memberByName.get({ name: invitee.name })
    return named && !sameBytes(named.id, invitee.member)
  })
  if (come.length !== accepted.length || clashes) return 'invitee'
  const anew = new Set(come.map(({ invitee }) => toHex(invitee.member)))
  if (replaces(db, { keys: keys.filter(({ member }) => !anew.has(toHex(member))), named })) return 'version'
  const stay = new Set(members.map(toHex))
  const gone = db.members.all().filter((one) => one.ngo === team.ngo && !stay.has(toHex(one.id)))
  if (before) db.addPastTeam.run({ ...before })
  db.putTeam.run({ ...team })
  // Whose keys were renewed has nothing any more that was made for the old ones.
  for (const { invitee } of come) removeKeys(db, invitee.member)
  for (const { id } of gone) removeMember(db, id)
  for (const { id, ngo, invitee } of come) {
    db.removeInvitation.run({ id, ngo })
    db.putMember.run({ ...invitee, id: invitee.member, ngo, loginKeys: joinBytes(...invitee.loginKeys) })
  }
  putKeys(db, keys)
  return 'stored'
}

function removeKeys(db: Queries, member: Uint8Array): void {
  db.removeSessionsOf.run({ member, keep: NONE })
  db.removeKeysOf.run({ member })
  db.removeNotesOf.run({ member })
}

function removeMember(db: Queries, id: Uint8Array): void {
  removeKeys(db, id)
  db.removeMember.run({ id })
  db.removeAlertWaysOf.run({ member: id })
}

/** Who has left meanwhile gets none, since nothing would take it away again. */
function putKeys(db: Queries, keys: TeamUpdate['keys']): void {
  for (const key of keys) if (db.memberById.get({ id: key.member })) db.putInboxKey.run({ ...key })
}

function addInboxKeys(db: Queries, update: KeysUpdate): 'stored' | 'version' {
  if (db.team.get({ ngo: update.ngo })?.version !== update.version || replaces(db, update)) return 'version'
  putKeys(db, update.keys)
  return 'stored'
}

/** Two coordinators may make new keys at once; those of one may lie with the keeper already, and must open what is sealed to them. */
const replaces = (db: Queries, { keys, named }: Pick<KeysUpdate, 'keys' | 'named'>): boolean =>
  keys.some(
    ({ member, generation }) =>
      generation > named && db.inboxKeys.all({ member }).some((one) => one.generation === generation),
  )

type NoteRow = ReturnType<Queries['notesOf']['all']>[number]
const shownNote = ({ generation, spoken, ...note }: NoteRow): StoredNote => ({
  ...note,
  spoken: generation !== null && spoken ? { generation, sealed: spoken } : null,
})

type MemberRow = ReturnType<Queries['memberById']['get']>
type InvitationRow = ReturnType<Queries['invitation']['get']>

function storedMember(row: MemberRow): StoredMember | undefined {
  return row && { ...row, loginKeys: apart(row.loginKeys) }
}

function storedInvitation(row: InvitationRow): StoredInvitation | undefined {
  if (!row) return undefined
  const { invitations: invitation, invitees: came } = row
  return { ...invitation, invitee: came && { ...came, loginKeys: apart(came.loginKeys) } }
}

function apart(loginKeys: Uint8Array): readonly Uint8Array[] {
  const all: Uint8Array[] = []
  for (let i = 0; i < loginKeys.length; i += LOGIN_KEY) all.push(loginKeys.subarray(i, i + LOGIN_KEY))
  return all
}
