import { toHex } from '../../shared/bytes.ts'
import type { RequestId } from '../../shared/wire.ts'

/** So many are kept; those above count from their hour, as after another start. */
const KEPT = 20_000
/** From then on the hour does. */
const LIFE = 24 * 3600
/** At most so long an alert waits, so that who sees it go by does not know the minute in which somebody wrote (R42), seconds. */
export const DELAY = 120

/**
 * In which minute requests came, as long as this process runs: on disk there is no time but the hour. After another start an
 * alert's clock counts from the full hour, so it may call up to an hour early and never late.
 */
export class Arrivals {
  readonly #clock: () => number
  readonly #random: () => number
  /** in the order of their coming */
  readonly #since = new Map<string, number>()

  /** @param random as `Math.random` */
  constructor(clock: () => number, random: () => number) {
    this.#clock = clock
    this.#random = random
  }

  note(id: RequestId): void {
    const now = this.#clock()
    for (const [old, since] of this.#since) {
      if (since > now - LIFE && this.#since.size < KEPT) break
      this.#since.delete(old)
    }
    this.#since.set(toHex(id), now + Math.floor(this.#random() * (DELAY + 1)))
  }

  /** @param hour in which it came */
  since(id: RequestId, hour: number): number {
    return this.#since.get(toHex(id)) ?? hour
  }
}
