import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Browser, type Frame, type Tab, openChromium, openFirefox } from '../support/browsers.ts'
import { type RunningDemo, runDemo } from '../support/demoProcess.ts'
import { type ForeignSite, foreignSite } from '../support/foreignSite.ts'
import { WHOLE, sample } from '../support/release.ts'
import { pressOpener, stepOf, until, widgetFrame } from '../support/walk.ts'

type Headers = Readonly<Record<string, string>>
interface Site {
  readonly name: string
  readonly headers: Headers
  /** what a visitor gets as the site is; HOST stands for the server's origin */
  readonly sees: string
  /** the page's own nonce, which the webmaster gives to the script where the checker asks for it */
  readonly nonce?: string
  /** a policy in the page's head instead */
  readonly meta?: string
  /** tried in each engine, as these have differed; the others alone vary one factor in Chromium */
  readonly everywhere?: true
  /** stands for the others in every run; the rest is for a release */
  readonly always?: true
}

/** Five sites as they are met. */
const SITES: readonly Site[] = [
  {
    name: 'a WordPress with analytics',
    always: true,
    headers: {
      'x-powered-by': 'PHP/8.2',
      link: '<https://clinic.example/wp-json/>; rel="https://api.w.org/"',
      'content-security-policy':
        "default-src 'self' https: data:; script-src 'self' 'unsafe-inline' 'unsafe-eval' https://www.googletagmanager.com https://www.google-analytics.com https://s.w.org; style-src 'self' 'unsafe-inline' https://fonts.googleapis.com; font-src 'self' data: https://fonts.gstatic.com; img-src 'self' data: https:; connect-src 'self' https://*.google-analytics.com https://*.analytics.google.com; frame-src 'self' https://www.youtube.com; object-src 'none'; base-uri 'self'",
      'x-frame-options': 'SAMEORIGIN',
    },
    sees: 'fallback',
  },
  {
    name: 'strict static pages',
    headers: {
      'content-security-policy':
        "default-src 'none'; style-src 'self'; img-src 'self' data:; font-src 'self'; script-src 'self'; frame-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; upgrade-insecure-requests",
      'cross-origin-opener-policy': 'same-origin',
      'cross-origin-embedder-policy': 'require-corp',
      'cross-origin-resource-policy': 'same-origin',
      'permissions-policy':
        'accelerometer=(), autoplay=(), camera=(), clipboard-write=(), fullscreen=(), geolocation=(), microphone=(), payment=()',
    },
    sees: 'fallback',
  },
  {
    name: 'a nonce and strict-dynamic',
    always: true,
    headers: {
      'content-security-policy':
        "script-src 'nonce-r4nd0m' 'strict-dynamic' 'unsafe-inline' http: https:; object-src 'none'; base-uri 'none'",
    },
    nonce: 'r4nd0m',
    sees: 'nonce',
  },
  {
    name: 'Trusted Types with names',
    headers: {
      'content-security-policy':
        "require-trusted-types-for 'script'; trusted-types angular angular#bundler dompurify; script-src 'self' HOST; connect-src 'self' HOST",
    },
    sees: 'opened',
  },
  {
    name: "a government site with default-src 'self'",
    always: true,
    headers: {
      'strict-transport-security': 'max-age=31536000',
      'content-security-policy': "default-src 'self'; frame-ancestors 'self'",
      'content-security-policy-report-only': "default-src 'none'",
      'referrer-policy': 'strict-origin-when-cross-origin',
    },
    sees: 'fallback',
  },
]

