/** How many times the soft limit one client may send in a minute; a whole onion service or proxy may be one client. */
const ONE = 100
/** How many times the soft limit of one client all together may send in a minute, marked and unmarked ones apart. */
const ALL = 1000
const MINUTE = 60

/**
 * Counts requests. Nobody is ever turned away for the first limit, because a person may sit behind the same address as a
 * flood: their row is marked, and a member sees it among "Please check". Only a flood that would fill the disk is refused, and
 * it meets itself: what is marked has a limit of its own, so that few addresses take nothing from all others.
 */
export class RequestLimit {
  readonly #soft: number
  readonly #clock: () => number
  #minute = -1
  readonly #all = { fine: 0, mark: 0 }
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
      this.#all.fine = this.#all.mark = 0
      this.#counts.clear()
    }
    const count = (this.#counts.get(client) ?? 0) + 1
    if (count > this.#soft * ONE) return 'refuse'
    this.#counts.set(client, count)
    const load = count > this.#soft ? 'mark' : 'fine'
    return ++this.#all[load] > this.#soft * ALL ? 'refuse' : load
  }
}
