import { and, asc, count, eq, lte, ne, sql } from 'drizzle-orm'
import type { drizzle } from 'drizzle-orm/better-sqlite3'
import { inboxKeys, invitations, invitees, memberNotes, members, pastTeams, sessions } from './schema.ts'

const at = sql.placeholder

/** The statements of who comes and goes: invitations, members' keys, their sessions. */
export function prepareMembers(db: ReturnType<typeof drizzle>) {
  const invited = db.select().from(invitations).leftJoin(invitees, eq(invitees.invitation, invitations.id)).$dynamic()
  return {
    addPastTeam: db
      .insert(pastTeams)
      .values({ ngo: at('ngo'), version: at('version'), bytes: at('bytes') })
      .onConflictDoNothing()
      .prepare(),
    pastTeam: db
      .select()
      .from(pastTeams)
      .where(and(eq(pastTeams.ngo, at('ngo')), eq(pastTeams.version, at('version'))))
      .prepare(),
    members: db.select().from(members).orderBy(asc(members.name)).prepare(),
    changeLogin: db
      .update(members)
      .set({ blob: sql`${at('blob')}`, loginKeys: sql`${at('loginKeys')}` })
      .where(eq(members.id, at('id')))
      .prepare(),
    removeMember: db
      .delete(members)
      .where(eq(members.id, at('id')))
      .prepare(),
    removeKeysOf: db
      .delete(inboxKeys)
      .where(eq(inboxKeys.member, at('member')))
      .prepare(),
    notesOf: db
      .select({
        id: members.id,
        blob: members.blob,
        seen: memberNotes.seen,
        generation: memberNotes.generation,
        spoken: memberNotes.spoken,
      })
      .from(members)
      .leftJoin(memberNotes, eq(memberNotes.member, members.id))
      .where(eq(members.ngo, at('ngo')))
      .orderBy(asc(members.id))
      .prepare(),
    putSeen: db
      .insert(memberNotes)
      .values({ member: at('member'), seen: at('seen') })
      .onConflictDoUpdate({ target: memberNotes.member, set: { seen: sql`excluded.seen` } })
      .prepare(),
    putSpoken: db
      .insert(memberNotes)
      .values({ member: at('member'), generation: at('generation'), spoken: at('spoken') })
      .onConflictDoUpdate({
        target: memberNotes.member,
        set: { generation: sql`excluded.generation`, spoken: sql`excluded.spoken` },
      })
      .prepare(),
    removeNotesOf: db
      .delete(memberNotes)
      .where(eq(memberNotes.member, at('member')))
      .prepare(),
    sessionsOf: db
      .select()
      .from(sessions)
      .where(eq(sessions.member, at('member')))
      .prepare(),
    removeSessionsOf: db
      .delete(sessions)
      .where(and(eq(sessions.member, at('member')), ne(sessions.tokenHash, at('keep'))))
      .prepare(),
    addInvitation: db
      .insert(invitations)
      .values({ id: at('id'), ngo: at('ngo'), member: at('member'), expires: at('expires') })
      .onConflictDoNothing()
      .prepare(),
    countInvitations: db
      .select({ rows: count() })
      .from(invitations)
      .where(eq(invitations.ngo, at('ngo')))
      .prepare(),
    invitation: invited.where(eq(invitations.id, at('id'))).prepare(),
    invitations: db
      .select()
      .from(invitations)
      .leftJoin(invitees, eq(invitees.invitation, invitations.id))
      .where(eq(invitations.ngo, at('ngo')))
      .orderBy(asc(invitations.expires), asc(invitations.id))
      .prepare(),
    inviteeByName: db
      .select()
      .from(invitees)
      .where(eq(invitees.name, at('name')))
      .prepare(),
    addInvitee: db
      .insert(invitees)
      .values({
        invitation: at('invitation'),
        member: at('member'),
        name: at('name'),
        shown: at('shown'),
        box: at('box'),
        sign: at('sign'),
        blob: at('blob'),
        loginKeys: at('loginKeys'),
        mac: at('mac'),
      })
      .prepare(),
    keepInvitation: db
      .update(invitations)
      .set({ expires: sql`${at('expires')}` })
      .where(eq(invitations.id, at('id')))
      .prepare(),
    // Its invitee goes with it.
    removeInvitation: db
      .delete(invitations)
      .where(and(eq(invitations.id, at('id')), eq(invitations.ngo, at('ngo'))))
      .prepare(),
    removeInvitationsBefore: db
      .delete(invitations)
      .where(lte(invitations.expires, at('now')))
      .prepare(),
  }
}
