import type { Page } from 'playwright-core'

/** More stops than any screen has: who comes so far by Tab goes round in a trap. */
const STOPS = 120

/**
 * Goes by Tab, or back by Shift and Tab, until the focus is on what is looked for. Not round over the end: beyond the last control
 * is the browser's own bar, where the window is left and covered.
 * @throws Error where Tab does not come there
 */
export async function tabTo(page: Page, selector: string): Promise<void> {
  const key = (await isBefore(page, selector)) ? 'Shift+Tab' : 'Tab'
  for (let stop = 0; stop < STOPS; stop++) {
    await page.keyboard.press(key)
    if (await page.evaluate((css) => !!document.activeElement?.matches(css), selector)) return
  }
  throw new Error(`${key} does not come to ${selector}; the focus is on ${await focusOn(page)}`)
}

/** Whether something stands before what has the focus. */
const isBefore = (page: Page, selector: string): Promise<boolean> =>
  page.evaluate((css) => {
    const [here, there] = [document.activeElement!, document.querySelector(css)!]
    return !here.contains(there) && !!(here.compareDocumentPosition(there) & Node.DOCUMENT_POSITION_PRECEDING)
  }, selector)

/** Presses a control without a pointer. */
export async function pressBy(page: Page, selector: string, key = 'Enter'): Promise<void> {
  await tabTo(page, selector)
  await page.keyboard.press(key)
}

/** What has the focus: its tag and its words. */
export const focusOn = (page: Page): Promise<string> =>
  page.evaluate(() => {
    const one = document.activeElement
    return `${one?.tagName} ${one?.textContent?.trim().slice(0, 60)}`
  })
