import { chmodSync, closeSync, existsSync, lstatSync, mkdirSync, openSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import Sqlite from 'better-sqlite3'
import { MitosError } from '../../../shared/errors.ts'
import { copyName, dropOldCopies } from './copies.ts'
import { storeError } from './failures.ts'
import { lastApplied, migrateDatabase } from './migrate.ts'

export const DATABASE = 'mitos.db'
/** Written by drizzle-kit beside this file; the build copies them beside the compiled one. */
export const MIGRATIONS = fileURLToPath(new URL('./migrations', import.meta.url))

/**
 * How long a statement may wait for another process that holds the database, ms. Nothing else of the server runs meanwhile, so
 * it is short, and then says so.
 */
export const BUSY = 250

export interface OpenOptions {
  /** seconds UTC; decides which copies of older databases are too old to keep */
  readonly clock: () => number
  readonly migrations?: string
}

/**
 * Opens the database of a data folder, made if need be: folder 0700, files 0600, migrations applied.
 * @param again it was open before: then nothing is made, since an empty database in the place of one that is gone would say
 *   204 and know nobody
 * @throws MitosError `data-readable` | `data-owner` | `data-link` | `store-unsafe` | `store-newer` | `restore-unfinished` |
 *   `store-full` | `store-failed`
 */
export function openDatabase(folder: string, options: OpenOptions, again = false): Sqlite.Database {
  const file = join(folder, DATABASE)
  endRestore(folder)
  if (again && !existsSync(file)) throw new MitosError('store-failed', 'the database is gone')
  safeFolder(folder)
  // Made by us before SQLite opens it: the WAL and the shared memory take over the mode of the database.
  ownerOnly(file)
  dropOldCopies(folder, options.clock())
  let database: Sqlite.Database | undefined
  try {
    database = new Sqlite(file, { timeout: BUSY })
    if (again && !lastApplied(database)) throw new MitosError('store-failed', 'the database is empty')
    database.pragma('auto_vacuum = INCREMENTAL')
    database.pragma('secure_delete = ON')
    migrateDatabase(database, options.migrations ?? MIGRATIONS, (tag) => {
      const copy = join(folder, copyName(tag))
      ownerOnly(copy)
      return copy
    })
    keepPromises(database)
    // A first look, which makes the log: it is watched from now on.
    database.pragma('user_version')
    return database
  } catch (error) {
    database?.close()
    throw storeError(error)
  }
}

/** Where a restore works; the database that leaves it for the data folder is its last step. */
export const RESTORING = 'restoring'

/** @throws MitosError `restore-unfinished`: not everything is back, or what was shredded is back too */
function endRestore(folder: string): void {
  if (!existsSync(join(folder, RESTORING))) return
  if (!existsSync(join(folder, DATABASE)))
    throw new MitosError('restore-unfinished', 'a restore into this folder was cut off; run the same restore again')
  rmSync(join(folder, RESTORING), { recursive: true })
}

/**
 * Whether the database and its log are still the files that were opened: one that was removed or replaced can be written to for
 * ever, and is gone with the process.
 */
export function watchFiles(folder: string): () => boolean {
  const inode = (file: string): string | undefined => {
    const found = statSync(join(folder, file), { throwIfNoEntry: false })
    return found && `${found.dev} ${found.ino}`
  }
  const files = [DATABASE, `${DATABASE}-wal`]
  const opened = files.map(inode)
  return () => files.every((file, i) => opened[i] === undefined || inode(file) === opened[i])
}

/** Checks a data folder, or makes it. @throws MitosError `data-owner` | `data-readable` */
export function safeFolder(folder: string): void {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  checkFolder(folder)
}

/** @throws MitosError `data-owner` | `data-readable` */
export function checkFolder(folder: string): void {
  const { mode, uid } = statSync(folder)
  if (isForeign(uid))
    throw new MitosError('data-owner', 'the data folder belongs to another account (chown, or start as that one)')
  if (mode & 0o077) throw new MitosError('data-readable', 'other accounts can read the data folder (chmod 700)')
}

const isForeign = (uid: number): boolean => process.getuid !== undefined && uid !== process.getuid()

/**
 * What the store promises is set on each connection and read back: better-sqlite3 is compiled so that WAL starts with
 * `synchronous=NORMAL`, which loses the last commits when the power goes.
 */
function keepPromises(database: Sqlite.Database): void {
  const wanted = { journal_mode: 'wal', synchronous: 2, secure_delete: 1, foreign_keys: 1, temp_store: 2 }
  for (const [name, value] of Object.entries(wanted)) {
    database.pragma(`${name} = ${value}`)
    if (database.pragma(name, { simple: true }) !== value) throw new MitosError('store-unsafe', `${name} does not hold`)
  }
}

/** @throws MitosError `data-link` where it is no file: a link leads out of the folder whose mode was checked; `data-owner` */
export function ownerOnly(file: string): void {
  const found = lstatSync(file, { throwIfNoEntry: false })
  if (found && !found.isFile()) throw new MitosError('data-link', 'the database is a link; move the file itself here')
  if (found && isForeign(found.uid))
    throw new MitosError('data-owner', 'the database belongs to another account (chown)')
  closeSync(openSync(file, 'a', 0o600))
  chmodSync(file, 0o600)
}
