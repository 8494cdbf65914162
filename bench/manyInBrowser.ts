import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import lib from 'libsodium-wrappers'
import { type BrowserContext, type Page, chromium } from 'playwright-core'
import { readSecrets } from '../demo/keys.ts'
import { boxPair } from '../demo/network.ts'
import { DESK, NGOS } from '../demo/people.ts'
import { openSqliteStore } from '../server/store/sqlite/store.ts'
import type { Answers, DayPart } from '../shared/answers.ts'
import { sumoSodium } from '../shared/crypto/sumo.ts'
import { sealRequest } from '../shared/envelope.ts'
import { composeRequest } from '../shared/request.ts'
import { deriveCode, makeCode } from '../shared/returnCode.ts'
import type { Roster } from '../shared/roster.ts'
import { HEADER_SIZE, type RequestId, type SealedRequest, readHeader } from '../shared/wire.ts'
import { CHROMIUM_ARGS } from '../test/support/browsers.ts'
import { type RunningDemo, runDemo } from '../test/support/demoProcess.ts'
import { inFolder } from './inFolder.ts'
import { median } from './median.ts'
import type { Row } from './table.ts'

const STORED = 10_000
/** Requests that are stored at a time. */
const TOGETHER = 1_000
/** So that all came within the fortnight after which the server wipes what nobody read. */
const AN_HOUR = 40
const HOUR = 3600
const ROUNDS = 3
/** Cases opened, and words looked for, in each round. */
const TRIES = 10
const NGO = NGOS[0]!.id

/**
 * The inbox of an NGO with 10,000 requests, in Chromium, from a server's database: what a member waits for between the moment in
 * which their keys are there (Argon2id is named by itself) and the list; opening a case; the search for a word.
 */
export const manyInBrowser = (): Promise<readonly Row[]> =>
  inFolder(async (folder) => {
    const data = join(folder, 'data')
    const env = { MITOS_DATA: data, MITOS_LIMIT: '100000' }
    const made = await runDemo(env)
    const { signed } = await rosterOf(made)
    await made.stop()
    const plain = await fill(data, JSON.parse(signed) as Roster)
    const demo = await runDemo(env)
    const rounds: Round[] = []
    try {
      for (let i = 0; i < ROUNDS; i++) rounds.push(await round(demo))
    } finally {
      await demo.stop()
    }
    return lines(rounds, plain)
  })

function lines(rounds: readonly Round[], plain: number): readonly Row[] {
  const of = (pick: (one: Round) => number) => median(rounds.map(pick))
  const beside = { name: `crypto_box_seal_open of all ${STORED.toLocaleString('en')} in Node`, is: plain }
  return [
    { what: 'log in → unlocked (Argon2id is in it)', unit: 'ms', ours: of((one) => one.unlocked) },
    { what: 'unlocked → first rows on the screen', unit: 'ms', ours: of((one) => one.first), most: 1000 },
    { what: 'unlocked → all read and in the list', unit: 'ms', ours: of((one) => one.whole), beside },
    { what: 'longest task meanwhile', unit: 'ms', ours: of((one) => one.longest) },
    { what: 'opening a case of the list', unit: 'ms', ours: of((one) => one.open), most: 100 },
    { what: 'opening the search', unit: 'ms', ours: of((one) => one.dialog), most: 200 },
    { what: 'a word chosen → its rows', unit: 'ms', ours: of((one) => one.search), most: 200 },
    { what: "the tab's JavaScript heap", unit: 'MB', ours: of((one) => one.heap) },
    { what: "the tab's process", unit: 'MB', ours: of((one) => one.resident) },
    { what: "the tab's process, at most", unit: 'MB', ours: of((one) => one.peak) },
    { what: "the tab's DOM nodes", unit: '', ours: of((one) => one.nodes) },
  ]
}

async function rosterOf(demo: RunningDemo): Promise<{ readonly signed: string }> {
  const answer = await fetch(`${demo.server}/trust/chain.json`)
  const chain = (await answer.json()) as { readonly roster: { readonly signed: string } }
  return chain.roster
}

/**
 * Forty an hour, back from now, each a whole request as the panel seals it.
 * @returns how long plain libsodium needs to decrypt all of them, ms
 */
