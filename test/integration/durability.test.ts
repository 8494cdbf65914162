import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { fromBase64 } from '../../shared/bytes.ts'
import { standardSodium } from '../../shared/crypto/standard.ts'
import { keyIdOf } from '../../shared/keys.ts'
import type { Roster } from '../../shared/roster.ts'
import { BODY_SIZE } from '../../shared/wire.ts'
import { openSqliteStore } from '../../server/store/sqlite/store.ts'
import { type RunningDemo, runDemo } from '../support/demoProcess.ts'

const crypto = await standardSodium()

/** Makes bodies that the server takes: right length, version and key id; nobody could open them. */
async function bodiesFor(server: string): Promise<() => Uint8Array<ArrayBuffer>> {
  const chain = JSON.parse(await (await fetch(`${server}/trust/chain.json`)).text())
  const roster = JSON.parse(chain.roster.signed) as Roster
  const keyId = keyIdOf(crypto, fromBase64(roster.ngos[0]!.box.key))
  return () => {
    const body = new Uint8Array(BODY_SIZE)
    body.set(crypto.random(BODY_SIZE))
    body[0] = 1
    body.set(keyId, 17)
    return body
  }
}

const post = (server: string, body: Uint8Array<ArrayBuffer>) =>
  fetch(`${server}/api/requests`, { method: 'POST', body })

describe('a request that was answered with 204', () => {
  let folder: string
  let demo: RunningDemo | undefined
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'mitos-durable-'))
  })
  afterEach(async () => {
    await demo?.stop('SIGKILL')
    await rm(folder, { recursive: true, force: true })
  })

  it('was on the disk before: fsync or fdatasync of the database comes between the body and the answer', async () => {
    const trace = join(folder, 'trace')
    const calls = 'trace=read,recvfrom,write,writev,sendto,sendmsg,fsync,fdatasync'
    demo = await runDemo({ MITOS_DATA: join(folder, 'data') }, [
      'strace',
      '-f',
      '-y',
      '-s',
      '80',
      '-e',
      calls,
      '-o',
      trace,
    ])
    const body = (await bodiesFor(demo.server))()
    expect((await post(demo.server, body)).status).toBe(204)
    await demo.stop()
    const lines = (await readFile(trace, 'utf8')).split('\n')
    const asked = lines.findIndex((line) => line.includes('POST /api/requests'))
    const answered = lines.findIndex((line, i) => i > asked && line.includes('HTTP/1.1 204'))
    expect(asked).toBeGreaterThan(0)
    expect(answered).toBeGreaterThan(asked)
    const synced = lines.slice(asked, answered).filter((line) => /f(data)?sync\(\d+<[^>]*mitos\.db/.test(line))
    expect(synced.length).toBeGreaterThan(0)
  })

  it('survives a killed demo, which takes up the same network, keys and requests again', async () => {
    const data = join(folder, 'data')
    demo = await runDemo({ MITOS_DATA: data })
    const { server, members } = demo
    const bodies = Array.from({ length: 400 }, await bodiesFor(server))
    const kept: Uint8Array[] = []
    const posting = bodies.map(async (body, i) => {
      try {
        if ((await post(server, body)).status === 204) kept.push(body)
      } catch {
        // cut off by the kill: nobody was told anything
      }
      if (i === 0) demo!.process.kill('SIGKILL')
    })
    await Promise.all(posting)
    await demo.stop('SIGKILL')
    expect(kept.length).toBeGreaterThan(0)
    expect(kept.length).toBeLessThan(400)

    const store = await openSqliteStore(data, { clock: () => Date.now() / 1000 })
    for (const body of kept) {
      const found = await store.findRequest(body.slice(1, 17) as never, [body.slice(17, 25) as never])
      expect(found && Buffer.from(found.sealed).equals(body)).toBe(true)
    }
    await store.close()

    demo = await runDemo({ MITOS_DATA: data })
    expect(demo.members).toEqual(members)
    expect((await post(demo.server, kept[0] as Uint8Array<ArrayBuffer>)).status).toBe(204)
  })
})
