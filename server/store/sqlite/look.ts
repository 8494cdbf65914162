import { readMigrationFiles } from 'drizzle-orm/migrator'
import { drizzle } from 'drizzle-orm/better-sqlite3'
import { and, asc, count, desc, eq, getTableName, inArray, isNull, lte, max, or } from 'drizzle-orm'
import { existsSync } from 'node:fs'
import { toHex } from '../../../shared/bytes.ts'
import { MitosError } from '../../../shared/errors.ts'
import Sqlite from 'better-sqlite3'
import { join } from 'node:path'
import type { DocumentStore } from '../../trust/documents.ts'
import type { WayKind, WayResult } from '../alertStore.ts'
import type { StoredNotice } from '../store.ts'
import { storeError } from './failures.ts'
import { refuseToForget } from './log.ts'
import { lastApplied } from './migrate.ts'
import { BUSY, DATABASE, MIGRATIONS, checkFolder } from './open.ts'
import {
  alertWays,
  auditKeys,
  callsNobody,
  caseAway,
  caseEvents,
  caseKeys,
  cases,
  claims,
  documents,
  guides,
  interpreters,
  mailboxAway,
  members,
  notices,
  requests,
  switches,
} from './schema.ts'

/** A look at a database, beside a server or without one, that changes nothing of what it holds. */
export interface Look {
  /** beside what this code knows */
  readonly version: 'older' | 'same' | 'newer'
  /** whether its pages and tables fit together */
  readonly sound: boolean
  /** no switches in a database from before there were any */
  readonly documents: DocumentStore
  /** what an NGO tells about data, by its hash; undefined also in a database from before there were any */
  notice(hash: string): Promise<StoredNotice | undefined>
  /** how many cases of an NGO have their key under a generation; 0 also in a database from before there were any */
  caseKeys(ngo: string, generation: number): Promise<number>
  /** the generation for which an NGO's house guide is sealed; null: none, also in a database from before there were any */
  guideOf(ngo: string): Promise<number | null>
  /** the same of its list of interpreters */
  interpretersOf(ngo: string): Promise<number | null>
  /** the newest generation for which the key of an NGO's audit is sealed; null as above */
  auditKeyOf(ngo: string): Promise<number | null>
  /** all that is kept of one request, and who took it */
  request(id: Uint8Array): Promise<ClaimedRow | undefined>
  /** how members are called: of which NGO, by what, and how the last try went; empty also in a database from before there was any */
  ways(): Promise<readonly LookedWay[]>
  /** whether a request for one of these keys has lain since this hour and nobody has opened it */
  unopenedSince(keyIds: readonly Uint8Array[], hour: number): Promise<boolean>
  close(): void
}

export interface LookedWay {
  readonly ngo: string
  readonly kind: WayKind
  readonly result: WayResult
}

/** Rows as they stand, without what a server knows of them. */
export interface ClaimedRow {
  readonly request: typeof requests.$inferSelect
  /** nobody is called for it any more */
  readonly callsNobody: boolean
  readonly claim: { readonly by: Uint8Array; readonly hour: number; readonly closed: number | null } | null
  readonly case: HeldCase | null
  /** member ids: who stepped back from what is gone of the same mailbox */
  readonly awayFromMailbox: readonly Uint8Array[]
}
/** What an NGO wrote about it, sealed, and what stands beside it. */
export interface HeldCase extends Readonly<typeof cases.$inferSelect> {
  readonly keys: readonly { readonly generation: number; readonly sealed: Uint8Array }[]
  readonly events: readonly Uint8Array[]
  /** member ids */
  readonly steppedBack: readonly Uint8Array[]
}

/**
 * @param folder a data folder that has a database
 * @throws MitosError `data-owner`, since another account's log would shut the server out; `data-readable`; `store-missing`;
 *   `store-damaged`; `store-failed`
 */
export function lookAt(folder: string): Look {
  if (!existsSync(join(folder, DATABASE))) throw new MitosError('not-found', 'the data folder has no database')
  checkFolder(folder)
  let database: Sqlite.Database | undefined
  try {
    refuseToForget(join(folder, DATABASE))
    // Not read-only for SQLite, which would then leave a log behind that nobody clears away.
    database = new Sqlite(join(folder, DATABASE), { fileMustExist: true, timeout: BUSY })
    database.pragma('query_only = ON')
    const sound = isSound(database)
    const known = readMigrationFiles({ migrationsFolder: MIGRATIONS })
    const last = known[known.length - 1]?.folderMillis ?? 0
    const applied = sound ? lastApplied(database) : last
    const close = database.close.bind(database)
    return {
      version: applied === last ? 'same' : applied > last ? 'newer' : 'older',
      sound,
      documents: documentsOf(database),
      notice: async (hash) => noticeOf(database!, hash),
      caseKeys: async (ngo, generation) => countCaseKeys(database!, ngo, generation),
      guideOf: async (ngo) => paperOf(database!, guides, ngo),
      interpretersOf: async (ngo) => paperOf(database!, interpreters, ngo),
      auditKeyOf: async (ngo) => auditKeyOf(database!, ngo),
      request: async (id) => requestOf(database!, id),
      ways: async () => waysOf(database!),
      unopenedSince: async (keyIds, hour) => isUnopened(database!, keyIds, hour),
      close,
    }
  } catch (error) {
    database?.close()
    throw storeError(error)
  }
}

const hasTable = (database: Sqlite.Database, name: string): boolean =>
  database.prepare('SELECT 1 FROM sqlite_master WHERE name = ?').get(name) !== undefined

