import { readFile, rm } from 'node:fs/promises'
import type { BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Browser, openChromium } from '../support/browsers.ts'
import type { RunningDemo } from '../support/demoProcess.ts'
import { demoWithKeeper, keeperPublishes, makeFiles } from '../support/founding.ts'
import { at, sixWords, textAt } from '../support/joining.ts'
import { axeSource } from '../support/look.ts'
import { unlock } from '../support/walk.ts'

describe('an NGO begins', () => {
  let demo: RunningDemo
  let folder: string
  let browser: Browser
  beforeAll(async () => {
    ;({ demo, folder } = await demoWithKeeper())
    browser = await openChromium()
  })
  afterAll(async () => {
    await browser?.close()
    await demo?.stop()
    await rm(folder, { recursive: true, force: true })
  })

  it('from the keeper’s address to its list: two files, six words, the next roster, and the start file', async () => {
    let context: BrowserContext | undefined
    const tab = await browser.tab({ width: 390, height: 800, onContext: async (one) => void (context = one) })
    const barriers: string[] = []
    const see = async (what: string): Promise<void> => {
      for (const barrier of await tab.axe!(axeSource)) barriers.push(`${what}: ${barrier}`)
    }
    await tab.goto(`${demo.inbox}#found=zoi`)
    const frame = tab.main()
    const page: Page = context!.pages()[0]!
    const { passphrase } = await makeFiles(frame, ['Zoi', 'Zoe Z.', 'zoe.zoi'], see)
    expect(await frame.evaluate(() => location.href, null)).toBe(demo.inbox)
    // Nothing is saved yet: whoever closes the page is asked.
    const asks = page.waitForEvent('dialog')
    await page.close({ runBeforeUnload: true })
    expect((await asks).type()).toBe('beforeunload')
    const saved = async (kind: 'sheet' | 'start') => {
      const downloading = page.waitForEvent('download')
      await frame.click(`[data-save="${kind}"]`)
      const download = await downloading
      return { name: download.suggestedFilename(), path: await download.path() }
    }
    const [sheet, start] = [await saved('sheet'), await saved('start')]
    expect([sheet.name, start.name]).toEqual(['mitos-keys-zoi-1.json', 'mitos-start-zoi.json'])
    await frame.click('[data-next]')
    const words = await sixWords(frame)
    await see('waiting')

    // The page is closed. On another day the wrong file is chosen, then the right one, too early.
    await tab.goto(demo.inbox)
    await at(frame, '[data-found]')
    await frame.click('[data-found]')
    await at(frame, '[data-file]')
    await see('choose')
    await page.setInputFiles('[data-file]', sheet.path)
    await at(frame, '.wrong')
    expect(await textAt(frame, '.wrong')).toContain('sheet for the keeper')
    await page.setInputFiles('[data-file]', start.path)
    expect(await sixWords(frame)).toEqual(words)
    await at(frame, '[data-notyet="true"]')
    expect(await textAt(frame, '[data-notyet]')).toContain('not published yet')

    expect(await keeperPublishes(demo.server, folder, await readFile(sheet.path, 'utf8'))).toEqual(words)
    await frame.click('[data-next]')
    await at(frame, '[data-step="done"]')
    await see('done')
    const list = await unlock(tab, demo.inbox, { name: 'zoe.zoi', passphrase })
    await at(list, '[data-more]')
    await list.click('[data-more]')
    await list.click('[data-members]')
    await at(list, '[data-member="zoe.zoi"]')
    await at(list, '[data-invite]')

    await list.click('.lock')
    await tab.goto(`${demo.inbox}#found=zoi`)
    await at(frame, '[data-step="dead"]')
    await see('begun')
    expect(barriers).toEqual([])
  })
})
