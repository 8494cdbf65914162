import type Sqlite from 'better-sqlite3'
import { MitosError } from '../../../shared/errors.ts'
import { isBusy, isConstraint, storeError } from './failures.ts'

/**
 * One write. It runs inside a transaction and is synchronous. Only its first statement that changes something may break a rule of
 * the tables: those before it would stay.
 */
export type Work<Db, T> = (db: Db) => T

interface Waiting<Db> {
  readonly work: Work<Db, unknown>
  readonly resolve: (value: unknown) => void
  readonly reject: (error: unknown) => void
}

export interface Connection<Db> {
  readonly database: Sqlite.Database
  /** what reads and writes get */
  readonly db: Db
  /** whether the file that was opened is still the one that will be found at the next start */
  readonly isThere?: () => boolean
}

/** After so long an emptying of the log that a reader hindered is tried again, ms. */
const AGAIN = 1000

/**
 * Writes asked for in one turn of the event loop share one transaction, and each settles after its COMMIT: one fsync for all
 * of them is what makes durable answers cheap (four times as many a second as one transaction each).
 *
 * A batch that cannot be committed is rejected as a whole, and the database is closed and opened anew: after a failed fsync
 * nobody knows what the pages in memory are worth.
 */
export class GroupCommit<Db> {
  readonly #open: (again: boolean) => Connection<Db>
  #connection: Connection<Db> | undefined
  #waiting: Waiting<Db>[] = []
  #erase = false
  #closed = false
  /** another process held the database last time: who comes next does not wait as well, since nothing else runs meanwhile */
  #held = false
  #emptying: NodeJS.Timeout | undefined

  /**
   * @param open gets whether it was open before
   * @throws what `open` throws
   */
  constructor(open: (again: boolean) => Connection<Db>) {
    this.#open = open
    this.#connection = open(false)
    // What an earlier process could not erase.
    this.#emptyLog()
  }

  /** For reading. @throws MitosError `store-failed` while the database cannot be opened */
  get db(): Db {
    return this.#connected().db
  }

  /**
   * @param erases the work deletes: after the commit the log is emptied too, so that the bytes are gone from the disk
   * @returns what `work` returned, once it is on disk
   */
  write<T>(work: Work<Db, T>, erases = false): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      if (this.#closed) return reject(storeError(new Error('closed')))
      if (!this.#waiting.length) setImmediate(() => this.#commit())
      this.#waiting.push({ work, resolve: resolve as (value: unknown) => void, reject })
      this.#erase ||= erases
    })
  }

  /** Commits what waits, then closes. */
  close(): void {
    this.#commit()
    this.#closed = true
    clearTimeout(this.#emptying)
    this.#drop()
  }

  #connected(): Connection<Db> {
    if (this.#closed) throw storeError(new Error('closed'))
    if (this.#connection?.isThere?.() === false) this.#drop()
    try {
      return (this.#connection ??= this.#open(true))
    } catch (error) {
      throw storeError(error)
    }
  }

  #commit(): void {
    const batch = this.#waiting
    const erase = this.#erase
    if (!batch.length) return
    this.#waiting = []
    this.#erase = false
    const settle: (() => void)[] = []
    let begun = false
    try {
      const { database, db, isThere } = this.#connected()
      if (this.#held) withoutWaiting(database, () => database.exec('BEGIN IMMEDIATE'))
      else database.exec('BEGIN IMMEDIATE')
      begun = true
      this.#held = false
      for (const { work, resolve, reject } of batch) settle.push(attempt(work, db, resolve, reject))
      database.exec('COMMIT')
      // Removed meanwhile: what was written went with it.
      if (isThere?.() === false) throw new Error('the database is gone')
    } catch (error) {
      // Where another process only holds it, nothing was begun and nothing is in doubt.
      this.#held = !begun && isBusy(error)
      if (!this.#held) this.#drop()
      const failure = storeError(error)
      for (const { reject } of batch) reject(failure)
      return
    }
    if (erase) this.#emptyLog()
    for (const done of settle) done()
  }

  /**
   * Empties the log, in which bytes that were deleted still stand. Where somebody reads in it, a backup perhaps, it does not
   * wait, and tries again until it is empty.
   */
  #emptyLog(): void {
    clearTimeout(this.#emptying)
    const { database } = this.#connection ?? {}
    if (database && emptyLog(database)) return
    this.#emptying = setTimeout(() => this.#emptyLog(), AGAIN).unref()
  }

  #drop(): void {
    const connection = this.#connection
    this.#connection = undefined
    try {
      // Rolls back what is open.
      connection?.database.close()
    } catch {
      // A handle that cannot even be closed is let go of; the next one is opened anew.
    }
  }
}

/** Whether the log is empty now. */
function emptyLog(database: Sqlite.Database): boolean {
  try {
    const [row] = withoutWaiting(database, () => database.pragma('wal_checkpoint(TRUNCATE)') as { busy: number }[])
    return row?.busy === 0
  } catch {
    return false
  }
}

/** Does what fails at once where another process is in the way. */
function withoutWaiting<T>(database: Sqlite.Database, work: () => T): T {
  const wait = database.pragma('busy_timeout', { simple: true }) as number
  database.pragma('busy_timeout = 0')
  try {
    return work()
  } finally {
    database.pragma(`busy_timeout = ${wait}`)
  }
}

/** A work that only broke a rule, ours or the tables', fails alone; whatever else SQLite throws concerns the whole batch. */
function attempt<Db>(
  work: Work<Db, unknown>,
  db: Db,
  resolve: (value: unknown) => void,
  reject: (error: unknown) => void,
): () => void {
  try {
    const value = work(db)
    return () => resolve(value)
  } catch (error) {
    if (!isConstraint(error) && !(error instanceof MitosError)) throw error
    return () => reject(storeError(error))
  }
}
