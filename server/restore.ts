import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { MitosError } from '../shared/errors.ts'
import type { Keep } from '../shared/keep.ts'
import { diskError } from './diskError.ts'
import { syncFolder } from './durable.ts'
import { sweepUntil } from './retention.ts'
import { SECRET_FILE } from './secret.ts'
import { type Counts, checkBackup, readTombstones, unpackBackup } from './store/sqlite/backup.ts'
import { LOCK, lockFolder } from './store/sqlite/lock.ts'
import { DATABASE, RESTORING, safeFolder } from './store/sqlite/open.ts'
import { openSqliteStore } from './store/sqlite/store.ts'
import type { StoredTombstone, Swept } from './store/store.ts'

export interface RestoreOptions {
  /** the backup */
  readonly file: string
  /** the data folder to be: new, or empty but for the server's secret */
  readonly data: string
  /** data folders or backups whose tombstones hold too: what was shredded after the backup was made */
  readonly withdrawn: readonly string[]
  readonly keep: Keep
  /** seconds UTC */
  readonly clock: () => number
}

export interface Restored {
  /** what the backup had */
  readonly counts: Counts
  /** requests that a tombstone of elsewhere took */
  readonly buried: number
  /** requests that had lain long enough by now */
  readonly swept: Swept
}

/**
 * Makes a data folder of a backup. Tombstones and the sweep come before it is one: nothing that was shredded is served again.
 * A restore that is cut off leaves a folder on which no server starts, and is run again.
 * @throws MitosError `not-found` | `data-owner` | `data-busy` | `not-a-backup` | `store-damaged` | `store-newer` | `store-unsafe` | `store-full` | `store-failed`
 */
export async function restore(options: RestoreOptions): Promise<Restored> {
  try {
    return await restoreInto(options)
  } catch (error) {
    throw diskError(error)
  }
}

async function restoreInto({ file, data, withdrawn, keep, clock }: RestoreOptions): Promise<Restored> {
  const counts = checkBackup(file)
  const tombstones = withdrawn.flatMap((one) => tombstonesOf(one))
  safeFolder(data)
  refuseUsed(data)
  // A server that is tried again and again would make an empty database here meanwhile.
  const unlock = lockFolder(data)
  try {
    refuseUsed(data)
    return { counts, ...(await fill(data, file, tombstones, keep, clock)) }
  } finally {
    unlock()
  }
}

async function fill(
  data: string,
  file: string,
  tombstones: readonly StoredTombstone[],
  keep: Keep,
  clock: () => number,
): Promise<Omit<Restored, 'counts'>> {
  const work = join(data, RESTORING)
  rmSync(work, { recursive: true, force: true })
  rmSync(join(data, 'w'), { recursive: true, force: true })
  mkdirSync(join(work, 'w'), { recursive: true, mode: 0o700 })
  syncFolder(data)
  unpackBackup(file, work)
  const store = await openSqliteStore(work, { clock })
  let buried: number
  let swept: Swept
  try {
    buried = await store.bury(tombstones)
    swept = await store.sweep(sweepUntil(clock(), keep))
  } finally {
    await store.close()
  }
  renameSync(join(work, 'w'), join(data, 'w'))
  syncFolder(work)
  renameSync(join(work, DATABASE), join(data, DATABASE))
  syncFolder(work)
  syncFolder(data)
  rmSync(work, { recursive: true, force: true })
  return { buried, swept }
}

const tombstonesOf = (path: string): readonly StoredTombstone[] =>
  readTombstones(statSync(path, { throwIfNoEntry: false })?.isDirectory() ? join(path, DATABASE) : path)

/** What a restore that was cut off has left may be overwritten, and nothing else. */
function refuseUsed(data: string): void {
  const cutOff = existsSync(join(data, RESTORING)) && !existsSync(join(data, DATABASE))
  // A server that refused to start on it has left its lock; a disk of its own has lost+found.
  const free = [SECRET_FILE, LOCK, 'lost+found', ...(cutOff ? [RESTORING, 'w'] : [])]
  if (readdirSync(data).some((name) => !free.includes(name)))
    throw new MitosError('store-unsafe', 'a restore needs a new or an empty folder; nothing was changed')
}
