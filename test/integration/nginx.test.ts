import { createHash } from 'node:crypto'
import { readFileSync, readdirSync } from 'node:fs'
import { connect as connectHttp2 } from 'node:http2'
import { type TLSSocket, connect } from 'node:tls'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { outerCap } from '../../shared/signed.ts'
import { BODY_SIZE } from '../../shared/wire.ts'
import { type Answer, ask, headerOf, speak } from '../support/wire.ts'
import { type BehindNginx, NOWHERE, askNginx, startBehindNginx, withNginx } from './behindNginx.ts'
import { boxKey, sealedFor } from './network.ts'
import { startServer } from './server.ts'

const PANEL = readdirSync('dist/w').find((name) => /^panel\..*\.js$/.test(name))!
let mitos: BehindNginx
beforeAll(async () => {
  mitos = await startBehindNginx()
})
afterAll(() => mitos?.stop())

const send = (size: number, path = '/api/requests', to = mitos.nginx): Promise<Answer> =>
  askNginx(to, path, { method: path.startsWith('/trust') ? 'PUT' : 'POST', body: new Uint8Array(size) })
const said = ({ status, body }: Answer): string => `${status} ${(JSON.parse(body.toString()) as { code: string }).code}`
/** The server sends it with every answer of its own, and nginx with none. */
const isServers = (answer: Answer): boolean => headerOf(answer, 'permissions-policy') !== undefined

