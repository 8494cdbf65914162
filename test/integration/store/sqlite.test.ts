import {
  chmodSync,
  existsSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import Sqlite from 'better-sqlite3'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { DATABASE, openDatabase, watchFiles } from '../../../server/store/sqlite/open.ts'
import { openSqliteStore } from '../../../server/store/sqlite/store.ts'
import { temporaryFolder } from '../folder.ts'
import { addMigration } from './addMigration.ts'
import { keyId, request, storeContract } from './contract.ts'

const clock = () => Date.now() / 1000
const open = (folder: string) => openSqliteStore(folder, { clock })

storeContract('SQLite', async () => {
  const folder = temporaryFolder()
  let store = await open(folder.path)
  return {
    store: () => store,
    async reopen() {
      await store.close()
      store = await open(folder.path)
    },
    async remove() {
      await store.close()
      folder.remove()
    },
  }
})

describe('The data folder', () => {
  let folder: ReturnType<typeof temporaryFolder>
  beforeEach(() => void (folder = temporaryFolder()))
  afterEach(() => folder.remove())
  const file = () => join(folder.path, DATABASE)
  const modes = () =>
    readdirSync(folder.path).map((name) => (statSync(join(folder.path, name)).mode & 0o777).toString(8))

  it('has files that only their owner can read, the log and the shared memory too', async () => {
    const store = await open(folder.path)
    await store.addRequest(request(1))
    expect(modes()).toEqual(['600', '600', '600'])
    await store.close()
  })

  it('is made for its owner only', () => {
    const inner = join(folder.path, 'data')
    openDatabase(inner, { clock }).close()
    expect(statSync(inner).mode & 0o777).toBe(0o700)
  })

  it('is refused while others can read it', async () => {
    chmodSync(folder.path, 0o750)
    await expect(open(folder.path)).rejects.toMatchObject({ code: 'data-readable' })
  })

  it('is refused when it belongs to another account, and so is a database that is a link', async () => {
    const inner = join(folder.path, 'data')
    await (await open(inner)).close()
    const elsewhere = join(folder.path, 'elsewhere.db')
    renameSync(join(inner, DATABASE), elsewhere)
    symlinkSync(elsewhere, join(inner, DATABASE))
    await expect(open(inner)).rejects.toMatchObject({ code: 'data-link' })
    const mine = process.getuid!()
    const other = vi.spyOn(process as { getuid(): number }, 'getuid').mockReturnValue(mine + 1)
    await expect(open(folder.path)).rejects.toMatchObject({
      code: 'data-owner',
      cause: expect.stringMatching(/another account/),
    })
    other.mockRestore()
  })

  it('has its database closed to others, also one that was open to them', async () => {
    await (await open(folder.path)).close()
    chmodSync(file(), 0o644)
    await (await open(folder.path)).close()
    expect(modes()).toEqual(['600'])
  })

  it('is refused when a newer Mitos has written to it', async () => {
    const database = openDatabase(folder.path, { clock })
    database.prepare('INSERT INTO __drizzle_migrations (hash, created_at) VALUES (?, ?)').run('later', 9e12)
    database.close()
    await expect(open(folder.path)).rejects.toMatchObject({
      code: 'store-newer',
      cause: expect.stringMatching(/start that one, or put the copy/),
    })
  })

  it('is refused when its file is no database', async () => {
    writeFileSync(file(), 'not a database at all, '.repeat(100))
    await expect(open(folder.path)).rejects.toMatchObject({ code: 'store-damaged' })
  })

  it('is copied before it is changed by an update, and the copy goes after seven days', async () => {
    const store = await open(folder.path)
    await store.addRequest(request(1))
    await store.close()
    const migrations = join(folder.path, 'migrations')
    addMigration(migrations)
    openDatabase(folder.path, { clock, migrations }).close()
    const copies = () => readdirSync(folder.path).filter((name) => name.startsWith('before-'))
    expect(copies()).toHaveLength(1)
    const copy = new Sqlite(join(folder.path, copies()[0]!))
    expect(copy.prepare('SELECT count(*) AS n FROM requests').get()).toEqual({ n: 1 })
    expect(copy.prepare(`SELECT 1 FROM sqlite_master WHERE name = 'extra'`).get()).toBeUndefined()
    copy.close()
    expect(new Set(modes().filter((_, i) => readdirSync(folder.path)[i]!.endsWith('.db')))).toEqual(new Set(['600']))
    utimesSync(join(folder.path, copies()[0]!), clock() - 8 * 86_400, clock() - 8 * 86_400)
    openDatabase(folder.path, { clock, migrations }).close()
    expect(copies()).toEqual([])
  })

  it('stays as it was when an update fails half-way', async () => {
    await (await open(folder.path)).close()
    const migrations = join(folder.path, 'migrations')
    addMigration(migrations, 'CREATE TABLE extra (a integer);--> statement-breakpoint\nCREATE NONSENSE;')
    expect(() => openDatabase(folder.path, { clock, migrations })).toThrow('store-failed')
    const store = await open(folder.path)
    await store.close()
  })

  it('stays as it was when an update would leave rows without their parents', async () => {
    const before = await open(folder.path)
    await before.addRequest(request(1))
    await before.claim(request(1).id, { by: new Uint8Array(16), hour: 0 })
    await before.close()
    const migrations = join(folder.path, 'migrations')
    addMigration(migrations, 'DELETE FROM requests;')
    expect(() => openDatabase(folder.path, { clock, migrations })).toThrow('store-failed')
    const store = await open(folder.path)
    expect((await store.listRequests([keyId(1)], null, 9)).rows).toHaveLength(1)
    await store.close()
  })
})

describe('A database that is removed while the server runs', () => {
  let folder: ReturnType<typeof temporaryFolder>
  let store: Awaited<ReturnType<typeof open>>
  beforeEach(async () => {
    folder = temporaryFolder()
    store = await open(folder.path)
    await store.addRequest(request(1))
  })
  afterEach(async () => {
    await store.close()
    folder.remove()
  })
  const file = () => join(folder.path, DATABASE)
  const fails = async () => {
    const outcomes = await Promise.allSettled([store.addRequest(request(2)), store.probe()])
    expect(outcomes.map((one) => one.status === 'rejected' && (one.reason as { code: string }).code)).toEqual(
      Array(2).fill('store-failed'),
    )
    await expect(store.listRequests([keyId(1)], null, 9)).rejects.toMatchObject({ code: 'store-failed' })
  }

  it('fails by name, and no empty one is made in its place', async () => {
    rmSync(file())
    await fails()
    await fails()
    expect(existsSync(file())).toBe(false)
    writeFileSync(file(), '')
    chmodSync(file(), 0o600)
    await fails()
    expect(statSync(file()).size).toBe(0)
  })

  it('is opened again when it is back', async () => {
    const other = new Sqlite(file())
    other.pragma('wal_checkpoint(TRUNCATE)')
    other.close()
    const copy = readFileSync(file())
    rmSync(file())
    await fails()
    writeFileSync(file(), copy)
    expect(await store.addRequest(request(2))).toBe('stored')
    expect((await store.listRequests([keyId(1)], null, 9)).rows).toHaveLength(2)
  })

  it('is not taken for gone by what SQLite itself does to its files', async () => {
    const inner = join(folder.path, 'data')
    const database = openDatabase(inner, { clock })
    const isThere = watchFiles(inner)
    database.exec('INSERT INTO probes VALUES (1, 0)')
    database.pragma('wal_checkpoint(TRUNCATE)')
    database.exec('VACUUM')
    expect([isThere(), existsSync(join(inner, `${DATABASE}-wal`))]).toEqual([true, true])
    rmSync(join(inner, `${DATABASE}-wal`))
    expect(isThere()).toBe(false)
    database.close()
  })

  it('is found too where only its log is gone, and what was in it stays', async () => {
    rmSync(`${file()}-wal`)
    expect(await store.addRequest(request(2))).toBe('stored')
    const reader = new Sqlite(file())
    expect(reader.prepare('SELECT count(*) AS n FROM requests').get()).toEqual({ n: 2 })
    reader.close()
  })
})

describe('The connection that writes', () => {
  let folder: ReturnType<typeof temporaryFolder>
  let database: Sqlite.Database
  beforeEach(() => {
    folder = temporaryFolder()
    // Opened twice: a new file is one case, one that has a log already is another.
    openDatabase(folder.path, { clock }).close()
    database = openDatabase(folder.path, { clock })
  })
  afterEach(() => {
    database.close()
    folder.remove()
  })

  it('commits to the disk itself, erases what it deletes and minds its rules', () => {
    const names = ['journal_mode', 'synchronous', 'secure_delete', 'foreign_keys', 'auto_vacuum']
    const values = names.map((name) => database.pragma(name, { simple: true }) as unknown)
    expect(values).toEqual(['wal', 2, 1, 1, 2])
  })

  it('has no row ids, which would keep the order in which people wrote', () => {
    const tables = database
      .prepare(`SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table' AND wr = 0`)
      .pluck()
      .all() as string[]
    expect(tables.filter((name) => !name.startsWith('sqlite_') && !name.startsWith('__'))).toEqual([])
  })
})

describe('What is deleted', () => {
  it('is in no file of the data folder any more', async () => {
    const folder = temporaryFolder()
    const store = await open(folder.path)
    const canary = Buffer.from('canary-of-a-session-that-is-over')
    const found = () =>
      readdirSync(folder.path).filter((name) => readFileSync(join(folder.path, name)).includes(canary))
    await store.addSession({ tokenHash: canary, member: new Uint8Array(16), hour: 0 })
    expect(found()).not.toEqual([])
    await store.removeSession(canary)
    expect(found()).toEqual([])
    await store.close()
    folder.remove()
  })

  it('stands in the log only as long as another process reads there', async () => {
    const folder = temporaryFolder()
    const store = await open(folder.path)
    const reader = new Sqlite(join(folder.path, DATABASE))
    const log = () => statSync(join(folder.path, `${DATABASE}-wal`)).size
    await store.addSession({ tokenHash: new Uint8Array(32), member: new Uint8Array(16), hour: 0 })
    reader.exec('BEGIN')
    reader.prepare('SELECT count(*) FROM sessions').get()
    const began = performance.now()
    await store.removeSession(new Uint8Array(32))
    expect(performance.now() - began).toBeLessThan(200)
    expect(log()).toBeGreaterThan(0)
    reader.exec('COMMIT')
    await expect.poll(log, { timeout: 5000 }).toBe(0)
    reader.close()
    await store.close()
    folder.remove()
  })
})

describe('While another process holds the database', () => {
  it('writes fail by name, and go on when it lets go', async () => {
    const folder = temporaryFolder()
    const store = await open(folder.path)
    await store.addRequest(request(1))
    const other = new Sqlite(join(folder.path, DATABASE))
    other.exec('BEGIN IMMEDIATE')
    const began = performance.now()
    const outcomes = await Promise.allSettled([
      store.addRequest(request(2)),
      store.addRequest(request(3)),
      store.probe(),
    ])
    expect(outcomes.map((one) => one.status === 'rejected' && (one.reason as { code: string }).code)).toEqual(
      Array(3).fill('store-failed'),
    )
    // Nothing else of the server runs while SQLite waits: the first writes do, for a moment, and those after them do not.
    expect(performance.now() - began).toBeLessThan(900)
    for (let i = 0; i < 10; i++) await expect(store.probe()).rejects.toMatchObject({ code: 'store-failed' })
    expect(performance.now() - began).toBeLessThan(1500)
    other.exec('ROLLBACK')
    other.close()
    expect(await store.addRequest(request(2))).toBe('stored')
    expect((await store.listRequests([keyId(1)], null, 9)).rows).toHaveLength(2)
    await store.close()
    folder.remove()
  })
})
