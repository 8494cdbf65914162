import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Browser, openChromium, openFirefox } from '../support/browsers.ts'
import { type RunningDemo, runDemo } from '../support/demoProcess.ts'
import { sample } from '../support/release.ts'
import { openPanel, step } from '../support/walk.ts'
import { openWebKit } from '../support/webkit.ts'

const ENGINES = [
  ['Chromium', openChromium],
  ['Firefox', openFirefox],
  ['WebKit', openWebKit],
] as const
// The other two show in every other file that they run.
describe.each(sample(ENGINES, ([name]) => name === 'WebKit'))('in %s', (name, open) => {
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

  it('the panel opens and shows its first step', async () => {
    const tab = await browser.tab()
    await tab.goto(`${demo.partner}en/`)
    const panel = await openPanel(tab)
    await step(panel, 'start')
    expect(browser.name).toBe(name.toLowerCase())
    expect(await panel.evaluate(() => [self.origin, isSecureContext], null)).toEqual(['null', true])
  })

  it('a tab knows nothing of another', async () => {
    const page = `${demo.partner}en/`
    const [one, other] = [await browser.tab(), await browser.tab()]
    await one.goto(page)
    await one.main().evaluate(() => {
      document.cookie = 'seen=1; max-age=1000'
      localStorage.setItem('seen', '1')
    }, null)
    await other.goto(page)
    const known = () => document.cookie + localStorage.getItem('seen')
    expect(await one.main().evaluate(known, null)).toBe('seen=11')
    expect(await other.main().evaluate(known, null)).toBe('null')
  })
})
