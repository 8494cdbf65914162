import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Browser, type Frame, type Tab, openChromium } from '../support/browsers.ts'
import { type RunningDemo, runDemo } from '../support/demoProcess.ts'
import { focusOn, pressBy } from '../support/byKeys.ts'
import { openDesk } from '../support/inboxScreens.ts'
import { at, sixWords } from '../support/joining.ts'
import { type See, comesBy, invite, removeFrom, takeIn } from '../support/memberScreens.ts'
import { answerShortest, openPanel, send, unlock } from '../support/walk.ts'

describe('a member comes and goes', () => {
  let demo: RunningDemo
  let browser: Browser
  beforeAll(async () => {
    demo = await runDemo()
    browser = await openChromium()
    const panel = await openPanel(await opened(`${demo.partner}en/`))
    await answerShortest(panel, { how: 'call', address: '+30 690 123 4567' })
    expect(await send(panel)).toBe('sent')
  })
  afterAll(async () => {
    await browser?.close()
    await demo?.stop()
  })

  async function opened(url: string): Promise<Tab> {
    const tab = await browser.tab()
    await tab.goto(url)
    return tab
  }
  // Barriers that axe finds are looked for in screens.test.ts.
  const look: See = async () => undefined
  const shows = (page: Frame, selector: string): Promise<boolean> =>
    page.evaluate((css) => !!document.querySelector(css), selector)

  /** By keys alone: from More to how it stands, and back. */
  async function overview(desk: Page, lead: Frame): Promise<void> {
    await lead.click('[data-back]')
    await pressBy(desk, '[data-overview]')
    await at(lead, '[data-line="wiped"]')
    expect(await focusOn(desk)).toMatch(/^H2/)
    await desk.keyboard.press('Tab')
    expect(await shows(lead, '[data-go]:focus, .fold summary:focus')).toBe(true)
    await lead.click('[data-back]')
    await lead.click('[data-members]')
  }

  it('R47 in two browsers: invited, compared, taken in, unlocked by passphrase and by kit, and shut out at once', async () => {
    const walker = { browser, demo, options: { width: 1280, height: 800, languages: 'el' }, see: async () => undefined }
    const { tab: office, page: desk } = await openDesk(walker)
    const lead = await unlock(
      office,
      demo.inbox,
      demo.members.find(({ name }) => name === 'maria')!,
    )
    const link = await invite(office, look)

    const phone = await browser.tab({ width: 390, height: 800 })
    const { passphrase, kit, words } = await comesBy(link, 'eleni', phone, look)
    expect([phone.url(), await phone.main().evaluate(() => location.href, null)]).toEqual([demo.inbox, demo.inbox])
    await overview(desk, lead)
    await takeIn(office, 'eleni', look, async () => {
      expect(await sixWords(lead)).toEqual(words)
      expect(await shows(lead, '[data-mac="ours"]')).toBe(true)
    })

    const member = { name: 'eleni', passphrase }
    const page = await unlock(phone, demo.inbox, member)
    await at(page, '[data-request]')
    await page.click('.lock')
    await page.click('.primary')
    await page.click('[data-lost]')
    await at(page, '[data-by="kit"] #name:focus')
    await page.type('#name', 'eleni')
    await page.type('#passphrase', kit)
    await page.click('button[type="submit"]')
    await at(page, '[data-words]')
    const again = await unlock(phone, demo.inbox, member)
    await at(again, '[data-request]')
    await again.click('[data-request]')
    await at(again, '[data-claim]')

    // A role is changed and somebody removed without a pointer; a heading says where one is after each step.
    const headed = async (words: RegExp) => expect(await focusOn(desk)).toMatch(words)
    await pressBy(desk, '[data-member="nikos"] [data-role]')
    await at(lead, '[data-step="role"]')
    await headed(/^H2 Ρόλος: Nikos/)
    await pressBy(desk, '[data-do="privacy"]')
    await at(lead, '.done')
    await headed(/^H2 Μέλη/)
    await removeFrom(
      office,
      'eleni',
      async (what) => {
        if (what === 'remove') await headed(/^H2 .*Eleni/)
        if (what === 'removed') await headed(/^H2 Eleni/)
        if (what === 'removed-saved') await headed(/^BUTTON/)
      },
      (selector) => pressBy(desk, selector),
    )
    await headed(/^H2 Μέλη/)
    // Esc leaves the members, and the focus is not lost.
    await desk.keyboard.press('Escape')
    await desk.locator('[data-place]').waitFor({ state: 'detached' })
    await headed(/^H1/)
    await pressBy(desk, '[data-more]')
    await pressBy(desk, '[data-members]')
    await at(lead, '[data-member="nikos"]')
    expect(await shows(lead, '[data-member="eleni"]')).toBe(false)
    await again.click('[data-claim]')
    await at(again, '#passphrase')
    expect(await shows(again, '[data-request], [data-open]')).toBe(false)
    await again.type('#name', 'eleni')
    await again.type('#passphrase', passphrase)
    await again.click('button[type="submit"]')
    await at(again, '.wrong')
  })
})
