import { join } from 'node:path'
import type { Browser } from '../support/browsers.ts'
import type { RunningDemo } from '../support/demoProcess.ts'
import { unlock } from '../support/walk.ts'
import { SIZES, settled } from './sizes.ts'

/** The inbox from its lock to a revealed address. */
export async function inboxPictures(browser: Browser, demo: RunningDemo, out: string): Promise<void> {
  const member = demo.members.find((one) => one.onDuty)!
  for (const [width, height] of SIZES)
    for (const language of ['en', 'el'])
      for (const dark of [false, true]) {
        const tab = await browser.tab({ width, height, dark, languages: language })
        const name = (what: string) => join(out, `inbox-${language}-${width}-${dark ? 'dark' : 'light'}-${what}.png`)
        await tab.goto(demo.inbox)
        await settled()
        await tab.screenshot(name('0-unlock'))
        const page = await unlock(tab, demo.inbox, member)
        await page.waitForSelector('[data-request]')
        await settled()
        await tab.screenshot(name('1-list'))
        await page.click('[data-request]:not([data-mine])')
        await settled()
        await tab.screenshot(name('2-before'))
        if (await page.evaluate(() => !!document.querySelector('[data-claim]'), null)) await page.click('[data-claim]')
        await page.waitForSelector('[data-reveal]')
        await settled()
        await tab.screenshot(name('3-card'))
        await page.click('[data-reveal]')
        await settled()
        await tab.screenshot(name('4-reveal'))
      }
}