async function fill(data: string, roster: Roster): Promise<number> {
  const { crypto } = await sumoSodium()
  await lib.ready
  const pair = boxPair(crypto, (await readSecrets(data))!, NGO)
  const store = await openSqliteStore(data, { clock: () => Math.floor(Date.now() / 1000) })
  const now = Math.floor(Date.now() / 1000 / HOUR) * HOUR
  let plain = 0
  try {
    for (let from = 0; from < STORED; from += TOGETHER) {
      const bodies: { readonly hour: number; readonly sealed: SealedRequest }[] = []
      for (let n = from; n < from + TOGETHER; n++) {
        const hour = now - HOUR * Math.floor(n / AN_HOUR)
        const code = await deriveCode(crypto, async () => crypto.random(32), makeCode(crypto.random), roster.network)
        const shown = { notice: null, lang: 'el', replyBy: hour + 24 * HOUR }
        const rest = { rosterHash: HASH, ngo: NGO, desk: DESK.id, site: null, skew: null, tz: null, lang: 'el' }
        const request = composeRequest(crypto, answers(n), { roster, t: hour, shown, ...rest }, code)
        bodies.push({ hour, sealed: sealRequest(crypto, request, code, crypto.random(16) as RequestId) })
      }
      const start = performance.now()
      for (const { sealed } of bodies)
        lib.crypto_box_seal_open(sealed.subarray(HEADER_SIZE), pair.publicKey, pair.secret)
      plain += performance.now() - start
      await Promise.all(
        bodies.map(({ hour, sealed }) =>
          store.addRequest({ ...readHeader(sealed), hour, check: false, sealed } as Parameters<
            typeof store.addRequest
          >[0]),
        ),
      )
    }
  } finally {
    await store.close()
  }
  return plain
}

const HASH = 'A'.repeat(43)
const PARTS: readonly DayPart[] = ['morning', 'afternoon', 'evening', 'night']

/** As different as those of people: times, places, words, one of fifty in danger now, one of twenty under 18. */
const answers = (n: number): Answers =>
  ({
    for: 'self',
    contact: {
      to: 'person',
      how: 'call',
      address: `+3069${String(40_000_000 + n)}`,
      word: n % 200,
      ...(n % 3 && { when: { parts: [PARTS[n % 4]!], weekend: n % 2 === 0 } }),
    },
    more: {
      ...(n % 50 === 7 && { danger: 'now' }),
      ...(n % 20 === 3 && { age: 'under18' }),
      place: { region: DESK.regions[n % DESK.regions.length]!.id },
    },
    note: 'What a person has to say. '.repeat(5),
  }) as Answers

type Round = Awaited<ReturnType<typeof round>>

async function round(demo: RunningDemo) {
  const browser = await chromium.launch({
    executablePath: '/usr/bin/chromium',
    headless: true,
    args: [...CHROMIUM_ARGS, '--enable-precise-memory-info'],
  })
  try {
    const context = await browser.newContext({ viewport: { width: 1280, height: 900 } })
    return await measured(context, demo)
  } finally {
    await browser.close()
  }
}

async function measured(context: BrowserContext, demo: RunningDemo) {
  const page = await context.newPage()
  await page.addInitScript(watch)
  await page.goto(demo.inbox)
  const { name, passphrase } = demo.members.find(({ ngo }) => ngo === NGO)!
  await page.fill('input[type="password"]', passphrase)
  await page.fill('input:not([type="password"]):not([type="checkbox"])', name)
  await page.click('button[type="submit"]')
  await page.waitForFunction(() => (window as unknown as { at: At }).at.whole > 0, null, { timeout: 300_000 })
  const at = await page.evaluate(() => (window as unknown as { at: At }).at)
  const rest = await page.evaluate(() => document.querySelector('[data-more-rows]')?.textContent?.replace(/\D/g, ''))
  const drawn = await page.locator('[data-request]').count()
  if (drawn + Number(rest ?? 0) !== STORED) throw new Error(`${drawn} rows drawn and ${rest} more: not all were read`)
  const open = await opened(page)
  const { dialog, search } = await searched(page)
  const session = await context.newCDPSession(page)
  const { resident, peak } = await processOf(context)
  await session.send('HeapProfiler.collectGarbage')
  await session.send('Performance.enable')
  const { metrics } = await session.send('Performance.getMetrics')
  const metric = (wanted: string) => metrics.find(({ name }) => name === wanted)!.value
  return {
    unlocked: at.unlocked - at.pressed,
    first: at.first - at.unlocked,
    whole: at.whole - at.unlocked,
    longest: at.longest,
    open,
    dialog,
    search,
    heap: metric('JSHeapUsedSize') / 2 ** 20,
    resident,
    peak,
    nodes: metric('Nodes'),
  }
}

