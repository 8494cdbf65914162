/** Milliseconds. */
export const IDLE_OVER = 300_000
export const IDLE_WARN = 270_000
export const HIDDEN_OVER = 120_000

export type Idleness =
  | { readonly kind: 'active' }
  /** Seconds that are left, in tens: a number that ticks would hurry people. */
  | { readonly kind: 'warn'; readonly seconds: 10 | 20 | 30 }
  | { readonly kind: 'over' }

export interface Idle {
  /** The person did something. Does not revive what is over. */
  touch(): void
  /** The frame went out of sight, or came back. */
  hide(hidden: boolean): void
  /** Judged by the clock, so a phone that slept is judged right on waking. */
  judge(): Idleness
  /** Begins anew after a wipe. */
  reset(): void
}

/** @param now milliseconds */
export function createIdle(now: () => number): Idle {
  let touched = now()
  let hiddenAt: number | undefined
  const judge = (): Idleness => {
    const t = now()
    if (t < touched) touched = t
    const still = t - touched
    if (still >= IDLE_OVER || (hiddenAt !== undefined && t - hiddenAt >= HIDDEN_OVER)) return { kind: 'over' }
    if (still < IDLE_WARN) return { kind: 'active' }
    return { kind: 'warn', seconds: still >= IDLE_OVER - 10_000 ? 10 : still >= IDLE_OVER - 20_000 ? 20 : 30 }
  }
  return {
    judge,
    touch() {
      if (judge().kind !== 'over') touched = now()
    },
    hide(hidden) {
      if (!hidden && judge().kind !== 'over') hiddenAt = undefined
      else if (hidden) hiddenAt = hiddenAt ?? now()
    },
    reset() {
      touched = now()
      hiddenAt = undefined
    },
  }
}
