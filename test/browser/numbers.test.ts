import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readFileSync } from 'node:fs'
import type { BrowserContext } from 'playwright-core'
import { DESK } from '../../demo/people.ts'
import { type Browser, type Frame, openChromium } from '../support/browsers.ts'
import { type RunningDemo, runDemo } from '../support/demoProcess.ts'
import { type PartnerPages, pageWith, partnerPages } from '../support/partnerPage.ts'
import { seen } from '../support/seen.ts'
import { openPanel, overlay, step, tap, until, widgetFrame } from '../support/walk.ts'

const DIALLED = 'tel:112'
const banned: Readonly<Record<string, readonly string[]>> = JSON.parse(
  readFileSync('widget/locales/banned.json', 'utf8'),
)

describe('the phone numbers', () => {
  let demo: RunningDemo
  let browser: Browser
  let others: PartnerPages
  /** What the browser was asked to dial, and that it would not do so out of a sandbox, in order. */
  const heard: string[] = []
  beforeAll(async () => {
    demo = await runDemo()
    others = await partnerPages(() => ({
      html: pageWith('<iframe sandbox="allow-scripts" srcdoc="&lt;a href=tel:112&gt;112&lt;/a&gt;"></iframe>'),
    }))
    browser = await openChromium()
  })
  afterAll(async () => {
    await browser?.close()
    await others?.close()
    await demo?.stop()
  })

  const listen = async (context: BrowserContext): Promise<void> => {
    context.on('request', (one) => void (one.url().startsWith('tel:') && heard.push(one.url())))
    context.on('console', (one) => void heard.push(one.text().includes('blocked by sandbox') ? 'blocked' : one.text()))
  }

  /** Taps, and hears what comes of it; what the browser has to say of that, it says before the frame's own next word. */
  async function dial(where: Frame, selector: string): Promise<readonly string[]> {
    heard.length = 0
    // Not awaited: a driver waits until a page has come, and none comes.
    where.click(selector).catch(() => undefined)
    await until(() => heard.includes(DIALLED))
    await where.evaluate(() => console.log('after'), null)
    await until(() => heard.includes('after'))
    return heard.slice()
  }
  const OUT = [DIALLED, 'after']

  it('R21 a frame of less rights would not dial: the control for what follows', async () => {
    const tab = await browser.tab({ onContext: listen })
    await tab.goto(others.origin)
    const frame = await until(() => tab.frames().find((one) => one !== tab.main()))
    expect(await dial(frame, 'a')).toEqual([DIALLED, 'blocked', 'after'])
    await tab.close()
  })

  it('R21 a tap on one dials out of the sandbox, and the panel stays as it is', async () => {
    const tab = await browser.tab({ onContext: listen })
    await tab.goto(`${demo.partner}en/`)
    const panel = await openPanel(tab)
    await tap(panel, '[data-value="self"]', 'start')
    await step(panel, 'how')
    await overlay(panel, '[data-numbers]', 'lines')
    expect(await dial(panel, '[data-overlay="lines"] a[href="tel:112"]')).toEqual(OUT)
    // By its own click: the driver's still waits for a page.
    await panel.evaluate(() => document.querySelector<HTMLElement>('[data-overlay-back]')!.click(), null)
    await step(panel, 'how')
    await tab.close()
    // The page of its own has a sandbox too, by its policy. In a tab of its own: on a busy machine the browser's question which
    // app may dial comes so late that it would stand before the next page of this one.
    const own = await browser.tab({ onContext: listen })
    await own.goto(`${demo.server}/go?desk=GR`)
    await step(own.main(), 'start')
    await overlay(own.main(), '[data-numbers]', 'lines')
    expect(await dial(own.main(), '[data-overlay="lines"] a[href="tel:112"]')).toEqual(OUT)
    await own.close()
  })

  it('R21 a tap on one of the plain lines dials as well, where the panel did not come', async () => {
    const tab = await browser.tab({
      async onContext(context) {
        await listen(context)
        await context.route(/\/w\/panel\./, (route) => route.abort())
      },
    })
    await tab.goto(`${demo.partner}en/`)
    const frame = await widgetFrame(tab)
    await frame.click('[data-opener]')
    await step(frame, 'lines')
    expect(await dial(frame, 'a[href="tel:112"]')).toEqual(OUT)
    expect(tab.url()).toBe(`${demo.partner}en/`)
    await tab.close()
  })

  it('R21 without JavaScript they are on the page behind one tap, and on /go at once, and dial', async () => {
    const places = [
      [`${demo.partner}en/`, ['tel:1109', DIALLED]],
      [`${demo.server}/go?desk=GR&lang=en`, [DIALLED, ...DESK.lines.map(({ number }) => `tel:${number}`)]],
    ] as const
    for (const [url, numbers] of places) {
      const tab = await browser.tab({ scripts: false, onContext: listen })
      await tab.goto(url)
      if (url.startsWith(demo.partner)) await tab.main().click('[data-mitos-fallback] summary')
      const shown = await seen(tab.main())
      expect(shown.numbers).toEqual(numbers)
      if (url.startsWith(demo.server))
        expect(shown.text).toContain('Messages do not work in this browser. Please call one of these numbers.')
      expect(await dial(tab.main(), 'a[href="tel:112"]')).toEqual(OUT)
      await tab.close()
    }
  })

  it('R17, R55 the page of its own gives nothing away in any language: no stem in its source, no full name', async () => {
    for (const [tag, stems] of Object.entries(banned)) {
      const html = await (await fetch(`${demo.server}/go?desk=GR&lang=${tag}`)).text()
      expect(html).toContain(`lang="${tag}"`)
      const source = html.replaceAll('crossorigin="anonymous"', '').replace(/<style[^]*?<\/style>/g, '')
      const text = source.normalize('NFC').toLowerCase()
      expect([tag, [...stems, ...banned['en']!].filter((stem) => text.includes(stem))]).toEqual([tag, []])
      for (const { name } of DESK.lines) expect(source).not.toContain(name)
    }
  })
})
