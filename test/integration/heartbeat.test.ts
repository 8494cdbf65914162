import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import Sqlite from 'better-sqlite3'
import { expect, it } from 'vitest'
import { openSqliteStore } from '../../server/store/sqlite/store.ts'
import { beginHeartbeat } from '../../server/heartbeat.ts'
import { temporaryFolder } from './folder.ts'

it('R48 who runs the server finds one line in the log when the store fails, with what to do, and one when it works again', async () => {
  const folder = temporaryFolder()
  const file = join(folder.path, 'mitos.db')
  const store = await openSqliteStore(folder.path, { clock: () => 0 })
  const other = new Sqlite(file)
  other.pragma('wal_checkpoint(TRUNCATE)')
  other.close()
  const copy = readFileSync(file)
  const lines: object[] = []
  let looks = 0
  const counted = { settle: () => store.settle().finally(() => void looks++) }
  const stop = beginHeartbeat(counted, (line) => void lines.push(line), 5)
  const after = (more: number) => {
    const wanted = looks + more
    return expect.poll(() => looks).toBeGreaterThan(wanted)
  }
  await after(3)
  expect(lines).toEqual([])
  rmSync(file)
  await after(3)
  const said = { store: 'store-failed', do: expect.stringMatching(/look at its mount/) }
  expect(lines).toEqual([said])
  writeFileSync(file, copy, { mode: 0o600 })
  await after(3)
  expect(lines).toEqual([said, { store: 'ok' }])
  stop()
  await store.close()
  folder.remove()
})
