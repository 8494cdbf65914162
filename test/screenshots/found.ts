import { readFile, rm } from 'node:fs/promises'
import type { Browser } from '../support/browsers.ts'
import { demoWithKeeper, keeperPublishes, makeFiles } from '../support/founding.ts'
import { openDesk } from '../support/inboxScreens.ts'
import { at } from '../support/joining.ts'
import { lookAt } from './desk.ts'
import { SIZES } from './sizes.ts'

const [width, height] = SIZES[2]

/** How an NGO begins, from the keeper's address to its first log-in. */
export async function foundPictures(browser: Browser, out: string, languages: readonly string[]): Promise<void> {
  const { demo, folder } = await demoWithKeeper()
  try {
    const desk = await openDesk({ browser, demo, options: { width, height }, see: async () => undefined })
    const { page, tab } = desk
    const frame = tab.main()
    let nth = 0
    const see = (what: string) => lookAt(`found-${String(nth++).padStart(2, '0')}-${what}`, desk, out, languages)
    const save = async (kind: 'sheet' | 'start'): Promise<string> => {
      const [download] = await Promise.all([page.waitForEvent('download'), frame.click(`[data-save="${kind}"]`)])
      return download.path()
    }
    await tab.goto(`${demo.inbox}#found=zoi`)
    await makeFiles(frame, ['Ζωή — Δίκτυο Βοήθειας', 'Zoe Zachariadou', 'zoe.zoi'], see)
    await frame.click('[data-next]')
    await at(frame, '.wrong')
    await see('files-first')
    const [sheet, start] = [await save('sheet'), await save('start')]
    await see('files-saved')
    await frame.click('[data-next]')
    await at(frame, '[data-notyet="true"]')
    await see('waiting')
    await tab.goto(demo.inbox)
    await at(frame, '[data-found]')
    await see('unlock')
    await frame.click('[data-found]')
    await at(frame, '[data-file]')
    await see('choose')
    await page.setInputFiles('[data-file]', sheet)
    await at(frame, '.wrong')
    await see('choose-wrong')
    await page.setInputFiles('[data-file]', start)
    await at(frame, '[data-notyet="true"]')
    await keeperPublishes(demo.server, folder, await readFile(sheet, 'utf8'))
    await frame.click('[data-next]')
    await at(frame, '[data-step="done"]')
    await see('done')
    await tab.goto(`${demo.inbox}#found=zoi`)
    await at(frame, '[data-step="dead"]')
    await see('begun')
    await tab.close()
  } finally {
    await demo.stop()
    await rm(folder, { recursive: true, force: true })
  }
}