describe('What the server answers comes through nginx', () => {
  /** What belongs to one connection, not to the answer. */
  const HOP = new Set(['connection', 'keep-alive', 'transfer-encoding', 'date', 'server'])
  const SAMPLES: Readonly<Record<string, string>> = {
    ':name': PANEL,
    ':file': '1.json',
    ':id': 'AAAAAAAAAAAAAAAAAAAAAA',
  }
  const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']

  /** Every route that the server has, as it says itself. */
  async function routes(): Promise<readonly string[]> {
    const own = await startServer()
    const tree = own.app.printRoutes({ commonPrefix: false })
    await own.stop()
    const above: string[] = []
    return tree.split('\n').flatMap((line) => {
      const [, indent, part] = /^([│ ]*)[├└]── (\S+) \(/.exec(line) ?? []
      if (!part) return []
      const depth = indent!.length / 4
      above[depth] = (above[depth - 1] ?? '') + part
      return [above[depth]]
    })
  }
  const lasting = (answer: Answer) =>
    answer.headers
      .filter(([name]) => !HOP.has(name))
      .map(([name, value]) => (name === 'etag' || name === 'content-length' ? name : `${name}: ${value}`))
      .sort()

  it('with each of its headers once and none besides, on every route and by every method', async () => {
    const all = await routes()
    expect(all).toContain('/api/inbox/requests/:id/claim')
    expect(all.length).toBeGreaterThanOrEqual(19)
    for (const route of all)
      for (const method of METHODS) {
        const path = route.replace(/:\w+/g, (name) => SAMPLES[name] ?? 'x')
        const question = { method, headers: { 'accept-encoding': 'gzip, br' } }
        const [front, back] = await Promise.all([mitos.through(path, question), mitos.directly(path, question)])
        const of = (answer: Answer) => ({ method, path, status: answer.status, headers: lasting(answer) })
        expect(of(front)).toEqual(of(back))
        const names = front.headers.map(([name]) => name)
        expect({ method, path, names }).toEqual({ method, path, names: [...new Set(names)] })
        expect(headerOf(front, 'strict-transport-security')).toBe('max-age=63072000')
      }
  })

  it('without the version of nginx', async () => {
    expect(headerOf(await mitos.through('/healthz'), 'server')).toBe('nginx')
    expect(headerOf(await ask(mitos.nginx.plain), 'server')).toBe('nginx')
  })

  it.each(['br', 'gzip', 'identity'])('byte for byte as the build compressed it (%s)', async (encoding) => {
    const ending = { br: '.br', gzip: '.gz', identity: '' }[encoding]
    for (const name of readdirSync('dist/w').filter((one) => !/\.(br|gz)$/.test(one))) {
      const built = [`dist/w/${name}${ending}`, `dist/w/${name}`].find((one) =>
        readdirSync('dist/w').includes(one.slice(7)),
      )!
      const answer = await mitos.through(`/w/${name}`, { headers: { 'accept-encoding': encoding } })
      expect([name, createHash('sha256').update(answer.body).digest('hex')]).toEqual([
        name,
        createHash('sha256').update(readFileSync(built)).digest('hex'),
      ])
    }
  })

  it('and what a browser has already is not sent again, and no part of a file alone', async () => {
    const etag = headerOf(await mitos.through(`/w/${PANEL}`), 'etag')!
    const again = await mitos.through(`/w/${PANEL}`, { headers: { 'if-none-match': etag } })
    expect([again.status, again.body.length, headerOf(again, 'etag')]).toEqual([304, 0, etag])
    const part = await mitos.through(`/w/${PANEL}`, { headers: { range: 'bytes=0-9', 'accept-encoding': 'identity' } })
    expect([part.status, part.body.equals(readFileSync(`dist/w/${PANEL}`))]).toEqual([200, true])
  })

  it('over HTTP/2 as well', async () => {
    const session = connectHttp2(mitos.nginx.origin, { ca: mitos.nginx.certificate })
    const stream = session.request({ ':path': '/healthz' })
    const status = await new Promise((resolve, reject) => {
      stream.on('response', (headers) => resolve(headers[':status']))
      session.on('error', reject)
    })
    session.destroy()
    expect(status).toBe(200)
  })
})

describe('A request', () => {
  it('of the right size is taken, and one that is a little longer hears the server itself', async () => {
    const body = sealedFor(boxKey('a21 1'))
    expect(body.length).toBe(BODY_SIZE)
    expect((await mitos.through('/api/requests', { method: 'POST', body })).status).toBe(204)
    const long = await send(9000)
    expect([said(long), isServers(long)]).toEqual(['413 too-large', true])
    expect(long.body).toEqual(
      (await mitos.directly('/api/requests', { method: 'POST', body: new Uint8Array(9000) })).body,
    )
  })

  it.each([
    ['/api/inbox/login', 70_000],
    ['/trust/release', outerCap('release') + 1],
    ['/trust/roster', outerCap('roster') + 1],
  ])('to %s of %i bytes is refused by the server itself', async (path, size) => {
    const answer = await send(size, path)
    expect(isServers(answer)).toBe(true)
    expect(answer.status).toBeLessThan(500)
  })

  it.each([
    ['/api/requests', 20_000],
    ['/api/requests', 5_000_000],
    ['/api/inbox/login', 200_000],
    ['/trust/roster', 5_000_000],
  ])('to %s of %i bytes is refused by nginx, and any page hears the same code', async (path, size) => {
    const answer = await send(size, path)
    expect([said(answer), isServers(answer)]).toEqual(['413 too-large', false])
    expect(answer.body).toEqual(
      (await mitos.directly('/api/requests', { method: 'POST', body: new Uint8Array(9000) })).body,
    )
    expectNginxsOwn(answer)
  })

  it('while the server is away hears so, from any page', async () => {
    await withNginx({ upstream: NOWHERE }, async (other) => {
      for (const path of ['/api/requests', '/trust/chain.json', `/w/${PANEL}`]) {
        const answer = await send(BODY_SIZE, path, other)
        expect([said(answer), headerOf(answer, 'retry-after')]).toEqual(['503 server-busy', '30'])
        expectNginxsOwn(answer)
      }
    })
  })

  it.each([
    ['is no HTTP', '\0\u0001\r\n\r\n', '400 bad-input'],
    ['names no host', 'GET / HTTP/1.1\r\n\r\n', '400 bad-input'],
    ['climbs out of the root', 'GET /../x HTTP/1.1\r\nHost: x\r\n\r\n', '400 bad-input'],
    [
      'is framed in two ways',
      'POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\nx',
      '400 bad-input',
    ],
    ['has a header that is too long', `GET / HTTP/1.1\r\nHost: x\r\nX: ${'x'.repeat(9000)}\r\n\r\n`, '400 bad-input'],
    ['has an address that is too long', `GET /${'x'.repeat(9000)} HTTP/1.1\r\nHost: x\r\n\r\n`, '414 bad-input'],
    ['asks for an echo', 'TRACE / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n', '405 method-not-allowed'],
    [
      'asks for what nginx says when it refuses',
      'GET /mitos-refused HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n',
      '404 not-found',
    ],
  ])('that %s is refused by nginx without its brand', async (_, bytes, code) => {
    const heard = await speak(mitos.port, bytes)
    const [head, body] = heard.split('\r\n\r\n') as [string, string]
    const [first, ...lines] = head.split('\r\n')
    const headers = lines.map((line) => [line.split(': ')[0]!.toLowerCase(), line.split(': ')[1]!] as const)
    const answer = { status: Number(first!.split(' ')[1]), headers, body: Buffer.from(body) }
    expect(said(answer)).toBe(code)
    expectNginxsOwn(answer)
  })

  it('that comes without TLS is sent to https, with its path', async () => {
    for (const method of ['GET', 'POST']) {
      const answer = await ask(`${mitos.nginx.plain}/go?desk=GR`, { method })
      expect([answer.status, headerOf(answer, 'location')]).toEqual([308, 'https://127.0.0.1/go?desk=GR'])
    }
  })
})

/** A problem of nginx's own: open to any page, kept by nobody, each header once, no brand in the body. */
function expectNginxsOwn(answer: Answer): void {
  expect(answer.body.toString()).not.toMatch(/nginx|<html/i)
  const names = ['connection', 'content-length', 'content-type', 'date', 'server']
  const own = Object.fromEntries(answer.headers.filter(([name]) => !names.includes(name) && name !== 'retry-after'))
  expect(own).toEqual({
    'access-control-allow-origin': '*',
    'cache-control': 'no-store',
    'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
    'cross-origin-resource-policy': 'cross-origin',
    'referrer-policy': 'no-referrer',
    'strict-transport-security': 'max-age=63072000',
    'x-content-type-options': 'nosniff',
  })
  expect(headerOf(answer, 'content-type')).toBe('application/problem+json')
  expect(new Set(answer.headers.map(([name]) => name)).size).toBe(answer.headers.length)
}

describe('TLS', () => {
  const shake = (options: object): Promise<string> =>
    new Promise((resolve) => {
      const socket: TLSSocket = connect(
        { port: mitos.port, host: '127.0.0.1', ca: mitos.nginx.certificate, ...options },
        () => {
          resolve(`${socket.getProtocol()} ${socket.getCipher().name}`)
          socket.destroy()
        },
      )
      socket.on('error', () => resolve('refused'))
    })

  it('is of today, with a key for each connection', async () => {
    expect(await shake({})).toMatch(/^TLSv1\.3 /)
    expect(await shake({ maxVersion: 'TLSv1.2' })).toMatch(/^TLSv1\.2 ECDHE-/)
    const old = 'ALL:@SECLEVEL=0'
    expect(await shake({ minVersion: 'TLSv1', maxVersion: 'TLSv1.1', ciphers: old })).toBe('refused')
    expect(await shake({ maxVersion: 'TLSv1.2', ciphers: 'AES128-SHA:AES128-GCM-SHA256' })).toBe('refused')
    expect(await shake({ maxVersion: 'TLSv1.2', ciphers: 'ECDHE-ECDSA-AES128-SHA' })).toBe('refused')
  })

  it('gives out no ticket that reads back what was said', async () => {
    const ticket = await new Promise((resolve) => {
      const socket = connect(
        { port: mitos.port, host: '127.0.0.1', ca: mitos.nginx.certificate, maxVersion: 'TLSv1.2' },
        () => {
          resolve(socket.getTLSTicket())
          socket.destroy()
        },
      )
    })
    expect(ticket).toBeUndefined()
  })
})

describe('A client that only holds on', () => {
  const opened: TLSSocket[] = []
  afterAll(() => opened.forEach((socket) => socket.destroy()))
  const part = 'POST /api/requests HTTP/1.1\r\nHost: x\r\nContent-Length: 8281\r\n\r\nx'

  it('is let go where no header comes, and where no more of a body comes', async () => {
    const changes = [
      ['client_header_timeout 10s;', 'client_header_timeout 1s;'],
      ['client_body_timeout 30s;', 'client_body_timeout 1s;'],
    ] as const
    await withNginx({ upstream: mitos.upstream, changes }, async ({ origin }) => {
      const hasty = Number(new URL(origin).port)
      // They end at all, which they do not by themselves.
      expect(await speak(hasty, 'GET / HTTP/1.1\r\nHost: x\r\n')).toBe('')
      expect(await speak(hasty, part)).toBe('')
    })
  })

  it('waits in memory, does not reach the server, and has 200 places at most', async () => {
    const open = (): Promise<void> =>
      new Promise((resolve, reject) => {
        const socket = connect({ port: mitos.port, host: '127.0.0.1', ca: mitos.nginx.certificate }, () =>
          socket.write(part + 'x'.repeat(8000), () => resolve()),
        )
        socket.on('error', reject)
        opened.push(socket)
      })
    await Promise.all(Array.from({ length: 200 }, open))
    await expect.poll(async () => (await mitos.through('/healthz')).status, { timeout: 10_000 }).toBe(503)
    const refused = await mitos.through('/healthz')
    expect(said(refused)).toBe('503 server-busy')
    expectNginxsOwn(refused)
    expect(await (await fetch(`${mitos.server.url}/healthz`)).json()).toEqual({ ok: true })
    expect((await mitos.nginx.openFiles()).filter((file) => file.includes('/client_body/'))).toEqual([])
    opened.forEach((socket) => socket.destroy())
    await expect.poll(async () => (await mitos.through('/healthz')).status, { timeout: 10_000 }).toBe(200)
  })
})
