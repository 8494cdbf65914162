import { join } from 'node:path'
import Sqlite from 'better-sqlite3'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { fromBase64 } from '../../shared/bytes.ts'
import { DATABASE_FILES, type Failing, failCalls, failing } from '../support/failingCalls.ts'
import { temporaryFolder } from './folder.ts'
import { logIn, makeMember } from './memberOf.ts'
import { release, root } from './network.ts'
import { type ServerProcess, publish, put, spawnServer, startProcess } from './process.ts'
import { Promises } from './promises.ts'

const READ_ONLY = {
  pwrite64: 'EROFS',
  write: 'EROFS',
  ftruncate: 'EROFS',
  fsync: 'EROFS',
  fdatasync: 'EROFS',
  openat: 'EROFS',
}
const LOG = ['mitos.db-wal']

/** One server process goes through all of it, and is killed in the end. */
describe('R36 A person who sends while the disk fails is told so, and later ones are kept by the same server', () => {
  const folder = temporaryFolder()
  const data = join(folder.path, 'data')
  const promises = new Promises()
  let server: ServerProcess
  let inbox: Awaited<ReturnType<typeof logIn>>
  const send = () => promises.send(server.url)
  const health = async () => (await fetch(`${server.url}/healthz`)).status
  beforeAll(async () => {
    await makeMember(data, 'maria', 'a21')
    server = await startProcess(data)
    await publish(server)
    inbox = await logIn(server.url, 'maria', 'a21')
  })
  afterAll(async () => {
    server.process.kill('SIGKILL')
    await server.ended
    folder.remove()
  })

  /** The inbox has all that was promised, byte for byte. */
  const read = async () => {
    const rows = await inbox()
    if (typeof rows === 'string') return [rows]
    return promises.faultsOf(rows.map(({ id, sealed }) => ({ id: fromBase64(id, 16), sealed: fromBase64(sealed) })))
  }

  const meets = async (errors: Failing, files: readonly string[], code: string) => {
    expect(await send()).toBe('204')
    const mend = await failCalls(server.process.pid!, data, errors, files)
    // One batch, and then one by one: what the first failure left behind counts too.
    const refused = [...(await Promise.all([send(), send(), send()])), await send(), await send()]
    expect(refused).toEqual(Array(5).fill(`503 ${code} 30`))
    expect(await health()).toBe(503)
    expect((await put(server.url, 'release', release(2))).status).toBe(503)
    const seen = await read()
    await mend()
    expect([await send(), await health()]).toEqual(['204', 200])
    expect(await read()).toEqual([])
    return seen
  }

  it('when it cannot be written to, while the inbox is read', async () => {
    expect(await meets({ pwrite64: 'EIO' }, LOG, 'store-failed')).toEqual([])
  })
  it('when it has no room, while the inbox is read', async () => {
    expect(await meets({ pwrite64: 'ENOSPC' }, LOG, 'store-full')).toEqual([])
  })
  it('when fsync fails, while the inbox is read', async () => {
    expect(await meets({ fsync: 'EIO', fdatasync: 'EIO' }, LOG, 'store-failed')).toEqual([])
  })
  it('when fsync fails and no file can be opened, while the inbox is read', async () => {
    const errors = { fsync: 'EIO', fdatasync: 'EIO', openat: 'EIO' }
    expect(await meets(errors, DATABASE_FILES, 'store-failed')).toEqual([])
  })
  it('when it has become read-only, while the inbox is read', async () => {
    expect(await meets(READ_ONLY, DATABASE_FILES, 'store-failed')).toEqual([])
  })

  it('when it cannot be read, which may be damage; the inbox says so as well', async () => {
    const mend = await failCalls(server.process.pid!, data, { pread64: 'EIO' })
    // Whatever the server has in memory it forgets once another process has written.
    const other = new Sqlite(join(data, 'mitos.db'))
    other.pragma(`user_version = 7`)
    other.close()
    const code = 'store-damaged'
    expect([await send(), await health(), await read()]).toEqual([`503 ${code} 30`, 503, [`503 ${code}`]])
    await mend()
    await expect.poll(send).toBe('204')
    expect([await health(), await read()]).toEqual([200, []])
  })

  it('and after all that, when it is killed, nothing promised is lost and nothing is half kept', async () => {
    server.process.kill('SIGKILL')
    await server.ended
    expect(promises.kept.size).toBeGreaterThan(9)
    expect(promises.faults(data)).toEqual([])
  })
})

describe('R36 npm start, where the disk fails from the beginning, says what to do', () => {
  const folder = temporaryFolder()
  const data = join(folder.path, 'data')
  beforeAll(async () => {
    const server = await startProcess(data)
    await put(server.url, 'root', root())
    server.process.kill('SIGKILL')
    await server.ended
  })
  afterAll(() => folder.remove())

  it.each([
    [
      'no room',
      { pwrite64: 'ENOSPC' },
      /^mitos does not start: store-full: the disk of the data folder is full; make room/,
    ],
    ['read-only', READ_ONLY, /^mitos does not start: store-failed: .*cannot be written to; mount it for writing/],
    [
      'fails to read',
      { pread64: 'EIO' },
      /^mitos does not start: store-failed: .*look at its mount and at the system journal/,
    ],
    ['fails to open', { openat: 'EIO' }, /^mitos does not start: store-failed: .*look at its mount/],
  ] as const)('%s', async (_name, errors, why) => {
    const server = spawnServer({ MITOS_DATA: data }, ['strace', ...failing(data, errors)])
    expect([await server.ended, server.output()]).toEqual([1, expect.stringMatching(why)])
    expect(server.output().split('\n')).toHaveLength(2)
  })

  it('and starts again when the disk is well', async () => {
    const server = await startProcess(data)
    expect((await fetch(`${server.url}/trust/root/1.json`)).status).toBe(200)
    server.process.kill('SIGKILL')
    await server.ended
  })
})
