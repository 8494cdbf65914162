import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Browser, openChromium, openFirefox } from '../support/browsers.ts'
import { type RunningDemo, runDemo } from '../support/demoProcess.ts'
import { WHOLE, sample } from '../support/release.ts'
import { answerShortest, openPanel, step, tap, until, widgetFrame } from '../support/walk.ts'
import { openWebKit } from '../support/webkit.ts'

/** What the page's own script hears; put there before anything of ours runs on it. */
interface Spy {
  heard: string[]
}

const ENGINES = [
  ['Chromium', openChromium],
  ['Firefox', openFirefox],
  ['WebKit', openWebKit],
] as const
describe.each(sample(ENGINES, ([engine]) => engine === 'Chromium'))("a partner page's script in %s", (engine, open) => {
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

  it('R1 cannot read the frame and hears nothing that is typed in it', async () => {
    const tab = await browser.tab()
    await tab.goto(`${demo.partner}en/`)
    const page = tab.main()
    await page.evaluate(() => {
      const spy: Spy = { heard: [] }
      ;(window as unknown as Spy).heard = spy.heard
      for (const kind of [
        'keydown',
        'keyup',
        'keypress',
        'beforeinput',
        'input',
        'change',
        'click',
        'pointerdown',
        'copy',
      ])
        for (const target of [window, document])
          target.addEventListener(
            kind,
            (event) => spy.heard.push(`${kind} ${(event as KeyboardEvent).key ?? ''}`),
            true,
          )
      addEventListener('message', (event) => spy.heard.push(`message ${JSON.stringify(event.data)}`))
      // A plain form beside the panel, which the same script can read: the control.
      const form = document.createElement('input')
      form.id = 'plain'
      document.body.prepend(form)
    }, null)
    const panel = await openPanel(tab)
    await answerShortest(panel, { how: 'sms', address: '6971234567' })

    const frame = await page.evaluate(() => {
      const element = document.querySelector('iframe')!
      return { document: element.contentDocument === null, sandbox: element.getAttribute('sandbox') }
    }, null)
    expect(frame).toEqual({ document: true, sandbox: 'allow-scripts allow-top-navigation' })
    const heard = await page.evaluate(() => (window as unknown as Spy).heard, null)
    expect(heard.filter((one) => !one.startsWith('message '))).toEqual([])
    expect(new Set(heard)).toEqual(new Set(['message "open"']))

    await panel.click('[data-close]')
    await page.waitForSelector('#plain')
    await page.type('#plain', '697')
    const control = await page.evaluate(() => (window as unknown as Spy).heard.join('\n'), null)
    expect(control).toContain('keydown 6')
    expect(control).toContain('input')
  })

  it('R2 is told five words and nothing else', async () => {
    const tab = await browser.tab()
    await tab.goto(`${demo.partner}en/`)
    await tab.main().evaluate(() => {
      const words: unknown[] = []
      ;(window as unknown as { words: unknown[] }).words = words
      addEventListener('message', (event) => words.push(event.data))
    }, null)
    const panel = await openPanel(tab)
    await panel.click('[data-close]')
    await until(() =>
      tab.main().evaluate(() => (window as unknown as { words: unknown[] }).words.includes('close'), null),
    )
    const words = await tab.main().evaluate(() => (window as unknown as { words: unknown[] }).words, null)
    expect(words.every((word) => ['ready', 'open', 'close', 'blank', 'exit'].includes(word as string))).toBe(true)
  })

  it('R2 is heard by the frame of the chain, and while the box is open of Shift or another key, and no more', async () => {
    const tab = await browser.tab({ width: 1000 })
    await tab.goto(`${demo.partner}en/`)
    const frame = await widgetFrame(tab)
    await frame.evaluate(() => {
      const heard: unknown[] = []
      ;(window as unknown as Spy).heard = heard as string[]
      addEventListener('message', ({ data }) => heard.push(typeof data === 'object' ? Object.keys(data).join() : data))
    }, null)
    const heard = () => frame.evaluate(() => (window as unknown as { heard: unknown[] }).heard, null)
    const keys = async () => {
      await tab.main().click('h1')
      for (const key of ['Shift', 'x', 'Enter']) await tab.press(key)
    }
    await keys()
    await frame.click('[data-opener]')
    await step(frame, 'start')
    await keys()
    await until(async () => (await heard()).includes(true))
    await frame.click('[data-close]')
    await keys()
    // Whatever was posted to the frame before this has arrived with it.
    await tab.main().evaluate(() => document.querySelector('iframe')!.contentWindow!.postMessage('the end', '*'), null)
    const all = await until(async () => ((await heard()).includes('the end') ? heard() : undefined))
    expect(all.filter((one) => !['chain,got', 'the end'].includes(one as string))).toEqual([true, false, false])
  })

  it('sees two sizes of the frame, however many steps there are (R4)', async () => {
    const tab = await browser.tab()
    await tab.goto(`${demo.partner}en/`)
    const size = () =>
      tab.main().evaluate(() => {
        const box = document.querySelector('iframe')!.getBoundingClientRect()
        return `${Math.round(box.width)}x${Math.round(box.height)}`
      }, null)
    const panel = await openPanel(tab)
    const open = await size()
    await answerShortest(panel, { how: 'email', address: 'a@example.org' })
    expect(await size()).toBe(open)
    await panel.click('[data-close]')
    await until(async () => (await size()) !== open)
  })

  // In WebKit leaving by a click is shown by leaving.test.ts at each run.
  if (WHOLE || engine !== 'WebKit')
    it('R13 Leave now wipes, blanks and goes to the exit page, leaving nothing to go back to', async () => {
      const tab = await browser.tab()
      await tab.goto(`${demo.partner}en/`)
      const panel = await openPanel(tab)
      await tap(panel, '[data-value="self"]', 'start')
      await until(async () => {
        if (tab.url().endsWith('/weather.html')) return true
        try {
          await panel.click('[data-exit]')
        } catch {
          // A click whose page goes away under it may have no answer, and a frame that has gone cannot be clicked.
        }
        return false
      })
      expect(
        await until(() =>
          tab
            .main()
            .evaluate(() => history.length, null)
            .catch(() => 0),
        ),
      ).toBeLessThanOrEqual(2)
    })
})