function countCaseKeys(database: Sqlite.Database, ngo: string, generation: number): number {
  if (!hasTable(database, 'case_keys')) return 0
  const [row] = drizzle(database)
    .select({ rows: count() })
    .from(caseKeys)
    .innerJoin(cases, eq(cases.id, caseKeys.case))
    .where(and(eq(cases.ngo, ngo), eq(caseKeys.generation, generation)))
    .all()
  return row?.rows ?? 0
}

function paperOf(database: Sqlite.Database, table: typeof guides | typeof interpreters, ngo: string): number | null {
  if (!hasTable(database, getTableName(table))) return null
  const of = drizzle(database).select({ generation: table.generation }).from(table)
  return of.where(eq(table.ngo, ngo)).get()?.generation ?? null
}

function auditKeyOf(database: Sqlite.Database, ngo: string): number | null {
  if (!hasTable(database, 'audit_keys')) return null
  const of = drizzle(database)
    .select({ generation: max(auditKeys.generation) })
    .from(auditKeys)
  return of.where(eq(auditKeys.ngo, ngo)).get()?.generation ?? null
}

function noticeOf(database: Sqlite.Database, hash: string): StoredNotice | undefined {
  if (!hasTable(database, 'notices')) return undefined
  return drizzle(database).select().from(notices).where(eq(notices.hash, hash)).get()
}

function waysOf(database: Sqlite.Database): readonly LookedWay[] {
  if (!hasTable(database, 'alert_ways')) return []
  const { kind, result, member } = alertWays
  const of = drizzle(database).select({ ngo: members.ngo, kind, result }).from(alertWays)
  return of.innerJoin(members, eq(members.id, member)).all()
}

function isUnopened(database: Sqlite.Database, keyIds: readonly Uint8Array[], hour: number): boolean {
  if (!hasTable(database, 'calls_nobody')) return false
  const { id, keyId, address } = requests
  const of = drizzle(database).selectDistinct({ address }).from(requests)
  const ours = inArray(keyId, [...keyIds])
  const isDue = or(isNull(cases.wakeAt), lte(cases.wakeAt, hour))
  const waiting = of
    .leftJoin(claims, eq(claims.request, id))
    .leftJoin(callsNobody, eq(callsNobody.request, id))
    .leftJoin(cases, eq(cases.request, id))
    // Whoever gave it away set an hour until which it rests.
    .where(and(ours, lte(requests.hour, hour), isNull(claims.request), isNull(callsNobody.request), isDue))
  const opened = drizzle(database).selectDistinct({ address }).from(claims).innerJoin(requests, eq(id, claims.request))
  const claimed = new Set(
    opened
      .where(ours)
      .all()
      .map((one) => toHex(one.address)),
  )
  return waiting.all().some((one) => !claimed.has(toHex(one.address)))
}
function requestOf(database: Sqlite.Database, id: Uint8Array): ClaimedRow | undefined {
  const db = drizzle(database)
  const request = db.select().from(requests).where(eq(requests.id, id)).get()
  const { request: of, by, hour, closed } = claims
  const claim = db.select({ by, hour, closed }).from(claims).where(eq(of, id)).get() ?? null
  const quiet =
    hasTable(database, 'calls_nobody') && db.select().from(callsNobody).where(eq(callsNobody.request, id)).get()
  const held = hasTable(database, 'cases') ? caseOf(db, id) : null
  return (
    request && {
      request,
      claim,
      callsNobody: Boolean(quiet),
      case: held,
      awayFromMailbox: hasTable(database, 'mailbox_away') ? awayFrom(db, request.address) : [],
    }
  )
}

const awayFrom = (db: ReturnType<typeof drizzle>, address: Uint8Array): readonly Uint8Array[] =>
  db
    .select()
    .from(mailboxAway)
    .where(eq(mailboxAway.address, address))
    .all()
    .map(({ member }) => member)

function caseOf(db: ReturnType<typeof drizzle>, request: Uint8Array): HeldCase | null {
  const held = db.select().from(cases).where(eq(cases.request, request)).get()
  if (!held) return null
  const { generation, sealed } = caseKeys
  const events = db.select().from(caseEvents).where(eq(caseEvents.case, held.id)).orderBy(asc(caseEvents.seq)).all()
  return {
    ...held,
    keys: db.select({ generation, sealed }).from(caseKeys).where(eq(caseKeys.case, held.id)).all(),
    events: events.map(({ bytes }) => bytes),
    steppedBack: db
      .select()
      .from(caseAway)
      .where(eq(caseAway.case, held.id))
      .all()
      .map(({ member }) => member),
  }
}

/** Where even the look fails, pages are not what they should be. */
function isSound(database: Sqlite.Database): boolean {
  try {
    return database.pragma('quick_check(1)', { simple: true }) === 'ok'
  } catch {
    return false
  }
}

/** By queries of their own: a database that is older or newer may lack what the server's other queries name. */
function documentsOf(database: Sqlite.Database): Look['documents'] {
  const db = drizzle(database)
  const rows = (kind: 'root' | 'roster' | 'release') => db.select().from(documents).where(eq(documents.kind, kind))
  return {
    switches: async () =>
      hasTable(database, 'switches')
        ? db.select().from(switches).orderBy(asc(switches.ngo), asc(switches.generation)).all()
        : [],
    documents: async (kind) => rows(kind).orderBy(asc(documents.version)).all(),
    document: async (kind, version) =>
      db
        .select()
        .from(documents)
        .where(and(eq(documents.kind, kind), eq(documents.version, version)))
        .get(),
    latestDocument: async (kind) => rows(kind).orderBy(desc(documents.version)).limit(1).get(),
    documentByHash: async (kind, hash) =>
      db
        .select()
        .from(documents)
        .where(and(eq(documents.kind, kind), eq(documents.hash, hash)))
        .get(),
  }
}
