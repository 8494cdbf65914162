import type { Frame } from './browsers.ts'
import { until } from './walk.ts'

/** What one sees of the list and of the case that is open. */
interface Sight {
  readonly total: number
  /** requests that are nobody's */
  readonly free: readonly string[]
  readonly open: string | undefined
  /** the open one is this member's */
  readonly mine: boolean
  /** by the list: name of who has the open one, or empty */
  readonly owner: string
  readonly done: boolean
  readonly sheet: boolean
}

/** A note that a screen said was saved. */
export interface Note {
  readonly request: string
  readonly by: string
  readonly text: string
}

/** A member at the list, who takes what is free, writes into it, and gives some of it back. */
export class CaseWorker {
  readonly notes: Note[] = []
  readonly #page: Frame
  readonly #name: string
  readonly #random: () => number
  /** how many they will give back yet */
  #backs: number

  constructor(page: Frame, name: string, random: () => number, backs: number) {
    this.#page = page
    this.#name = name
    this.#random = random
    this.#backs = backs
  }

  /** Until each of so many requests has somebody. @param onTaken told of each that was taken */
  async work(requests: number, onTaken: () => void): Promise<void> {
    for (;;) {
      const { total, free } = await until(async () => {
        await this.#press('.arrived')
        const sight = await this.#look()
        return (sight.free.length > 0 || sight.total === requests) && sight
      })
      if (!free.length) return void total
      const request = free[Math.floor(this.#random() * free.length)]!
      if (!(await this.#take(request))) continue
      onTaken()
      await this.#note(request)
      if (this.#backs > 0 && this.#random() < 0.5) {
        this.#backs--
        await this.#giveBack()
      }
    }
  }

  /** @returns whether it is theirs, and not another's */
  async #take(request: string): Promise<boolean> {
    await this.#press(`[data-request="${request}"] button`)
    return until(async () => {
      const { open, mine, owner } = await this.#look()
      if (open !== request) return undefined
      if (mine) return { mine }
      if (owner) return { mine }
      await this.#press('[data-claim]')
      return undefined
    }).then(({ mine }) => mine)
  }

  async #note(request: string): Promise<void> {
    const text = `${this.#name}, ${this.notes.length + 1}`
    await this.#press('[data-case-tab="notes"]')
    await until(() =>
      this.#page.evaluate((words) => {
        const field = document.querySelector<HTMLTextAreaElement>('#note-text')
        if (!field) return false
        field.value = words
        return field.dispatchEvent(new Event('input', { bubbles: true }))
      }, text),
    )
    await until(async () => (await this.#look()).done || void (await this.#press('[data-note-save]')))
    this.notes.push({ request, by: this.#name, text })
  }

  async #giveBack(): Promise<void> {
    await this.#press('[data-case-tab="more"]')
    await until(async () => {
      const { mine, sheet } = await this.#look()
      if (mine) await this.#press(sheet ? '[data-choice="other"]' : '[data-do="back"]')
      // An answer that was lost may have been a yes: the sheet then stands there for nothing.
      else if (sheet) await this.#press('[data-sheet-close]')
      return !mine && !sheet
    })
  }

  /** What is there and not in work is pressed, however it is scrolled. */
  #press(selector: string): Promise<void> {
    return this.#page.evaluate(
      (css) => document.querySelector<HTMLElement>(`:is(${css}):not([aria-disabled="true"])`)?.click(),
      selector,
    )
  }

  #look(): Promise<Sight> {
    return this.#page.evaluate(() => {
      const rows = [...document.querySelectorAll<HTMLElement>('[data-request]')]
      const ownerOf = (row?: Element): string => row?.querySelector<HTMLElement>('.owner')?.title ?? ''
      const open = document.querySelector<HTMLElement>('[data-open]')?.dataset['open']
      return {
        total: rows.length,
        free: rows.filter((row) => !ownerOf(row)).map((row) => row.dataset['request']!),
        open,
        mine: !!document.querySelector('[data-case-tab]'),
        owner: ownerOf(rows.find((row) => row.dataset['request'] === open)),
        done: !!document.querySelector('[data-done]'),
        sheet: !!document.querySelector('[data-sheet]'),
      }
    }, null)
  }
}
