import { randomBytes } from 'node:crypto'
import { existsSync, statSync, utimesSync } from 'node:fs'
import { join } from 'node:path'
import Sqlite from 'better-sqlite3'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { backup } from '../../server/backup.ts'
import { KEEP } from '../../shared/keep.ts'
import { restore } from '../../server/restore.ts'
import { fromBase64 } from '../../shared/bytes.ts'
import { keyIdOf } from '../../shared/keys.ts'
import { type Header, type RequestId, type SealedRequest, writeBody, writeHeader } from '../../shared/wire.ts'
import { mitos } from './cli.ts'
import { boxKey, crypto, member, ngo, roster } from './network.ts'
import { temporaryFolder } from './folder.ts'
import { type TestServer, publishAll, startServer } from './server.ts'
import { filesThatHold, pieces } from './traces.ts'

const DAY = 86_400
const HOUR = 3600
const KEY = keyIdOf(crypto, fromBase64(boxKey('a21 1')))

let folder: ReturnType<typeof temporaryFolder>
let server: TestServer
beforeEach(async () => {
  folder = temporaryFolder()
  server = await startServer({ data: folder.path })
  await publishAll(server)
})
afterEach(async () => {
  await server.stop()
  folder.remove()
})

interface Sent {
  readonly header: Header
  readonly body: SealedRequest
}
/** Requests whose every byte is random, save version and key id. */
async function send(many: number): Promise<readonly Sent[]> {
  const sent = Array.from({ length: many }, () => {
    const header = {
      id: new Uint8Array(randomBytes(16)) as RequestId,
      keyId: KEY,
      address: new Uint8Array(randomBytes(8)),
      tag: new Uint8Array(randomBytes(8)),
    }
    return { header, body: writeBody(writeHeader(header), new Uint8Array(randomBytes(8240))) }
  })
  for (const { body } of sent) expect((await server.post(body)).status).toBe(204)
  return sent
}
const traces = (sent: readonly Sent[]) =>
  filesThatHold(
    folder.path,
    sent.flatMap(({ header: { id, address, tag }, body }) => [id, address, tag, body.subarray(41)].flatMap(pieces)),
  )
const held = (at = server) => at.store.countRequests([KEY])
const at = async (seconds: number) => {
  server.now = seconds
  await server.tick()
}
/** Lets the hours go by until a clock is believed that stands far after the roster's end. */
const believed = async (from: number) => {
  for (let hour = 0; hour < 72; hour++) await at(from + hour * HOUR)
}
const claim = (sent: readonly Sent[]) =>
  Promise.all(
    sent.map(({ header }) =>
      server.store.claim(header.id, { by: crypto.random(16), hour: server.now - (server.now % HOUR) }),
    ),
  )
const copyBefore = () => {
  const live = new Sqlite(join(folder.path, 'mitos.db'))
  live.pragma('secure_delete = ON')
  live.prepare('VACUUM INTO ?').run(join(folder.path, 'before-1.db'))
  live.close()
}

describe('R48 What nobody reads', () => {
  it('is there on day 13, and on day 15 no byte of it is in any file of the data folder', async () => {
    const start = server.now
    const old = await send(40)
    copyBefore()
    expect(Object.keys(traces(old)).sort()).toEqual(['before-1.db', 'mitos.db-wal'])
    await at(start + 13 * DAY)
    const young = await send(40)
    expect(await held()).toBe(80)
    await at(start + 15 * DAY)
    expect(await held()).toBe(40)
    expect(traces(old)).toEqual({})
    expect(Object.values(traces(young)).length).toBeGreaterThan(0)
    expect(server.lines).toContainEqual({ swept: 40, unread: 40 })
    await believed(start + 25 * DAY)
    await at(start + 28 * DAY)
    expect([await held(), traces([...old, ...young])]).toEqual([0, {}])
  })

  it('goes in the hour in which its days are over, counted from its own hour', async () => {
    const hour = server.now - (server.now % HOUR)
    server.now = hour + HOUR - 1
    await send(1)
    await at(hour + 14 * DAY - 1)
    expect(await held()).toBe(1)
    await at(hour + 14 * DAY)
    expect(await held()).toBe(0)
  })

  it('goes before a server that stood still serves anybody', async () => {
    await send(3)
    const { now } = server
    await server.app.close()
    await server.store.close()
    const later = await startServer({ data: folder.path }, undefined, undefined, now + 15 * DAY)
    expect(later.lines).toEqual([{ swept: 3, unread: 3 }])
    server = later
  })

  it('is told in the log by its number alone, and an hour with nothing to shred is not told', async () => {
    await send(2)
    await at(server.now + 15 * DAY)
    await at(server.now + HOUR)
    const told = server.lines.filter((line) => 'swept' in line)
    expect(told).toEqual([{ swept: 2, unread: 2 }])
  })

  it('stays where the store fails, which is told, and goes at the next tick', async () => {
    await send(2)
    const other = new Sqlite(join(folder.path, 'mitos.db'))
    other.exec('BEGIN IMMEDIATE')
    await at(server.now + 15 * DAY)
    expect(server.lines).toContainEqual({ sweep: 'failed', code: 'store-failed' })
    other.exec('ROLLBACK')
    other.close()
    await server.tick()
    expect(await held()).toBe(0)
  })
})