/** The rows one by one, each site breaking at another place, or not at all. */
const ROWS: readonly Site[] = [
  { name: 'no policy', headers: {}, sees: 'panel' },
  // What is only reported would tell the page's owner who sent.
  { name: 'only a report', headers: { 'content-security-policy-report-only': "default-src 'none'" }, sees: 'lines' },
  {
    name: 'a policy of frames and styles',
    headers: csp("style-src 'none'; frame-src 'none'; child-src 'none'; img-src 'none'; worker-src 'none'"),
    sees: 'panel',
  },
  { name: 'the loader alone', headers: csp('script-src HOST/w/LOADER'), sees: 'opened' },
  {
    name: 'paths',
    everywhere: true,
    headers: csp('script-src HOST/w/; connect-src HOST/trust/ HOST/w/ HOST/api/'),
    sees: 'panel',
  },
  {
    name: 'paths without api',
    always: true,
    headers: csp('script-src HOST/w/; connect-src HOST/trust/ HOST/w/'),
    sees: 'unsent',
  },
  { name: 'no connect-src', always: true, headers: csp("default-src 'self'; script-src HOST"), sees: 'lines' },
  { name: 'paths without catalogs', headers: csp('connect-src HOST/trust/'), sees: 'lines' },
  { name: 'script-src-elem', headers: csp("script-src 'self'; script-src-elem HOST; connect-src *"), sees: 'panel' },
  { name: 'two policies', headers: csp("script-src HOST, script-src 'self'"), sees: 'fallback' },
  { name: 'schemes', headers: csp('script-src HTTP:; connect-src http:'), sees: 'panel' },
  { name: 'a wildcard port', headers: csp('script-src 127.0.0.1:*; connect-src http://127.0.0.1:*'), sees: 'panel' },
  { name: 'another port', headers: csp('script-src 127.0.0.1:1'), sees: 'fallback' },
  {
    name: 'Trusted Types without names',
    everywhere: true,
    headers: csp("require-trusted-types-for 'script'"),
    sees: 'panel',
  },
  {
    name: 'Trusted Types that nobody requires',
    everywhere: true,
    always: true,
    headers: csp("trusted-types 'none'"),
    sees: 'opened',
  },
  { name: 'a sandbox without scripts', headers: csp('sandbox allow-same-origin'), sees: 'fallback' },
  { name: 'a sandbox with scripts', headers: csp('sandbox allow-scripts allow-top-navigation'), sees: 'panel' },
  { name: 'a meta line', always: true, headers: {}, meta: "script-src 'self'; sandbox", sees: 'fallback' },
  {
    name: 'a nonce by default-src',
    everywhere: true,
    always: true,
    headers: csp("default-src 'nonce-abc'"),
    nonce: 'abc',
    sees: 'lines',
  },
  {
    name: 'isolation and integrity',
    everywhere: true,
    headers: {
      'cross-origin-embedder-policy': 'require-corp',
      'cross-origin-opener-policy': 'same-origin',
      'integrity-policy': 'blocked-destinations=(script)',
      'permissions-policy': 'autoplay=(), clipboard-write=(), fullscreen=()',
    },
    sees: 'panel',
  },
]

function csp(policy: string): Headers {
  return { 'content-security-policy': policy }
}

let demo: RunningDemo
let site: ForeignSite
let snippet = ''
let embed: Tab
let chromium: Browser

beforeAll(async () => {
  demo = await runDemo()
  site = await foreignSite()
  chromium = await openChromium()
  embed = await chromium.tab({ width: 1000 })
  await embed.goto(`${demo.embed}?lang=en`)
  await embed.main().waitForSelector('[data-text="snippet"]')
  snippet = await embed
    .main()
    .evaluate(() => document.querySelector<HTMLTextAreaElement>('[data-text="snippet"]')!.value, null)
})
afterAll(async () => {
  await chromium?.close()
  await site?.stop()
  await demo?.stop()
})

