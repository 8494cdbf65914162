import { join } from 'node:path'
import type { Browser, Frame, Tab } from '../support/browsers.ts'
import type { RunningDemo } from '../support/demoProcess.ts'
import { Newcomer, at, textAt } from '../support/joining.ts'
import { unlock, until } from '../support/walk.ts'
import { SIZES, settled } from './sizes.ts'

/** From the invitation to the removal, and one's own keys. Each size, language and shade has a newcomer of its own. */
export async function memberPictures(browser: Browser, demo: RunningDemo, out: string): Promise<void> {
  let nth = 0
  for (const [width, height] of SIZES)
    for (const language of ['en', 'el'])
      for (const dark of [false, true]) {
        const options = { width, height, dark, languages: language }
        const name = (what: string) => join(out, `members-${language}-${width}-${dark ? 'dark' : 'light'}-${what}.png`)
        const see = async (tab: Tab, what: string) => {
          await settled()
          await tab.screenshot(name(what))
        }
        await oneRound(await browser.tab(options), await browser.tab(options), demo, `new${nth++}`, see)
      }
}

type See = (tab: Tab, what: string) => Promise<void>

async function oneRound(office: Tab, street: Tab, demo: RunningDemo, login: string, see: See): Promise<void> {
  const lead = await unlock(
    office,
    demo.inbox,
    demo.members.find(({ name }) => name === 'maria')!,
  )
  await lead.click('[data-more]')
  await see(office, '10-more')
  await lead.click('[data-overview]')
  await at(lead, '[data-line]')
  await see(office, '10-overview')
  await lead.click('[data-back]')
  await lead.click('[data-members]')
  await at(lead, '[data-invite]')
  await see(office, '11-members')
  await lead.click('[data-invite]')
  await at(lead, '#link')
  await see(office, '12-link')
  const link = await lead.evaluate(() => document.querySelector<HTMLInputElement>('#link')!.value, null)
  await joins(street, link, login, see)
  await lead.click('[data-next]')
  await until(() => lead.evaluate(() => !!document.querySelector('[data-compare]'), null))
  await see(office, '13-came')
  await lead.click('[data-compare]')
  await at(lead, '[data-step="compare"]')
  await see(office, '14-compare')
  await lead.click('[data-next]')
  await at(lead, '.done')
  await see(office, '15-accepted')
  await lead.click(`[data-member="${login}"] [data-remove]`)
  await at(lead, '[data-step="remove"]')
  await see(office, '16-remove')
  await lead.click('[data-next]')
  await at(lead, '[data-line="waiting.sealed"]')
  await until(() => lead.evaluate(() => !document.querySelector('[aria-disabled="true"]'), null))
  await see(office, '17-removed')
  await lead.click('[data-back]')
  await at(lead, '[data-newkeys]')
  await see(office, '18-waiting')
  await lead.click('[data-back]')
  await ownKeys(office, lead, see)
}

async function joins(tab: Tab, link: string, login: string, see: See): Promise<void> {
  const newcomer = await Newcomer.at(tab, link)
  await see(tab, '00-names')
  await newcomer.names('Eleni Konstantinidou', login)
  await see(tab, '01-words')
  const { page } = newcomer
  await page.click('[data-at="own"]')
  await page.type('#passphrase', 'Summer2026!Athens')
  await see(tab, '02-own')
  await page.click('[data-at="other"]')
  await at(page, '[data-words]')
  const passphrase = await textAt(page, '[data-words]')
  await page.click('[data-next]')
  await page.type('#passphrase', 'not this')
  await page.click('[data-next]')
  await see(tab, '03-prove')
  await newcomer.prove(passphrase)
  await see(tab, '04-kit')
  const kit = await textAt(page, '[data-kit]')
  await page.click('[data-next]')
  await page.type('#kit', '12')
  await page.click('[data-next]')
  await see(tab, '05-copied')
  await newcomer.copy(kit)
  await see(tab, '06-joined')
  await page.click('[data-next]')
  await at(page, '[data-step="wait"]')
  await see(tab, '07-wait')
  await tab.goto(link)
  await at(page, '[data-step="dead"]')
  await see(tab, '08-dead')
  await tab.goto(link.replace(/#.*/, ''))
  await page.waitForSelector('[data-lost]')
  await see(tab, '09-unlock')
  await page.click('[data-lost]')
  await see(tab, '09-unlock-kit')
}

async function ownKeys(tab: Tab, page: Frame, see: See): Promise<void> {
  await page.click('[data-mykeys]')
  await at(page, '[data-everywhere]')
  await see(tab, '20-keys')
  await page.click('[data-change="kit"]')
  await at(page, '#passphrase')
  await see(tab, '21-current')
}
