import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { request as httpRequest } from 'node:http'
import Sqlite from 'better-sqlite3'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { fromBase64, sameBytes } from '../../shared/bytes.ts'
import { keyIdOf } from '../../shared/keys.ts'
import { BODY_SIZE, checkBody, readHeader } from '../../shared/wire.ts'
import { grind } from '../../shared/work.ts'
import { temporaryFolder } from './folder.ts'
import { NOW, boxKey, crypto, ngo, roster, sealedFor } from './network.ts'
import { type TestServer, codeOf, publishAll, startServer } from './server.ts'

const A21 = boxKey('a21 1')

/** An id as a panel makes it that had the time for it. */
const workedId = async (key: string): Promise<Uint8Array> => {
  const patience = { now: () => 0, pause: async () => {}, isWanted: () => true }
  return (await grind(crypto, keyIdOf(crypto, fromBase64(key)), patience))!
}

/** The limits go by the machine's clock, which nothing else here reads. */
const nextMinute = (): void => void vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 60_000 })
afterEach(() => void vi.useRealTimers())

describe('A person sends a sealed request', () => {
  let server: TestServer
  beforeAll(async () => {
    server = await startServer()
    await publishAll(server)
  })
  afterAll(() => server.stop())

  it.each([
    {},
    { 'content-type': 'text/plain' },
    { 'content-type': 'text/plain;charset=UTF-8' },
    { 'content-type': 'application/octet-stream' },
  ])('R38 and it is taken as %j', async (headers) => {
    const response = await server.post(sealedFor(A21), headers as Record<string, string>)
    expect(response.status).toBe(204)
    expect(await response.text()).toBe('')
  })

  it('and any site may, but never with credentials', async () => {
    const response = await server.post(sealedFor(A21), { origin: 'null' })
    const headers = Object.fromEntries(response.headers)
    for (const name of ['date', 'keep-alive', 'connection']) delete headers[name]
    expect(headers).toMatchInlineSnapshot(`
      {
        "access-control-allow-origin": "*",
        "cache-control": "no-store",
        "content-security-policy": "default-src 'none'; frame-ancestors 'none'",
        "cross-origin-opener-policy": "same-origin",
        "cross-origin-resource-policy": "cross-origin",
        "origin-agent-cluster": "?1",
        "permissions-policy": "accelerometer=(), autoplay=(), browsing-topics=(), camera=(), display-capture=(), encrypted-media=(), fullscreen=(), geolocation=(), gyroscope=(), hid=(), idle-detection=(), local-fonts=(), magnetometer=(), microphone=(), midi=(), payment=(), picture-in-picture=(), screen-wake-lock=(), serial=(), usb=(), xr-spatial-tracking=()",
        "referrer-policy": "no-referrer",
        "strict-transport-security": "max-age=63072000",
        "x-content-type-options": "nosniff",
        "x-dns-prefetch-control": "off",
      }
    `)
  })

  it('R34 and after it was removed it is not taken again: the sender is told 204, and nothing is stored', async () => {
    const body = sealedFor(A21)
    const { id, keyId } = readHeader(checkBody(body))
    expect((await server.post(body)).status).toBe(204)
    expect(await server.store.removeRequest(id)).toBe(true)
    const events = server.events.length
    const again = await server.post(body)
    expect([again.status, await again.text()]).toEqual([204, ''])
    expect(await server.store.findRequest(id, [keyId])).toBeUndefined()
    expect(server.events).toHaveLength(events)
  })

  it('and a browser that asks first is allowed to', async () => {
    const response = await server.get('/api/requests', {
      method: 'OPTIONS',
      headers: { origin: 'https://site.example', 'access-control-request-method': 'POST' },
    })
    expect(response.status).toBe(204)
    expect(response.headers.get('access-control-allow-origin')).toBe('*')
    expect(response.headers.get('access-control-allow-methods')).toBe('POST')
    expect(response.headers.get('access-control-allow-headers')).toBe('content-type')
    expect(response.headers.get('access-control-allow-credentials')).toBeNull()
  })

  it('and sending it again changes nothing', async () => {
    const body = sealedFor(A21)
    expect((await server.post(body)).status).toBe(204)
    const stored = server.events.length
    expect((await server.post(body)).status).toBe(204)
    expect(server.events.length).toBe(stored)
  })

  it('and other bytes under the same id are a conflict', async () => {
    const id = crypto.random(16)
    await server.post(sealedFor(A21, 1, id))
    expect(await codeOf(await server.post(sealedFor(A21, 2, id)))).toBe('409 request-conflict')
  })

  it('and what is too short or of another version is refused by name', async () => {
    expect(await codeOf(await server.post(sealedFor(A21).slice(1)))).toBe('400 request-length')
    expect(await codeOf(await server.post(null))).toBe('400 request-length')
    const newer = sealedFor(A21).slice()
    newer[0] = 2
    expect(await codeOf(await server.post(newer))).toBe('400 request-version')
  })

  it.each([BODY_SIZE + 1, 100_000, 5_000_000])(
    'and %d bytes are too many, which is said without a broken pipe',
    async (size) => {
      const response = await server.post(new Uint8Array(size))
      expect(response.headers.get('access-control-allow-origin')).toBe('*')
      expect(await codeOf(response)).toBe('413 too-large')
    },
  )

  it('and a body without end is cut off', async () => {
    const status = await new Promise<number>((resolve, reject) => {
      const out = httpRequest(`${server.url}/api/requests`, { method: 'POST' })
      out.on('response', (response) => resolve(response.statusCode!))
      out.on('error', reject)
      const more = (): void =>
        void (out.destroyed || out.write(Buffer.alloc(65_536), (error) => error || setImmediate(more)))
      more()
    })
    expect(status).toBe(413)
  })

  it('and another kind of body is refused, since a browser would ask first for it', async () => {
    for (const type of ['application/json', 'application/x-www-form-urlencoded', 'nonsense'])
      expect(await codeOf(await server.post(sealedFor(A21), { 'content-type': type }))).toBe('415 unsupported-media')
  })

  it('and a key that the roster does not name is gone', async () => {
    expect(await codeOf(await server.post(sealedFor(boxKey('nobody'))))).toBe('410 request-key-unknown')
  })

  it('and the row says the hour, and nothing finer', async () => {
    server.now += 1234
    await server.post(sealedFor(A21))
    const { rows } = await server.store.listRequests([sealedFor(A21).slice(17, 25) as never], null, 100)
    expect(new Set(rows.map((row) => row.hour % 3600))).toEqual(new Set([0]))
  })

  it('and whoever sends more than others is taken and marked, never refused', async () => {
    const busy = await startServer({ limit: 2 })
    await publishAll(busy)
    for (let i = 0; i < 4; i++) expect((await busy.post(sealedFor(A21))).status).toBe(204)
    const rows = async () =>
      (await busy.store.listRequests([sealedFor(A21).slice(17, 25) as never], null, 100)).rows.map((row) => row.check)
    expect((await rows()).sort()).toEqual([false, false, true, true])
    nextMinute()
    await busy.post(sealedFor(A21))
    expect((await rows()).filter((check) => !check)).toHaveLength(3)
    await busy.stop()
  })

  it('R38 and while more come than one may send, whoever worked for it is not marked, and all get the same answer', async () => {
    const busy = await startServer({ limit: 2, trustProxy: ['127.0.0.1'] })
    await publishAll(busy)
    const send = async (from: number, id?: Uint8Array) => {
      const response = await busy.post(sealedFor(A21, 1, id), { 'x-forwarded-for': `203.0.113.${from}` })
      return JSON.stringify([response.status, [...response.headers].filter(([name]) => name !== 'date')])
    }
    const worked = await workedId(A21)
    const answers = [await send(1), await send(2), await send(3), await send(4, worked)]
    expect(new Set(answers).size).toBe(1)
    const { rows } = await busy.store.listRequests([keyIdOf(crypto, fromBase64(A21))], null, 100)
    expect(rows.filter(({ check }) => check)).toHaveLength(1)
    expect(rows.find(({ id }) => sameBytes(id, worked))!.check).toBe(false)
    await busy.stop()
  })

  it('and a flood from one address meets a busy server, all others do not', async () => {
    const flooded = await startServer({ limit: 1, trustProxy: ['127.0.0.1'] })
    await publishAll(flooded)
    const from = (address: string) => flooded.post(sealedFor(A21), { 'x-forwarded-for': address })
    for (let i = 0; i < 100; i++) expect((await from('203.0.113.1')).status).toBe(204)
    const refused = await from('203.0.113.1')
    expect(refused.headers.get('retry-after')).toMatch(/^\d+$/)
    expect(await codeOf(refused)).toBe('503 server-busy')
    expect((await from('203.0.113.2')).status).toBe(204)
    nextMinute()
    expect((await from('203.0.113.1')).status).toBe(204)
    await flooded.stop()
  })

  it('and is told when the database is gone; health says so too, until it is back', async () => {
    const gone = await startServer()
    await publishAll(gone)
    const file = join(gone.data, 'mitos.db')
    const other = new Sqlite(file)
    other.pragma('wal_checkpoint(TRUNCATE)')
    other.close()
    const copy = readFileSync(file)
    rmSync(file)
    const [sent, health] = await Promise.all([gone.post(sealedFor(A21)), gone.get('/healthz')])
    expect([await codeOf(sent), await codeOf(health)]).toEqual(['503 store-failed', '503 store-failed'])
    writeFileSync(file, copy, { mode: 0o600 })
    expect(await (await gone.get('/healthz')).text()).toBe('{"ok":true}')
    expect((await gone.post(sealedFor(A21))).status).toBe(204)
    await gone.stop()
  })

  it('and is told when it could not be kept; health says so too, until it works again', async () => {
    const other = new Sqlite(join(server.data, 'mitos.db'))
    other.exec('BEGIN IMMEDIATE')
    const [sent, health] = await Promise.all([server.post(sealedFor(A21)), server.get('/healthz')])
    expect([await codeOf(sent), await codeOf(health)]).toEqual(['503 store-failed', '503 store-failed'])
    other.exec('ROLLBACK')
    other.close()
    expect((await server.post(sealedFor(A21))).status).toBe(204)
    expect(await (await server.get('/healthz')).text()).toBe('{"ok":true}')
  })
})

