import { readFile } from 'node:fs/promises'
import type { BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { sumoSodium } from '../../shared/crypto/sumo.ts'
import { readRoster } from '../../shared/roster.ts'
import { type Browser, openChromium } from '../support/browsers.ts'
import { focusOn, pressBy } from '../support/byKeys.ts'
import { type RunningDemo, runDemo } from '../support/demoProcess.ts'
import { axeSource } from '../support/look.ts'
import { unlock } from '../support/walk.ts'

const { crypto } = await sumoSodium()

describe('the rota in the inbox', () => {
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

  it('tells now and next; a coordinator draws by keys alone and downloads what a keeper can sign', async () => {
    let context: BrowserContext | undefined
    const tab = await browser.tab({ width: 1280, height: 800, onContext: async (one) => void (context = one) })
    const coordinator = demo.members.find(({ name }) => name === 'maria')!
    await unlock(tab, demo.inbox, coordinator)
    const page: Page = context!.pages()[0]!
    await page.locator('[data-tab="rota"]').press('Enter')
    const facts = await page.locator('.facts').innerText()
    expect(facts).toMatch(/On duty now: .+ until .+ Next: .+/)
    expect(facts).toMatch(/This roster ends in 1[34] days/)

    // A shift of the next week is moved by an hour and then taken away, each a key.
    await page.locator('[data-later]').press('Enter')
    const block = page.locator('.week button.own[data-shift]').nth(2)
    const start = Number(await block.getAttribute('data-shift'))
    await block.press('ArrowDown')
    await expect
      .poll(() => page.evaluate(() => document.activeElement?.getAttribute('data-shift')))
      .toBe(`${start + 60}`)
    expect(await page.locator('.draft').innerText()).toMatch(/changes, not in force/)
    await page.keyboard.press('Delete')
    // The focus is on the gap that is there now.
    await expect.poll(() => focusOn(page)).toMatch(/^BUTTON .*Nobody/)
    // Where nobody is now, Enter opens the fields; they are filled in by keys, and Enter draws.
    await page.locator('.week button.nobody').first().press('Enter')
    await page.locator('#rota-who').press('End')
    await page.keyboard.press('ArrowUp')
    await page.locator('#rota-to').press('Enter')
    expect(await page.locator('dialog').count()).toBe(0)
    expect(await tab.axe!(axeSource)).toEqual([])

    const downloading = page.waitForEvent('download')
    await page.locator('[data-download]').press('Enter')
    const download = await downloading
    const text = await readFile(await download.path(), 'utf8')
    const roster = readRoster(crypto, JSON.parse(text))
    const version = await page.evaluate(async () => {
      const { roster: signed } = await (await fetch('/trust/chain.json')).json()
      return JSON.parse(signed.signed).version as number
    })
    expect([download.suggestedFilename(), roster.version]).toEqual([`draft-${version + 1}.json`, version + 1])
    expect(roster.desks[0]!.shifts.find(([from]) => from === start)?.[2]).toBe('thyra')
    expect(await page.locator('.draft').innerText()).toContain('Downloaded')

    // Who of us: a stretch of ours to one member, by keys; it counts as soon as it is saved.
    await page.locator('[data-rota-view="ours"]').press('Enter')
    const turn = page.locator('[data-turn]').nth(1)
    expect(await turn.innerText()).toContain('All of us')
    await turn.press('Enter')
    await page.locator('dialog').waitFor()
    await page.keyboard.press('Escape')
    await page.locator('dialog').waitFor({ state: 'detached' })
    // Back where one was; and in the dialog Tab comes to all of it.
    expect(await turn.evaluate((one) => one === document.activeElement)).toBe(true)
    await page.keyboard.press('Enter')
    await pressBy(page, 'dialog [data-member="nikos"]', 'Space')
    await pressBy(page, 'dialog [data-save]')
    await expect.poll(() => turn.innerText()).toMatch(/Nikos/)
    expect(await turn.evaluate((one) => one === document.activeElement)).toBe(true)
    expect(await tab.axe!(axeSource)).toEqual([])
    await pressBy(page, '[data-save-duty]')
    await expect.poll(() => page.locator('.draft').innerText()).toContain('Saved.')
    // The button is gone; what it did has the focus.
    await expect.poll(() => focusOn(page)).toMatch(/^P Saved/)
    expect(await turn.innerText()).toMatch(/Nikos/)
    await tab.close()
  })
})
