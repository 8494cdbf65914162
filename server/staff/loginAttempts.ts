const WINDOW = 300

/**
 * Failed log-ins within five minutes. Few for one name from one client; more for a name altogether, so that a stranger who
 * knows a member's name cannot lock her out from one address; and many for all names.
 */
const MOST = { here: 10, name: 100, all: 3000 }

export class LoginAttempts {
  readonly #clock: () => number
  readonly #counts = new Map<string, number>()
  #window = -1

  constructor(clock: () => number) {
    this.#clock = clock
  }

  /**
   * Counts an attempt as failed until it succeeds, so that many at once count too.
   * @returns undefined where there were too many; else what to call on success
   */
  begin(name: string, client: string): (() => void) | undefined {
    const window = Math.floor(this.#clock() / WINDOW)
    if (window !== this.#window) this.#counts.clear()
    this.#window = window
    const keys = [
      [`here ${client} ${name}`, MOST.here],
      [`name ${name}`, MOST.name],
      ['all', MOST.all],
    ] as const
    if (keys.some(([key, most]) => this.#count(key) >= most)) return undefined
    for (const [key] of keys) this.#counts.set(key, this.#count(key) + 1)
    return () => {
      for (const [key] of keys) this.#counts.set(key, Math.max(0, this.#count(key) - 1))
    }
  }

  #count(key: string): number {
    return this.#counts.get(key) ?? 0
  }
}
