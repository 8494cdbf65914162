import { createHash } from 'node:crypto'
import { runInNewContext } from 'node:vm'
import { describe, expect, it } from 'vitest'
import { WAKER } from '../../../server/pages/waker.ts'

type Listener = (event: object) => void

/** The worker as a browser runs it. @param network what comes of its own fetch */
function start(network: () => Promise<Response>, languages: readonly string[] = ['en-GB']) {
  const listeners = new Map<string, Listener>()
  const asked: string[] = []
  const self = {
    navigator: { languages },
    addEventListener: (name: string, then: Listener) => void listeners.set(name, then),
    skipWaiting: () => undefined,
  }
  const fetch = (request: { url: string }): Promise<Response> => (asked.push(request.url), network())
  runInNewContext(WAKER, { self, Response, URL, fetch })
  return {
    asked,
    /** @returns undefined: the worker lets it pass */
    async ask(path: string, mode = 'navigate'): Promise<Response | undefined> {
      let answer: Promise<Response> | undefined
      const request = { url: `https://mitos.example${path}`, mode }
      listeners.get('fetch')!({ request, respondWith: (given: Promise<Response>) => void (answer = given) })
      return answer
    },
  }
}
const away = (): Promise<Response> => Promise.reject(new TypeError('no network'))
const answering = (status: number) => async (): Promise<Response> => new Response('the page', { status })

describe('The inbox without a server', () => {
  it('is the lock, in the language of the browser, with nothing in it that loads or runs', async () => {
    const page = (await start(away).ask('/inbox/'))!
    const text = await page.text()
    expect(text).toContain('Not connected.')
    expect(text).not.toMatch(/<script|https?:|src=/)
    const [, style = ''] = /<style>([^]*)<\/style>/.exec(text)!
    const hash = createHash('sha256').update(style).digest('base64')
    const policy = page.headers.get('content-security-policy')!
    expect(policy).toContain(`default-src 'none'; style-src 'sha256-${hash}'`)
    expect(policy).toContain("frame-ancestors 'none'")
    expect(page.headers.get('cache-control')).toBe('no-store')
    for (const [languages, word] of [
      [['el-GR', 'en'], 'Χωρίς σύνδεση'],
      [['ar', 'fr'], 'Pas de connexion'],
      [['ar'], 'Not connected'],
      [[], 'Not connected'],
    ] as const)
      expect(await (await start(away, languages).ask('/inbox/'))!.text()).toContain(word)
  })

  it('is the lock where a proxy finds no server, and the server’s own word where there is one', async () => {
    for (const status of [502, 504])
      expect(await (await start(answering(status)).ask('/inbox/'))!.text()).toContain('Not connected')
    for (const status of [200, 404, 503]) {
      const page = (await start(answering(status)).ask('/inbox/'))!
      expect([page.status, await page.text()]).toEqual([status, 'the page'])
    }
  })

  it('lets everything pass but the page itself', async () => {
    const worker = start(away)
    for (const [path, mode] of [
      ['/api/inbox/requests', 'same-origin'],
      ['/trust/chain.json', 'cors'],
      ['/inbox/', 'same-origin'],
      ['/inbox/found', 'navigate'],
      ['/', 'navigate'],
    ] as const)
      expect(await worker.ask(path, mode)).toBeUndefined()
    expect(worker.asked).toEqual([])
  })
})
