import { join } from 'node:path'
import type { Browser } from '../support/browsers.ts'
import type { RunningDemo } from '../support/demoProcess.ts'
import { SIZES, settled } from './sizes.ts'

/** The page for webmasters, screen by screen, as it comes and with all that it can say. */
export async function embedPictures(browser: Browser, demo: RunningDemo, out: string): Promise<void> {
  for (const [width, height] of SIZES)
    for (const language of ['en', 'el'])
      for (const dark of [false, true]) {
        const tab = await browser.tab({ width, height, dark })
        await tab.goto(`${demo.embed}?lang=${language}`)
        const page = tab.main()
        await page.waitForSelector('.room iframe')
        await page.click('label[for="where-place"]')
        await page.type('#place', '1 help')
        await page.type('#color', '#F7B500')
        await page.type(
          '#headers',
          "content-security-policy: default-src 'self'; trusted-types a; script-src 'nonce-a'",
        )
        const pages = await page.evaluate(() => Math.ceil(document.documentElement.scrollHeight / innerHeight), null)
        for (let n = 0; n < pages; n++) {
          await page.evaluate((screen) => scrollTo(0, screen * innerHeight), n)
          await settled()
          const name = `embed-${language}-${width}-${dark ? 'dark' : 'light'}-${String(n).padStart(2, '0')}.png`
          await tab.screenshot(join(out, name))
        }
      }
}
