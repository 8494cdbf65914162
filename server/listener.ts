import type { ServerResponse } from 'node:http'

/** Without a word proxies think that nobody is there, ms. */
const BREATH = 20_000
/** What comes within so long is told once, ms. */
const TOGETHER = 200
/** Nobody is told more often than so, ms: each word makes every browser ask, and an office is one address (`MITOS_LIMIT`). */
const APART = 1000
/** So soon a browser comes back whose stream broke, ms. */
const BACK = 1000

/** One browser that is told. */
export class Listener {
  readonly member: string
  readonly #raw: ServerResponse
  readonly #counts: () => Promise<boolean>
  readonly #breath: NodeJS.Timeout
  #soon: NodeJS.Timeout | undefined
  #number = 0
  /** something changed since it was told last */
  #due = false

  /** @param counts whether the session still counts */
  constructor(raw: ServerResponse, member: string, counts: () => Promise<boolean>) {
    this.member = member
    this.#raw = raw
    this.#counts = counts
    this.#breath = setInterval(() => void this.#say(':'), BREATH).unref()
    raw.write(`retry: ${BACK}\n\n`)
  }

  changed(): void {
    this.#due = true
    this.#soon ??= setTimeout(this.#tell, TOGETHER)
  }

  readonly #tell = (): void => {
    this.#due = false
    void this.#say(`data: ${++this.#number}`)
    this.#soon = setTimeout(() => {
      this.#soon = undefined
      if (this.#due) this.#tell()
    }, APART)
  }

  readonly end = (): void => {
    clearInterval(this.#breath)
    clearTimeout(this.#soon)
    this.#raw.end()
  }

  async #say(words: string): Promise<void> {
    if (!(await this.#counts())) return this.end()
    // Who does not read has missed nothing that asking would not bring.
    if (!this.#raw.writableEnded && !this.#raw.writableNeedDrain) this.#raw.write(`${words}\n\n`)
  }
}
