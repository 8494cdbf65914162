import { rmSync, truncateSync } from 'node:fs'
import { dirname } from 'node:path'
import type Sqlite from 'better-sqlite3'
import { readMigrationFiles } from 'drizzle-orm/migrator'
import { MitosError } from '../../../shared/errors.ts'
import { syncFile, syncFolder } from '../../durable.ts'

/**
 * Brings a database up to this code, in one transaction. If it holds something already, a whole copy is made before.
 * @param copyTo makes an empty file, for the owner only, that the copy may fill; gets the name of the last migration
 * @throws MitosError `store-newer` where the database has seen migrations that this code does not know
 */
export function migrateDatabase(database: Sqlite.Database, folder: string, copyTo: (tag: string) => string): void {
  const known = readMigrationFiles({ migrationsFolder: folder })
  const last = known[known.length - 1]?.folderMillis ?? 0
  const applied = lastApplied(database)
  if (applied > last) throw new MitosError('store-newer', NEWER)
  if (applied === last) return
  if (applied) copy(database, copyTo(String(last)))
  // Rebuilding a table drops the old one, which would take along what refers to it; inside a transaction this has no effect.
  database.pragma('foreign_keys = OFF')
  database.transaction(() => {
    database.exec(TABLE)
    const remember = database.prepare('INSERT INTO __drizzle_migrations (hash, created_at) VALUES (?, ?)')
    for (const { folderMillis, hash, sql } of known.filter((one) => one.folderMillis > applied)) {
      for (const statement of sql) database.exec(statement)
      remember.run(hash, folderMillis)
    }
    // Before the COMMIT, so that the old tables stay as they were.
    if ((database.pragma('foreign_key_check') as unknown[]).length)
      throw new MitosError('store-failed', 'a migration left rows without their parents')
  })()
}

const NEWER =
  'a newer Mitos has written to the database; start that one, or put the copy that it made before it changed anything ' +
  '(before-….db) in the place of mitos.db'
/** When the last migration that this code knows was made. */
export const newestMigration = (folder: string): number =>
  readMigrationFiles({ migrationsFolder: folder }).at(-1)?.folderMillis ?? 0

/** As drizzle-kit's own migrator has it; that one commits before anything could be checked. */
const TABLE =
  'CREATE TABLE IF NOT EXISTS __drizzle_migrations (id SERIAL PRIMARY KEY, hash text NOT NULL, created_at numeric)'

/** When the last migration that the database has seen was made; 0: it is empty. */
export function lastApplied(database: Sqlite.Database): number {
  const known = database.prepare(`SELECT 1 FROM sqlite_master WHERE name = '__drizzle_migrations'`).get()
  if (!known) return 0
  const row = database.prepare('SELECT max(created_at) AS last FROM __drizzle_migrations').get()
  return Number((row as { last: number | null }).last ?? 0)
}

/**
 * `VACUUM INTO` fills an empty file; one that an earlier, broken attempt left behind is made anew. It is on the disk with its
 * name before anything changes. Half of one goes, since it only takes room that there is not.
 */
function copy(database: Sqlite.Database, file: string): void {
  try {
    truncateSync(file)
    database.prepare('VACUUM INTO ?').run(file)
    syncFile(file)
    syncFolder(dirname(file))
  } catch (error) {
    rmSync(file, { force: true })
    throw error
  }
}
