import type { Frame, Tab } from './browsers.ts'
import { Newcomer, at, fill, sixWords, textAt } from './joining.ts'
import { type Desk, type InboxWalker, deskOf, memberNamed, openDesk } from './inboxScreens.ts'
import { until } from './walk.ts'

/** Called at each screen of a tab, by its name. */
export type See = (what: string, tab: Tab) => Promise<void>

const has = (page: Frame, selector: string): Promise<boolean> =>
  page.evaluate((css) => !!document.querySelector(css), selector)

/** Nothing is being sent any more. */
const calm = (page: Frame): Promise<boolean> => until(async () => !(await has(page, '.case [aria-disabled="true"]')))

/** A coordinator goes to the members, makes an invitation, and gives its link. */
export async function invite(office: Tab, see: See): Promise<string> {
  const lead = office.main()
  await lead.click('[data-more]')
  await see('more', office)
  await lead.click('[data-members]')
  await at(lead, '[data-invite]')
  await see('members', office)
  await lead.click('[data-invite]')
  await at(lead, '#link')
  await see('link', office)
  const link = await lead.evaluate(() => document.querySelector<HTMLInputElement>('#link')!.value, null)
  await lead.click('[data-next]')
  return link
}

/** The newcomer's way by the link to the words that are compared. */
export async function comesBy(link: string, login: string, street: Tab, see: See) {
  const newcomer = await Newcomer.at(street, link)
  await see('names', street)
  const joined = await newcomer.join('Eleni', login)
  await see('joined', street)
  return joined
}

/** The coordinator looks at the words, which are compared here, and takes in who came. */
export async function takeIn(office: Tab, login: string, see: See, check?: () => Promise<void>): Promise<void> {
  const lead = office.main()
  await lead.click('[data-back]')
  await lead.click('[data-members]')
  await at(lead, '[data-compare]')
  await see('came', office)
  await lead.click('[data-compare]')
  await at(lead, '[data-step="compare"]')
  await check?.()
  await see('compare', office)
  await lead.click('[data-next]')
  await at(lead, `[data-member="${login}"]`)
  await see('accepted', office)
}

const clicking =
  (tab: Tab) =>
  (selector: string): Promise<void> =>
    tab.main().click(selector)

/** Somebody is removed: shut out by a switch, with a file for the keeper, which is saved. @param press how, where not by a pointer */
export async function removeFrom(office: Tab, login: string, see: See, press = clicking(office)): Promise<void> {
  const lead = office.main()
  await press(`[data-member="${login}"] [data-remove]`)
  await at(lead, '[data-step="remove"]')
  await see('remove', office)
  await press('[data-next]')
  await at(lead, '[data-line="waiting.switched"]')
  await calm(lead)
  await sixWords(lead)
  await see('removed', office)
  await press('[data-next]')
  await at(lead, '.done:not(:empty)')
  await see('removed-saved', office)
  await press('[data-back]')
  await at(lead, '[data-newkeys="waiting"]')
  await see('new-keys-wait', office)
}

/** All of a coordinator's members, from the invitation to a removal, and a newcomer's own pages. */
export async function memberScreens(walker: InboxWalker): Promise<void> {
  const [office, street] = [await deskOf(walker, 'maria'), await openDesk(walker)]
  const { tab, page, frame: lead } = office
  let nth = 0
  const see: See = (what, of) =>
    walker.see(`members-${String(nth++).padStart(2, '0')}-${what}`, of === tab ? office : street)
  for (const place of ['overview', 'alerts', 'guide', 'settings', 'export']) {
    await lead.click('[data-more]')
    await lead.click(`[data-${place}]`)
    await at(lead, `[data-place="${place}"]`)
    await see(place, tab)
    if (place === 'settings') {
      await lead.click('[data-door="legal"]')
      await at(lead, '[data-place="legal"]')
      await see('legal', tab)
      await lead.click('[data-back]')
    }
    if (place === 'guide') {
      await at(lead, '[data-write-guide]')
      await lead.click('[data-write-guide]')
      await at(lead, '#guide-text')
      await see('guide-write', tab)
      await lead.click('[data-back]')
    }
    await lead.click('[data-back]')
    await lead.click('[data-back]')
  }
  const link = await invite(tab, see)
  await slowlyBy(link, street.tab, see)
  await takeIn(tab, 'eleni', see)
  await roles(office, see)
  await lead.click('[data-member="eleni"] [data-renew]')
  await at(lead, '[data-step="renew"]')
  await see('renew', tab)
  await lead.click('[data-cancel]')
  // The server cannot be reached in the middle of a removal.
  await page.route('**/trust/switch', (route) => route.abort())
  await lead.click('[data-member="eleni"] [data-remove]')
  await at(lead, '[data-step="remove"]')
  await lead.click('[data-next]')
  await at(lead, '[data-line="waiting.due"]')
  await calm(lead)
  await see('switch-due', tab)
  await lead.click('[data-back]')
  await at(lead, '.case .strip.ember')
  await see('switch-due-members', tab)
  await lead.click('[data-back]')
  await lead.click('[data-back]')
  await at(lead, '.list .strip.ember')
  await see('switch-due-list', tab)
  await page.unroute('**/trust/switch')
  await lead.click('.list [data-open]')
  await at(lead, '[data-step="waiting"]')
  await lead.click('[data-next]')
  await at(lead, '[data-line="waiting.switched"]')
  await calm(lead)
  await see('switched', tab)
  await tab.close()
  await street.tab.close()
}

