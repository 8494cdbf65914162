import { createHash } from 'node:crypto'
import { accessSync, chmodSync, constants, copyFileSync, readFileSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import Sqlite from 'better-sqlite3'
import { syncFile, syncFolder } from '../../durable.ts'
import { MitosError } from '../../../shared/errors.ts'
import type { KeyId } from '../../../shared/wire.ts'
import { adviceFor } from '../advice.ts'
import type { StoredTombstone } from '../store.ts'
import { diskError } from '../../diskError.ts'
import { refuseToForget } from './log.ts'
import { lastApplied, newestMigration } from './migrate.ts'
import { DATABASE, MIGRATIONS } from './open.ts'

/** What marks a database file as a backup: "MITO". */
const MARK = 0x4d49544f
/** Log-ins, invitations of a few days, calls of this minute, and the row that a health check writes: of no use elsewhere. Their tables are there, empty. */
const LEFT_OUT: readonly string[] = ['sessions', 'probes', 'invitations', 'invitees', 'alerts']
/** Of a log-in not even its day. */
const COLUMNS: Readonly<Record<string, string>> = { member_notes: 'member, NULL, generation, spoken' }
/** Only in a backup: the files below `w/`, since what was served once is served for ever; and the hash of all rows. */
const EXTRA = `
  CREATE TABLE web_files (name TEXT PRIMARY KEY NOT NULL, bytes BLOB NOT NULL) WITHOUT ROWID;
  CREATE TABLE backup (digest BLOB PRIMARY KEY NOT NULL) WITHOUT ROWID;`

const DAMAGED = 'it was changed or cut short since it was made; take another backup'

/** How many rows of a table a backup has. */
export type Counts = Readonly<Record<string, number>>

/**
 * Fills an empty file with what the database and `w/` of a data folder hold, at one moment, while a server may be writing. It is
 * on the disk and read back before this returns.
 * @throws MitosError `store-missing` | `store-newer` | `store-damaged` | `store-full` | `store-failed`
 */
export function fillBackup(folder: string, file: string): Counts {
  const live = join(folder, DATABASE)
  refuseToForget(live)
  const copy = openThere(file)
  try {
    // Half of it is of no use to anybody: what it needs is written once and synced at the end.
    copy.pragma('journal_mode = OFF')
    copy.pragma('synchronous = OFF')
    copy.pragma('foreign_keys = OFF')
    copy.prepare('ATTACH ? AS live').run(live)
    // It would be the newest, and the one that is restored.
    if (copy.pragma('live.quick_check(1)', { simple: true }) !== 'ok')
      throw new MitosError('store-damaged', adviceFor('store-damaged'))
    // One transaction, so that all tables are of one moment.
    copy.transaction(() => {
      const made = copy
        .prepare(
          `SELECT type, name, sql FROM live.sqlite_master WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite_%' ORDER BY type = 'index'`,
        )
        .all() as readonly { type: string; name: string; sql: string }[]
      for (const { type, name, sql } of made) {
        copy.exec(sql)
        if (type === 'table' && !LEFT_OUT.includes(name))
          copy.exec(`INSERT INTO main."${name}" SELECT ${COLUMNS[name] ?? '*'} FROM live."${name}"`)
      }
      refuseNewer(copy)
      copy.exec(EXTRA)
      // After the tables: each file that a document among them names is there.
      const put = copy.prepare('INSERT INTO web_files VALUES (?, ?)')
      for (const name of webFiles(folder)) put.run(name, readFileSync(join(folder, 'w', name)))
      copy.prepare('INSERT INTO backup VALUES (?)').run(digestOf(copy))
    })()
    copy.pragma(`application_id = ${MARK}`)
  } catch (error) {
    throw diskError(error)
  } finally {
    copy.close()
  }
  syncFile(file)
  return checkBackup(file)
}

/**
 * Reads a whole backup and compares it with its own hash.
 * @throws MitosError `not-found` | `data-owner` | `not-a-backup` | `store-newer` | `store-damaged`
 */
export function checkBackup(file: string): Counts {
  const backup = openToRead(file)
  try {
    if (backup.pragma('application_id', { simple: true }) !== MARK)
      throw new MitosError('not-a-backup', 'mitos backup did not make it')
    if (backup.pragma('quick_check(1)', { simple: true }) !== 'ok') throw new MitosError('store-damaged', DAMAGED)
    refuseNewer(backup)
    const digest = backup.prepare('SELECT digest FROM backup').pluck().get() as Buffer
    if (!digestOf(backup).equals(digest)) throw new MitosError('store-damaged', DAMAGED)
    const counts = tablesOf(backup).map((name) => [name, countOf(backup, name)] as const)
    return Object.fromEntries(counts)
  } catch (error) {
    throw error instanceof MitosError ? error : new MitosError('store-damaged', DAMAGED)
  } finally {
    backup.close()
  }
}

/** Puts a checked backup's database and `w/` into a folder, on the disk. */
export function unpackBackup(file: string, folder: string): void {
  const database = join(folder, DATABASE)
  copyFileSync(file, database)
  // It took over the mode of the backup, which may be kept so that nobody writes to it.
  chmodSync(database, 0o600)
  const copy = openThere(database)
  try {
    for (const { name, bytes } of copy.prepare('SELECT name, bytes FROM web_files').iterate() as Iterable<WebFile>) {
      writeFileSync(join(folder, 'w', name), bytes, { flag: 'wx', mode: 0o600 })
      syncFile(join(folder, 'w', name))
    }
    copy.exec(
      'DROP TABLE web_files; DROP TABLE backup; PRAGMA application_id = 0; PRAGMA auto_vacuum = INCREMENTAL; VACUUM',
    )
  } catch (error) {
    throw diskError(error)
  } finally {
    copy.close()
  }
  syncFile(database)
  syncFolder(join(folder, 'w'))
  syncFolder(folder)
}

/**
 * The tombstones of another data folder or backup: what was shredded there after this one was made.
 * @throws MitosError `not-found` | `data-owner` | `not-a-backup` | `store-damaged`
 */
export function readTombstones(file: string): readonly StoredTombstone[] {
  const other = openToRead(file)
  try {
    const rows = other.prepare('SELECT key_id, hash FROM tombstones').all() as { key_id: KeyId; hash: Uint8Array }[]
    return rows.map(({ key_id: keyId, hash }) => ({ keyId, hash }))
  } catch {
    throw new MitosError(
      'store-damaged',
      'its tombstones cannot be read; copy that folder to a disk that can be written',
    )
  } finally {
    other.close()
  }
}

interface WebFile {
  readonly name: string
  readonly bytes: Buffer
}

/** Without those that are being written. */
const webFiles = (folder: string): readonly string[] =>
  readdirSync(join(folder, 'w')).filter((name) => /^[A-Za-z0-9_-][A-Za-z0-9._-]*$/.test(name))

const tablesOf = (database: Sqlite.Database): readonly string[] =>
  (
    database
      .prepare(`SELECT name FROM main.sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name`)
      .pluck()
      .all() as readonly string[]
  ).filter((name) => name !== 'backup')

const countOf = (database: Sqlite.Database, table: string): number =>
  database.prepare(`SELECT count(*) FROM "${table}"`).pluck().get() as number

/** Over every value of every row, with its type and length: `quick_check` does not see a bit that fell over in a blob. */
function digestOf(database: Sqlite.Database): Buffer {
  const hash = createHash('sha256')
  for (const table of tablesOf(database)) {
    hash.update(`\ntable ${table}`)
    for (const row of database.prepare(`SELECT * FROM main."${table}"`).raw().iterate() as Iterable<readonly unknown[]>)
      for (const value of row) {
        const bytes = Buffer.isBuffer(value) ? value : Buffer.from(String(value))
        hash.update(`\n${value === null ? 'null' : typeof value} ${bytes.length} `).update(bytes)
      }
  }
  return hash.digest()
}

function refuseNewer(database: Sqlite.Database): void {
  if (lastApplied(database) > newestMigration(MIGRATIONS))
    throw new MitosError('store-newer', 'a newer Mitos made it; use that one')
}

/** Never makes one, nor does what is attached to it. */
function openThere(file: string): Sqlite.Database {
  const database = new Sqlite(file, { fileMustExist: true })
  // Else rows that SQLite moves while it fills pages leave a second copy between the others, which no sweep would find.
  database.pragma('secure_delete = ON')
  return database
}

/** SQLite's own word for it would be taken for damage, and a good backup thrown away. */
function refuseUnreadable(file: string): void {
  try {
    accessSync(file, constants.R_OK)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') throw new MitosError('not-found', 'there is no such file')
    throw new MitosError(
      'data-owner',
      'this account may not read the file; give it to this one (chown), where it can reach it',
    )
  }
}

function openToRead(file: string): Sqlite.Database {
  refuseUnreadable(file)
  try {
    const database = new Sqlite(file, { fileMustExist: true, readonly: true })
    // Reads its head, which a file of another kind has not.
    database.pragma('schema_version')
    return database
  } catch (cause) {
    const isOther = (cause as { code?: unknown }).code === 'SQLITE_NOTADB'
    throw new MitosError(isOther ? 'not-a-backup' : 'store-damaged', isOther ? 'it is a file of another kind' : DAMAGED)
  }
}
