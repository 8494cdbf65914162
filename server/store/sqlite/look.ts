import { readMigrationFiles } from 'drizzle-orm/migrator'
import { drizzle } from 'drizzle-orm/better-sqlite3'
import { and, asc, desc, eq, inArray, isNull, lte } from 'drizzle-orm'
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
import { alertWays, callsNobody, claims, documents, members, notices, requests, switches } from './schema.ts'

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
  readonly claim: { readonly by: Uint8Array; readonly hour: number } | null
  /** nobody is called for it any more */
  readonly callsNobody: boolean
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
  const waiting = of
    .leftJoin(claims, eq(claims.request, id))
    .leftJoin(callsNobody, eq(callsNobody.request, id))
    .where(and(ours, lte(requests.hour, hour), isNull(claims.request), isNull(callsNobody.request)))
  const opened = drizzle(database).selectDistinct({ address }).from(claims).innerJoin(requests, eq(id, claims.request))
  const claimed = new Set(
    opened
      .where(ours)
      .all()
      .map((one) => toHex(one.address)),
  )
  return waiting.all().some((one) => !claimed.has(toHex(one.address)))
}
const hasTable = (database: Sqlite.Database, name: string): boolean =>
  database.prepare('SELECT 1 FROM sqlite_master WHERE name = ?').get(name) !== undefined

function requestOf(database: Sqlite.Database, id: Uint8Array): ClaimedRow | undefined {
  const db = drizzle(database)
  const request = db.select().from(requests).where(eq(requests.id, id)).get()
  const { request: of, by, hour } = claims
  const claim = db.select({ by, hour }).from(claims).where(eq(of, id)).get() ?? null
  const quiet =
    hasTable(database, 'calls_nobody') && db.select().from(callsNobody).where(eq(callsNobody.request, id)).get()
  return request && { request, claim, callsNobody: Boolean(quiet) }
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
