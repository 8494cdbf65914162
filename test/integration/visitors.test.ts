import { once } from 'node:events'
import { connect } from 'node:net'
import { rmSync, statSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import Sqlite from 'better-sqlite3'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { toBase64 } from '../../shared/bytes.ts'
import { fastClock } from '../support/fastClock.ts'
import { filesWith, findIn } from '../support/canary.ts'
import { ask } from '../support/wire.ts'
import { temporaryFolder } from './folder.ts'
import { boxKey, release, root, roster, sealedFor } from './network.ts'
import { type ServerProcess, startProcess } from './process.ts'

/** Where the visitor really is (all of 127/8 is this machine), and where a proxy says that they are. */
const VISITOR = '127.0.0.77'
const FAR = '203.0.113.77'
const CANARIES = [
  VISITOR,
  FAR,
  ...['agent', 'path', 'query', 'referer', 'cookie', 'name', 'body'].map((one) => `canary-${one}`),
]
const HEADERS = {
  'x-forwarded-for': FAR,
  'x-real-ip': FAR,
  forwarded: `for=${FAR}`,
  'user-agent': 'canary-agent',
  referer: 'https://canary-referer.example/',
  cookie: '__Host-mitos=canary-cookie',
}
/** As process.ts starts it. */
const ORIGIN = 'http://127.0.0.1:8080'
const CRASHING = fileURLToPath(new URL('../support/crashing.mjs', import.meta.url))

let folder: ReturnType<typeof temporaryFolder>
let data: string
beforeEach(() => {
  folder = temporaryFolder()
  data = join(folder.path, 'data')
})
afterEach(() => folder.remove())

const start = (environment: Record<string, string> = {}): Promise<ServerProcess> =>
  startProcess(data, { MITOS_TRUST_PROXY: VISITOR, ...environment })
const put = async (server: ServerProcess): Promise<void> => {
  for (const [kind, document] of Object.entries({ root: root(), release: release(), roster: roster() })) {
    const headers = { 'content-type': 'application/json' }
    const answer = await ask(`${server.url}/trust/${kind}`, { method: 'PUT', headers, body: JSON.stringify(document) })
    expect(answer.status).toBe(204)
  }
}
const visit = (
  server: ServerProcess,
  path: string,
  question: { method?: string; body?: Uint8Array | string; headers?: object } = {},
) => ask(server.url + path, { ...question, headers: { ...HEADERS, ...question.headers }, from: VISITOR })

const found = async (server: ServerProcess): Promise<readonly string[]> => {
  const inFiles = await Promise.all(CANARIES.map(async (one) => ((await filesWith(data, one)).length ? [one] : [])))
  return [...inFiles.flat(), ...CANARIES.filter((one) => findIn(server.output(), one))]
}
/** A part of a request, on a connection that stays open. */
async function begun(server: ServerProcess, bytes: string) {
  const socket = connect({ port: Number(new URL(server.url).port), host: '127.0.0.1', localAddress: VISITOR })
  socket.on('error', () => undefined)
  await once(socket, 'connect')
  socket.write(bytes)
  return socket
}
const lines = (first: string): string =>
  `${first} HTTP/1.1\r\nHost: x\r\n${Object.entries(HEADERS)
    .map(([name, value]) => `${name}: ${value}\r\n`)
    .join('')}`

describe('R39 Who visits leaves nothing at the server:', () => {
  it('asking, sending, failing, in no HTTP, and while it stops', async () => {
    const server = await start()
    await put(server)
    const json = { headers: { 'content-type': 'application/json', origin: ORIGIN }, method: 'POST' }
    const statuses = [
      await visit(server, '/canary-path?q=canary-query'),
      await visit(server, '/go?desk=GR&lang=canary-query'),
      await visit(server, '/healthz?canary-query'),
      await visit(server, '/api/requests', { method: 'POST', body: sealedFor(boxKey('a21 1')) }),
      await visit(server, '/api/requests?canary-query', { method: 'POST', body: 'canary-body' }),
      await visit(server, '/api/inbox/login', {
        ...json,
        body: JSON.stringify({ name: 'canary-name', login: toBase64(new Uint8Array(32)) }),
      }),
      await visit(server, '/api/inbox/requests?after=canary-query'),
      await visit(server, '/trust/roster', { ...json, method: 'PUT', body: '{"signed":"canary-body"}' }),
      await visit(server, '/%zz/canary-path'),
    ].map(({ status }) => status)
    expect(statuses).toEqual([404, 200, 200, 204, 400, 200, 401, 400, 400])

    // A file that cannot be read is a failure that nobody thought of.
    rmSync(join(data, 'w/panel.abc.js'))
    symlinkSync('panel.abc.js', join(data, 'w/panel.abc.js'))
    expect((await visit(server, '/w/panel.abc.js?canary-query')).status).toBe(500)
    rmSync(join(data, 'w/panel.abc.js'))

    const nonsense = await begun(server, 'canary-path canary-query\r\n\r\n')
    const cut = await begun(
      server,
      `${lines('POST /api/requests?canary-query')}Content-Length: 8281\r\n\r\ncanary-body`,
    )
    await once(nonsense.resume(), 'close')
    await visit(server, '/healthz')
    server.process.kill('SIGTERM')
    await expect.poll(() => visit(server, '/healthz').catch(() => 'refused')).toBe('refused')
    cut.destroy()
    expect(await server.ended).toBe(0)
    expect(server.output()).toContain('"code":"internal"')
    expect(await found(server)).toEqual([])
  })

  it.each(['/crash/thrown/canary-path', '/crash/promise/canary-path'])(
    'when the server ends by a bug at %s',
    async (path) => {
      const server = await start({ NODE_OPTIONS: `--import=${CRASHING}` })
      expect(await visit(server, '/crash/warning/canary-path').then(({ status }) => status)).toBe(404)
      await visit(server, `${path}?canary-query`).catch(() => undefined)
      expect(await server.ended).toBe(1)
      expect(server.output()).toMatch(/mitos: Warning\n/)
      expect(server.output()).toMatch(/mitos ends: internal, at .*crashing\.mjs:\d+:\d+\)?\n$/)
      expect(await found(server)).toEqual([])
    },
  )

  it('no time finer than the hour, of anything that anybody did', async () => {
    const server = await start()
    await put(server)
    for (let i = 0; i < 3; i++)
      await visit(server, '/api/requests', { method: 'POST', body: sealedFor(boxKey('a21 1')) })
    server.process.kill('SIGKILL')
    await server.ended
    const database = new Sqlite(join(data, 'mitos.db'))
    const tables = database.prepare("SELECT name FROM sqlite_master WHERE type = 'table'").pluck().all() as string[]
    const numbers = tables.flatMap((table) =>
      (database.prepare(`SELECT * FROM "${table}"`).all() as Record<string, unknown>[]).flatMap((row) =>
        Object.entries(row).flatMap(([column, value]) =>
          typeof value === 'number' ? [[`${table}.${column}`, value] as const] : [],
        ),
      ),
    )
    database.close()
    expect(numbers.filter(([column]) => column === 'requests.hour')).toHaveLength(3)
    const times = numbers.filter(([column, value]) => value > 1e9 && !column.startsWith('__'))
    expect(times.filter(([, value]) => value % 3600)).toEqual([])
  })

  it('no date of a file, and no order of writes, that is older than a minute', async () => {
    // A minute of the server's is less than a second of ours.
    const server = await start(fastClock(100))
    await put(server)
    const log = join(data, 'mitos.db-wal')
    await expect.poll(() => statSync(log).size).toBe(0)
    const before = statSync(join(data, 'mitos.db')).mtimeMs
    await visit(server, '/api/requests', { method: 'POST', body: sealedFor(boxKey('a21 1')) })
    await expect.poll(() => statSync(log).size).toBe(0)
    // Nobody comes, and the dates go on.
    await expect.poll(() => statSync(join(data, 'mitos.db')).mtimeMs).toBeGreaterThan(before)
    const quiet = statSync(join(data, 'mitos.db')).mtimeMs
    await expect.poll(() => statSync(join(data, 'mitos.db')).mtimeMs, { timeout: 5000 }).toBeGreaterThan(quiet)
    server.process.kill('SIGKILL')
    await server.ended
  })
})
