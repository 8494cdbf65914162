import { join } from 'node:path'
import Sqlite from 'better-sqlite3'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { GroupCommit } from '../../../server/store/sqlite/groupCommit.ts'
import { temporaryFolder } from '../folder.ts'

describe('Writes of one turn of the event loop', () => {
  let folder: ReturnType<typeof temporaryFolder>
  let opened: number
  let maxPages: number
  let commits: GroupCommit<Sqlite.Database>
  beforeEach(() => {
    folder = temporaryFolder()
    opened = 0
    maxPages = 10_000
    commits = new GroupCommit(() => {
      opened++
      const database = new Sqlite(join(folder.path, 'test.db'))
      database.pragma('journal_mode = WAL')
      database.pragma(`max_page_count = ${maxPages}`)
      database.pragma('foreign_keys = ON')
      database.exec('CREATE TABLE IF NOT EXISTS parents (id INTEGER PRIMARY KEY)')
      database.exec(`CREATE TABLE IF NOT EXISTS rows (n INTEGER UNIQUE, bytes BLOB,
        parent INTEGER REFERENCES parents (id) DEFERRABLE INITIALLY DEFERRED)`)
      return { database, db: database }
    })
  })
  afterEach(() => {
    commits.close()
    folder.remove()
  })

  const add = (n: number, parent: number | null = null, bytes = new Uint8Array(1)) =>
    commits.write((db) => db.prepare('INSERT INTO rows VALUES (?, ?, ?)').run(n, bytes, parent).changes)
  const count = () => commits.db.prepare('SELECT count(*) FROM rows').pluck().get()
  const codes = (outcomes: readonly PromiseSettledResult<unknown>[]) =>
    outcomes.map((one) => (one.status === 'fulfilled' ? 'kept' : (one.reason as { code: string }).code))

  it('share one transaction, and none is answered before the commit', async () => {
    const reader = new Sqlite(join(folder.path, 'test.db'))
    const seen: unknown[] = []
    const writes = [1, 2, 3].map((n) =>
      add(n).then(() => seen.push(reader.prepare('SELECT count(*) FROM rows').pluck().get())),
    )
    await Promise.all(writes)
    expect(seen).toEqual([3, 3, 3])
    reader.close()
  })

  const turn = () => new Promise((resolve) => setImmediate(resolve))

  it('share it with those of the next turns while each brings another, as connections are let in one a turn', async () => {
    const reader = new Sqlite(join(folder.path, 'test.db'))
    const seen: unknown[] = []
    const writes: Promise<unknown>[] = []
    for (let n = 1; n <= 20; n++) {
      writes.push(add(n).then(() => seen.push(reader.prepare('SELECT count(*) FROM rows').pluck().get())))
      await turn()
    }
    await Promise.all(writes)
    expect(seen).toEqual(Array.from({ length: 20 }, () => 20))
    reader.close()
  })

  it('are kept too where each turn brings another without end', async () => {
    const first = { isKept: false }
    void add(0).then(() => (first.isKept = true))
    for (let n = 1; n < 1000 && !first.isKept; n++) {
      void add(n)
      await turn()
    }
    expect(first.isKept).toBe(true)
  })

  it('are all refused when the commit throws, nothing of them stays, and the database is opened anew', async () => {
    const outcomes = await Promise.allSettled([add(1), add(2, 404), add(3)])
    expect(codes(outcomes)).toEqual(['store-failed', 'store-failed', 'store-failed'])
    expect(count()).toBe(0)
    expect(await add(1)).toBe(1)
    expect(opened).toBe(2)
  })

  it('are refused as store-full when the disk is full, and go on when there is room', async () => {
    commits.db.pragma('max_page_count = 8')
    const outcomes = await Promise.allSettled([add(1), add(2, null, new Uint8Array(1_000_000))])
    expect(codes(outcomes)).toEqual(['store-full', 'store-full'])
    expect(await add(1)).toBe(1)
  })

  it('that break a rule of the tables fail alone', async () => {
    await add(1)
    expect(codes(await Promise.allSettled([add(2), add(1), add(3)]))).toEqual(['kept', 'store-failed', 'kept'])
    expect(opened).toBe(1)
  })

  it('are refused when the file goes while they are written', async () => {
    let there = true
    const watched = new GroupCommit<Sqlite.Database>((opening) => {
      if (opening !== 'start') throw new Error('gone')
      const database = new Sqlite(join(folder.path, 'other.db'))
      database.exec('CREATE TABLE rows (n INTEGER)')
      return { database, db: database, isThere: () => there }
    })
    const write = () => watched.write((db) => db.exec('INSERT INTO rows VALUES (1)') && (there = false))
    expect(codes(await Promise.allSettled([write()]))).toEqual(['store-failed'])
    expect(codes(await Promise.allSettled([write()]))).toEqual(['store-failed'])
    watched.close()
  })

  it('are refused once the store is closed', async () => {
    commits.close()
    expect(codes(await Promise.allSettled([add(1)]))).toEqual(['store-failed'])
  })
})
