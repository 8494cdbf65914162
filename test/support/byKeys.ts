import type { Page } from 'playwright-core'

/** More stops than any screen has: who comes so far by Tab goes round in a trap. */
const STOPS = 120

/**
 * Goes by Tab, or back by Shift and Tab, until the focus is on what is looked for. Not round over the end: beyond the last control
 * is the browser's own bar, where the window is left and covered.
 * @param press one key
 * @throws Error where Tab does not come there
 */
export async function tabTo(page: Page, selector: string, press = pressOn(page)): Promise<void> {
  const key = (await isBefore(page, selector)) ? 'Shift+Tab' : 'Tab'
  for (let stop = 0; stop < STOPS; stop++) {
    await press(key)
    if (await page.evaluate((css) => !!document.activeElement?.matches(css), selector)) return
  }
  throw new Error(`${key} does not come to ${selector}; the focus is on ${await focusOn(page)}`)
}

const pressOn =
  (page: Page) =>
  (key: string): Promise<void> =>
    page.keyboard.press(key)

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

/** Somebody without a pointer, who sees after each key where they are. */
export class Keyboard {
  readonly #page: Page
  constructor(page: Page) {
    this.#page = page
  }

  /** @throws Error where the focus is on nothing then, or on something that one cannot see it on */
  readonly press = async (key: string): Promise<void> => {
    await this.#page.keyboard.press(key)
    const lost = await whatIsLost(this.#page)
    if (lost) throw new Error(`after ${key}: ${lost} (${await focusOn(this.#page)})`)
  }

  /** Goes to a control by Tab, looking at each stop. */
  to(selector: string): Promise<void> {
    return tabTo(this.#page, selector, this.press)
  }

  /** Goes to a control and presses it; it is there, and has the focus, as long as nothing came of it. */
  async enter(selector: string): Promise<void> {
    await this.to(selector)
    await this.press('Enter')
  }
}

/**
 * What is wrong with the place of the focus. A heading that a step begins with (`tabindex="-1"`) has no frame: it only has to be in
 * sight.
 */
const whatIsLost = (page: Page): Promise<string | null> =>
  page.evaluate(() => {
    const one = document.activeElement
    if (!one || one === document.body || one === document.documentElement) return 'nothing has the focus'
    const { left, top, right, bottom } = one.getBoundingClientRect()
    const [width, height] = [innerWidth, innerHeight]
    if (right <= 0 || bottom <= 0 || left >= width || top >= height) return 'what has the focus is out of sight'
    const x = (Math.max(left, 0) + Math.min(right, width)) / 2
    const y = (Math.max(top, 0) + Math.min(bottom, height)) / 2
    if (!one.contains(document.elementFromPoint(x, y))) return 'something covers what has the focus'
    const { outlineStyle, outlineWidth } = getComputedStyle(one)
    const isFramed = outlineStyle !== 'none' && parseFloat(outlineWidth) >= 2
    return isFramed || one.matches('[tabindex="-1"]') ? null : 'what has the focus is not framed'
  })
