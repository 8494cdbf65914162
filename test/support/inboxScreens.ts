import type { BrowserContext, Page } from 'playwright-core'
import type { Browser, Frame, Tab, TabOptions } from './browsers.ts'
import type { DemoAddresses } from './demoProcess.ts'
import { answerShortest, openPanel, send, unlock } from './walk.ts'

/** A tab of the inbox, with the Playwright page that it is. */
export interface Desk {
  readonly tab: Tab
  readonly page: Page
  readonly context: BrowserContext
}

/** Who walks through the inbox, and what is done at each screen. */
export interface InboxWalker {
  readonly browser: Browser
  readonly demo: DemoAddresses
  readonly options?: TabOptions
  see(name: string, desk: Desk): Promise<void>
}

export async function openDesk({ browser, options }: InboxWalker): Promise<Desk> {
  let context: BrowserContext | undefined
  const tab = await browser.tab({
    ...options,
    onContext: async (one) => {
      context = one
      await options?.onContext?.(one)
    },
  })
  return { tab, context: context!, page: context!.pages()[0]! }
}

export const memberNamed = ({ members }: DemoAddresses, login: string) => members.find(({ name }) => name === login)!

/** One of the demo's members, unlocked. */
export async function deskOf(walker: InboxWalker, login: string): Promise<Desk & { readonly frame: Frame }> {
  const desk = await openDesk(walker)
  const frame = await unlock(desk.tab, walker.demo.inbox, memberNamed(walker.demo, login))
  return { ...desk, frame }
}

/** Somebody who is in danger asks on the partner's page: their card has a strip, and the house guide beside it. */
export async function ask({ browser, demo }: InboxWalker): Promise<void> {
  const tab = await browser.tab()
  await tab.goto(`${demo.partner}en/`)
  await send(await answerInPanel(tab))
  await tab.close()
}

async function answerInPanel(tab: Tab): Promise<Frame> {
  const panel = await openPanel(tab)
  await answerShortest(panel, { how: 'call', address: '+30 690 123 4567', danger: true })
  return panel
}

/** From the lock to a revealed address, and back to the lock. */
export async function listScreens(walker: InboxWalker): Promise<void> {
  const { demo } = walker
  const desk = await openDesk(walker)
  const { page } = desk
  const see = (name: string) => walker.see(`list-${name}`, desk)
  await page.goto(demo.inbox)
  await page.locator('#name').waitFor()
  await see('00-unlock')
  await unlock(desk.tab, demo.inbox, memberNamed(demo, 'nikos'))
  await page.locator('[data-request]').first().waitFor()
  await see('01-list')
  await wordByKeys(desk, see)
  await page.keyboard.press('?')
  await page.locator('dialog').waitFor()
  await see('04-keys')
  await page.keyboard.press('Escape')
  await page.locator('[data-request]:not([data-mine]) button').first().click()
  await page.locator('[data-claim]').waitFor()
  await see('05-before')
  await page.locator('[data-claim]').click()
  await page.locator('[data-reveal]').first().waitFor()
  await see('06-card')
  await page.locator('[data-open-guide]').click()
  await page.locator('[data-guide-beside]').waitFor()
  await see('12-guide')
  await page.locator('[data-guide-close]').click()
  await page.locator('[data-guide-beside]').waitFor({ state: 'detached' })
  await page.locator('[data-reveal]').first().click()
  await page.locator('[data-address], [data-reason]').first().waitFor()
  const reason = page.locator('[data-reason]').first()
  if (await reason.count()) await reason.click()
  await page.locator('[data-address]').waitFor()
  await see('07-number')
  await page.evaluate(() => dispatchEvent(new Event('blur')))
  await page.locator('.cover').waitFor()
  await see('08-covered')
  await page.locator('.cover .quiet').click()
  await page.locator('.cover .quiet').waitFor({ state: 'detached' })
  await see('09-locked')
  await backAtTheNumber(desk, demo, see)
  await page.goto(demo.inbox)
  await page.locator('#name').fill('nobody')
  await page.locator('#passphrase').fill('not this')
  await page.keyboard.press('Enter')
  await page.locator('.wrong').waitFor()
  await see('10-unlock-wrong')
  await unlock(desk.tab, demo.inbox, memberNamed(demo, 'petros'))
  await see('11-off-shift')
  await page.locator('[data-more]').click()
  await page.locator('[data-break]').click()
  await page.locator('[data-rest="done"]').waitFor()
  await see('13-rest')
  await desk.tab.close()
  await auditScreen(walker)
}

