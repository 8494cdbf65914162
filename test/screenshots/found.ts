import { join } from 'node:path'
import type { Browser } from '../support/browsers.ts'
import type { RunningDemo } from '../support/demoProcess.ts'
import { makeFiles } from '../support/founding.ts'
import { at } from '../support/joining.ts'
import { SIZES, settled } from './sizes.ts'

/** How an NGO begins, up to the wait for the keeper: what comes after needs a roster. */
export async function foundPictures(browser: Browser, demo: RunningDemo, out: string): Promise<void> {
  for (const [width, height] of SIZES)
    for (const language of ['en', 'el'])
      for (const dark of [false, true]) {
        const tab = await browser.tab({ width, height, dark, languages: language })
        const see = async (what: string): Promise<void> => {
          await settled()
          await tab.screenshot(join(out, `found-${language}-${width}-${dark ? 'dark' : 'light'}-${what}.png`))
        }
        await tab.goto(`${demo.inbox}#found=zoi`)
        const page = tab.main()
        await makeFiles(page, ['Ζωή — Δίκτυο Βοήθειας', 'Zoe Zachariadou', 'zoe.zoi'], see)
        await page.click('[data-next]')
        await at(page, '.wrong')
        await see('files-first')
        for (const kind of ['sheet', 'start']) await page.click(`[data-save="${kind}"]`)
        await see('files-saved')
        await page.click('[data-next]')
        await at(page, '[data-notyet="true"]')
        await see('waiting')
        await tab.goto(demo.inbox)
        await at(page, '[data-found]')
        await see('unlock')
        await page.click('[data-found]')
        await at(page, '[data-file]')
        await see('choose')
        await tab.goto(`${demo.inbox}#found=${demo.members[0]!.ngo}`)
        await at(page, '[data-step="dead"]')
        await see('begun')
        await tab.close()
      }
}