/** What the largest of the browser's pages has of the machine's memory now, and had at most, MB. Linux. */
async function processOf(context: BrowserContext): Promise<{ readonly resident: number; readonly peak: number }> {
  const session = await context.browser()!.newBrowserCDPSession()
  const { processInfo } = await session.send('SystemInfo.getProcessInfo')
  const pages = processInfo.filter(({ type }) => type === 'renderer')
  const sizes = pages.map(({ id }) => {
    const status = readFileSync(`/proc/${id}/status`, 'utf8')
    const size = (name: string) => Number(new RegExp(`^${name}:\\s+(\\d+) kB`, 'm').exec(status)![1]) / 1024
    return { resident: size('VmRSS'), peak: size('VmHWM') }
  })
  return sizes.sort((a, b) => b.peak - a.peak)[0]!
}

/** Each by its row, with the case before it still open beside the list. */
async function opened(page: Page): Promise<number> {
  const took: number[] = []
  for (let i = 0; i < TRIES; i++) {
    const id = await page.evaluate(
      (n) => document.querySelectorAll<HTMLElement>('[data-request]')[n]!.dataset['request']!,
      3 * i,
    )
    took.push(await timed(page, `[data-request="${id}"] button`, `article[data-open="${id}"]`))
  }
  return median(took)
}

async function searched(page: Page) {
  const took = { dialog: [] as number[], search: [] as number[] }
  for (let i = 0; i < TRIES; i++) {
    took.dialog.push(await timed(page, '[data-find]', 'dialog[open] [data-word]'))
    took.search.push(await timed(page, `[data-word="${i * 17}"]`, '.matches [data-request]'))
    await page.click('[data-find-close]')
    await page.waitForFunction(() => !document.querySelector('dialog'))
  }
  return { dialog: median(took.dialog), search: median(took.search) }
}

/** From a press on something until something else is painted, ms of the page's own clock. */
const timed = (page: Page, press: string, wanted: string): Promise<number> =>
  page.evaluate(
    ([press, wanted]) =>
      new Promise<number>((resolve) => {
        const start = performance.now()
        const look = (): void => {
          if (!document.querySelector(wanted!)) return
          seen.disconnect()
          ;(window as unknown as { painted: (then: () => void) => void }).painted(() =>
            resolve(performance.now() - start),
          )
        }
        const seen = new MutationObserver(look)
        seen.observe(document, { subtree: true, childList: true, attributes: true })
        document.querySelector<HTMLElement>(press!)!.click()
        look()
      }),
    [press, wanted],
  )

interface At {
  pressed: number
  unlocked: number
  first: number
  whole: number
  longest: number
}

/** Runs in the page before anything else of it. */
function watch(): void {
  const at: At = { pressed: 0, unlocked: 0, first: 0, whole: 0, longest: 0 }
  // After the next frame has been painted.
  const painted = (then: () => void): void =>
    void requestAnimationFrame(() => {
      const { port1, port2 } = new MessageChannel()
      port1.onmessage = then
      port2.postMessage(null)
    })
  Object.assign(window, { at, painted })
  addEventListener('submit', () => (at.pressed = performance.now()), true)
  new PerformanceObserver((list) => {
    for (const { duration } of list.getEntries())
      if (at.unlocked && !at.whole) at.longest = Math.max(at.longest, duration)
  }).observe({ type: 'longtask', buffered: true })
  let asked = { first: false, whole: false }
  new MutationObserver(() => {
    if (!at.unlocked && document.querySelector('[data-view]')) at.unlocked = performance.now()
    if (!document.querySelector('[data-request]')) return
    if (!asked.first) painted(() => (at.first = performance.now()))
    if (!asked.whole && !document.querySelector('[data-reading]')) {
      painted(() => (at.whole = performance.now()))
      asked.whole = true
    }
    asked.first = true
  }).observe(document, { subtree: true, childList: true })
}
