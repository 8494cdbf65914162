/** How many times the soft limit of one client all clients together may send in a minute. */
const ALL = 1000
const MINUTE = 60

/**
 * Counts requests. Nobody is ever turned away for the first limit, because a person may sit behind the same address as a
 * flood: their row is marked, and a member sees it among "Please check". Only a flood that the machine could not carry is refused.
 */
export class RequestLimit {
  readonly #soft: number
  readonly #clock: () => number
  #minute = -1
  #all = 0
  readonly #counts = new Map<string, number>()

  /** @param soft requests a minute and client */
  constructor(soft: number, clock: () => number) {
    this.#soft = soft
    this.#clock = clock
  }

  /** Counts one request of a client (a name of clients.ts). */
  count(client: string): 'fine' | 'mark' | 'refuse' {
    const minute = Math.floor(this.#clock() / MINUTE)
    if (minute !== this.#minute) {
      this.#minute = minute
      this.#all = 0
      this.#counts.clear()
    }
    if (++this.#all > this.#soft * ALL) return 'refuse'
    const count = (this.#counts.get(client) ?? 0) + 1
    this.#counts.set(client, count)
    return count > this.#soft ? 'mark' : 'fine'
  }
}
