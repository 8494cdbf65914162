import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Browser, type Tab, openChromium, openFirefox } from '../support/browsers.ts'
import { openWebKit } from '../support/webkit.ts'
import { type RunningDemo, runDemo } from '../support/demoProcess.ts'
import { type PartnerPages, pageWith, partnerPages, snippetOf } from '../support/partnerPage.ts'
import { sample } from '../support/release.ts'
import { answerShortest, openPanel, send, until, widgetFrame } from '../support/walk.ts'

/**
 * What the person finds: `sends`, the whole way works; `lines in the frame`, the box comes and tells numbers and link; `lines
 * on the page, open`, the loader ran and no box came; `lines on the page`, no script of ours ran, one tap opens them.
 */
type Finds = 'sends' | 'lines in the frame' | 'lines on the page, open' | 'lines on the page'

interface Row {
  readonly what: string
  /** HOST stands for the server, as it does for webmasters. */
  readonly policy: string | null
  readonly finds: Finds
}

const NONCE = 'r4nd0m'
const ROWS: readonly Row[] = [
  { what: 'none', policy: null, finds: 'sends' },
  { what: 'the server named', policy: 'script-src HOST; connect-src HOST', finds: 'sends' },
  {
    what: 'all but the server forbidden',
    policy: "default-src 'none'; script-src HOST; connect-src HOST; frame-src 'none'; style-src 'none'",
    finds: 'sends',
  },
  { what: 'inline scripts too', policy: "script-src 'self' 'unsafe-inline' HOST", finds: 'sends' },
  { what: 'a nonce', policy: `script-src 'nonce-${NONCE}'`, finds: 'sends' },
  { what: 'a nonce and strict-dynamic', policy: `script-src 'nonce-${NONCE}' 'strict-dynamic'`, finds: 'sends' },
  { what: 'Trusted Types', policy: "require-trusted-types-for 'script'", finds: 'sends' },
  {
    what: 'Trusted Types with our name',
    policy: "require-trusted-types-for 'script'; trusted-types mitos",
    finds: 'sends',
  },
  {
    what: 'Trusted Types with other names only',
    policy: "require-trusted-types-for 'script'; trusted-types other",
    finds: 'lines on the page, open',
  },
  {
    what: 'no connection to the server',
    policy: "script-src HOST; default-src 'self'",
    finds: 'lines in the frame',
  },
  { what: 'nothing of others', policy: "default-src 'self'", finds: 'lines on the page' },
]

/** WebKit's browser is slow to start; these are one of each end. */
const IN_WEBKIT = ['none', 'the server named', 'Trusted Types with other names only', 'nothing of others']
/** The strictest under which a request is sent; the milder ones are tried for a release. */
const IN_CHROMIUM = ['all but the server forbidden', 'a nonce and strict-dynamic', 'Trusted Types with our name']
/** Where the engines could differ. */
const IN_FIREFOX = [
  'all but the server forbidden',
  'Trusted Types with other names only',
  'no connection to the server',
]

async function found(tab: Tab): Promise<Finds> {
  const state = () =>
    tab.main().evaluate(() => {
      const details = document.querySelector('details')!
      const frame = document.querySelector('iframe')
      if (frame && getComputedStyle(frame).visibility === 'visible') return 'frame'
      if (details.open) return 'open'
      return document.readyState === 'complete' && !frame ? 'closed' : ''
    }, null)
  // The page's own box of a script that was refused never comes: what stands a while after everything has loaded stays.
  const first = await until(state)
  if (first === 'closed') await new Promise((resolve) => setTimeout(resolve, 500))
  const last = await state()
  if (last === 'open') return 'lines on the page, open'
  if (last === 'closed') return 'lines on the page'
  const panel = await widgetFrame(tab)
  await panel.click('[data-opener]')
  await (await panel.waitForSelector('[data-step]'))?.dispose()
  if (await panel.evaluate(() => !!document.querySelector('[data-step="lines"]'), null)) return 'lines in the frame'
  await answerShortest(panel, { how: 'sms', address: '6971234567' })
  expect(await send(panel)).toBe('sent')
  return 'sends'
}

