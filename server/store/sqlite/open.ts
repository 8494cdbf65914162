import { chmodSync, closeSync, existsSync, mkdirSync, openSync, readdirSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import Sqlite from 'better-sqlite3'
import { MitosError } from '../../../shared/errors.ts'
import { storeError } from './failures.ts'
import { migrateDatabase } from './migrate.ts'

export const DATABASE = 'mitos.db'
/** Written by drizzle-kit beside this file; the build copies them beside the compiled one. */
const MIGRATIONS = fileURLToPath(new URL('./migrations', import.meta.url))
/** A copy made before a migration still holds what is withdrawn later, so it may not outlive a backup. */
const COPY_LIFE = 7 * 86_400

export interface OpenOptions {
  /** seconds UTC; decides which copies of older databases are too old to keep */
  readonly clock: () => number
  readonly migrations?: string
}

/**
 * Opens the database of a data folder, made if need be: folder 0700, files 0600, migrations applied.
 * @throws MitosError `store-unsafe` | `store-newer` | `store-full` | `store-failed`
 */
export function openDatabase(folder: string, options: OpenOptions): Sqlite.Database {
  safeFolder(folder)
  const file = join(folder, DATABASE)
  // Made by us before SQLite opens it: the WAL and the shared memory take over the mode of the database.
  ownerOnly(file)
  dropOldCopies(folder, options.clock())
  let database: Sqlite.Database | undefined
  try {
    database = new Sqlite(file, { timeout: 1000 })
    database.pragma('auto_vacuum = INCREMENTAL')
    database.pragma('secure_delete = ON')
    migrateDatabase(database, options.migrations ?? MIGRATIONS, (tag) => {
      const copy = join(folder, `before-${tag}.db`)
      ownerOnly(copy)
      return copy
    })
    keepPromises(database)
    return database
  } catch (error) {
    database?.close()
    throw storeError(error)
  }
}

/** Checks a data folder, or makes it. @throws MitosError `store-unsafe` */
export function safeFolder(folder: string): void {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  if (statSync(folder).mode & 0o077) throw new MitosError('store-unsafe', 'others can read the data folder (chmod 700)')
}

/**
 * What the store promises is set on each connection and read back: better-sqlite3 is compiled so that WAL starts with
 * `synchronous=NORMAL`, which loses the last commits when the power goes.
 */
function keepPromises(database: Sqlite.Database): void {
  const wanted = { journal_mode: 'wal', synchronous: 2, secure_delete: 1, foreign_keys: 1 }
  for (const [name, value] of Object.entries(wanted)) {
    database.pragma(`${name} = ${value}`)
    if (database.pragma(name, { simple: true }) !== value) throw new MitosError('store-unsafe', `${name} does not hold`)
  }
}

function ownerOnly(file: string): void {
  closeSync(openSync(file, 'a', 0o600))
  chmodSync(file, 0o600)
}

function dropOldCopies(folder: string, now: number): void {
  for (const name of readdirSync(folder))
    if (/^before-.*\.db$/.test(name) && existsSync(join(folder, name)))
      if (statSync(join(folder, name)).mtimeMs / 1000 < now - COPY_LIFE) rmSync(join(folder, name))
}
