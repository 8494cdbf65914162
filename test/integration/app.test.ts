import { connect } from 'node:net'
import { readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { createHash } from 'node:crypto'
import { inflateSync } from 'node:zlib'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { WebFiles } from '../../server/webFiles.ts'
import { temporaryFolder } from './folder.ts'
import { beginning, rowsOf, write } from './caseOf.ts'
import { sealedRequest } from './caseRequest.ts'
import { BUILT, INBOX_HTML, boxKey, sealedFor } from './network.ts'
import { type TestServer, codeOf, publishAll, startServer } from './server.ts'
import { logIn, teamServer } from './team.ts'

let server: TestServer
beforeAll(async () => {
  server = await startServer()
  await publishAll(server)
})
afterAll(() => server.stop())

const visible = (response: Response) => {
  const headers = Object.fromEntries(response.headers)
  for (const name of ['date', 'keep-alive', 'connection', 'permissions-policy']) delete headers[name]
  return headers
}

it('R22 every answer forbids cameras, microphones, places and screens to pages of ours', async () => {
  for (const path of [
    '/',
    '/go',
    '/embed',
    '/inbox/',
    '/w/loader.abc.js',
    '/w/lang-en.abc.json',
    '/trust/chain.json',
    '/healthz',
    '/none',
  ]) {
    const { headers } = await server.get(path)
    const policy = headers.get('permissions-policy') ?? ''
    for (const feature of ['camera', 'microphone', 'geolocation', 'display-capture', 'usb', 'serial', 'hid'])
      expect([path, policy.split(', ').includes(`${feature}=()`)]).toEqual([path, true])
  }
})

describe('Files that run in browsers', () => {
  it('are cached for ever where they never change, from any site', async () => {
    const response = await server.get('/w/loader.abc.js', { headers: { 'accept-encoding': 'identity' } })
    expect(await response.text()).toBe(BUILT['loader.abc.js'])
    expect(visible(response)).toMatchInlineSnapshot(`
      {
        "access-control-allow-origin": "*",
        "cache-control": "public, max-age=31536000, immutable",
        "content-length": "8",
        "content-security-policy": "default-src 'none'; sandbox; frame-ancestors 'none'",
        "content-type": "application/javascript; charset=utf-8",
        "cross-origin-opener-policy": "same-origin",
        "cross-origin-resource-policy": "cross-origin",
        "etag": "W/"/A4AyDeBy0SH4jSfdkt5vQ"",
        "origin-agent-cluster": "?1",
        "referrer-policy": "no-referrer",
        "strict-transport-security": "max-age=63072000",
        "vary": "accept-encoding",
        "x-content-type-options": "nosniff",
        "x-dns-prefetch-control": "off",
      }
    `)
  })

  it('leave no trace in a cache where opening the panel loads them', async () => {
    for (const name of ['panel.abc.js', 'seal.abc.js', 'lang-en.abc.json']) {
      const { headers } = await server.get(`/w/${name}`)
      expect(headers.get('cache-control')).toBe('no-store')
      expect(headers.get('cdn-cache-control')).toBe('public, max-age=31536000')
    }
  })

  it.each(['br', 'gzip'])('come compressed by the build as %s', async (encoding) => {
    const response = await server.get('/w/lang-en.abc.json', { headers: { 'accept-encoding': encoding } })
    expect(response.headers.get('content-encoding')).toBe(encoding)
    expect(response.headers.get('content-type')).toMatch(/^application\/json/)
    expect(await response.text()).toBe(BUILT['lang-en.abc.json'])
  })

  it('are not sent twice, nor in parts, and can be asked about', async () => {
    const first = await server.get('/w/panel.abc.js')
    const known = { headers: { 'if-none-match': first.headers.get('etag')! } }
    expect((await server.get('/w/panel.abc.js', known)).status).toBe(304)
    expect((await server.get('/w/panel.abc.js', { headers: { range: 'bytes=0-1' } })).status).toBe(200)
    const head = await server.get('/w/panel.abc.js', { method: 'HEAD' })
    expect([head.status, await head.text()]).toEqual([200, ''])
  })

  it('are only those below w/, by their own names', async () => {
    for (const name of ['none.js', 'panel.abc.js.br', '.panel', '..%2fmitos.db', '%2e%2e%2fmitos.db', '', 'a/b', '%00'])
      expect([name, await codeOf(await server.get(`/w/${name}`))]).toEqual([name, '404 not-found'])
    expect(await codeOf(await server.get('/w/%zz'))).toBe('400 bad-input')
  })

  it('stay when a newer build comes, and are never replaced', () => {
    const built = temporaryFolder()
    const folder = join(server.data, 'w')
    const open = (): WebFiles => new WebFiles(built.path, folder)
    writeFileSync(join(built.path, 'panel.def.js'), 'newer()')
    expect(open().sha384('panel.def.js')).toBe(createHash('sha384').update('newer()').digest('base64'))
    expect(readFileSync(join(folder, 'panel.abc.js'), 'utf8')).toBe('panel()')
    expect(statSync(join(folder, 'panel.def.js')).mode & 0o077).toBe(0)
    writeFileSync(join(built.path, 'panel.def.js'), 'other()')
    expect(open).toThrow(expect.objectContaining({ code: 'store-unsafe' }))
    writeFileSync(join(built.path, 'panel.def.js'), 'newer()')
    // Another version of Node compresses differently.
    writeFileSync(join(built.path, 'panel.abc.js.br'), 'other')
    expect(open).not.toThrow()
    expect(readdirSync(folder).filter((name) => name.endsWith('.new'))).toEqual([])
    built.remove()
  })
})

describe('The inbox', () => {
  it('is the one of the release in force, and may run nothing but what stands in it', async () => {
    const response = await server.get('/inbox/')
    expect(await response.text()).toBe(INBOX_HTML)
    const hash = (text: string) => createHash('sha256').update(text).digest('base64')
    expect(response.headers.get('content-security-policy')).toBe(
      `default-src 'none'; script-src 'sha256-${hash('console.log(1)')}' 'wasm-unsafe-eval'; ` +
        `style-src 'sha256-${hash('p{margin:0}')}'; connect-src 'self'; ` +
        'img-src data: https://mitos.example/inbox/dot-192.png https://mitos.example/inbox/dot-512.png; ' +
        'worker-src blob: https://mitos.example/inbox/sw.js; manifest-src https://mitos.example/inbox/list.webmanifest; ' +
        `form-action 'none'; base-uri 'none'; frame-ancestors 'none'`,
    )
    expect(response.headers.get('cache-control')).toBe('no-store')
    expect(response.headers.get('access-control-allow-origin')).toBeNull()
    expect(response.headers.get('content-type')).toMatch(/^text\/html/)
  })

  it('can be installed, under a name, a dot and colours that say nothing', async () => {
    const response = await server.get('/inbox/list.webmanifest')
    expect(response.headers.get('content-type')).toBe('application/manifest+json; charset=utf-8')
    const manifest = (await response.json()) as { icons: { src: string; sizes: string }[] }
    expect(manifest).toMatchObject({ name: 'List', short_name: 'List', start_url: '/inbox/', scope: '/inbox/' })
    expect(JSON.stringify(manifest)).not.toMatch(/mitos|help|ngo/i)
    for (const { src, sizes } of manifest.icons) {
      const icon = await server.get(src)
      expect([icon.headers.get('content-type'), icon.headers.get('access-control-allow-origin')]).toEqual([
        'image/png',
        null,
      ])
      const png = Buffer.from(await icon.arrayBuffer())
      const size = png.readUInt32BE(16)
      expect(`${size}x${size}`).toBe(sizes)
      const rows = inflateSync(png.subarray(41, 41 + png.readUInt32BE(33)))
      const grey = (x: number, y: number) => rows[y * (size + 1) + 1 + x]
      // A grey dot on white, and a mask that cuts a circle of four fifths off takes nothing of it.
      expect([grey(0, 0), grey(size / 2, size / 2), grey(Math.round(size * 0.12), size / 2)]).toEqual([255, 0x88, 255])
    }
  })

  it('is found without its slash', async () => {
    const response = await server.get('/inbox', { redirect: 'manual' })
    expect([response.status, response.headers.get('location')]).toEqual([308, '/inbox/'])
  })

  it('is not served when its file is not the one that was signed', async () => {
    const folder = temporaryFolder()
    const data = join(folder.path, 'data')
    const first = await startServer({ data })
    expect(await codeOf(await first.get('/inbox/'))).toBe('503 chain-unreachable')
    await publishAll(first)
    await first.stop()
    writeFileSync(join(data, 'w/inbox.abc.html'), 'tampered')
    const second = await startServer({ data }, {})
    expect(await codeOf(await second.get('/inbox/'))).toBe('503 release-unknown')
    await second.stop()
    folder.remove()
  })
})

describe('Whatever goes wrong', () => {
  it('is a problem with a code, and says nothing of what was sent', async () => {
    const response = await server.get('/nowhere/CANARY?CANARY')
    expect(response.headers.get('content-type')).toMatch(/^application\/problem\+json/)
    expect(visible(response)['content-security-policy']).toBe("default-src 'none'; frame-ancestors 'none'")
    expect(await response.text()).toBe('{"type":"about:blank","title":"Not Found","status":404,"code":"not-found"}')
  })

  it('a wrong method is 405 and names the right ones', async () => {
    for (const [path, method, allow] of [
      ['/healthz', 'POST', 'GET, HEAD'],
      ['/api/requests', 'GET', 'OPTIONS, POST'],
      ['/trust/roster', 'DELETE', 'PUT'],
      ['/w/panel.abc.js', 'PUT', 'GET, HEAD'],
    ] as const) {
      const response = await server.get(path, { method })
      expect([await codeOf(response), response.headers.get('allow')]).toEqual(['405 method-not-allowed', allow])
    }
  })

  const raw = (text: string) =>
    new Promise<string>((resolve, reject) => {
      const socket = connect(Number(new URL(server.url).port), '127.0.0.1', () => socket.write(text))
      let answer = ''
      socket.on('data', (chunk) => (answer += String(chunk)))
      socket.on('close', () => resolve(answer))
      socket.on('error', reject)
    })

  it('what is no HTTP too, and what has endless headers', async () => {
    const nonsense = await raw('CANARY\r\n\r\n')
    expect(nonsense).toMatch(/^HTTP\/1.1 400 Bad Request\r\nContent-Type: application\/problem\+json/)
    expect(nonsense).not.toContain('CANARY')
    expect(await raw(`GET / HTTP/1.1\r\nX: ${'x'.repeat(20_000)}\r\n\r\n`)).toMatch(/^HTTP\/1.1 431 /)
  })
})

/** Every public address of the contract, also of what is still to come, and ways to ask it wrongly. */
const ADDRESSES = [
  ...Object.keys(BUILT).map((name) => `/w/${name}`),
  ...['root', 'rosters', 'releases'].flatMap((folder) => [`/trust/${folder}/1.json`, `/trust/${folder}/9.json`]),
  ...'/w/none.js /w/%zz /trust/chain.json /trust/roster.json /trust/notices/HASH /trust/root /trust/roster'.split(' '),
  ...'/trust/release /trust/switch /trust/notices /go /go?desk=GR&lang=el /go?desk=XX /embed'.split(' '),
  ...'/embed?desk=GR&lang=el /healthz /inbox /inbox/ / /none /api/requests /api/mailbox /api/mailbox/delete'.split(' '),
]

describe('Whoever is not a member', () => {
  const sealed = sealedFor(boxKey('a21 1'))
  /** The id of the one before, with other bytes. */
  const other = sealed.with(sealed.length - 1, sealed.at(-1)! ^ 1)
  const POSTED: readonly (readonly [body: Uint8Array | string | null, type?: string])[] = [
    [sealed],
    [sealed],
    [other],
    [sealedFor(boxKey('nobody'))],
    [null],
    ['short'],
    [new Uint8Array(9000)],
    [sealed, 'text/html'],
    [sealed, 'text/plain'],
  ]

  /** Asks all of it with a cookie as if one had been set; which answers set one, and all statuses there were. */
  async function walk(one: TestServer): Promise<{ cookies: string[]; statuses: Set<number> }> {
    const cookies: string[] = []
    const statuses = new Set<number>()
    const see = (what: string, response: Response): void => {
      statuses.add(response.status)
      for (const cookie of response.headers.getSetCookie()) cookies.push(`${what}: ${response.status} ${cookie}`)
    }
    const headers = { cookie: '__Host-mitos=x; other=y', origin: one.origin }
    for (const path of ADDRESSES) {
      for (const method of ['GET', 'HEAD', 'OPTIONS', 'PUT', 'DELETE'])
        see(`${method} ${path}`, await one.get(path, { method, headers, redirect: 'manual' }))
      const first = await one.get(path, { redirect: 'manual' })
      const known = { ...headers, 'if-none-match': first.headers.get('etag') ?? '*' }
      see(`${path} again`, await one.get(path, { headers: known, redirect: 'manual' }))
    }
    for (const [i, [body, type]] of POSTED.entries())
      see(`POST ${i}`, await one.post(body, { ...headers, ...(type && { 'content-type': type }) }))
    return { cookies, statuses }
  }

  it('R7 is set no cookie by any public route, whatever it answers', async () => {
    const walked = await startServer()
    const empty = await walk(walked)
    await publishAll(walked)
    const full = await walk(walked)
    rmSync(join(walked.data, 'mitos.db'))
    const broken = await walk(walked)
    await walked.stop()
    expect([...empty.cookies, ...full.cookies, ...broken.cookies]).toEqual([])
    // The walk has been everywhere, or it tells nothing.
    const statuses = [...new Set([empty, full, broken].flatMap((one) => [...one.statuses]))]
    expect(statuses.sort()).toEqual([200, 204, 304, 308, 400, 404, 405, 409, 410, 413, 415, 503])
  })
})

describe('R40 whether anybody wrote', () => {
  /** What a stranger is answered at every public address, by all that they can see of it. */
  async function answersOf(one: TestServer): Promise<Readonly<Record<string, unknown>>> {
    const answers: Record<string, unknown> = {}
    for (const path of ADDRESSES)
      for (const method of ['GET', 'HEAD', 'OPTIONS']) {
        const response = await one.get(path, { method, redirect: 'manual' })
        answers[`${method} ${path}`] = [response.status, visible(response), await response.text()]
      }
    return answers
  }

  it('is told by no public address: a network without a request answers as one with many, taken, answered and gone', async () => {
    const one = await teamServer()
    const empty = await answersOf(one)
    for (let author = 1; author <= 12; author++)
      expect((await one.post(sealedRequest(author, author > 10 ? 'withdraw' : 'request'))).status).toBe(204)
    const maria = { ...(await logIn(one, 'maria')), name: 'maria' }
    const [taken, other] = await rowsOf(maria)
    const body = await beginning('maria', taken!)
    expect((await maria.send('POST', 'cases', body)).status).toBe(201)
    expect((await write(maria, body.case, { kind: 'note', text: 'x' })).status).toBe(201)
    expect((await maria.send('POST', `requests/${other!.id}/claim`, {})).status).toBe(200)
    const full = await answersOf(one)
    await one.stop()
    expect(full).toEqual(empty)
    // It has been where something is answered, or it tells nothing.
    const statuses = new Set(Object.values(full).map((answer) => (answer as readonly unknown[])[0]))
    expect([...statuses].sort()).toEqual([200, 204, 308, 400, 404, 405])
  })
})

describe('The log', () => {
  it('has no line for a request, whatever its end, and of all else nothing that anybody sent', async () => {
    const logged = await startServer()
    await publishAll(logged)
    logged.lines.length = 0
    const headers = {
      'user-agent': 'CANARY',
      'x-forwarded-for': '203.0.113.9',
      cookie: 'CANARY=1',
      referer: 'https://CANARY.example/',
    }
    await logged.post(sealedFor(boxKey('a21 1')), headers)
    await logged.post(sealedFor(boxKey('nobody')), headers)
    await logged.post('short', headers)
    await logged.post(new Uint8Array(9000), headers)
    await logged.get('/api/requests?CANARY', { headers })
    await logged.get('/api/requests', { method: 'OPTIONS', headers })
    for (const path of ['/api/mailbox', '/api/mailbox/delete'])
      for (const length of [3, 16, 8297])
        await logged.get(path, { method: 'POST', body: new Uint8Array(length), headers })
    expect(logged.lines).toEqual([])
    await logged.get('/CANARY/x?CANARY', { headers })
    await logged.get('/w/CANARY.js?CANARY', { headers })
    await logged.get('/api/inbox/requests?after=CANARY', { headers })
    await logged.get('/healthz', { headers })
    await logged.stop()
    const text = JSON.stringify(logged.lines)
    expect(text).not.toMatch(/CANARY|203\.0|127\.0/i)
    expect(logged.lines.map((line) => ({ ...line, ms: 0 }))).toEqual([
      { method: 'GET', route: null, status: 404, ms: 0 },
      { method: 'GET', route: '/w/:name', status: 404, ms: 0 },
      { method: 'GET', route: '/api/inbox/requests', status: 401, ms: 0 },
      { method: 'GET', route: '/healthz', status: 200, ms: 0 },
    ])
  })
})
