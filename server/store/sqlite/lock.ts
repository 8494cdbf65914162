import { join } from 'node:path'
import Sqlite from 'better-sqlite3'
import { MitosError } from '../../../shared/errors.ts'
import { ownerOnly, safeFolder } from './open.ts'
import { isBusy, storeError } from './failures.ts'

/** Empty, and only there to be locked. */
export const LOCK = 'serving.lock'

/**
 * Takes the data folder for one server, until the process ends or lets go. What changed since an inbox last asked is kept in
 * memory, and a newer version changes tables under an older one: so two servers on one folder would hide requests from
 * members. The lock is SQLite's own, which the system gives back however the process ends; verbs of the command line do not
 * need it.
 * @returns lets go
 * @throws MitosError `data-busy` where another server has it; as `safeFolder`
 */
export function lockFolder(folder: string): () => void {
  let lock: Sqlite.Database | undefined
  try {
    safeFolder(folder)
    const file = join(folder, LOCK)
    ownerOnly(file)
    lock = new Sqlite(file, { timeout: 0 })
    // Nothing is ever written, so nothing but the empty file is to lie there.
    lock.pragma('journal_mode = MEMORY')
    lock.exec('BEGIN EXCLUSIVE')
  } catch (error) {
    lock?.close()
    if (isBusy(error)) throw new MitosError('data-busy', 'another server runs on this data folder; stop that one first')
    throw storeError(error)
  }
  return () => void lock?.close()
}
