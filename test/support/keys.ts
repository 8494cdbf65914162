import type { Frame, Tab } from './browsers.ts'
import { until } from './walk.ts'

interface Counted {
  heard: number
}

/** Counts the keys that boot has heard: its own, and those of which the page around has told it. */
export const countKeys = (frame: Frame): Promise<void> =>
  frame.evaluate(() => {
    const counted = window as unknown as Counted
    counted.heard = 0
    const more = (): void => void counted.heard++
    addEventListener('keydown', (event) => event.repeat || more(), true)
    addEventListener('message', ({ data }) => typeof data === 'boolean' && more())
  }, null)

/**
 * Presses keys one after the other, and waits until boot has heard each; `Shift+a` holds the first.
 * What boot does at a key, it has done by then.
 */
export async function pressHeard(tab: Tab, frame: Frame, keys: readonly string[]): Promise<void> {
  const heard = () => frame.evaluate(() => (window as unknown as Counted).heard, null)
  for (const key of keys) {
    const [held, other] = key.split('+') as [string, string?]
    const before = await heard()
    await (other ? tab.pressWith(held, other) : tab.press(held))
    await until(async () => (await heard()) >= before + (other ? 2 : 1))
  }
}
