import { randomBytes } from 'node:crypto'
import {
  appendFileSync,
  closeSync,
  cpSync,
  existsSync,
  mkdirSync,
  openSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
  writeSync,
} from 'node:fs'
import { join } from 'node:path'
import Sqlite from 'better-sqlite3'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { backup } from '../../../server/backup.ts'
import { refuseDamagedLog } from '../../../server/store/sqlite/log.ts'
import { lookAt } from '../../../server/store/sqlite/look.ts'
import { openSqliteStore } from '../../../server/store/sqlite/store.ts'
import { temporaryFolder } from '../folder.ts'
import { keyId, request } from './contract.ts'

const open = (folder: string) => openSqliteStore(folder, { clock: () => 0 })
const PAGE = 4096
const ROWS = 8

let folder: ReturnType<typeof temporaryFolder>
/** a data folder as a killed server left it: eight requests, one commit each */
let data: string
const file = () => join(data, 'mitos.db')
const log = () => join(data, 'mitos.db-wal')
beforeEach(async () => {
  folder = temporaryFolder()
  const alive = join(folder.path, 'alive')
  data = join(folder.path, 'data')
  const store = await open(alive)
  for (let i = 1; i <= ROWS; i++) await store.addRequest(request(i))
  cpSync(alive, data, { recursive: true, mode: 0 })
  await store.close()
})
afterEach(() => folder.remove())

const rows = async () => {
  const store = await open(data)
  const page = await store.listRequests([keyId(1)], null, 100)
  await store.close()
  return page.rows.map((row) => row.id[0]!).sort((a, b) => a - b)
}
const all = Array.from({ length: ROWS }, (_, i) => i + 1)
const overwrite = (path: string, at: number, bytes: Uint8Array) => {
  const whole = readFileSync(path)
  whole.set(bytes, at)
  writeFileSync(path, whole)
}
const refused = (code: string, why?: RegExp) =>
  expect(open(data)).rejects.toMatchObject(why ? { code, cause: expect.stringMatching(why) } : { code })

describe('R36 A log that a power cut tore', () => {
  it('keeps all that was promised, whatever stands behind it', async () => {
    appendFileSync(log(), randomBytes(3 * (PAGE + 24) + 100))
    expect(await rows()).toEqual(all)
  })

  it('loses a transaction that was not whole, and none before it', async () => {
    truncateSync(log(), readFileSync(log()).length - 100)
    expect(await rows()).toEqual(all.slice(0, -1))
  })

  it('may have holes in that transaction too, since the disk keeps no order', async () => {
    const ends = transactionEnds(readFileSync(log()))
    overwrite(log(), ends[ends.length - 2]! + 24, new Uint8Array(PAGE))
    expect(await rows()).toEqual(all.slice(0, -1))
  })
})

describe('R36 What was promised and is damaged', () => {
  it('in the middle of the log is refused, since SQLite would forget what follows without a word', async () => {
    const ends = transactionEnds(readFileSync(log()))
    expect(ends.length).toBeGreaterThanOrEqual(ROWS)
    for (const [i, end] of ends.slice(0, -2).entries()) {
      const whole = readFileSync(log())
      overwrite(log(), end + 24 + 100, randomBytes(50))
      await refused('store-damaged', /its log is damaged; .*restore the newest backup/)
      // A head of a frame as well as a page.
      if (i < ends.length - 3) {
        writeFileSync(log(), whole)
        overwrite(log(), end, new Uint8Array(24))
        await refused('store-damaged')
      }
      writeFileSync(log(), whole)
    }
    overwrite(log(), 10, [1, 2, 3, 4] as unknown as Uint8Array)
    await refused('store-damaged', /the head of its log/)
  })

  it('is still refused by the next start after an operator looked at it, or the night made a backup', async () => {
    overwrite(log(), transactionEnds(readFileSync(log()))[2]! + 24 + 100, randomBytes(50))
    const before = readFileSync(log())
    const target = join(folder.path, 'night.backup')
    const attempts = [() => lookAt(data).close(), () => backup(data, target, 7, 0)]
    for (const attempt of attempts) {
      expect(attempt).toThrow(expect.objectContaining({ code: 'store-damaged' }))
      expect(readFileSync(log()).equals(before)).toBe(true)
      await refused('store-damaged', /its log is damaged/)
    }
    expect(existsSync(target)).toBe(false)
  })

  it('goes into no backup, which would be the newest', async () => {
    await rows()
    // A page of a table in which no row is looked for.
    const whole = readFileSync(file())
    let copied = 0
    for (let at = PAGE; at < whole.length; at += PAGE) {
      overwrite(
        file(),
        at,
        whole.subarray(at, at + PAGE).map((byte, i) => (i < 8 ? byte ^ 255 : byte)),
      )
      const target = join(folder.path, `${at}.backup`)
      expect(() => backup(data, target, 7, 0)).toThrow(expect.objectContaining({ code: 'store-damaged' }))
      copied++
      writeFileSync(file(), whole)
    }
    expect(copied).toBeGreaterThan(10)
  })

  it('is not what a reader sees while a server writes over the log', async () => {
    const sound = readFileSync(log())
    const torn = Buffer.from(sound)
    torn.fill(7, transactionEnds(sound)[2]! + 124, transactionEnds(sound)[2]! + 130)
    const seen = [torn, sound, sound]
    expect(() => refuseDamagedLog(log(), () => seen.shift()!)).not.toThrow()
    expect(() => refuseDamagedLog(log(), () => torn)).toThrow(expect.objectContaining({ code: 'store-damaged' }))
  })

  it('in any page of the database is refused, the last one too', async () => {
    await rows()
    const whole = readFileSync(file())
    for (let at = 0; at < whole.length; at += PAGE) {
      overwrite(file(), at, randomBytes(PAGE))
      await refused('store-damaged')
      writeFileSync(file(), whole)
    }
    truncateSync(file(), whole.length - PAGE)
    await refused('store-damaged')
    writeFileSync(file(), whole)
    expect(await rows()).toEqual(all)
  })
})

