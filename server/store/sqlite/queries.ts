import type Sqlite from 'better-sqlite3'
import { and, asc, count, desc, eq, lt, sql } from 'drizzle-orm'
import { drizzle } from 'drizzle-orm/better-sqlite3'
import { prepareAlerts } from './alerts.ts'
import { prepareAudit } from './auditQueries.ts'
import { prepareCases } from './caseQueries.ts'
import { prepareGuides } from './guides.ts'
import { prepareMailboxes } from './mailboxQueries.ts'
import { prepareMembers } from './memberQueries.ts'
import { prepareRemovals } from './removalQueries.ts'
import { prepareSights } from './sight.ts'
import {
  cases,
  claims,
  documents,
  inboxKeys,
  members,
  notices,
  probes,
  requests,
  sessions,
  switches,
  teams,
} from './schema.ts'

const at = sql.placeholder

/** Every statement that the store has, prepared once a connection. */
export function prepareQueries(database: Sqlite.Database) {
  const db = drizzle(database)
  const claimed = db
    .select()
    .from(requests)
    .leftJoin(claims, eq(claims.request, requests.id))
    .leftJoin(cases, eq(cases.request, requests.id))
    .$dynamic()
  return {
    ...preparedInserts(db),
    ...prepareCases(db),
    ...prepareAudit(db),
    ...prepareRemovals(db),
    ...prepareMembers(db),
    ...prepareAlerts(db),
    ...prepareMailboxes(db),
    ...prepareGuides(db),
    ...prepareSights(db),
    requestById: db
      .select()
      .from(requests)
      .where(eq(requests.id, at('id')))
      .prepare(),
    claimedById: claimed.where(eq(requests.id, at('id'))).prepare(),
    // The row value is what lets SQLite walk the primary key from the cursor on.
    claimedBefore: db
      .select()
      .from(requests)
      .leftJoin(claims, eq(claims.request, requests.id))
      .leftJoin(cases, eq(cases.request, requests.id))
      .where(
        and(eq(requests.keyId, at('keyId')), sql`(${requests.hour}, ${requests.id}) < (${at('hour')}, ${at('id')})`),
      )
      .orderBy(desc(requests.hour), desc(requests.id))
      .limit(at('limit'))
      .prepare(),
    countOf: db
      .select({ rows: count() })
      .from(requests)
      .where(eq(requests.keyId, at('keyId')))
      .prepare(),
    claimOf: db
      .select()
      .from(claims)
      .where(eq(claims.request, at('request')))
      .prepare(),
    replaceBytes: db
      .update(documents)
      .set({ bytes: sql`${at('bytes')}` })
      .where(
        and(eq(documents.kind, at('kind')), eq(documents.version, at('version')), eq(documents.bytes, at('before'))),
      )
      .prepare(),
    document: db
      .select()
      .from(documents)
      .where(and(eq(documents.kind, at('kind')), eq(documents.version, at('version'))))
      .prepare(),
    documentByHash: db
      .select()
      .from(documents)
      .where(and(eq(documents.kind, at('kind')), eq(documents.hash, at('hash'))))
      .prepare(),
    documents: db
      .select()
      .from(documents)
      .where(eq(documents.kind, at('kind')))
      .orderBy(asc(documents.version))
      .prepare(),
    latestDocument: db
      .select()
      .from(documents)
      .where(eq(documents.kind, at('kind')))
      .orderBy(desc(documents.version))
      .limit(1)
      .prepare(),
    notice: db
      .select()
      .from(notices)
      .where(eq(notices.hash, at('hash')))
      .prepare(),
    countNotices: db
      .select({ rows: count() })
      .from(notices)
      .where(eq(notices.ngo, at('ngo')))
      .prepare(),
    switches: db.select().from(switches).orderBy(asc(switches.ngo), asc(switches.generation)).prepare(),
    memberByName: db
      .select()
      .from(members)
      .where(eq(members.name, at('name')))
      .prepare(),
    memberById: db
      .select()
      .from(members)
      .where(eq(members.id, at('id')))
      .prepare(),
    team: db
      .select()
      .from(teams)
      .where(eq(teams.ngo, at('ngo')))
      .prepare(),
    inboxKeys: db
      .select()
      .from(inboxKeys)
      .where(eq(inboxKeys.member, at('member')))
      .orderBy(asc(inboxKeys.generation))
      .prepare(),
    session: db
      .select()
      .from(sessions)
      .where(eq(sessions.tokenHash, at('tokenHash')))
      .prepare(),
    removeSession: db
      .delete(sessions)
      .where(eq(sessions.tokenHash, at('tokenHash')))
      .prepare(),
    removeSessionsBefore: db
      .delete(sessions)
      .where(lt(sessions.hour, at('hour')))
      .prepare(),
  }
}

export type Queries = ReturnType<typeof prepareQueries>

function preparedInserts(db: ReturnType<typeof drizzle>) {
  return {
    addRequest: db
      .insert(requests)
      .values({
        keyId: at('keyId'),
        hour: at('hour'),
        id: at('id'),
        address: at('address'),
        tag: at('tag'),
        sealed: at('sealed'),
        check: at('check'),
      })
      .onConflictDoNothing()
      .prepare(),
    addClaim: db
      .insert(claims)
      .values({ request: at('request'), by: at('by'), hour: at('hour') })
      .onConflictDoNothing()
      .prepare(),
    addDocument: db
      .insert(documents)
      .values({ kind: at('kind'), version: at('version'), hash: at('hash'), bytes: at('bytes') })
      .onConflictDoNothing()
      .prepare(),
    addNotice: db
      .insert(notices)
      .values({ hash: at('hash'), ngo: at('ngo'), text: at('text') })
      .prepare(),
    putSwitch: db
      .insert(switches)
      .values({ ngo: at('ngo'), generation: at('generation'), bytes: at('bytes') })
      .onConflictDoUpdate({ target: [switches.ngo, switches.generation], set: { bytes: sql`excluded.bytes` } })
      .prepare(),
    putMember: db
      .insert(members)
      .values({
        id: at('id'),
        ngo: at('ngo'),
        name: at('name'),
        blob: at('blob'),
        loginKeys: at('loginKeys'),
        sign: at('sign'),
      })
      .onConflictDoUpdate({
        target: members.id,
        set: {
          ngo: sql`excluded.ngo`,
          name: sql`excluded.name`,
          blob: sql`excluded.blob`,
          loginKeys: sql`excluded.login_keys`,
          sign: sql`excluded.sign`,
        },
      })
      .prepare(),
    putTeam: db
      .insert(teams)
      .values({ ngo: at('ngo'), version: at('version'), bytes: at('bytes') })
      .onConflictDoUpdate({ target: teams.ngo, set: { version: sql`excluded.version`, bytes: sql`excluded.bytes` } })
      .prepare(),
    putInboxKey: db
      .insert(inboxKeys)
      .values({ member: at('member'), generation: at('generation'), sealed: at('sealed') })
      .onConflictDoUpdate({
        target: [inboxKeys.member, inboxKeys.generation],
        set: { sealed: sql`excluded.sealed` },
      })
      .prepare(),
    addSession: db
      .insert(sessions)
      .values({ tokenHash: at('tokenHash'), member: at('member'), hour: at('hour') })
      .prepare(),
    probe: db
      .insert(probes)
      .values({ id: 1, turn: 0 })
      .onConflictDoUpdate({ target: probes.id, set: { turn: sql`1 - ${probes.turn}` } })
      .prepare(),
  }
}
