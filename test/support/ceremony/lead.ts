import { makeFiles } from '../founding.ts'
import { at, sixWords } from '../joining.ts'
import { Person } from './person.ts'

/** The files of a founder, by their paths. */
export interface Files {
  readonly sheet: string
  readonly start: string
}

/** A key sheet for the keeper, and the six words that stand beside it. */
export interface Sheet {
  readonly sheet: string
  readonly words: readonly string[]
}

/** What coordinators do besides: they begin an NGO, and see to who reads. */
export class Lead extends Person {
  /** Opens the keeper's address, and saves both files. @returns their paths */
  async found(ngo: string, title: string): Promise<Files> {
    await this.sit()
    await this.tab.goto(`${this.world.inbox()}#found=${ngo}`)
    const made = await makeFiles(this.page, [title, title, this.login], async () => undefined)
    this.passphrase = made.passphrase
    const [sheet, start] = [await this.save('[data-save="sheet"]'), await this.save('[data-save="start"]')]
    await this.next()
    return { sheet, start }
  }

  /** The page that waits for the keeper was left open. */
  async goOn(): Promise<void> {
    await this.tab.front?.()
    await this.next()
    await at(this.page, '[data-step="done"]')
  }

  /** Comes back on another day, in another browser, with the start file. */
  async begin(start: string): Promise<void> {
    await this.sit()
    await this.tab.goto(this.world.inbox())
    await at(this.page, '[data-found]')
    await this.page.click('[data-found]')
    await at(this.page, '[data-file]')
    await this.tab.choose!('[data-file]', start)
    await at(this.page, '[data-step="done"]')
  }

  /** Goes to the members, who are read anew. */
  async members(): Promise<void> {
    await this.wake()
    await this.page.click('[data-more]')
    await at(this.page, '[data-members]')
    await this.page.click('[data-members]')
    await at(this.page, `[data-member="${this.login}"]`)
  }

  /** @returns the link for a newcomer */
  async invite(): Promise<string> {
    await this.members()
    await this.page.click('[data-invite]')
    return this.#link()
  }

  /** A member who has lost passphrase and kit makes new keys. @returns the link for them */
  async inviteAnew(login: string): Promise<string> {
    await this.members()
    await this.page.click(`[data-member="${login}"] [data-renew]`)
    await at(this.page, '[data-step="renew"]')
    await this.next()
    return this.#link()
  }

  async #link(): Promise<string> {
    await at(this.page, '#link')
    const link = await this.page.evaluate(() => document.querySelector<HTMLInputElement>('#link')!.value, null)
    await this.next()
    return link
  }

  /** Compares what stands on both screens, and says yes. @param words those of who came @throws Error where they differ */
  async takeIn(login: string, words: readonly string[]): Promise<void> {
    await this.members()
    await at(this.page, '[data-compare]')
    await this.page.click('[data-compare]')
    const here = await sixWords(this.page)
    if (here.join() !== words.join()) throw new Error(`${login}: ${here.join(' ')}, but ${words.join(' ')}`)
    await this.next()
    await at(this.page, `.done:not(:empty)`)
  }

  /** Makes the key sheet by which a member can become a coordinator. @returns the file's path and the six words beside it */
  async coordinatorSheet(login: string): Promise<Sheet> {
    await this.members()
    await this.page.click(`[data-member="${login}"] [data-role]`)
    await at(this.page, '[data-do="sheet"]')
    await this.page.click('[data-do="sheet"]')
    const words = await sixWords(this.page)
    return { sheet: await this.save('[data-save-sheet]'), words }
  }

  /** Once the roster names them. */
  async makeCoordinator(login: string): Promise<void> {
    await this.members()
    await at(this.page, '[data-warns="becoming"]')
    await this.page.click(`[data-member="${login}"] [data-role]`)
    await at(this.page, '[data-do="lead"]')
    await this.page.click('[data-do="lead"]')
    await at(this.page, '.done:not(:empty)')
  }

  /** Shuts somebody out. @returns the key sheet for the keeper, and the six words beside it */
  async remove(login: string): Promise<Sheet> {
    await this.members()
    await this.page.click(`[data-member="${login}"] [data-remove]`)
    await at(this.page, '[data-step="remove"]')
    await this.next()
    await at(this.page, '[data-line="waiting.switched"]')
    const words = await sixWords(this.page)
    return { sheet: await this.save('[data-next]'), words }
  }
}
