import type { Frame, Tab } from './browsers.ts'
import { until } from './walk.ts'

/** Waits for something on the page; what does not come is told with what is there instead. */
export async function at(page: Frame, selector: string): Promise<void> {
  try {
    await (await page.waitForSelector(selector))?.dispose()
  } catch (error) {
    const shown = await page
      .evaluate(() => document.body.innerText.slice(0, 1000), null)
      .catch(() => 'nothing that answers')
    throw new Error(`${selector} did not come; there is:\n${shown}`, { cause: error })
  }
}

/** Presses one after the other, each once it is there, however it is scrolled. */
export async function press(page: Frame, ...selectors: readonly string[]): Promise<void> {
  for (const selector of selectors) {
    await until(() => page.evaluate((css) => !!document.querySelector(css), selector))
    await page.evaluate((css) => document.querySelector<HTMLElement>(css)!.click(), selector)
  }
}

/** Chooses what the list shows. */
export async function showOnly(page: Frame, filter: string): Promise<void> {
  await at(page, 'select[data-filter]')
  await page.evaluate((value) => {
    const field = document.querySelector<HTMLSelectElement>('select[data-filter]')!
    field.value = value
    field.dispatchEvent(new Event('change', { bubbles: true }))
  }, filter)
}

export const textAt = (page: Frame, selector: string): Promise<string> =>
  page.evaluate((css) => document.querySelector(css)!.textContent!.trim(), selector)

const words = (page: Frame): Promise<readonly string[]> =>
  page.evaluate(() => [...document.querySelectorAll('[data-six] li')].map((one) => one.textContent!), null)

/** The six words on a page, once they are there. */
export const sixWords = (page: Frame): Promise<readonly string[]> =>
  until(async () => {
    const six = await words(page)
    return six.length === 6 && six
  })

/** Types into an empty field. */
export async function fill(page: Frame, selector: string, text: string): Promise<void> {
  await page.evaluate((css) => {
    const field = document.querySelector<HTMLInputElement>(css)!
    field.value = ''
    field.dispatchEvent(new Event('input', { bubbles: true }))
  }, selector)
  await page.type(selector, text)
}

/** Somebody who joins by a link, one step after another. */
export class Newcomer {
  readonly page: Frame
  constructor(page: Frame) {
    this.page = page
  }

  static async at(tab: Tab, link: string): Promise<Newcomer> {
    await tab.goto(link)
    await at(tab.main(), '[data-step="names"]')
    return new Newcomer(tab.main())
  }

  async #next(then: string): Promise<void> {
    await this.page.click('[data-next]')
    await at(this.page, then)
  }

  /** To the six words of the passphrase. */
  async names(shown: string, login: string): Promise<void> {
    await fill(this.page, '#shown', shown)
    await fill(this.page, '#login', login)
    await this.#next('[data-words]')
  }

  /** From the field for the passphrase to the kit. */
  async prove(passphrase: string): Promise<void> {
    await fill(this.page, '#passphrase', passphrase)
    await this.#next('[data-kit]')
  }

  /** From the field for the kit to the words to compare. */
  async copy(kit: string): Promise<readonly string[]> {
    await fill(this.page, '#kit', kit)
    await this.page.click('[data-next]')
    return sixWords(this.page)
  }

  /** The whole way to the words to compare. */
  async join(shown: string, login: string) {
    await this.names(shown, login)
    return this.keys()
  }

  /** From the six words of the passphrase to those to compare. */
  async keys() {
    const passphrase = await textAt(this.page, '[data-words]')
    await this.#next('[data-step="prove"]')
    await this.prove(passphrase)
    const kit = await textAt(this.page, '[data-kit]')
    await this.#next('[data-step="copied"]')
    return { passphrase, kit, words: await this.copy(kit) }
  }
}
