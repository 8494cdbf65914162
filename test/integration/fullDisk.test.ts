import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { fromBase64 } from '../../shared/bytes.ts'
import { openDatabase } from '../../server/store/sqlite/open.ts'
import { SmallDisk } from '../support/smallDisk.ts'
import { logIn, makeMember } from './memberOf.ts'
import { release } from './network.ts'
import { publish, put, spawnServer, startProcess } from './process.ts'
import { Promises } from './promises.ts'
import { temporaryFolder } from './folder.ts'
import { addMigration } from './store/addMigration.ts'

const NO_ROOM = /^mitos does not start: store-full: the disk of the data folder is full; make room there\n$/

let disk: SmallDisk
beforeEach(() => void (disk = new SmallDisk(6)))
afterEach(() => disk.remove())

const refuses = async (why: RegExp) => {
  const server = spawnServer({ MITOS_DATA: disk.data }, disk.wrapper)
  expect([await server.ended, server.output()]).toEqual([1, expect.stringMatching(why)])
}

describe('R36 When the disk is full', () => {
  it('who sends is told, the inbox is read, and the same server takes requests again once there is room', async () => {
    await makeMember(disk.data, 'maria', 'a21')
    const server = await startProcess(disk.data)
    await publish(server)
    const inbox = await logIn(server.url, 'maria', 'a21')
    const promises = new Promises()
    for (let i = 0; i < 5; i++) expect(await promises.send(server.url)).toBe('204')
    const health = async () => (await fetch(`${server.url}/healthz`)).status
    const read = async () => {
      const rows = await inbox()
      if (typeof rows === 'string') return [rows]
      return promises.faultsOf(rows.map(({ id, sealed }) => ({ id: fromBase64(id, 16), sealed: fromBase64(sealed) })))
    }
    for (let round = 0; round < 2; round++) {
      await disk.fill(server.process.pid)
      const answers = await Promise.all(Array.from({ length: 8 }, () => promises.send(server.url)))
      for (let i = 0; i < 8; i++) answers.push(await promises.send(server.url))
      // The last pages that the log still had may take some.
      expect(new Set(answers.slice(-6))).toEqual(new Set(['503 store-full 30']))
      expect([await health(), (await put(server.url, 'release', release(2 + round))).status]).toEqual([503, 503])
      expect(await read()).toEqual([])
      await disk.makeRoom()
      expect([await promises.send(server.url), await health(), await read()]).toEqual(['204', 200, []])
    }
    server.process.kill('SIGKILL')
    await server.ended
    expect(promises.faults(disk.data)).toEqual([])
  })

  it('npm start says so, on a new folder and on one that was in use, and starts when there is room', async () => {
    await disk.fill()
    await refuses(NO_ROOM)
    await disk.makeRoom()
    const promises = new Promises()
    const first = await startProcess(disk.data)
    await publish(first)
    expect(await promises.send(first.url)).toBe('204')
    first.process.kill('SIGKILL')
    await first.ended
    // A killed server leaves the memory that the log needs; told to stop, it takes it away.
    const again = await startProcess(disk.data)
    expect(await promises.send(again.url)).toBe('204')
    again.process.kill('SIGTERM')
    expect(await again.ended).toBe(0)
    await disk.fill()
    await refuses(NO_ROOM)
    await disk.makeRoom()
    expect(promises.faults(disk.data)).toEqual([])
  })

  it('an update of the tables changes nothing, leaves no half copy, and is done when there is room', async () => {
    const before = openDatabase(disk.data, { clock: () => 0 })
    before.prepare(`INSERT INTO documents VALUES ('roster', 1, 'hash', zeroblob(1000000))`).run()
    before.close()
    const other = temporaryFolder()
    const migrations = join(other.path, 'migrations')
    addMigration(migrations)
    const copies = () => readdirSync(disk.data).filter((name) => name.startsWith('before-'))
    await disk.fill(process.pid, { room: 500_000, file: 'before-9000000000000.db' })
    expect(() => openDatabase(disk.data, { clock: () => 0, migrations })).toThrow(
      expect.objectContaining({ code: 'store-full' }),
    )
    await disk.makeRoom()
    expect(copies()).toEqual([])
    openDatabase(disk.data, { clock: () => 0 }).close()
    openDatabase(disk.data, { clock: () => 0, migrations }).close()
    expect(copies()).toHaveLength(1)
    other.remove()
  })
})

describe('R36 When the disk is read-only', () => {
  it('npm start says so, and starts when it is writable again', async () => {
    openDatabase(disk.data, { clock: () => 0 }).close()
    disk.readOnly()
    await refuses(/^mitos does not start: store-failed: the data folder cannot be written to; mount it for writing/)
    disk.writable()
    const server = await startProcess(disk.data)
    server.process.kill('SIGKILL')
    await server.ended
  })
})
