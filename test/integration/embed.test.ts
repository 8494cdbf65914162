import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { EmbedData } from '../../shared/embedData.ts'
import { roster } from './network.ts'
import { type TestServer, codeOf, publishAll, startServer } from './server.ts'

let server: TestServer
beforeAll(async () => {
  server = await startServer()
  await publishAll(server)
})
afterAll(() => server.stop())

const page = async (query = '', headers: Record<string, string> = {}): Promise<string> => {
  const response = await server.get(`/embed${query}`, { headers })
  expect(response.status).toBe(200)
  return response.text()
}
const dataOf = (html: string): EmbedData =>
  JSON.parse(/<script type="application\/json" id="embed-data">([^<]*)<\/script>/.exec(html)![1]!) as EmbedData

describe('The page for webmasters', () => {
  it('may fetch what a preview needs, and send nothing; it has no origin of its own', async () => {
    const { headers } = await server.get('/embed')
    expect(headers.get('content-security-policy')?.split('; ')).toEqual([
      'sandbox allow-scripts',
      "default-src 'none'",
      'script-src https://mitos.example/w/',
      "style-src https://mitos.example/w/ 'unsafe-inline'",
      'connect-src https://mitos.example/w/ https://mitos.example/trust/',
      'img-src data:',
      "base-uri 'none'",
      "form-action 'none'",
      "frame-ancestors 'none'",
    ])
    expect(headers.get('content-type')).toBe('text/html; charset=utf-8')
    expect(headers.get('cache-control')).toBe('no-store')
    expect(headers.get('referrer-policy')).toBe('no-referrer')
    expect(headers.get('access-control-allow-origin')).toBeNull()
  })

  it('is no model for /go, which has scripts of this server and may send', async () => {
    const policy = (await server.get('/go')).headers.get('content-security-policy')
    expect(policy).toMatch(/^sandbox allow-scripts allow-top-navigation allow-popups; default-src 'none'; script-src /)
    expect(policy).toContain('connect-src https://mitos.example;')
    expect(policy).not.toContain('unsafe')
  })

  it('is told what a snippet needs, and nothing else of the roster', async () => {
    const html = await page()
    const { desks } = JSON.parse(roster().signed) as { desks: { id: string; exits: string[]; emergency: string }[] }
    const data = dataOf(html)
    expect(Object.keys(data).sort()).toEqual(['desk', 'desks', 'lang', 'languages', 'loader', 'origin', 'trust'])
    expect(data.desks).toEqual(
      desks.map(({ id, exits, emergency }) => ({ id, exits, numbers: expect.arrayContaining([emergency]) })),
    )
    expect(data.loader).toEqual({ path: '/w/loader.abc.js', integrity: 'sha384-…' })
    expect(html).toContain('<script src="/w/embed.abc.js" integrity="sha384-script" crossorigin="anonymous">')
    // Neither keys nor shifts nor the names of NGOs are for a page that needs none of them.
    for (const secret of ['shifts', 'signKeys', 'a21', 'quietName']) expect(html).not.toContain(secret)
  })

  it('is told it in JSON that no word can break out of', async () => {
    const html = await page()
    expect(dataOf(html).languages[0]!.words.link).toBe('Write </script><!--')
    expect(html).not.toContain('Write </script>')
  })

  it('shows snippets and the lines for a policy without a script', async () => {
    const html = await page()
    expect(html).toContain('&#60;!-- mitos --&#62;')
    expect(html).toContain('script-src https://mitos.example;')
    expect(html).toContain('connect-src https://mitos.example;')
  })

  it.each([
    ['?lang=el', {}, 'el'],
    ['', { 'accept-language': 'el-GR,el;q=0.9,en;q=0.8' }, 'el'],
    ['?lang=en', { 'accept-language': 'el' }, 'en'],
    ['', { 'accept-language': 'xx, el;q=0.5' }, 'el'],
    ['', { 'accept-language': ',;, q=1' }, 'en'],
  ])('speaks by %s and %j: %s', async (query, headers, lang) => {
    const html = await page(query, headers as Record<string, string>)
    expect(html).toContain(`<html lang="${lang}" dir="ltr">`)
    expect(dataOf(html).lang).toBe(lang)
  })

  it.each([
    '?lang=CANARY',
    '?desk=CANARY',
    '?desk=ZZ&lang=zz',
    '?lang=__proto__',
    '?lang=constructor',
    '?lang=en&lang=el',
    '?desk=GR&desk=GR',
    '?lang=%3Cscript%3ECANARY',
    '?desk[]=CANARY',
    '?x=CANARY',
    '?lang=%00',
  ])('takes %s for no choice, and says nothing of it', async (query) => {
    const html = await page(query)
    expect(html).not.toContain('CANARY')
    expect(dataOf(html)).toMatchObject({ lang: 'en', desk: 'GR' })
  })

  it('is not there before there is a roster', async () => {
    const empty = await startServer()
    expect(await codeOf(await empty.get('/embed'))).toBe('404 not-found')
    await empty.stop()
  })
})
