import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Browser, type Tab, openChromium, openFirefox } from '../support/browsers.ts'
import { type RunningDemo, runDemo } from '../support/demoProcess.ts'
import { sample } from '../support/release.ts'
import { answerShortest, send, step, tap, until } from '../support/walk.ts'

const shownNumbers = (tab: Tab): Promise<readonly string[]> =>
  tab
    .main()
    .evaluate(
      () =>
        [...document.querySelectorAll<HTMLAnchorElement>('a[href^="tel:"]')]
          .filter((one) => one.getClientRects().length > 0)
          .map((one) => one.getAttribute('href')!),
      null,
    )

const ENGINES = [
  ['Chromium', openChromium],
  ['Firefox', openFirefox],
] as const
describe.each(sample(ENGINES, ([engine]) => engine === 'Chromium'))('/go in %s', (_, open) => {
  let demo: RunningDemo
  let browser: Browser
  beforeAll(async () => {
    demo = await runDemo()
    browser = await open()
  })
  afterAll(async () => {
    await browser?.close()
    await demo?.stop()
  })

  it('is the panel as a page of its own: it opens by itself, in the named language, and sends', async () => {
    for (const width of [390, 1280]) {
      const tab = await browser.tab({ width })
      await tab.goto(`${demo.server}/go?desk=GR&lang=el`)
      const page = tab.main()
      await step(page, 'start')
      const state = await page.evaluate(() => {
        const panel = document.querySelector('.m-panel')!.getBoundingClientRect()
        return {
          lang: document.querySelector('.m-panel')!.getAttribute('lang'),
          origin: self.origin,
          wide: Math.round(panel.width),
          left: Math.round(panel.left) >= 0,
          title: document.title,
        }
      }, null)
      expect(state).toEqual({ lang: 'el', origin: 'null', wide: Math.min(width, 480), left: true, title: 'Τηλέφωνα' })
      await answerShortest(page, { how: 'sms', address: '6948172635' })
      expect(await send(page)).toBe('sent')
      await page.click('[data-step="sent"] [data-close]')
      // What stays is the page with its numbers, and the way back in.
      expect(await until(async () => ((await shownNumbers(tab)).length ? shownNumbers(tab) : undefined))).toContain(
        'tel:112',
      )
      expect(await page.evaluate(() => document.querySelector<HTMLElement>('[data-opener]')!.hidden, null)).toBe(false)
    }
  })

  it('leaves to the desk’s exit page', async () => {
    const tab = await browser.tab()
    await tab.goto(`${demo.server}/go?desk=GR`)
    await tap(tab.main(), '[data-value="self"]', 'start')
    await tab
      .main()
      .click('[data-exit]')
      .catch(() => undefined)
    await until(() => tab.url().endsWith('/weather.html'))
  })
})

describe('/go without a script', () => {
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

  it.each([
    ['en', 'Messages do not work in this browser.'],
    ['el', 'Τα μηνύματα δεν λειτουργούν'],
    ['ar', 'الرسائل لا تعمل'],
  ])('is words and lines, in %s as the browser asks', async (languages, words) => {
    const tab = await browser.tab({
      languages,
      onContext: async (context) => {
        await context.route(/\/w\//, (route) => route.abort())
      },
    })
    await tab.goto(`${demo.server}/go?desk=GR`)
    expect(await tab.main().evaluate(() => document.body.innerText, null)).toContain(words)
    expect(await shownNumbers(tab)).toEqual(expect.arrayContaining(['tel:112', 'tel:1109']))
  })

  it.each([
    ['the chain', /\/trust\//, 'chain-unreachable'],
    ["the panel's script", /\/w\/panel\./, 'panel-unreachable'],
  ])('or without %s leaves the lines, with their code and no link to itself', async (_what, path, code) => {
    const tab = await browser.tab({
      onContext: async (context) => {
        await context.route(path, (route) => route.abort())
      },
    })
    await tab.goto(`${demo.server}/go?desk=GR`)
    await step(tab.main(), 'lines')
    expect(
      await tab.main().evaluate(() => document.querySelector<HTMLElement>('[data-code]')!.dataset['code'], null),
    ).toBe(code)
    expect(await shownNumbers(tab)).toContain('tel:112')
    expect(await tab.main().evaluate(() => document.querySelectorAll('a[href*="/go"]').length, null)).toBe(0)
  })
})
