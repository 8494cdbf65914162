import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Browser, type Frame, type Tab, openChromium } from '../support/browsers.ts'
import { type RunningDemo, runDemo } from '../support/demoProcess.ts'
import { Newcomer, at, sixWords } from '../support/joining.ts'
import { axeSource } from '../support/look.ts'
import { answerShortest, openPanel, send, unlock, until } from '../support/walk.ts'

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
  const look = async (tab: Tab, what: string): Promise<void> => {
    for (const barrier of await tab.axe!(axeSource)) barriers.push(`${what}: ${barrier}`)
  }
  const shows = (page: Frame, selector: string): Promise<boolean> =>
    page.evaluate((css) => !!document.querySelector(css), selector)

  /** Goes to the members, makes an invitation and gives its link. */
  async function invite(office: Tab, lead: Frame): Promise<string> {
    await lead.click('[data-more]')
    await lead.click('[data-members]')
    await at(lead, '[data-invite]')
    await look(office, 'members')
    await lead.click('[data-invite]')
    await at(lead, '#link')
    await look(office, 'link')
    const link = await lead.evaluate(() => document.querySelector<HTMLInputElement>('#link')!.value, null)
    await lead.click('[data-next]')
    return link
  }

  /** By keys alone: from More to how it stands, and back. */
  async function overview(office: Tab, lead: Frame): Promise<void> {
    await lead.evaluate(() => document.querySelector<HTMLElement>('[data-overview]')!.focus(), null)
    await office.press('Enter')
    await at(lead, '[data-line="wiped"]')
    expect(await lead.evaluate(() => document.activeElement?.tagName, null)).toBe('H2')
    await look(office, 'overview')
    await office.press('Tab')
    expect(await shows(lead, '[data-go]:focus, [data-openfile]:focus')).toBe(true)
    await lead.click('[data-back]')
  }

  it('in two browsers: invited, compared, taken in, unlocked by passphrase and by kit, and shut out at once', async () => {
    const office = await browser.tab({ width: 1280, height: 800, languages: 'el' })
    const lead = await unlock(
      office,
      demo.inbox,
      demo.members.find(({ name }) => name === 'maria')!,
    )
    const link = await invite(office, lead)

    const phone = await browser.tab({ width: 390, height: 800 })
    const newcomer = await Newcomer.at(phone, link)
    expect([phone.url(), await newcomer.page.evaluate(() => location.href, null)]).toEqual([demo.inbox, demo.inbox])
    await look(phone, 'names')
    const { passphrase, kit, words } = await newcomer.join('Eleni', 'eleni')
    await look(phone, 'joined')

    await lead.click('[data-back]')
    await overview(office, lead)
    await lead.click('[data-members]')
    await at(lead, '[data-compare]')
    await lead.click('[data-compare]')
    expect(await sixWords(lead)).toEqual(words)
    expect(await shows(lead, '[data-mac="ours"]')).toBe(true)
    await look(office, 'compare')
    await lead.click('[data-next]')
    await at(lead, '[data-member="eleni"]')

    const member = { name: 'eleni', passphrase }
    const page = await unlock(phone, demo.inbox, member)
    await at(page, '[data-request]')
    await page.click('.lock')
    await page.click('.primary')
    await page.click('[data-lost]')
    await look(phone, 'kit')
    await page.type('#name', 'eleni')
    await page.type('#passphrase', kit)
    await page.click('button[type="submit"]')
    await at(page, '[data-words]')
    await look(phone, 'new passphrase')
    const again = await unlock(phone, demo.inbox, member)
    await at(again, '[data-request]')
    await again.click('[data-request]')
    await at(again, '[data-claim]')

    await lead.click('[data-member="eleni"] [data-remove]')
    await at(lead, '[data-step="remove"]')
    await look(office, 'remove')
    await lead.click('[data-next]')
    // Shut out by a switch, with a file for the keeper.
    await at(lead, '[data-line="waiting.switched"]')
    expect(await sixWords(lead)).toHaveLength(6)
    await look(office, 'removed')
    await lead.click('[data-next]')
    await until(() => shows(lead, '.done:not(:empty)'))
    await lead.click('[data-back]')
    await at(lead, '[data-newkeys="waiting"]')
    expect(await shows(lead, '[data-member="eleni"]')).toBe(false)
    await look(office, 'new keys wait')
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
