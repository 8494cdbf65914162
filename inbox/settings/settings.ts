import { signal } from '@preact/signals'
import { IDLE } from '../lock/lock.ts'

export const THEMES = ['auto', 'light', 'dark'] as const
export type Theme = (typeof THEMES)[number]
/** After so many minutes without a touch it locks; never later than five. */
export const LOCK_MINUTES = [1, 2, 3, 4, 5] as const
/** What a member looks at before they call anybody from a phone of theirs. */
export const CALLER_ID = ['number', 'profile', 'directory'] as const

/**
 * How the page looks and when it locks: for as long as the page is open, since it keeps nothing on a device (protocol §12). The
 * lock changes none of it, so that who unlocks again is not in the light.
 */
export function createSettings() {
  const theme = signal<Theme>('auto')
  const minutes = signal<number>(5)
  /** what was ticked since it was unlocked */
  const ticked = signal<ReadonlySet<(typeof CALLER_ID)[number]>>(new Set())
  return {
    theme,
    minutes,
    ticked,
    /** milliseconds without a touch */
    idle: (): number => Math.min(IDLE, minutes.value * 60_000),
    tick(one: (typeof CALLER_ID)[number], on: boolean): void {
      ticked.value = new Set([...CALLER_ID].filter((each) => (each === one ? on : ticked.value.has(each))))
    },
    clear: () => void (ticked.value = new Set()),
  }
}
