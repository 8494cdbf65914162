import { createServer, get } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type BrowserContext, type CDPSession, type Frame, type Page, chromium } from 'playwright-core'
import { CHROMIUM_ARGS } from '../test/support/browsers.ts'
import type { RunningDemo } from '../test/support/demoProcess.ts'
import { pageWith, partnerPages, snippetOf } from '../test/support/partnerPage.ts'
import { median } from './median.ts'
import type { Row } from './table.ts'

/** A four-year-old phone with one bar: 400 kbit/s, 400 ms, a sixth of this machine's speed. */
const BYTES_PER_SECOND = 50_000
const LATENCY = 400
const SLOWER = 6
const ROUNDS = 5

async function slow(session: CDPSession): Promise<void> {
  await session.send('Network.enable')
  await session.send('Network.emulateNetworkConditions', {
    offline: false,
    latency: LATENCY,
    downloadThroughput: BYTES_PER_SECOND,
    uploadThroughput: BYTES_PER_SECOND,
  })
  await session.send('Emulation.setCPUThrottlingRate', { rate: SLOWER })
}

/**
 * The panel on a slow phone, beside a plain HTML form with the same questions on one page. Each round is a new context with an
 * empty cache; the frame is slowed by a session of its own, since it is a process of its own.
 */
export async function slowPhone(demo: RunningDemo): Promise<readonly Row[]> {
  const browser = await chromium.launch({
    executablePath: '/usr/bin/chromium',
    headless: true,
    args: [...CHROMIUM_ARGS],
  })
  const snippet = await snippetOf(`${demo.partner}en/`)
  const pages = await partnerPages((path) => ({
    // A colour, because the panel takes it up at the moment in which all that sealing needs is there.
    html: pageWith(path === '/with' ? snippet.replace('data-mitos ', 'data-mitos data-color="#0B5F66" ') : ''),
  }))
  const form = await plainForm()
  const rounds: Round[] = []
  for (let i = 0; i < ROUNDS; i++)
    rounds.push(await round(() => browser.newContext({ viewport: { width: 390, height: 780 } })))
  await browser.close()
  await pages.close()
  await form.close()

  async function round(context: () => Promise<BrowserContext>) {
    const panel = await onPanel(await context(), `${pages.origin}/with`)
    const plain = await onForm(await context(), form.origin)
    return { ...panel, form: plain }
  }
  const of = (pick: (round: Round) => number) => median(rounds.map(pick))
  const plain = { name: 'a plain form, to its first field', is: of((one) => one.form) }
  const bytes = rounds[0]!
  return [
    { what: 'tap → first question', unit: 'ms', ours: of((one) => one.question), beside: plain, most: 1200 },
    { what: 'tap → sealing module arrived', unit: 'ms', ours: of((one) => one.arrived), beside: plain },
    { what: 'tap → ready to seal', unit: 'ms', ours: of((one) => one.sealable), beside: plain, most: 4000 },
    { what: 'page alone: longest task', unit: 'ms', ours: of((one) => one.longest), most: 50 },
    { what: 'page alone: layout shift', unit: '', ours: of((one) => one.shift), most: 0 },
    { what: 'page alone: bytes without chain.json', unit: 'B', ours: bytes.pageBytes, most: 5000 },
    { what: 'whole way: bytes without chain.json', unit: 'B', ours: bytes.allBytes, most: 74_000 },
    { what: 'chain.json', unit: 'B', ours: bytes.chainBytes },
  ]
}

type Round = Awaited<ReturnType<typeof onPanel>> & { readonly form: number }

async function onPanel(context: BrowserContext, url: string) {
  const page = await context.newPage()
  await slow(await context.newCDPSession(page))
  await page.addInitScript(watchPage)
  await page.goto(url, { waitUntil: 'load' })
  const frame = await widget(page)
  await page.waitForTimeout(3000)
  const { longest, shift } = await page.evaluate(() => (window as unknown as { seen: Seen }).seen)
  const alone = await loadedBy(page, frame)

  await slow(await context.newCDPSession(frame))
  await frame.evaluate(watchFrame)
  await frame.click('[data-opener]')
  await frame.waitForFunction(() => (window as unknown as { at: At }).at.sealable > 0, null, { timeout: 30_000 })
  const { tap, question, sealable } = await frame.evaluate(() => (window as unknown as { at: At }).at)
  const all = await loadedBy(page, frame)
  const arrived = await frame.evaluate(() =>
    Math.max(
      ...performance
        .getEntriesByType('resource')
        .filter(({ name }) => name.includes('/w/seal.'))
        .map((one) => (one as PerformanceResourceTiming).responseEnd),
    ),
  )
  await context.close()
  return {
    question: question - tap,
    arrived: arrived - tap,
    sealable: sealable - tap,
    longest,
    shift,
    pageBytes: await bytesOf(alone, FILES),
    allBytes: await bytesOf(all, FILES),
    chainBytes: await bytesOf(all, CHAIN),
  }
}

