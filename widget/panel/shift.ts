/** Milliseconds: within which three presses are the wish to leave, as in boot; until one is announced. */
const TOGETHER = 5000
const ANNOUNCE_AFTER = 250

/**
 * What the panel does with presses of Shift (R12): announces each, and leaves at the third within five seconds. It announces
 * after a moment, so that nobody hears of the Shift of each capital: the letter has come by then.
 * @param announce gets how many presses there are, 0 when they no longer count
 * @returns takes what boot tells: when Shift was pressed since another key went down, newest first, in milliseconds
 */
export function shiftPresses(
  announce: (times: number) => void,
  leave: () => void,
): (presses: readonly number[]) => boolean {
  const timers = new Set<ReturnType<typeof setTimeout>>()
  const later = (wait: number, times: number) => timers.add(setTimeout(() => announce(times), wait))
  return (presses) => {
    const times = presses.filter((at) => presses[0]! - at < TOGETHER).length
    if (times < 2) {
      timers.forEach(clearTimeout)
      timers.clear()
    }
    if (times > 2) leave()
    else if (times) {
      later(ANNOUNCE_AFTER, times)
      later(TOGETHER, 0)
    } else announce(0)
    return true
  }
}
