import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Browser, type Frame, type Tab, openChromium } from '../support/browsers.ts'
import { type RunningDemo, runDemo } from '../support/demoProcess.ts'
import { at, sixWords } from '../support/joining.ts'
import { axeSource } from '../support/look.ts'
import { type See, comesBy, invite, removeFrom, takeIn } from '../support/memberScreens.ts'
import { answerShortest, openPanel, send, unlock } from '../support/walk.ts'

describe('a member comes and goes', () => {
  let demo: RunningDemo
  let browser: Browser
  const barriers: string[] = []
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
  const look: See = async (what, tab) => {
    for (const barrier of await tab.axe!(axeSource)) barriers.push(`${what}: ${barrier}`)
  }
  const shows = (page: Frame, selector: string): Promise<boolean> =>
    page.evaluate((css) => !!document.querySelector(css), selector)

  it('in two browsers: invited, compared, taken in, unlocked by passphrase and by kit, and shut out at once', async () => {
    const office = await browser.tab({ width: 1280, height: 800, languages: 'el' })
    const lead = await unlock(
      office,
      demo.inbox,
      demo.members.find(({ name }) => name === 'maria')!,
    )
    const link = await invite(office, look)

    const phone = await browser.tab({ width: 390, height: 800 })
    const { passphrase, kit, words } = await comesBy(link, 'eleni', phone, look)
    expect([phone.url(), await phone.main().evaluate(() => location.href, null)]).toEqual([demo.inbox, demo.inbox])
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
    await look('kit', phone)
    await page.type('#name', 'eleni')
    await page.type('#passphrase', kit)
    await page.click('button[type="submit"]')
    await at(page, '[data-words]')
    await look('new passphrase', phone)
    const again = await unlock(phone, demo.inbox, member)
    await at(again, '[data-request]')
    await again.click('[data-request]')
    await at(again, '[data-claim]')

    await removeFrom(office, 'eleni', look)
    expect(await shows(lead, '[data-member="eleni"]')).toBe(false)
    await again.click('[data-claim]')
    await at(again, '#passphrase')
    expect(await shows(again, '[data-request], [data-open]')).toBe(false)
    await again.type('#name', 'eleni')
    await again.type('#passphrase', passphrase)
    await again.click('button[type="submit"]')
    await at(again, '.wrong')
    expect(barriers).toEqual([])
  })
})
