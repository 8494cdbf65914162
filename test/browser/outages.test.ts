import { mkdtemp, rm } from 'node:fs/promises'
import { createServer, type AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { BrowserContext } from 'playwright-core'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type Browser, type Frame, type Tab, openChromium } from '../support/browsers.ts'
import { type RunningDemo, runDemo } from '../support/demoProcess.ts'
import { sample } from '../support/release.ts'
import { hurry, moveClock, noteSteps, notedSteps, seen } from '../support/seen.ts'
import { openedBy, storedRequests } from '../support/storedRequests.ts'
import { openPanel, step, tap, until, widgetFrame } from '../support/walk.ts'

const HOUR = 3600
const ADDRESS = '+30 690 123 4567'
const OFFLINE = 'There is no internet now. Your answers stay here for 5 minutes. You can still call.'
const NOBODY_KNOWS = 'We do not know if your message arrived. Please try again. We will not get it twice.'

/** The steps of the shortest way, in order. */
const WAY = ['how', 'address', 'review'] as const
type Stop = (typeof WAY)[number]

async function freePort(): Promise<string> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  await new Promise((resolve) => server.close(resolve))
  return String(port)
}

describe('when something fails while a person asks', () => {
  let data: string
  let env: Readonly<Record<string, string>>
  let demo: RunningDemo
  let browser: Browser
  let tab: Tab
  let context: BrowserContext
  /** Bodies that the browser began to send. */
  let bodies: Buffer[]
  beforeAll(async () => {
    data = await mkdtemp(join(tmpdir(), 'mitos-outage-'))
    env = { MITOS_DATA: data, MITOS_PORT: await freePort(), MITOS_PARTNER_PORT: await freePort() }
    demo = await runDemo(env)
    browser = await openChromium()
    tab = await browser.tab({
      onContext: async (one) => {
        context = one
        context.on('request', (request) => void (request.method() === 'POST' && bodies.push(request.postDataBuffer()!)))
      },
    })
  })
  beforeEach(async () => {
    bodies = []
    await context.setOffline(false)
    if (demo.process.exitCode !== null || demo.process.signalCode !== null) await restart()
  })
  afterAll(async () => {
    await browser?.close()
    await demo?.stop()
    await rm(data, { recursive: true, force: true })
  })

  const kill = () => demo.stop('SIGKILL')
  const restart = async () => {
    demo = await runDemo(env)
  }

  /** Waits until all that sending needs has come. */
  const prepared = (frame: Frame) =>
    until(() =>
      frame.evaluate(() => {
        const come = performance.getEntriesByType('resource').map(({ name }) => name)
        return ['/w/seal.', '/w/later.', '/w/words-en.'].every((file) => come.some((one) => one.includes(file)))
      }, null),
    )

  async function opened(): Promise<Frame> {
    await tab.goto(`${demo.partner}en/`)
    const frame = await openPanel(tab)
    await noteSteps(frame)
    return frame
  }

  /** Walks the shortest way and lets something happen at one step. */
  async function walk(
    frame: Frame,
    at?: Stop,
    happens: () => Promise<unknown> = async () => undefined,
    end = 'review',
  ) {
    const here = async (now: Stop) => {
      await step(frame, now === 'review' ? end : now)
      if (now === at) await happens()
    }
    await tap(frame, '[data-value="self"]', 'start')
    await here('how')
    await tap(frame, '[data-value="call"]', 'how')
    await here('address')
    await frame.type('[data-step="address"] input:not([type="radio"])', ADDRESS)
    await tap(frame, '[data-skip-all]', 'address')
    await here('review')
  }

  /** Presses Send once, and gives the step to which it leads in the end. */
  async function press(frame: Frame, from: string): Promise<string> {
    const before = (await notedSteps(frame)).length
    return until(async () => {
      const since = (await notedSteps(frame)).slice(before)
      if (!since.length) await frame.click(`[data-step="${from}"] [data-next]`).catch(() => undefined)
      const last = since.at(-1)
      return last === 'sending' ? undefined : last
    })
  }

  /** Not sent: the words say why, the numbers are there, nothing says sent. */
  async function expectNotSent(frame: Frame, says: string): Promise<void> {
    const shown = await seen(frame)
    expect(shown.step).toBe('not-sent')
    expect(shown.text).toContain(says)
    expect(shown.numbers).toContain('tel:112')
    expect(await notedSteps(frame)).not.toContain('sent')
  }

  /** Goes on where it was left: the answers are there, the same bytes go, and one request is on disk. */
  async function expectSentOnce(frame: Frame, before: number): Promise<void> {
    expect(storedRequests(data).length).toBe(before)
    expect(await press(frame, 'not-sent')).toBe('sent')
    expect(new Set(bodies.map((body) => body.toString('hex'))).size).toBe(1)
    expect(storedRequests(data).length).toBe(before + 1)
    expect(await openedBy(data, bodies[0]!)).toEqual(['faros'])
  }

  const LOST = [
    ['the connection', () => context.setOffline(true), () => context.setOffline(false), OFFLINE, 1],
    ['the server', kill, restart, NOBODY_KNOWS, 2],
  ] as const

  describe.each(LOST)('without %s', (_, lose, find, says, tries) => {
    it('R21 before the tap: lines and link; and the panel once it is back', async () => {
      await tab.goto(`${demo.partner}en/`)
      const frame = await widgetFrame(tab)
      await until(() =>
        tab
          .main()
          .evaluate(
            () => performance.getEntriesByType('resource').some(({ name }) => name.includes('chain.json')),
            null,
          ),
      )
      await lose()
      await frame.click('[data-opener]')
      await step(frame, 'lines')
      const shown = await seen(frame)
      // Both are asked for at once.
      expect(shown.code).toMatch(/^(panel|catalog)-unreachable$/)
      expect(shown.links).toEqual([`${demo.server}/go?desk=GR&lang=en`])
      expect(shown.numbers).toContain('tel:112')
      await find()
      await frame.click('[data-close]')
      await frame.click('[data-opener]')
      await step(frame, 'start')
    })

    it.each(sample(WAY, (at) => at === 'address'))(
      'R21 from %s on: not sent, the answers stay, and go once it is back',
      async (at) => {
        const frame = await opened()
        await prepared(frame)
        const before = storedRequests(data).length
        await walk(frame, at, lose)
        expect(await press(frame, 'review')).toBe('not-sent')
        await expectNotSent(frame, says)
        await find()
        await expectSentOnce(frame, before)
        expect(bodies.length).toBe(tries)
      },
    )

    it('while it is sent: not sent, and the same bytes go once it is back', async () => {
      const frame = await opened()
      const before = storedRequests(data).length
      await walk(frame)
      // What is under way is not cut where the connection is only gone: the panel's patience ends it.
      if (says === OFFLINE) await hurry(frame, 20)
      // It hears, and does not answer.
      process.kill(-demo.process.pid!, 'SIGSTOP')
      await tap(frame, '[data-step="review"] [data-next]', 'review')
      await until(() => bodies.length)
      await step(frame, 'sending')
      await lose()
      await step(frame, 'not-sent')
      await expectNotSent(frame, NOBODY_KNOWS)
      await find()
      if (says === OFFLINE) {
        process.kill(-demo.process.pid!, 'SIGCONT')
        await hurry(frame, 1 / 20)
      }
      expect(await press(frame, 'not-sent')).toBe('sent')
      expect(new Set(bodies.map((body) => body.toString('hex'))).size).toBe(1)
      expect(storedRequests(data).length).toBe(before + 1)
    })
  })

  it('without the connection before the sealing module has come: it is awaited, and the review shows then', async () => {
    let tries = 0
    const lost = context.waitForEvent('request', (request) => /\/w\/(seal|words)/.test(request.url()))
    const gone = lost.then(() => context.setOffline(true))
    await context.route(/\/w\/(seal|words)/, async (route) => {
      if (route.request().url().includes('words')) tries++
      await gone
      await route.abort('internetdisconnected').catch(() => undefined)
    })
    const frame = await opened()
    await hurry(frame, 20)
    await tap(frame, '[data-value="self"]', 'start')
    await tap(frame, '[data-value="call"]', 'how')
    await step(frame, 'address')
    await frame.type('[data-step="address"] input:not([type="radio"])', ADDRESS)
    await tap(frame, '[data-skip-all]', 'address')
    await until(async () => (await seen(frame)).text.includes('One moment'))
    await until(() => tries > 3)
    await hurry(frame, 1 / 20)
    await context.unroute(/\/w\/(seal|words)/)
    await context.setOffline(false)
    await frame.waitForSelector('[data-step="review"] [data-next]')
    expect(await press(frame, 'review')).toBe('sent')
  })

  describe('when the clock goes on', () => {
    const CHANGED = 'Another team is there now: the Evening Team.'

    it.each(sample(WAY, (at) => at === 'address'))(
      'past the end of the shift, at %s: the NGO that reads now is named before anything goes',
      async (at) => {
        const frame = await opened()
        expect((await seen(frame)).text).toContain('The Help Team can read messages now.')
        await walk(frame, at, () => moveClock(frame, 8 * HOUR))
        if (at === 'review') {
          expect((await seen(frame)).text).toContain('the Help Team')
          await until(async () => {
            await frame.click('[data-next]')
            return (await seen(frame)).text.includes(CHANGED)
          })
        }
        const { text } = await seen(frame)
        expect(text).toContain('the Evening Team')
        expect(text).not.toContain('the Help Team')
        expect(bodies).toEqual([])
        expect(await press(frame, 'review')).toBe('sent')
        expect(bodies.length).toBe(1)
        expect(await openedBy(data, bodies[0]!)).toEqual(['thyra'])
      },
    )

    it('past the end of the shift, at not-sent: the new one is named, and has bytes of its own', async () => {
      const frame = await opened()
      await prepared(frame)
      await walk(frame)
      await kill()
      expect(await press(frame, 'review')).toBe('not-sent')
      await moveClock(frame, 8 * HOUR)
      await restart()
      expect(await press(frame, 'not-sent')).toBe('review')
      expect((await seen(frame)).text).toContain(CHANGED)
      expect(await press(frame, 'review')).toBe('sent')
      expect(await Promise.all(bodies.map((body) => openedBy(data, body)))).toEqual([['faros'], ['thyra']])
      expect(bodies[0]!.subarray(1, 17).equals(bodies[1]!.subarray(1, 17))).toBe(false)
    })

    it.each(['address', 'review'] as const)(
      'R21 past the end of the roster, at %s: lines, and nothing goes',
      async (at) => {
        const frame = await opened()
        await walk(frame, at, () => moveClock(frame, 15 * 24 * HOUR), at === 'address' ? 'lines' : 'review')
        if (at === 'review') expect(await press(frame, 'review')).toBe('lines')
        await step(frame, 'lines')
        const shown = await seen(frame)
        expect(shown.text).toContain('We cannot take messages now. Please call one of these numbers.')
        expect(shown.numbers).toContain('tel:112')
        expect(bodies).toEqual([])
      },
    )
  })
})
