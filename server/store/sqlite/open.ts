import { chmodSync, closeSync, existsSync, lstatSync, openSync, readdirSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import Sqlite from 'better-sqlite3'
import { MitosError } from '../../../shared/errors.ts'
import { makeFolder, syncFolder } from '../../durable.ts'
import { copyName, dropOldCopies } from './copies.ts'
import { storeError } from './failures.ts'
import { refuseDamagedLog } from './log.ts'
import { lastApplied, migrateDatabase, newestMigration } from './migrate.ts'

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
  /** false: an older database is refused and not brought up to this code, since an older server may be running on it */
  readonly update?: boolean
}

/**
 * Why a database is opened: at the start; because it may be damaged, or is another file, which may not be an empty one; or the same
 * once more, after a failure. What is not known to be sound is searched for damage: a second where it holds 100,000 requests.
 */
export type Opening = 'start' | 'suspect' | 'same'

/**
 * Opens the database of a data folder, made if the folder is new: folder 0700, files 0600, migrations applied. Nothing is made
 * where one has been: an empty database in the place of one that is gone would say 204 and know nobody.
 * @throws MitosError `data-readable` | `data-owner` | `data-link` | `store-unsafe` | `store-newer` | `store-older` | `store-missing` |
 *   `store-damaged` | `restore-unfinished` | `store-full` | `store-failed`
 */
export function openDatabase(folder: string, options: OpenOptions, opening: Opening = 'start'): Sqlite.Database {
  const file = join(folder, DATABASE)
  endRestore(folder)
  let database: Sqlite.Database | undefined
  try {
    if (opening !== 'start' && !existsSync(file)) throw new MitosError('store-failed', 'the database is gone')
    safeFolder(folder)
    // An empty one too, before it is opened: that would take its log away.
    if (!statSync(file, { throwIfNoEntry: false })?.size && wasUsed(folder)) throw gone(opening)
    // Made by us before SQLite opens it: the WAL and the shared memory take over the mode of the database.
    ownerOnly(file)
    dropOldCopies(folder, options.clock())
    if (opening !== 'same') refuseDamagedLog(`${file}-wal`)
    database = new Sqlite(file, { timeout: BUSY })
    if (opening !== 'same') refuseDamaged(database)
    refuseEmptied(database, folder, opening)
    if (options.update === false && lastApplied(database) < newestMigration(options.migrations ?? MIGRATIONS))
      throw new MitosError(
        'store-older',
        'the database is of an older version; restart the server, which brings it up, and try again',
      )
    // Where there are tables it would change nothing, and write: after a failure nothing may be, before the log is emptied.
    if (!lastApplied(database)) database.pragma('auto_vacuum = INCREMENTAL')
    database.pragma('secure_delete = ON')
    // An update is on the disk before what is written after it, which is how damage is told from a power cut.
    database.pragma('synchronous = FULL')
    migrateDatabase(database, options.migrations ?? MIGRATIONS, (tag) => {
      const copy = join(folder, copyName(tag))
      ownerOnly(copy)
      return copy
    })
    keepPromises(database)
    // A first look, which makes the log: it is watched from now on.
    database.pragma('user_version')
    // A new database has its name after a power cut, and the journal of what made it has none.
    syncFolder(folder)
    return database
  } catch (error) {
    database?.close()
    throw storeError(error)
  }
}

/** @throws MitosError `store-damaged` */
function refuseDamaged(database: Sqlite.Database): void {
  if (database.pragma('quick_check(1)', { simple: true }) !== 'ok') throw new MitosError('store-damaged')
}

/** @throws MitosError `store-missing` | `store-failed` where nothing is in a database that was in use */
function refuseEmptied(database: Sqlite.Database, folder: string, opening: Opening): void {
  if (lastApplied(database)) return
  if (opening !== 'start' || wasUsed(folder)) throw gone(opening)
}

/** While a server runs another may be put in its place at any time. */
const gone = (opening: Opening): MitosError =>
  opening === 'start' ? new MitosError('store-missing') : new MitosError('store-failed', 'the database is empty')

/** Whether a server has run on this folder: it keeps the files of its pages there, copies from before an update, or a log. */
export function wasUsed(folder: string): boolean {
  const pages = join(folder, 'w')
  if (existsSync(pages) && readdirSync(pages).length) return true
  return readdirSync(folder).some((name) => isCopy(name) || name === `${DATABASE}-wal`)
}

const isCopy = (name: string): boolean => /^before-.*\.db$/.test(name)

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
  makeFolder(folder)
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
