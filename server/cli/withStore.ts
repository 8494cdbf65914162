import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { MitosError } from '../../shared/errors.ts'
import { dataFolder } from '../config.ts'
import { DATABASE } from '../store/sqlite/open.ts'
import { openSqliteStore } from '../store/sqlite/store.ts'
import type { Store } from '../store/store.ts'
import type { Io } from './cli.ts'

/**
 * @throws MitosError `not-found` where there is no database yet: a wrong path must not look like an empty network
 */
export function needDatabase(folder: string): void {
  if (!existsSync(join(folder, DATABASE)))
    throw new MitosError('not-found', 'no database in MITOS_DATA; start the server once')
}

/**
 * Does something with the store of `MITOS_DATA`, beside a server or without one.
 * @throws MitosError `store-older`: code that was put in place already must not change tables under the server of before
 */
export async function withStore(io: Io, work: (store: Store) => Promise<void>): Promise<void> {
  const folder = dataFolder(io.environment)
  needDatabase(folder)
  const store = await openSqliteStore(folder, { clock: io.clock, update: false })
  try {
    await work(store)
  } finally {
    await store.close()
  }
}
