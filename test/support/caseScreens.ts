import type { Answers } from '../../shared/answers.ts'
import { type Desk, type InboxWalker, deskOf } from './inboxScreens.ts'
import { postRequest } from './postRequest.ts'

/** By an app, in danger, with a note and a word: a card that says much. */
const ASKED: Answers = {
  for: 'self',
  contact: { to: 'person', how: 'app', app: 'whatsapp', address: '+306912345678', word: 5 },
  more: { danger: 'now', speak: 'ar' },
  note: 'I can only talk when the children are at school.',
}

/** Presses what is there, however it is scrolled. */
async function press({ page }: Desk, selector: string): Promise<void> {
  const one = page.locator(selector).first()
  await one.waitFor({ state: 'attached' })
  await one.evaluate((control: HTMLElement) => control.click())
}

/** A case at work: its parts, and each sheet that asks something; then as a coordinator sees it, and closed. */
export async function caseScreens(walker: InboxWalker): Promise<void> {
  await postRequest(walker.demo.server, ASKED)
  const desk = await deskOf(walker, 'nikos')
  const { page } = desk
  const see = (name: string) => walker.see(`case-${name}`, desk)
  const there = (selector: string) => page.locator(selector).first().waitFor()
  await press(desk, '[data-request]:not(:has(.owner)) button')
  await press(desk, '[data-claim]')
  await press(desk, '[data-reveal]')
  await page.locator('[data-address], [data-reason]').first().waitFor()
  if (await page.locator('[data-reason]').count()) await press(desk, '[data-reason]')
  await there('[data-address]')
  await see('00-number')
  await press(desk, '[data-case-tab="tries"]')
  await see('01-tries-none')
  await press(desk, '[data-try]')
  await there('[data-sheet="try"]')
  await see('02-try')
  await press(desk, '[data-choice="no-answer"]')
  await there('[data-result="no-answer"]')
  await see('03-tries')
  await press(desk, '[data-case-tab="replies"]')
  await page.locator('#reply-text').fill('Call me tomorrow at 69 1234 5678, says Maria.')
  await see('04-reply')
  await press(desk, '[data-reply-send]')
  await there('[data-replies="1"]')
  await see('05-replied')
  await press(desk, '[data-case-tab="notes"]')
  await see('06-notes-none')
  await page.locator('#note-text').fill('Spoke with her sister’s neighbour; rings back on Friday after four.')
  await press(desk, '[data-note-save]')
  await there('[data-notes="1"]')
  await see('07-notes')
  await press(desk, '[data-case-tab="more"]')
  await see('08-more')
  await copied(desk, see)
  await sheets(desk, see)
  await seenByCoordinator(walker)
  await press(desk, '[data-do="close"]')
  await press(desk, '[data-choice="helped"]')
  await there('[data-reason="helped"]')
  await see('16-closed')
  await desk.tab.close()
}

/** What is asked before a case is handed over, given back, left or closed; nothing of it is done. */
async function sheets(desk: Desk, see: (name: string) => Promise<void>): Promise<void> {
  for (const [kind, name] of [
    ['hand-over', '09-hand-over'],
    ['back', '10-give-back'],
    ['step-back', '11-step-back'],
    ['close', '12-close'],
  ] as const) {
    await press(desk, `[data-do="${kind}"]`)
    await desk.page.locator(`[data-sheet="${kind}"]`).waitFor()
    await see(name)
    await press(desk, '[data-sheet-close]')
  }
  await press(desk, '.case-more summary')
  await see('13-history')
}

/** A copy for the person: what they get, and that it is made. */
async function copied(desk: Desk, see: (name: string) => Promise<void>): Promise<void> {
  const { page } = desk
  await press(desk, '[data-do="copy"]')
  await press(desk, '[data-step="theirs-why"] input[value="person-asked"]')
  await press(desk, '[data-next]')
  await page.locator('[data-step="theirs-look"]').waitFor()
  await see('17-copy-look')
  await press(desk, '[data-next]')
  await page.locator('[data-step="theirs-made"]').waitFor()
  await see('18-copy-made')
  await press(desk, '[data-theirs-leave]')
  await page.locator('[data-do="copy"]').waitFor()
}

/** What another has, and taking it over; then something nobody has is set aside. */
async function seenByCoordinator(walker: InboxWalker): Promise<void> {
  const lead = await deskOf(walker, 'maria')
  await press(lead, '[data-request]:has(.owner) button')
  await lead.page.locator('[data-take-over]').waitFor()
  await walker.see('case-14-of-another', lead)
  await press(lead, '[data-take-over]')
  await lead.page.locator('[data-sheet="take-over"]').waitFor()
  await walker.see('case-15-take-over', lead)
  await lead.tab.close()
}