const real = (text: string): string =>
  text.replaceAll('HOST', demo.server).replace('LOADER', /loader\.[^"]+/.exec(snippet)![0])

interface Verdict {
  /** `name verdict` of each row */
  readonly rows: readonly string[]
  readonly sees: string
  readonly needsNonce: boolean
  /** each policy that has to change, in their order */
  readonly mended: readonly string[]
}

/** Pastes headers into the checker, as `curl -I` prints them, and reads what it says. */
async function ask({ headers, meta }: Pick<Site, 'headers' | 'meta'>): Promise<Verdict> {
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${real(value)}`)
  const text =
    meta === undefined
      ? ['HTTP/2 200', ...lines, ''].join('\n')
      : `<meta http-equiv="Content-Security-Policy" content="${real(meta)}">`
  const page = embed.main()
  await page.evaluate((pasted) => {
    const area = document.querySelector<HTMLTextAreaElement>('#headers')!
    area.value = pasted
    area.dispatchEvent(new Event('input', { bubbles: true }))
  }, text)
  return until(() =>
    page.evaluate((pasted) => {
      const result = document.querySelector<HTMLElement>('.result')
      if (!result || document.querySelector<HTMLTextAreaElement>('#headers')!.value !== pasted) return null
      return {
        sees: result.dataset['sees']!,
        rows: [...result.querySelectorAll<HTMLElement>('[data-row]')].map(
          ({ dataset }) => `${dataset['row']} ${dataset['verdict']}`,
        ),
        needsNonce: [...result.querySelectorAll('pre')].some((one) => one.textContent === 'nonce="…"'),
        mended: [...result.querySelectorAll<HTMLTextAreaElement>('[data-text^="mended"]')].map((one) => one.value),
      }
    }, text),
  )
}

type Served = Omit<Site, 'name' | 'sees'>

/** Serves the site with the snippet pasted, and goes there. */
async function arrive(browser: Browser, { headers, meta, nonce }: Served): Promise<Tab> {
  const html = nonce === undefined ? snippet : snippet.replace('<script async', `<script nonce="${nonce}" async`)
  const head = meta === undefined ? '' : `<meta http-equiv="Content-Security-Policy" content="${real(meta)}">`
  site.show(
    `<!doctype html><html lang="en"><meta charset="utf-8">${head}<title>A site</title><p>A site of its own${html}`,
    Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, real(value)])),
  )
  const tab = await browser.tab({ width: 1000, height: 800 })
  await tab.goto(site.url)
  return tab
}

async function openIn(browser: Browser, served: Served): Promise<{ tab: Tab; frame: Frame }> {
  const tab = await arrive(browser, served)
  const frame = await widgetFrame(tab)
  await pressOpener(frame)
  return { tab, frame }
}

/** What a visitor of the site gets. */
async function visit(browser: Browser, served: Served): Promise<string> {
  const tab = await arrive(browser, served)
  const state = await settled(tab.main())
  if (state !== 'button') return state
  const frame = await widgetFrame(tab)
  await pressOpener(frame)
  const step = await until(() => stepOf(frame))
  return step === 'lines' ? 'lines' : (await canSend(frame)) ? 'panel' : 'unsent'
}

/**
 * Waits until the frame stands or the fallback was opened; or until it has had the time for it. A page that was loaded and has
 * no frame gets none.
 */
async function settled(page: Frame): Promise<string> {
  const end = Date.now() + 2500
  return until(async () => {
    const state = await page.evaluate(() => {
      const details = document.querySelector<HTMLDetailsElement>('[data-mitos-fallback]')!
      const frame = document.querySelector('iframe')
      if (frame && getComputedStyle(frame).visibility === 'visible' && getComputedStyle(details).display === 'none')
        return 'button'
      return details.open ? 'opened' : frame ? 'waiting' : 'fallback'
    }, null)
    return state === 'waiting' && Date.now() < end ? null : state.replace('waiting', 'fallback')
  })
}

/** Whether the browser lets a request out of the frame: any answer of the server will do. */
const canSend = (frame: Frame): Promise<boolean> =>
  frame.evaluate(
    async (url) =>
      fetch(url, { method: 'POST', body: 'x' }).then(
        () => true,
        () => false,
      ),
    `${demo.server}/api/requests`,
  )

async function confirm(browser: Browser, one: Site): Promise<void> {
  const said = await ask(one)
  expect(said.sees).toBe(one.sees)
  const { nonce, ...without } = one
  // Where the checker asks for a nonce, the page without it shows the fallback alone.
  expect(await visit(browser, without)).toBe(said.sees === 'nonce' || said.needsNonce ? 'fallback' : said.sees)
  if (nonce !== undefined) expect(await visit(browser, one)).toBe(said.sees === 'nonce' ? 'panel' : said.sees)
  if (!said.mended.length) return
  // In the order of the policies: what forbids, and then what only reports.
  const forbids = one.meta !== undefined || 'content-security-policy' in one.headers
  const [policy, reporting] = forbids ? said.mended : [undefined, ...said.mended]
  const reports = reporting === undefined ? {} : { 'content-security-policy-report-only': reporting }
  const mended =
    one.meta === undefined || policy === undefined
      ? { ...one, headers: { ...one.headers, ...(policy === undefined ? {} : csp(policy)), ...reports } }
      : { ...one, meta: policy }
  expect(await visit(browser, mended)).toBe('panel')
  expect((await ask(mended)).sees).toBe(nonce === undefined ? 'panel' : 'nonce')
}

const ENGINES = ['chromium', 'firefox'] as const
describe.each(sample(ENGINES, (name) => name === 'chromium'))('%s does what the checker says', (name) => {
  let browser: Browser
  beforeAll(async () => {
    browser = name === 'chromium' ? chromium : await openFirefox()
  })
  afterAll(async () => {
    if (name === 'firefox') await browser?.close()
  })

  const chosen = ({ always }: Site) => name === 'chromium' && always === true
  it.each(sample(SITES, chosen))('of $name, as it is and mended', (one) => confirm(browser, one))
  const rows = ROWS.filter((one) => name === 'chromium' || one.everywhere)
  it.each(sample(rows, chosen))('of a site with $name', (one) => confirm(browser, one))

  if (WHOLE)
    it('of links in the panel under a sandbox; leaving goes by the page itself', async () => {
      const links = csp("sandbox allow-scripts; connect-src 'self'")
      expect((await ask({ headers: links })).rows).toContain('leave breaks')
      const follow = async (headers: Headers): Promise<string> => {
        const { tab, frame } = await openIn(browser, { headers })
        await frame.waitForSelector('[data-lines] a[target]:not([data-exit])')
        await frame.click('[data-lines] a[target]:not([data-exit])')
        const end = Date.now() + 2500
        return until(() => (tab.url() === site.url && Date.now() < end ? null : tab.url()))
      }
      expect(await follow(links)).toBe(site.url)
      expect(await follow(csp("sandbox allow-scripts allow-top-navigation; connect-src 'self'"))).toContain('/go?desk=')

      const { tab, frame } = await openIn(browser, { headers: csp('sandbox allow-scripts') })
      await frame.waitForSelector('[data-step="start"] [data-value]')
      await frame.click('[data-exit]')
      expect(await until(() => tab.url() !== site.url && tab.url())).toContain('weather')
    })
})