/** Who was shown a number and wrote nothing comes back to the question of what came of it. */
async function backAtTheNumber(
  { tab, page }: Desk,
  demo: InboxWalker['demo'],
  see: (name: string) => Promise<void>,
): Promise<void> {
  await unlock(tab, demo.inbox, memberNamed(demo, 'nikos'))
  await page.locator('[data-sheet="try"]').waitFor()
  await see('14-back-at-the-number')
  await page.locator('[data-choice="no-answer"]').click()
  await page.locator('[data-result="no-answer"]').waitFor()
}

/** What was done until now, as a coordinator reads it. */
async function auditScreen(walker: InboxWalker): Promise<void> {
  const desk = await deskOf(walker, 'maria')
  const { page } = desk
  await page.locator('[data-tab="more"]').click()
  await page.locator('[data-audit]').click()
  await page.locator('[data-audit-holds]').waitFor()
  await page.locator('[data-audit-line]').first().waitFor()
  await walker.see('list-12-audit', desk)
  await desk.tab.close()
}

/** Somebody on the phone says a word: it is looked for by keys alone, and the focus is back where it was. */
async function wordByKeys({ page }: Desk, see: (name: string) => Promise<void>): Promise<void> {
  await page.locator('[data-find]').focus()
  await page.keyboard.press('w')
  await page.locator('#find-word:focus').waitFor()
  await page.keyboard.type('Apfel')
  await see('02-word')
  await page.keyboard.press('Enter')
  await page.locator('[data-find-again]').waitFor()
  await see('03-word-found')
  await page.keyboard.press('Escape')
  await page.locator('[data-find]:focus').waitFor()
}

/** The rota of a coordinator, with all that can be drawn, and of a member. */
export async function rotaScreens(walker: InboxWalker, only?: 'calendar'): Promise<void> {
  const desk = await deskOf(walker, 'maria')
  const { page } = desk
  const see = (name: string) => walker.see(`rota-${name}`, desk)
  await page.locator('[data-tab="rota"]').click()
  await page.locator('.facts').waitFor()
  await see('00-week')
  if (only) {
    await page.locator('[data-rota-view="month"]').evaluate((button: HTMLElement) => button.click())
    await see('01-month')
    return desk.tab.close()
  }
  await forms(desk, see)
  await page.locator('[data-rota-view="month"]').evaluate((button: HTMLElement) => button.click())
  await see('08-month')
  await page.locator('[data-rota-view="ours"]').click()
  await see('10-ours')
  await page.locator('[data-ours-pattern]').click()
  await see('11-ours-pattern')
  await page.locator('[data-form-close]').click()
  await page.locator('[data-turn]').nth(1).click()
  await see('12-ours-form')
  await page.locator('dialog [data-member="nikos"]').check()
  await page.locator('dialog [data-save]').click()
  await see('13-ours-drawn')
  await page.locator('[data-save-duty]').click()
  await page.locator('[data-save-duty]').waitFor({ state: 'detached' })
  await see('14-ours-saved')
  await desk.tab.close()
  const other = await deskOf(walker, 'nikos')
  await other.page.locator('[data-tab="rota"]').click()
  await walker.see('rota-15-member', other)
  await other.tab.close()
}

/** The fields, what they say where they are wrong, and the draft that comes of them. */
async function forms({ page }: Desk, see: (name: string) => Promise<void>): Promise<void> {
  const opens = async (button: string, name: string): Promise<void> => {
    await page.locator(button).click()
    await page.locator('dialog').waitFor()
    await see(name)
  }
  await page.locator('.how summary').click()
  await see('01-how')
  await opens('[data-swap]', '02-swap')
  await page.locator('[data-form-close]').click()
  await opens('[data-pattern]', '03-pattern')
  await page.locator('[data-form-close]').click()
  await opens('[data-draw]', '04-shift')
  await page.locator('#rota-to').fill('soon')
  await page.locator('dialog [data-save]').click()
  await page.locator('#rota-bad:not(:empty)').waitFor()
  await see('05-shift-wrong')
  await page.locator('#rota-to').fill('23:45')
  await page.locator('dialog [data-save]').click()
  await page.locator('.draft').waitFor()
  await see('06-draft')
  await opens('[data-words]', '07-words')
  await page.locator('[data-form-close]').click()
}
