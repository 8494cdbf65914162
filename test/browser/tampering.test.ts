import type { Route } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Browser, openChromium } from '../support/browsers.ts'
import { type RunningDemo, runDemo } from '../support/demoProcess.ts'
import { widgetFrame } from '../support/walk.ts'

interface ChainJson {
  roots: { signed: string }[]
  release: { signed: string }
  roster: { signed: string }
}

/** The same text with one byte of what was signed changed, so that it still reads. */
const flipped = (signed: string): string => signed.replace('"v":1', '"v":2')

const inChain =
  (change: (chain: ChainJson) => void) =>
  (body: string): string => {
    const chain = JSON.parse(body) as ChainJson
    change(chain)
    return JSON.stringify(chain)
  }

const LIES: readonly (readonly [what: string, path: RegExp, lie: (body: string) => string, code: string])[] = [
  [
    'the root',
    /chain\.json$/,
    inChain((chain) => (chain.roots[0]!.signed = flipped(chain.roots[0]!.signed))),
    'root-refused',
  ],
  [
    'the roster',
    /chain\.json$/,
    inChain((chain) => (chain.roster.signed = flipped(chain.roster.signed))),
    'roster-refused',
  ],
  [
    'the release',
    /chain\.json$/,
    inChain((chain) => (chain.release.signed = flipped(chain.release.signed))),
    'release-refused',
  ],
  ["the panel's script", /\/w\/panel\./, (body) => body.replace('function', 'function '), 'panel-refused'],
  ['the catalog', /\/w\/lang-en\./, (body) => body.replace('You are', 'You Are'), 'catalog-refused'],
  ['the sealing module', /\/w\/seal\./, (body) => body.replace('function', 'function '), 'seal-refused'],
]

describe('a server that lies', () => {
  let demo: RunningDemo
  let browser: Browser
  beforeAll(async () => {
    demo = await runDemo()
    browser = await openChromium()
  })
  afterAll(async () => {
    await browser?.close()
    await demo?.stop()
  })

  async function openWith(path: RegExp, answer: (route: Route) => Promise<void>) {
    const posts: string[] = []
    const tab = await browser.tab({
      onContext: async (context) => {
        context.on('request', (one) => void (one.method() === 'POST' && posts.push(one.url())))
        await context.route((url) => path.test(url.pathname), answer)
      },
    })
    await tab.goto(`${demo.partner}en/`)
    const frame = await widgetFrame(tab)
    await frame.click('[data-opener]')
    await frame.waitForSelector('[data-step="lines"]')
    const seen = await frame.evaluate(() => {
      const visible = (element: Element): boolean => (element as HTMLElement).getClientRects().length > 0
      return {
        code: document.querySelector<HTMLElement>('[data-code]')?.dataset['code'],
        numbers: [...document.querySelectorAll('a[href^="tel:"]')].filter(visible).map((a) => a.getAttribute('href')),
        links: [...document.querySelectorAll('a:not([href^="tel:"])')].filter(visible).length,
      }
    }, null)
    return { ...seen, posts }
  }

  it.each(LIES)(
    'about a byte of %s is refused by name, and leaves phone lines and no link',
    async (_, path, lie, code) => {
      const seen = await openWith(path, async (route) => {
        const response = await route.fetch()
        const body = await response.text()
        const changed = lie(body)
        expect(changed).not.toBe(body)
        await route.fulfill({ response, body: changed })
      })
      expect(seen.code).toBe(code)
      expect(seen.numbers).toContain('tel:112')
      expect(seen.links).toBe(0)
      expect(seen.posts).toEqual([])
    },
  )

  it.each([
    ['the chain', /chain\.json$/, 'chain-unreachable'],
    ["the panel's script", /\/w\/panel\./, 'panel-unreachable'],
    ['the catalog', /\/w\/lang-en\./, 'catalog-unreachable'],
    ['the sealing module', /\/w\/seal\./, 'seal-unreachable'],
  ])('or does not give %s leaves the lines first and the link second', async (_, path, code) => {
    const seen = await openWith(path, (route) => route.abort())
    expect(seen.code).toBe(code)
    expect(seen.numbers).toContain('tel:112')
    expect(seen.links).toBe(1)
    expect(seen.posts).toEqual([])
  })
})
