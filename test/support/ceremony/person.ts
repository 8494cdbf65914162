import { join } from 'node:path'
import type { Browser, Frame, Tab } from '../browsers.ts'
import { Newcomer, at, textAt } from '../joining.ts'
import { unlock, until } from '../walk.ts'

/** Where all of them work. */
export interface World {
  readonly browser: () => Browser
  /** address of the inbox */
  readonly inbox: () => string
  /** where browsers save files */
  readonly folder: string
}

/** Somebody of an NGO, with a browser of their own, and what they wrote on paper. */
export class Person {
  readonly login: string
  protected readonly world: World
  passphrase = ''
  kit = ''
  #tab: Tab | undefined

  constructor(world: World, login: string) {
    this.world = world
    this.login = login
  }

  get tab(): Tab {
    return this.#tab!
  }

  get page(): Frame {
    return this.tab.main()
  }

  /** Sits down at a browser that knows nothing. */
  async sit(): Promise<void> {
    await this.#tab?.close()
    this.#tab = await this.world.browser().tab({ width: 1280, height: 800 })
  }

  async unlock(): Promise<void> {
    await unlock(this.tab, this.world.inbox(), { name: this.login, passphrase: this.passphrase })
  }

  /**
   * Comes back to a page that was left open: one that lost the focus is covered, and after two minutes locked. In Firefox all
   * tabs are of one window, so each covers the others.
   */
  async wake(): Promise<void> {
    await this.tab.front?.()
    if (!(await this.shows('.cover'))) return
    await this.page.click('.cover .primary')
    const then = await until(async () => {
      if (await this.shows('[data-view]')) return 'open'
      return (await this.shows('#passphrase')) && 'locked'
    })
    if (then === 'locked') await this.unlock()
  }

  shows = (selector: string): Promise<boolean> => this.page.evaluate((css) => !!document.querySelector(css), selector)

  /** @returns the file's path */
  save = async (selector: string): Promise<string> =>
    join(this.world.folder, await this.tab.save!(selector, this.world.folder))

  next = (): Promise<void> => this.page.click('[data-next]')

  /** Follows a link as somebody new. @returns the six words on their screen */
  async join(link: string, shown: string): Promise<readonly string[]> {
    await this.sit()
    const newcomer = await Newcomer.at(this.tab, link)
    const { passphrase, kit, words } = await newcomer.join(shown, this.login)
    ;[this.passphrase, this.kit] = [passphrase, kit]
    return words
  }

  /** The same for who has a name already. */
  async joinAnew(link: string): Promise<readonly string[]> {
    await this.sit()
    await this.tab.goto(link)
    await at(this.page, '[data-words]')
    const { passphrase, kit, words } = await new Newcomer(this.page).keys()
    ;[this.passphrase, this.kit] = [passphrase, kit]
    return words
  }

  /** Has lost the passphrase: unlocks with the kit and sets a new one. */
  async recover(): Promise<void> {
    await this.sit()
    await this.tab.goto(this.world.inbox())
    await at(this.page, '[data-lost]')
    await this.page.click('[data-lost]')
    await at(this.page, '[data-by="kit"]')
    await this.page.type('#name', this.login)
    await this.page.type('#passphrase', this.kit)
    await this.page.click('button[type="submit"]')
    await at(this.page, '[data-words]')
    this.passphrase = await textAt(this.page, '[data-words]')
    await this.next()
    await at(this.page, '[data-step="prove"]')
    await this.page.type('#passphrase', this.passphrase)
    await this.next()
    await at(this.page, '[data-view]')
  }

  /** Unlocks in a browser that knows nothing, so that the list is as the server has it now. @returns the ids of requests */
  async list(): Promise<readonly string[]> {
    await this.sit()
    await this.unlock()
    await until(async () => !(await this.shows('.list .loading')))
    return this.#ids()
  }

  /** Waits for so many requests in a list that is open. @returns their ids */
  listed = (count: number): Promise<readonly string[]> =>
    until(async () => {
      // What arrives is not pushed into a list that somebody reads.
      if (await this.shows('.arrived')) await this.page.click('.arrived')
      const ids = await this.#ids()
      return ids.length === count && ids
    })

  #ids = (): Promise<readonly string[]> =>
    this.page.evaluate(
      () => [...document.querySelectorAll<HTMLElement>('[data-request]')].map((one) => one.dataset['request']!),
      null,
    )

  /** Opens a request as far as one may before taking it. @returns what stands there */
  async look(id: string): Promise<string> {
    await this.wake()
    await this.page.click(`[data-request="${id}"] button`)
    await at(this.page, '[data-claim]')
    return textAt(this.page, '.before')
  }

  /** Takes a request. @returns its card */
  async take(id: string): Promise<string> {
    await this.look(id)
    await this.page.click('[data-claim]')
    await at(this.page, '[data-reveal]')
    return textAt(this.page, '.card')
  }

  /** Wants to take the request that stands open since before they were removed. Ends when the page asks who they are. */
  async tryOn(): Promise<void> {
    await this.tab.front?.()
    for (const selector of ['.cover .primary', '[data-claim]'])
      if (await this.shows(selector)) await this.page.click(selector).catch(() => undefined)
    await at(this.page, '#passphrase')
  }
}
