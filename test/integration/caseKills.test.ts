import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { toBase64 } from '../../shared/bytes.ts'
import { openSqliteStore } from '../../server/store/sqlite/store.ts'
import { type Worker, beginning, opened, read, rowsOf, write } from './caseOf.ts'
import { sealedRequest } from './caseRequest.ts'
import { publish, startProcess } from './process.ts'
import type { TestServer } from './server.ts'
import { logIn, place, storedMember, team } from './team.ts'

/** Each is a start of the server. */
const KILLS = process.env['MITOS_RELEASE'] ? 20 : 1
const WRITERS = 5

it('of notes that are written while the server is killed none is lost that was answered, and the chain holds', async () => {
  const folder = mkdtempSync(join(existsSync('/dev/shm') ? '/dev/shm' : tmpdir(), 'mitos-test-'))
  const data = join(folder, 'data')
  let server = await startProcess(data, { MITOS_LIMIT: '1000000' })
  try {
    await publish(server)
    const store = await openSqliteStore(data, { clock: () => Math.floor(Date.now() / 1000) })
    await store.putMember(storedMember('maria', 'a21'))
    const bytes = Buffer.from(JSON.stringify(team(1, [place('maria')])))
    await store.putTeam({ ngo: 'a21', version: 1, bytes })
    await store.close()
    const seen = {
      get: (path: string, init?: RequestInit) => fetch(server.url + path, init),
      origin: 'http://127.0.0.1:8080',
      now: Math.floor(Date.now() / 1000),
    } as TestServer
    const maria: Worker = { ...(await logIn(seen, 'maria')), name: 'maria' }
    expect(
      (await fetch(`${server.url}/api/requests`, { method: 'POST', body: sealedRequest(1) as BodyInit })).status,
    ).toBe(204)
    const [row] = await rowsOf(maria)
    const begin = await beginning('maria', row!)
    expect((await maria.send('POST', 'cases', begin)).status).toBe(201)

    const answered = new Set<string>()
    for (let kill = 1; kill <= KILLS; kill++) {
      const enough = answered.size + 8
      const writer = async (name: number): Promise<void> => {
        let { events } = await read(maria, begin.case)
        for (let i = 0; ; i++) {
          const text = `${kill} ${name} ${i}`
          let status = 409
          try {
            while (status === 409) {
              const response = await write(maria, begin.case, { kind: 'note', text }, {}, { events })
              status = response.status
              if (status === 409) events = [...events, ...((await response.json()) as { events: string[] }).events]
            }
          } catch {
            // Cut off: whether it is there, nobody promised.
            return
          }
          expect(status).toBe(201)
          answered.add(text)
          if (answered.size >= enough) server.process.kill('SIGKILL')
        }
      }
      await Promise.all(Array.from({ length: WRITERS }, (_, name) => writer(name)))
      expect(await server.ended).toBe('SIGKILL')
      server = await startProcess(data, { MITOS_LIMIT: '1000000' })
    }
    const page = await read(maria, begin.case)
    const { notes, marks, standing } = await opened(page)
    const texts = notes.map(({ text }) => text)
    expect([...answered].filter((text) => !texts.includes(text))).toEqual([])
    expect([new Set(texts).size, marks, standing?.owner, page.length]).toEqual([
      texts.length,
      [],
      place('maria').id,
      texts.length + 1,
    ])
    expect(toBase64(storedMember('maria', 'a21').id)).toBe(page.claim?.by)
  } finally {
    server.process.kill('SIGKILL')
    await server.ended
    rmSync(folder, { recursive: true })
  }
}, 60_000)
