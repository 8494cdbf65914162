const WINDOW = 300

/**
 * Failed log-ins within five minutes. Few for one name from one client. More for a name altogether, since each is a guess: the
 * first ones of each client apart from all further ones, so that a stranger who knows a member's name needs hundreds of
 * addresses to shut her out, and not ten. There is no limit for all names together, which a few addresses could use up for
 * every member of every NGO; each client is held by the routes' own limit (routes/login.ts).
 */
const MOST = { here: 10, first: 1000, further: 100 }
/** How many of a client's attempts at a name are its first ones: somebody may mistype. */
const FIRST = 3

/** How many counts are kept. When names are invented faster than that, those that were tried longest ago are forgotten. */
const KEPT = 100_000

export class LoginAttempts {
  readonly #clock: () => number
  /** the least lately counted in front */
  readonly #counts = new Map<string, number>()
  #window = -1

  constructor(clock: () => number) {
    this.#clock = clock
  }

  /** Seconds until all counts begin anew. */
  get wait(): number {
    return WINDOW - (this.#clock() % WINDOW)
  }

  /**
   * Counts an attempt as failed until it succeeds, so that many at once count too.
   * @returns undefined where there were too many; else what to call on success
   */
  begin(name: string, client: string): (() => void) | undefined {
    const window = Math.floor(this.#clock() / WINDOW)
    if (window !== this.#window) this.#counts.clear()
    this.#window = window
    const here = `here ${client} ${name}`
    const kind = this.#count(here) < FIRST ? 'first' : 'further'
    const keys = [
      [here, MOST.here],
      [`${kind} ${name}`, MOST[kind]],
    ] as const
    if (keys.some(([key, most]) => this.#count(key) >= most)) return undefined
    for (const [key] of keys) this.#add(key, 1)
    return () => {
      if (window === this.#window) for (const [key] of keys) this.#add(key, -1)
    }
  }

  #count(key: string): number {
    return this.#counts.get(key) ?? 0
  }

  #add(key: string, change: number): void {
    const count = Math.max(0, this.#count(key) + change)
    this.#counts.delete(key)
    if (count) this.#counts.set(key, count)
    for (const oldest of this.#counts.keys()) {
      if (this.#counts.size <= KEPT) break
      this.#counts.delete(oldest)
    }
  }
}
