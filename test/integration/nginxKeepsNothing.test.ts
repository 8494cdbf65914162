import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { filesWith, findIn } from '../support/canary.ts'
import type { Nginx } from '../support/nginx.ts'
import { ask, speak } from '../support/wire.ts'
import { type BehindNginx, NOWHERE, startBehindNginx, withNginx } from './behindNginx.ts'

describe('Who visits', () => {
  let mitos: BehindNginx
  beforeAll(async () => {
    mitos = await startBehindNginx()
  })
  afterAll(() => mitos?.stop())

  /** Where the visitor really is; all of 127/8 is this machine. */
  const VISITOR = '127.0.0.77'
  const FORGED = '203.0.113.77'
  const CANARIES = [VISITOR, FORGED, 'CANARY-AGENT', 'canary-path', 'canary-query', 'canary-referer', 'canary-cookie']
  const head = (first: string, more = ''): string =>
    `${first} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\nX-Forwarded-For: ${FORGED}\r\nX-Real-IP: ${FORGED}\r\n` +
    `Forwarded: for=${FORGED}\r\nUser-Agent: CANARY-AGENT\r\nReferer: https://canary-referer.example/\r\n` +
    `Cookie: x=canary-cookie\r\n${more}\r\n`

  /** Visits as people do, and in each way in which nginx has something to complain of. */
  async function visit({ origin, plain }: Nginx): Promise<void> {
    const to = Number(new URL(origin).port)
    const from = { localAddress: VISITOR }
    await speak(to, head('GET /canary-path?q=canary-query'), from)
    await speak(to, head('GET /go?desk=canary-query'), from)
    await speak(to, head('GET /healthz'), from)
    await speak(to, `${head('POST /api/requests', 'Content-Length: 8281\r\n')}${'x'.repeat(8281)}`, from)
    await speak(to, `${head('POST /api/requests', 'Content-Length: 100000\r\n')}${'x'.repeat(100_000)}`, from)
    await speak(to, `${head('PUT /trust/roster', 'Content-Length: 900000\r\n')}${'x'.repeat(900_000)}`, from)
    await speak(to, head('TRACE /canary-path?canary-query'), from)
    await speak(to, head(`GET /canary-path?${'x'.repeat(9000)}`), from)
    await speak(to, 'CANARY-AGENT canary-path', {
      ...from,
      minVersion: 'TLSv1.1',
      maxVersion: 'TLSv1.1',
      ciphers: 'ALL:@SECLEVEL=0',
    })
    await speak(to, 'x', { ...from, maxVersion: 'TLSv1.2', ciphers: 'AES128-SHA@SECLEVEL=0' })
    await speak(to, 'CANARY-AGENT /canary-path\r\n\r\n', from)
    for (const path of ['/canary-path?q=canary-query', '/.well-known/acme-challenge/canary-path'])
      await ask(plain + path, { from: VISITOR, headers: { 'user-agent': 'CANARY-AGENT', 'x-forwarded-for': FORGED } })
  }

  const found = async (folder: string, texts: readonly string[]): Promise<readonly string[]> =>
    (await Promise.all(texts.map(async (text) => ((await filesWith(folder, text)).length ? [text] : [])))).flat()

  it('is written nowhere by nginx or the server, whether the server is there or away', async () => {
    await visit(mitos.nginx)
    expect(await found(mitos.nginx.folder, CANARIES)).toEqual([])
    expect(await found(mitos.data, CANARIES)).toEqual([])
    expect(mitos.server.output()).toContain('/healthz')
    expect(CANARIES.filter((canary) => findIn(mitos.server.output(), canary))).toEqual([])
    await withNginx({ upstream: NOWHERE }, async (away) => {
      await visit(away)
      expect(await found(away.folder, CANARIES)).toEqual([])
    })
  })

  it.each([
    [
      'the access log is on',
      'access_log off;',
      'access_log FOLDER/access.log combined;',
      ['CANARY-AGENT', 'canary-query'],
    ],
    ['errors are logged', 'mitos-error.log emerg;', 'mitos-error.log error;', ['canary-path', 'canary-referer']],
    ['only a broken machine is logged', 'mitos-error.log emerg;', 'mitos-error.log crit;', []],
  ] as const)('would be found by this test where %s', async (what, from, to, too) => {
    // A temporary folder that cannot be written to stands for a full disk.
    const change: (readonly [string, string])[] = [[from, to]]
    if (what.startsWith('only'))
      change.push([
        'client_max_body_size 1100k;',
        'client_max_body_size 1100k; client_body_temp_path FOLDER/fullchain.pem;',
      ])
    await withNginx({ upstream: NOWHERE, changes: change }, async (careless) => {
      await visit(careless)
      expect(await found(careless.folder, CANARIES)).toEqual(expect.arrayContaining([VISITOR, ...too]))
    })
  })

  it('is told to the server by nginx alone, whatever the visitor claims', async () => {
    const echo = createServer((request, response) => response.end(JSON.stringify(request.rawHeaders)))
    await new Promise<void>((resolve) => echo.listen(0, '127.0.0.1', resolve))
    const heard = await withNginx({ upstream: (echo.address() as AddressInfo).port }, ({ origin }) =>
      speak(Number(new URL(origin).port), head('GET /'), { localAddress: VISITOR }),
    )
    echo.close()
    const told = JSON.parse(heard.split('\r\n\r\n')[1]!) as string[]
    const wanted = `Host 127.0.0.1 X-Forwarded-For ${VISITOR} X-Forwarded-Proto https Cookie x=canary-cookie`
    expect(told.join(' ')).toBe(wanted)
  })
})
