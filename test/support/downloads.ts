import { readdir, rename, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { until } from './walk.ts'

/** The folder where Firefox puts what is saved, whichever tab it was in: so one file after another. */
export class Downloads {
  readonly #folder: string
  #last: Promise<unknown> = Promise.resolve()
  constructor(folder: string) {
    this.#folder = folder
  }

  /** @returns the name of the file that comes by this, which then lies in `to` */
  next(press: () => Promise<void>, to: string): Promise<string> {
    const mine = this.#last.then(async () => {
      await press()
      const name = await until(() => this.#whole())
      await rename(join(this.#folder, name), join(to, name))
      return name
    })
    this.#last = mine.catch(() => undefined)
    return mine
  }

  /** Until a file is whole there is another one beside it, or it is empty. */
  async #whole(): Promise<string | undefined> {
    const [name, ...more] = await readdir(this.#folder)
    return name && !more.length && !name.endsWith('.part') && (await stat(join(this.#folder, name))).size > 0
      ? name
      : undefined
  }
}
