/** After three wrong tries in a row the next one waits 5, then 15, then 60 seconds. In memory: the server has its own limit. */
export interface Pause {
  /** @returns seconds to wait, 0 if none */
  left(now: number): number
  wrong(now: number): void
  right(): void
}

const FREE = 2
const WAITS = [5, 15, 60]

export function createPause(): Pause {
  let wrong = 0
  let until = 0
  return {
    left: (now) => Math.max(0, Math.ceil((until - now) / 1000)),
    wrong(now) {
      const wait = WAITS[Math.min(++wrong - FREE, WAITS.length) - 1]
      if (wait) until = now + wait * 1000
    },
    right: () => void ((wrong = 0), (until = 0)),
  }
}
