import { type Page, chromium } from 'playwright-core'
import { CHROMIUM, CHROMIUM_ARGS } from '../test/support/browsers.ts'
import { runDemo } from '../test/support/demoProcess.ts'
import { postRequest } from '../test/support/postRequest.ts'
import { median } from './median.ts'
import type { Row } from './table.ts'

/** A member's phone: a quarter of this machine's speed. */
const SLOWER = 4
const ROUNDS = 3
/** What a person needs beside the machine, ms (keystroke-level model of Card, Moran and Newell, 1980). */
const PERSON = { key: 280, point: 1100, think: 1350 }
const MINUTE = 60_000

/**
 * A member who is woken by a call, on a phone at night: from the page of the list, which asks for the passphrase, to the number with
 * its button that dials, and on to a written result. Every key and tap is made; a person's own time is reckoned from their number.
 */
export async function nightWorker(): Promise<readonly Row[]> {
  const demo = await runDemo()
  const nights: Night[] = []
  try {
    const { name, passphrase } = demo.members.find(({ onDuty }) => onDuty)!
    for (let i = 0; i < ROUNDS; i++) {
      await postRequest(demo.server, {
        for: 'self',
        contact: { to: 'person', how: 'call', address: `+30690123456${i}`, word: 3 },
        more: { danger: 'now' },
      })
      nights.push(await night(demo.inbox, name, passphrase))
    }
  } finally {
    await demo.stop()
  }
  const of = (pick: (one: Night) => number): number => median(nights.map(pick))
  return [
    { what: 'alarm → a number that dials: keys', unit: '', ours: of(({ number }) => number.keys) },
    { what: 'alarm → a number that dials: taps', unit: '', ours: of(({ number }) => number.taps) },
    { what: 'alarm → a number that dials: the machine alone', unit: 'ms', ours: of(({ number }) => number.took) },
    {
      what: 'alarm → a number that dials: with a person',
      unit: 'ms',
      ours: of(({ number }) => all(number)),
      most: MINUTE,
    },
    { what: 'alarm → "no answer" is written: with a person', unit: 'ms', ours: of(({ written }) => all(written)) },
  ]
}

interface Done {
  readonly keys: number
  readonly taps: number
  /** ms of the machine */
  readonly took: number
}
interface Night {
  readonly number: Done
  readonly written: Done
}

/** Each tap is looked for and thought about. */
const all = ({ keys, taps, took }: Done): number => took + keys * PERSON.key + taps * (PERSON.point + PERSON.think)

async function night(inbox: string, name: string, passphrase: string): Promise<Night> {
  const browser = await chromium.launch({ executablePath: CHROMIUM, headless: true, args: CHROMIUM_ARGS })
  try {
    const context = await browser.newContext({
      viewport: { width: 390, height: 844 },
      colorScheme: 'dark',
      hasTouch: true,
    })
    const page = await context.newPage()
    const session = await context.newCDPSession(page)
    await session.send('Emulation.setCPUThrottlingRate', { rate: SLOWER })
    return await walked(page, inbox, name, passphrase)
  } finally {
    await browser.close()
  }
}

async function walked(page: Page, inbox: string, name: string, passphrase: string): Promise<Night> {
  const start = performance.now()
  let [keys, taps] = [0, 0]
  const done = (): Done => ({ keys, taps, took: performance.now() - start })
  const tap = async (selector: string): Promise<void> => {
    await page.tap(selector)
    taps++
  }
  const type = async (selector: string, text: string): Promise<void> => {
    await tap(selector)
    await page.keyboard.insertText(text)
    keys += text.length
  }
  await page.goto(inbox)
  await type('input:not([type="password"]):not([type="checkbox"])', name)
  await type('input[type="password"]', passphrase)
  await tap('button[type="submit"]')
  await tap('[data-request] button')
  await tap('[data-claim]')
  await tap('[data-reveal]')
  const shown = page.locator('[data-address], [data-reason]').first()
  await shown.waitFor()
  // Outside a safe time a reason is asked.
  if (await page.locator('[data-reason]').count()) await tap('[data-reason]')
  await page.locator('a.primary[href^="tel:"]').waitFor()
  const number = done()
  await tap('.thumb [data-try]')
  await tap('[data-choice="no-answer"]')
  await page.locator('[data-done]').waitFor()
  return { number, written: done() }
}
