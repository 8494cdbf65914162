import { cpSync, mkdirSync, readFileSync, readdirSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import Sqlite from 'better-sqlite3'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { DATABASE, openDatabase } from '../../server/store/sqlite/open.ts'
import { checkBody, readHeader } from '../../shared/wire.ts'
import { mitos } from './cli.ts'
import { temporaryFolder } from './folder.ts'
import { boxKey, sealedFor } from './network.ts'
import { spawnServer, startProcess } from './process.ts'

const MIGRATIONS = 'server/store/sqlite/migrations'
const clock = () => Date.now() / 1000

let folder: ReturnType<typeof temporaryFolder>
let data: string
beforeEach(() => {
  folder = temporaryFolder()
  data = join(folder.path, 'data')
})
afterEach(() => folder.remove())

/** The migrations of the first version alone: what an old server knew. */
function firstMigrations(): string {
  const old = join(folder.path, 'migrations')
  mkdirSync(join(old, 'meta'), { recursive: true })
  const journal = JSON.parse(readFileSync(join(MIGRATIONS, 'meta/_journal.json'), 'utf8')) as {
    entries: { tag: string }[]
  }
  const [first] = journal.entries
  cpSync(join(MIGRATIONS, `${first!.tag}.sql`), join(old, `${first!.tag}.sql`))
  writeFileSync(join(old, 'meta/_journal.json'), JSON.stringify({ ...journal, entries: [first] }))
  return old
}
const body = sealedFor(boxKey('a21 1'))
const { id, keyId, address, tag } = readHeader(checkBody(body))
const sealedIn = (file: string): unknown => {
  const database = new Sqlite(file, { readonly: true })
  const row = database.prepare('SELECT sealed FROM requests WHERE id = ?').pluck().get(Buffer.from(id))
  database.close()
  return row
}

describe('A data folder of the first version', () => {
  it('is taken up by this one with every byte, after a copy, and the copy serves the old one again', async () => {
    const migrations = firstMigrations()
    const old = openDatabase(data, { clock, migrations })
    const hour = Math.floor(clock() / 3600) * 3600
    old
      .prepare('INSERT INTO requests (key_id, hour, id, address, tag, sealed, "check") VALUES (?, ?, ?, ?, ?, ?, 0)')
      .run(...[keyId, hour, id, address, tag, body].map((one) => (typeof one === 'number' ? one : Buffer.from(one))))
    old.close()

    const server = await startProcess(data)
    expect((await fetch(`${server.url}/healthz`)).status).toBe(200)
    server.process.kill()
    expect(await server.ended).toBe(0)
    expect(sealedIn(join(data, DATABASE))).toEqual(Buffer.from(body))
    const copies = readdirSync(data).filter((name) => /^before-.*\.db$/.test(name))
    expect(copies).toHaveLength(1)
    expect(statSync(join(data, copies[0]!)).mode & 0o777).toBe(0o600)

    // Back again: the old code refuses what the new one wrote, and takes the copy.
    expect(() => openDatabase(data, { clock, migrations })).toThrow(expect.objectContaining({ code: 'store-newer' }))
    for (const name of readdirSync(data)) if (name.startsWith(DATABASE)) rmSync(join(data, name))
    renameSync(join(data, copies[0]!), join(data, DATABASE))
    openDatabase(data, { clock, migrations }).close()
    expect(sealedIn(join(data, DATABASE))).toEqual(Buffer.from(body))
  })

  it('is not changed by a verb, since the old server may still run on it', async () => {
    openDatabase(data, { clock, migrations: firstMigrations() }).close()
    const before = readFileSync(join(data, DATABASE))
    for (const verb of [['site', 'off', 'limani'], ['site', 'list'], ['shred']])
      expect(await mitos(verb, { MITOS_DATA: data })).toEqual({
        code: 1,
        output: expect.stringMatching(/^mitos: store-older: .*restart the server/),
      })
    expect(readdirSync(data)).toEqual([DATABASE])
    expect(readFileSync(join(data, DATABASE)).equals(before)).toBe(true)
  })

  it('of a later version is refused by npm start, which says what to do', async () => {
    const database = openDatabase(data, { clock })
    database.prepare('INSERT INTO __drizzle_migrations (hash, created_at) VALUES (?, ?)').run('later', 9e12)
    database.close()
    const server = spawnServer({ MITOS_DATA: data })
    expect([await server.ended, server.output()]).toEqual([
      78,
      expect.stringMatching(/store-newer: .*start that one, or/),
    ])
  })
})