/** What a coordinator can make of a member, and the file by which the keeper makes a coordinator. */
async function roles({ tab, frame: lead }: Desk & { readonly frame: Frame }, see: See): Promise<void> {
  const role = async (login: string, name: string): Promise<void> => {
    await lead.click(`[data-member="${login}"] [data-role]`)
    await at(lead, '[data-step="role"]')
    await see(name, tab)
  }
  await role('maria', 'role-own')
  await lead.click('[data-back]')
  await lead.click('[data-newkeys] [data-open]')
  await at(lead, '[data-step="newkeys"]')
  await see('new-keys', tab)
  await lead.click('[data-cancel]')
  await role('eleni', 'role')
  await lead.click('[data-do="privacy"]')
  await at(lead, '.done')
  await see('role-privacy', tab)
  await role('eleni', 'role-of-privacy')
  await lead.click('[data-do="sheet"]')
  await at(lead, '[data-step="sheet"]')
  await see('sheet', tab)
  await lead.click('[data-save-sheet]')
  await at(lead, '[data-next]')
  await see('sheet-saved', tab)
  await lead.click('[data-next]')
  await at(lead, '[data-invite]')
}

/** A newcomer who gets each step wrong once. */
async function slowlyBy(link: string, street: Tab, see: See): Promise<void> {
  const newcomer = await Newcomer.at(street, link)
  const { page } = newcomer
  await see('names', street)
  await page.click('[data-next]')
  await at(page, '.wrong')
  await see('names-wrong', street)
  await newcomer.names('Eleni Konstantinidou', 'eleni')
  await see('words', street)
  await page.click('[data-at="own"]')
  await page.type('#passphrase', 'Summer2026!Athens')
  await at(page, '[data-judged="weak"], [data-judged="short"], [data-judged="good"]')
  await see('own', street)
  await page.click('[data-at="other"]')
  await at(page, '[data-words]')
  const passphrase = await textAt(page, '[data-words]')
  await page.click('[data-next]')
  await page.type('#passphrase', 'not this')
  await page.click('[data-next]')
  await at(page, '.wrong')
  await see('prove', street)
  await newcomer.prove(passphrase)
  await see('kit', street)
  const kit = await textAt(page, '[data-kit]')
  await page.click('[data-next]')
  await page.type('#kit', '12')
  await page.click('[data-next]')
  await at(page, '.wrong')
  await see('copied', street)
  await newcomer.copy(kit)
  await see('joined', street)
  await page.click('[data-next]')
  await at(page, '[data-step="wait"]')
  await see('wait', street)
  await street.goto(link)
  await at(page, '[data-step="dead"]')
  await see('dead', street)
  await street.goto(link.replace(/#.*/, ''))
  await at(page, '[data-lost]')
  await page.click('[data-lost]')
  await see('unlock-kit', street)
}

/** One's own keys, a passkey where the device has any, and the way out. */
export async function ownScreens(walker: InboxWalker): Promise<void> {
  const { demo } = walker
  const desk = await deskOf(walker, 'nikos')
  const { tab, frame } = desk
  const see = (what: string) => walker.see(`own-${what}`, desk)
  await frame.click('[data-more]')
  await frame.click('[data-members]')
  await at(frame, '[data-member]')
  await see('00-members-of-a-member')
  await frame.click('[data-back]')
  await frame.click('[data-mykeys]')
  await at(frame, '[data-everywhere]')
  await see('01-keys')
  await frame.click('[data-change="kit"]')
  await at(frame, '#passphrase')
  await see('02-current')
  await frame.click('[data-back]')
  if (await has(frame, '[data-passkey]')) {
    await frame.click('[data-passkey]')
    await at(frame, '#passphrase')
    await see('03-passkey')
    await fill(frame, '#passphrase', memberNamed(demo, 'nikos').passphrase)
    await frame.click('[data-next]')
    await at(frame, '.done')
    await see('04-passkey-made')
  }
  await frame.click('[data-leave]')
  await at(frame, '[data-step="leave"]')
  await see('05-leave')
  await fill(frame, '#leave-name', 'nik')
  await frame.click('[data-next]')
  await at(frame, '.wrong')
  await see('06-leave-wrong')
  await fill(frame, '#leave-name', 'nikos')
  await frame.click('[data-next]')
  await at(frame, '#name')
  await see('07-left')
  await tab.close()
  const lead = await deskOf(walker, 'maria')
  await lead.frame.click('[data-more]')
  await lead.frame.click('[data-members]')
  await at(lead.frame, '[data-warns="left"]')
  await walker.see('own-08-somebody-left', lead)
  await lead.frame.click('[data-back]')
  await lead.frame.click('[data-mykeys]')
  await lead.frame.click('[data-leave]')
  await at(lead.frame, '[data-step="leave"]')
  await walker.see('own-09-only-coordinator', lead)
  await lead.tab.close()
}