const ENGINES = [
  ['Chromium', openChromium, sample(ROWS, ({ what, finds }) => finds !== 'sends' || IN_CHROMIUM.includes(what))],
  ['Firefox', openFirefox, sample(ROWS, ({ what }) => IN_FIREFOX.includes(what))],
  [
    'WebKit',
    openWebKit,
    sample(
      ROWS.filter(({ what }) => IN_WEBKIT.includes(what)),
      (_row, i) => i > 1,
    ),
  ],
] as const
describe.each(sample(ENGINES, ([engine]) => engine !== 'Firefox'))(
  "a partner's Content-Security-Policy in %s",
  (_, open, rows) => {
    let demo: RunningDemo
    let browser: Browser
    let pages: PartnerPages
    beforeAll(async () => {
      demo = await runDemo()
      const snippet = await snippetOf(`${demo.partner}en/`)
      pages = await partnerPages((path) => {
        const row = rows[Number(path.slice(1))]
        const pasted = row?.policy?.includes('nonce')
          ? snippet.replace('<script ', `<script nonce="${NONCE}" `)
          : snippet
        return {
          html: pageWith(pasted),
          ...(row?.policy && {
            headers: { 'content-security-policy': row.policy.replaceAll('HOST', demo.server) },
          }),
        }
      })
      browser = await open()
    })
    afterAll(async () => {
      await browser?.close()
      await pages?.close()
      await demo?.stop()
    })

    it.each(rows.map((row, i) => [row.what, row.finds, i] as const))('%s: %s', async (_what, finds, i) => {
      const tab = await browser.tab()
      await tab.goto(`${pages.origin}/${i}`)
      expect(await found(tab)).toBe(finds)
      if (finds !== 'sends') expect(await waysOut(tab, finds)).toEqual({ numbers: true, link: true })
    })
  },
)

const TELLING = [
  ['Chromium', openChromium],
  ['Firefox', openFirefox],
] as const
describe.each(sample(TELLING, ([engine]) => engine === 'Chromium'))(
  'R4 a policy that only reports, in %s,',
  (_, open) => {
    it('ends the panel before its owner could be told that somebody sent', async () => {
      const demo = await runDemo()
      const snippet = await snippetOf(`${demo.partner}en/`)
      const reports: string[] = []
      const pages = await partnerPages((path, request) => {
        if (path === '/told') request.on('data', (chunk: Buffer) => reports.push(chunk.toString()))
        const policy = "default-src 'self' 'unsafe-inline'; report-uri /told"
        return { html: pageWith(snippet), headers: { 'content-security-policy-report-only': policy } }
      })
      const browser = await open()
      try {
        const tab = await browser.tab()
        await tab.goto(pages.origin)
        const panel = await openPanel(tab)
        const code = await until(() =>
          panel.evaluate(() => document.querySelector<HTMLElement>('[data-code]')?.dataset['code'], null),
        )
        expect(code).toBe('page-reports')
        expect(await waysOut(tab, 'lines in the frame')).toEqual({ numbers: true, link: true })
        expect(await panel.evaluate(() => document.querySelectorAll('input, [data-next]').length, null)).toBe(0)
        // The control: its owner is told, of what was asked for before anybody could write.
        await until(() => reports.join().includes(demo.server))
        expect(reports.join()).not.toContain('/api/')
      } finally {
        await browser.close()
        await pages.close()
        await demo.stop()
      }
    })
  },
)

/** Whether a number and the link can be seen and pressed. */
async function waysOut(tab: Tab, finds: Finds): Promise<{ numbers: boolean; link: boolean }> {
  const where = finds === 'lines in the frame' ? await until(() => tab.frames().find(isWidget)) : tab.main()
  if (finds === 'lines on the page') await where.click('summary')
  return where.evaluate(() => {
    const seen = (selector: string) =>
      [...document.querySelectorAll(selector)].some((one) => {
        const { width, height } = one.getBoundingClientRect()
        return width > 0 && height > 0
      })
    return { numbers: seen('a[href^="tel:"]'), link: seen('a[href*="/go?"]') }
  }, null)
}

const isWidget = (frame: { url(): string }): boolean => frame.url() === 'about:srcdoc'
