import { toHex } from '../../shared/bytes.ts'

const LIFE = 60
const MOST = 10_000

/**
 * Challenges of log-ins: each is good once, for one member, for a minute. They live in the memory of this process: whoever
 * begins a log-in before a restart begins again.
 */
export class Challenges {
  readonly #open = new Map<string, { readonly member: string; readonly until: number }>()
  readonly #clock: () => number
  readonly #random: (length: number) => Uint8Array

  constructor(clock: () => number, random: (length: number) => Uint8Array) {
    this.#clock = clock
    this.#random = random
  }

  /** 32 bytes for this member, or for nobody: that one can never be taken. */
  issue(member: Uint8Array | undefined): Uint8Array {
    const challenge = this.#random(32)
    this.#forgetOld()
    if (member) this.#open.set(toHex(challenge), { member: toHex(member), until: this.#clock() + LIFE })
    return challenge
  }

  /** Whether it is this member's; in any case it is used up. */
  take(challenge: Uint8Array, member: Uint8Array): boolean {
    const name = toHex(challenge)
    const found = this.#open.get(name)
    this.#open.delete(name)
    return found !== undefined && found.until > this.#clock() && found.member === toHex(member)
  }

  /** A Map keeps the order in which things came, so the oldest are in front. */
  #forgetOld(): void {
    for (const [name, { until }] of this.#open) {
      if (until > this.#clock() && this.#open.size < MOST) break
      this.#open.delete(name)
    }
  }
}
