import type { Frame } from './browsers.ts'
import { at, press } from './joining.ts'

/** Called at each screen, by its name. */
type See = (what: string) => Promise<void>

/** Into the steps of a referral, from one's own case: the person was reached. */
export async function beginsReferral(page: Frame): Promise<void> {
  await press(page, '[data-case-tab="tries"]', '[data-try]', '[data-choice="reached"]')
  await at(page, '[data-done]')
  await press(page, '[data-case-tab="more"]', '[data-do="refer"]')
}

/** Who has a case gives it to another organisation, with the person's yes; back to the case, which is there no more. */
export async function refersWithYes(page: Frame, see: See): Promise<void> {
  await beginsReferral(page)
  await press(page, '[name="refer-how"][value="phone"]')
  await see('yes')
  await press(page, '[data-next]', '[name="refer-whom"][value="thyra"]')
  await see('whom')
  await press(page, '[data-next]', '[data-part="contact"] input')
  await see('what')
  await press(page, '[data-next]')
  await at(page, '[data-look="contact"]')
  await see('look')
  await press(page, '[data-next]')
  await at(page, '[data-step="refer-done"]')
  await see('sent')
  await press(page, '[data-refer-leave]')
  await at(page, '[data-away="thyra"]')
  await see('away')
}

/** Referred by another organisation, and nobody has it yet. */
const CAME = '[data-request]:has([data-from]):not(:has(.owner))'

/** Someone of that organisation opens what came, takes it, and has its card before them. */
export async function opensReferred(page: Frame, see: See): Promise<void> {
  await press(page, `.arrived, ${CAME}`)
  await at(page, `${CAME} button`)
  await see('came')
  await press(page, `${CAME} button`)
  await at(page, '[data-handed-from="faros"]')
  await see('before')
  await press(page, '[data-claim]')
  await at(page, '[data-received="faros"]')
  await see('received')
}

/** They take it over. */
export async function takesOver(page: Frame, see: See): Promise<void> {
  await opensReferred(page, see)
  await press(page, '[data-accept]')
  await at(page, '.received .done')
  await see('accepted')
}