interface Seen {
  longest: number
  shift: number
}
interface At {
  tap: number
  question: number
  sealable: number
}

/** Runs in the page before anything else of it. */
function watchPage(): void {
  if (self !== top) return
  const seen: Seen = { longest: 0, shift: 0 }
  ;(window as unknown as { seen: Seen }).seen = seen
  new PerformanceObserver((list) => {
    for (const { duration } of list.getEntries()) seen.longest = Math.max(seen.longest, duration)
  }).observe({ type: 'longtask', buffered: true })
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) seen.shift += (entry as unknown as { value: number }).value
  }).observe({ type: 'layout-shift', buffered: true })
}

/** Runs in the frame: when the finger came, when the question was drawn, when the sealing module had everything. */
function watchFrame(): void {
  const at: At = { tap: 0, question: 0, sealable: 0 }
  ;(window as unknown as { at: At }).at = at
  addEventListener('click', () => (at.tap ||= performance.now()), true)
  new MutationObserver(() => {
    if (!at.question && document.querySelector('[data-step="start"]'))
      requestAnimationFrame(() => (at.question ||= performance.now()))
    if (document.querySelector('[style*="--fill-light"]')) at.sealable ||= performance.now()
  }).observe(document.body, { subtree: true, childList: true, attributes: true })
}

/** Every file that page and frame have loaded, by path. A frame of its own process tells its own. */
async function loadedBy(page: Page, frame: Frame): Promise<readonly string[]> {
  const names = () => performance.getEntriesByType('resource').map(({ name }) => name)
  return [...new Set([...(await page.evaluate(names)), ...(await frame.evaluate(names))])]
}

/** Bytes of the bodies over the line, as this browser takes them. */
async function bytesOf(urls: readonly string[], of: RegExp): Promise<number> {
  const sizes = urls
    .filter((url) => of.test(new URL(url).pathname))
    .map(
      (url) =>
        new Promise<number>((resolve, reject) =>
          get(url, { headers: { 'accept-encoding': 'gzip' } }, (answer) => {
            let size = 0
            answer.on('data', (chunk: Buffer) => (size += chunk.length)).on('end', () => resolve(size))
          }).on('error', reject),
        ),
    )
  return (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0)
}
const FILES = /^\/w\//
const CHAIN = /^\/trust\//

async function widget(page: Page): Promise<Frame> {
  for (;;) {
    const frame = page.frames().find((one) => one.url() === 'about:srcdoc')
    if (frame) {
      await frame.waitForSelector('[data-opener]:not([hidden])')
      return frame
    }
    await page.waitForTimeout(20)
  }
}

/** The same questions as plain HTML on one page, with a style sheet of its own: what a site would write without Mitos. */
async function plainForm() {
  const field = (name: string, kind = 'text') => `<p><label>${name} <input type="${kind}" name="${name}"></label></p>`
  const words = 'We do not ask for your name, your papers or your story. You can skip questions. '
  const html = `<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<link rel="icon" href="data:,"><link rel="stylesheet" href="/style.css"><title>Contact</title><form method="post"><h1>Contact</h1>
<p>${words.repeat(8)}</p>${['Phone', 'Email', 'App', 'When', 'Who may answer', 'Our word', 'Note'].map((one) => field(one)).join('')}
<p>${words.repeat(16)}</p><button>Send</button></form></html>`
  const server = createServer((request, response) => {
    const css = request.url === '/style.css'
    response.writeHead(200, { 'content-type': css ? 'text/css' : 'text/html; charset=utf-8' })
    response.end(css ? 'body{font:17px/1.5 sans-serif;margin:20px}label{display:block}'.padEnd(4000, ' ') : html)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () => new Promise((resolve) => server.close(resolve)),
  }
}

async function onForm(context: BrowserContext, url: string): Promise<number> {
  const page = await context.newPage()
  await slow(await context.newCDPSession(page))
  const from = performance.now()
  await page.goto(url, { waitUntil: 'commit' })
  await page.waitForSelector('input')
  const took = performance.now() - from
  await context.close()
  return took
}