describe('When the roster changes', () => {
  let server: TestServer
  beforeAll(async () => {
    server = await startServer()
    await publishAll(server)
  })
  afterAll(() => server.stop())

  it('a panel that was open may still send for fifteen minutes, and not to a key that is revoked', async () => {
    const first = roster()
    const second = roster(2, first, {
      ngos: [ngo('a21', 2), ngo('gcr', 2)],
      revoked: [boxKey('gcr 1')],
    })
    expect((await server.put('roster', second)).status).toBe(204)
    expect((await server.post(sealedFor(boxKey('a21 2')))).status).toBe(204)
    expect((await server.post(sealedFor(boxKey('a21 1')))).status).toBe(204)
    expect(await codeOf(await server.post(sealedFor(boxKey('gcr 1'))))).toBe('410 request-key-unknown')
    server.now += 899
    expect((await server.post(sealedFor(boxKey('a21 1')))).status).toBe(204)
    server.now += 1
    expect(await codeOf(await server.post(sealedFor(boxKey('a21 1'))))).toBe('410 request-key-unknown')
  })
})

describe('After a restart', () => {
  it.each([
    ['long ago, to an older key nobody may send', -3600, 0],
    ['just now, to an older key one may send until fifteen minutes after it was issued', 0, 900],
  ] as const)('where the roster was issued %s', async (_, issued, grace) => {
    const folder = temporaryFolder()
    const data = join(folder.path, 'data')
    const before = await startServer({ data })
    await publishAll(before)
    const second = roster(2, roster(), { issued: NOW + issued, ngos: [ngo('a21', 2), ngo('gcr')] })
    expect((await before.put('roster', second)).status).toBe(204)
    await before.stop()
    const after = await startServer({ data })
    if (grace) {
      after.now = NOW + grace - 1
      expect((await after.post(sealedFor(A21))).status).toBe(204)
      after.now = NOW + grace
    }
    expect(await codeOf(await after.post(sealedFor(A21)))).toBe('410 request-key-unknown')
    expect((await after.post(sealedFor(boxKey('a21 2')))).status).toBe(204)
    await after.stop()
    folder.remove()
  })
})

describe('Behind a proxy', () => {
  it.each([
    ['that the operator vouches for, each person is counted alone', ['127.0.0.1'], [false, false, true, true]],
    ['that nobody vouches for, nobody can choose what they are counted as', [], [false, true, true, true]],
  ] as const)('%s', async (_, trustProxy, marked) => {
    const server = await startServer({ limit: 1, trustProxy })
    await publishAll(server)
    for (const address of ['203.0.113.1', '203.0.113.2', '203.0.113.1', '203.0.113.1'])
      expect((await server.post(sealedFor(A21, 1, await workedId(A21)), { 'x-forwarded-for': address })).status).toBe(
        204,
      )
    const { rows } = await server.store.listRequests([sealedFor(A21).slice(17, 25) as never], null, 100)
    expect(rows.map((row) => row.check).sort()).toEqual([...marked].sort())
    await server.stop()
  })
})
