import { MitosError } from '../../../shared/errors.ts'
import { type Connection, close, emptyLog, isEmptied, withoutWaiting } from './connection.ts'
import { isBusy, isConstraint, storeError } from './failures.ts'
import type { Opening } from './open.ts'

/** One write. It runs inside a transaction, is synchronous, and has at most one statement that changes something. */
export type Work<Db, T> = (db: Db) => T

interface Waiting<Db> {
  readonly work: Work<Db, unknown>
  readonly resolve: (value: unknown) => void
  readonly reject: (error: unknown) => void
}

/** After so long an emptying of the log that a reader hindered is tried again, ms. */
const AGAIN = 1000

/**
 * Writes asked for in one turn of the event loop share one transaction, and each settles after its COMMIT: one fsync for all
 * of them is what makes durable answers cheap (four times as many a second as one transaction each).
 *
 * A batch that cannot be committed is rejected as a whole, and the database is opened anew for the next, since after a failed
 * fsync nobody knows what the pages in memory are worth. Nor what those of the log are: the system takes them for written, and
 * the next fsync says nothing of them, though a log is read up to its first gap only. So nothing is written behind them; the
 * log is emptied first. Until all this succeeds the old connection goes on reading.
 */
export class GroupCommit<Db> {
  readonly #open: (opening: Opening) => Connection<Db>
  #connection: Connection<Db> | undefined
  /** what stands between the connection and the next write */
  #doubt: 'none' | 'log' | 'connection' = 'log'
  /** no more is written to a database that is known to be damaged, until another one stands in its place */
  #damaged: MitosError | undefined
  #waiting: Waiting<Db>[] = []
  #erase = false
  #closed = false
  /** another process held the database last time: who comes next does not wait as well, since nothing else runs meanwhile */
  #held = false
  #emptying: NodeJS.Timeout | undefined

  /**
   * @param open gets why
   * @throws what `open` throws
   */
  constructor(open: (opening: Opening) => Connection<Db>) {
    this.#open = open
    this.#connection = open('start')
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

  /** Takes note of what a read threw. @returns it, as a code of ours */
  readFailed(error: unknown): MitosError {
    const failure = storeError(error)
    if (failure.code === 'store-damaged') this.#damaged = failure
    return failure
  }

  #connected(): Connection<Db> {
    if (this.#closed) throw storeError(new Error('closed'))
    if (this.#connection?.isThere?.() === false) this.#drop()
    try {
      if (!this.#connection) {
        this.#connection = this.#open('replaced')
        this.#damaged = undefined
      }
      return this.#connection
    } catch (error) {
      throw storeError(error)
    }
  }

  /** The connection, once nothing is in doubt. */
  #trusted(): Connection<Db> {
    let connection = this.#connected()
    if (this.#damaged) throw this.#damaged
    if (this.#doubt === 'connection') {
      // Before the old one is closed: it would take along the memory that both share, for which there may be no room.
      const fresh = this.#open('same')
      close(connection)
      this.#connection = connection = fresh
      this.#doubt = 'log'
    }
    if (this.#doubt === 'log') {
      if (!emptyLog(connection.database)) throw Object.assign(new Error('the log is read'), { code: 'SQLITE_BUSY' })
      this.#doubt = 'none'
    }
    return connection
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
      const { database, db, isThere } = this.#trusted()
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
      const failure = this.readFailed(error)
      if (!this.#held && this.#doubt === 'none') this.#mistrust()
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
    if (database && isEmptied(database)) {
      if (this.#doubt === 'log') this.#doubt = 'none'
      return
    }
    this.#emptying = setTimeout(() => this.#emptyLog(), AGAIN).unref()
  }

  /** After a failure: what was begun is undone, so that another connection can write. */
  #mistrust(): void {
    this.#doubt = 'connection'
    const { database } = this.#connection ?? {}
    try {
      if (database?.inTransaction) database.exec('ROLLBACK')
    } catch {
      this.#drop()
    }
  }

  #drop(): void {
    if (this.#connection) close(this.#connection)
    this.#connection = undefined
    this.#doubt = 'log'
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
