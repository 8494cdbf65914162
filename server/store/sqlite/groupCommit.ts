import { MitosError } from '../../../shared/errors.ts'
import { type Connection, close, emptyLog, isEmptied, withoutWaiting } from './connection.ts'
import { isBusy, isConstraint, storeError } from './failures.ts'
import type { Opening } from './open.ts'

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

/** So many turns of the event loop a commit waits at most for one that brings no other write. */
const TURNS = 32
/** After so long an emptying of the log that a reader hindered is tried again, ms. */
const AGAIN = 1000

/**
 * Writes asked for in one turn of the event loop, or in turns that follow each other, share one transaction, and each settles
 * after its COMMIT: one fsync for all of them is what makes durable answers cheap (four times as many a second as one
 * transaction each).
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
  #doubt: 'none' | 'log' | 'connection' | 'file' = 'log'
  /** it was found damaged, and nothing is written until it is looked at again and found sound */
  #damaged: MitosError | undefined
  #looking: NodeJS.Timeout | undefined
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
      if (!this.#waiting.length) this.#gather()
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

  /**
   * Takes note of what was thrown. SQLite speaks of damage also where the disk could not be read, which may pass.
   * @param took how long it was searched for damage, ms: that may not take the server's whole time
   * @returns it, as a code of ours
   */
  failed(error: unknown, took = 0): MitosError {
    const failure = storeError(error)
    if (failure.code !== 'store-damaged' || failure === this.#damaged) return failure
    this.#damaged = failure
    this.#doubt = 'file'
    this.#looking = setTimeout(() => (this.#damaged = undefined), 20 * took).unref()
    return failure
  }

  #connected(): Connection<Db> {
    if (this.#closed) throw storeError(new Error('closed'))
    if (this.#connection?.isThere?.() === false) this.#drop()
    return (this.#connection ??= this.#openSuspect())
  }

  #openSuspect(): Connection<Db> {
    if (this.#damaged) throw this.#damaged
    const began = performance.now()
    try {
      return this.#open('suspect')
    } catch (error) {
      throw this.failed(error, performance.now() - began)
    }
  }

  /** The connection, once nothing is in doubt. */
  #trusted(): Connection<Db> {
    let connection = this.#connected()
    if (this.#doubt === 'connection' || this.#doubt === 'file') {
      // Before the old one is closed: it would take along the memory that both share, for which there may be no room.
      const fresh = this.#doubt === 'file' ? this.#openSuspect() : this.#open('same')
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

  /**
   * Commits once a turn has brought no other write. Node lets in one connection a turn: while a commit waits for the disk more
   * people come, and each would else get a commit of their own, for which all behind them wait.
   */
  #gather(turn = 0): void {
    const before = this.#waiting.length
    setImmediate(() => {
      if (turn < TURNS && (!turn || this.#waiting.length > before)) this.#gather(turn + 1)
      else this.#commit()
    })
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
      if (begun) this.#undo()
      const failure = this.failed(error)
      if (!this.#held && this.#doubt === 'none') this.#doubt = 'connection'
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

  /** What was begun is undone, so that another connection can write. */
  #undo(): void {
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
    this.#damaged = undefined
    clearTimeout(this.#looking)
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
