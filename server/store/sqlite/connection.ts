import type Sqlite from 'better-sqlite3'

export interface Connection<Db> {
  readonly database: Sqlite.Database
  /** what reads and writes get */
  readonly db: Db
  /** whether the file that was opened is still the one that will be found at the next start */
  readonly isThere?: () => boolean
}

/** Closes it, whatever state it is in. */
export function close({ database }: Connection<unknown>): void {
  try {
    // Rolls back what is open.
    database.close()
  } catch {
    // A handle that cannot even be closed is let go of; the next one is opened anew.
  }
}

/** Empties the log if nothing is in the way. */
export function isEmptied(database: Sqlite.Database): boolean {
  try {
    return emptyLog(database)
  } catch {
    return false
  }
}

/** Empties the log. @returns false where another process is in the way */
export function emptyLog(database: Sqlite.Database): boolean {
  const [row] = withoutWaiting(database, () => database.pragma('wal_checkpoint(TRUNCATE)') as { busy: number }[])
  return row?.busy === 0
}

/** Does what fails at once where another process is in the way. */
export function withoutWaiting<T>(database: Sqlite.Database, work: () => T): T {
  const wait = database.pragma('busy_timeout', { simple: true }) as number
  database.pragma('busy_timeout = 0')
  try {
    return work()
  } finally {
    database.pragma(`busy_timeout = ${wait}`)
  }
}