describe('R36 A folder whose database is gone', () => {
  const lost = async () => {
    await refused('store-missing')
    expect(existsSync(file()) && readFileSync(file()).length).toBeFalsy()
  }

  it('is refused where pages were served from it', async () => {
    await rows()
    rmSync(file())
    mkdirSync(join(data, 'w'), { mode: 0o700 })
    writeFileSync(join(data, 'w/panel.abc.js'), 'panel()')
    await lost()
    writeFileSync(file(), '')
    await lost()
  })

  it('is refused where it is empty, and keeps its log, which SQLite would take away as it opens it', async () => {
    const before = readFileSync(log())
    writeFileSync(file(), '')
    expect(() => lookAt(data)).toThrow(expect.objectContaining({ code: 'store-missing' }))
    await lost()
    expect(readFileSync(log()).equals(before)).toBe(true)
  })

  it('is refused where a log is left, or a copy from before an update', async () => {
    rmSync(file())
    await lost()
    rmSync(log())
    writeFileSync(join(data, 'before-1.db'), 'copy')
    await lost()
  })

  it('and is taken for new where nothing of a server is in it', async () => {
    rmSync(data, { recursive: true })
    mkdirSync(join(data, 'lost+found'), { recursive: true, mode: 0o700 })
    mkdirSync(join(data, 'w'))
    expect(await rows()).toEqual([])
  })
})

describe('R36 A database that is damaged while the server runs', () => {
  it('is named, takes nothing more, and goes on once another stands in its place', async () => {
    await rows()
    const whole = readFileSync(file())
    const store = await open(data)
    const other = new Sqlite(file())
    const pages = other.prepare(`SELECT pageno FROM dbstat WHERE name = 'requests'`).pluck().all() as number[]
    for (const page of pages) overwritePart(file(), (page - 1) * PAGE, new Uint8Array(PAGE).fill(255))
    // What is in memory is read anew once another process has written.
    other.pragma('user_version = 7')
    other.close()
    const code = 'store-damaged'
    await expect(store.listRequests([keyId(1)], null, 9)).rejects.toMatchObject({ code })
    await expect(store.addRequest(request(9))).rejects.toMatchObject({ code })
    await expect(store.probe()).rejects.toMatchObject({ code })

    for (const name of ['mitos.db', 'mitos.db-wal', 'mitos.db-shm']) rmSync(join(data, name), { force: true })
    writeFileSync(file(), new Uint8Array(PAGE).fill(1), { mode: 0o600 })
    await expect(store.addRequest(request(9))).rejects.toMatchObject({ code })
    rmSync(file())
    writeFileSync(file(), whole, { mode: 0o600 })
    // It is not looked at all the time.
    const again = () => store.addRequest(request(9)).catch(({ code: why }: { code: string }) => why)
    await expect.poll(again).toBe('stored')
    await store.close()
    expect(await rows()).toEqual([...all, 9])
  })
})

/** Without making the file anew, as a failing disk does it. */
function overwritePart(path: string, at: number, bytes: Uint8Array): void {
  const handle = openSync(path, 'r+')
  writeSync(handle, bytes, 0, bytes.length, at)
  closeSync(handle)
}

/** Where each transaction of a log ends: behind a frame that tells the size of the database. */
function transactionEnds(bytes: Buffer): number[] {
  const ends: number[] = []
  for (let at = 32; at + 24 + PAGE <= bytes.length; at += 24 + PAGE)
    if (bytes.readUInt32BE(at + 4)) ends.push(at + 24 + PAGE)
  return ends
}
