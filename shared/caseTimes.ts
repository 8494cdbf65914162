import type { When } from './answers.ts'
import type { HouseRule } from './roster.ts'
import { type Window, nextWindow } from './safeTimes.ts'

/**
 * When to try next: the safe window after the one in which the last try was, since whoever is there now was there then.
 * @param lastTry hour of it, seconds UTC; null: there was none @param now seconds UTC
 * @returns undefined where none begins within 15 days
 */
export function nextTry(
  lastTry: number | null,
  now: number,
  when: When | undefined,
  rule: HouseRule,
  tz: string,
): Window | undefined {
  const tried = lastTry === null ? undefined : nextWindow(lastTry, when, rule, tz)
  const over = tried && lastTry !== null && tried.from <= lastTry ? tried.to : (lastTry ?? now)
  return nextWindow(Math.max(now, over), when, rule, tz)
}