describe('A clock that is years ahead', () => {
  const ahead = { sweep: 'held back', code: 'clock-ahead', do: expect.stringMatching(/set it/) }

  it('shreds nobody, says so each hour, and nothing is lost once it is set', async () => {
    await send(3)
    const start = server.now
    await at(start + 365 * DAY)
    await at(start + 365 * DAY + 60)
    expect([await held(), server.lines.filter((line) => 'sweep' in line)]).toEqual([3, [ahead]])
    await at(start + 14 * DAY - HOUR)
    expect(await held()).toBe(3)
  })

  it('shreds nobody at a start either, nor by hand unless it is meant', async () => {
    await send(3)
    const { now } = server
    await server.app.close()
    await server.store.close()
    const later = await startServer({ data: folder.path }, undefined, undefined, now + 365 * DAY)
    expect([await held(later), later.lines]).toEqual([3, [ahead]])
    const shred = (...more: string[]) => mitos(['shred', ...more], { MITOS_DATA: folder.path }, now + 365 * DAY)
    expect(await shred()).toEqual({ code: 1, output: expect.stringMatching(/^mitos: clock-ahead: .*set it/) })
    expect(await held(later)).toBe(3)
    expect((await shred('--yes')).output).toBe('shredded 3, of which 3 were unread')
    server = later
  })

  it('is believed after 72 hours that went by, since a network that ended is to be forgotten', async () => {
    await send(3)
    const end = server.now + 365 * DAY
    await believed(end)
    expect(await held()).toBe(3)
    await at(end + 72 * HOUR)
    expect(await held()).toBe(0)
  })
})

describe('R48 What somebody claimed', () => {
  it('goes 30 days after it was closed, and 180 after it was claimed and forgotten', async () => {
    const start = server.now
    const sent = await send(30)
    await claim(sent)
    for (const { header } of sent.slice(0, 15)) await server.store.closeRequest(header.id, start - (start % HOUR) + DAY)
    await believed(start + 18 * DAY)
    await at(start + 30 * DAY)
    expect(await held()).toBe(30)
    await at(start + 31 * DAY)
    expect([await held(), traces(sent.slice(0, 15))]).toEqual([15, {}])
    await at(start + 179 * DAY)
    expect(await held()).toBe(15)
    await at(start + 180 * DAY)
    expect([await held(), traces(sent)]).toEqual([0, {}])
    expect(server.lines.filter((line) => 'swept' in line)).toEqual([
      { swept: 15, unread: 0 },
      { swept: 15, unread: 0 },
    ])
  })
})

describe('R48 The keys of a generation', () => {
  it('go once no roster in force names them and no request waits for them; with them those that were given up meanwhile', async () => {
    const maria = member('maria', 'a21')
    await server.store.putMember(maria)
    // 2 was made and never published, 9 is to come.
    for (const generation of [1, 2, 3, 9])
      await server.store.putInboxKey({ member: maria.id, generation, sealed: crypto.random(40) })
    const keys = async () => (await server.store.inboxKeys(maria.id)).map((key) => key.generation)
    await send(1)
    await at(server.now + HOUR)
    const next = roster(2, roster(), { ngos: [ngo('a21', 3), ngo('gcr')] })
    expect((await server.put('roster', next)).status).toBe(204)
    await at(server.now + HOUR)
    expect(await keys()).toEqual([1, 2, 3, 9])
    await at(server.now + 14 * DAY)
    expect(await keys()).toEqual([3, 9])
  })

  it('leave their tombstones, without which a backup would bring back what was shredded last', async () => {
    const [one] = await send(1)
    const now = server.now
    const elsewhere = temporaryFolder()
    const file = join(elsewhere.path, 'a.backup')
    backup(folder.path, file, 7, now)
    await server.store.removeRequest(one!.header.id)
    expect((await server.put('roster', roster(2, roster(), { ngos: [ngo('a21', 2), ngo('gcr')] }))).status).toBe(204)
    await at(now + HOUR)
    const data = join(elsewhere.path, 'data')
    expect(await restore({ file, data, withdrawn: [folder.path], keep: KEEP, clock: () => now + HOUR })).toMatchObject({
      buried: 1,
    })
    // 14, 180 and 30 days, and 7 that backups live.
    elsewhere.remove()
    await believed(now + 200 * DAY)
    await at(now + 230 * DAY)
    expect(await server.store.tombstones([KEY])).toHaveLength(1)
    await at(now + 232 * DAY)
    expect(await server.store.tombstones([KEY])).toEqual([])
  })

  it('stay while a panel that has the roster of before may still send', async () => {
    const maria = member('maria', 'a21')
    await server.store.putMember(maria)
    await server.store.putInboxKey({ member: maria.id, generation: 1, sealed: crypto.random(40) })
    const keys = async () => (await server.store.inboxKeys(maria.id)).length
    await at(server.now - (server.now % HOUR) + 2 * HOUR - 300)
    expect((await server.put('roster', roster(2, roster(), { ngos: [ngo('a21', 2), ngo('gcr')] }))).status).toBe(204)
    await at(server.now + 300)
    expect(await keys()).toBe(1)
    await at(server.now + HOUR)
    expect(await keys()).toBe(0)
  })
})

describe('R48 A copy made before an update', () => {
  it('goes after seven days, also while the server runs', async () => {
    copyBefore()
    const made = server.now - 8 * DAY
    utimesSync(join(folder.path, 'before-1.db'), made, made)
    await at(server.now + HOUR)
    expect(existsSync(join(folder.path, 'before-1.db'))).toBe(false)
  })

  it('R34 holds nothing any more that was removed, keeps the rest, and is as old as before', async () => {
    const [one, two] = await send(2)
    copyBefore()
    const made = Math.floor(Date.now() / 1000) - DAY
    utimesSync(join(folder.path, 'before-1.db'), made, made)
    await server.store.removeRequest(one!.header.id)
    expect(traces([one!])).toEqual({})
    expect(Object.keys(traces([two!]))).toContain('before-1.db')
    expect(statSync(join(folder.path, 'before-1.db')).mtimeMs / 1000).toBe(made)
  })
})
