import type { Frame, Tab } from './browsers.ts'
import { passTime } from './seen.ts'
import { until } from './walk.ts'

/** Tells the frame's document that it is out of sight, or back; what it does at once is over when this returns. */
export const hide = (frame: Frame, hidden: boolean): Promise<void> =>
  frame.evaluate((hidden) => {
    Object.defineProperty(document, 'hidden', { value: hidden, configurable: true })
    Object.defineProperty(document, 'visibilityState', { value: hidden ? 'hidden' : 'visible', configurable: true })
    document.dispatchEvent(new Event('visibilitychange'))
  }, hidden)

/** Moves the frame out of what the page shows, or back; waits until the frame can know. */
export async function moveOut(tab: Tab, frame: Frame, out: boolean): Promise<void> {
  await tab.main().evaluate((out) => {
    const { style } = document.querySelector('iframe')!
    style.setProperty('transform', out ? 'translateX(-9999px)' : 'none', 'important')
  }, out)
  // An observer made after the panel's hears of it after the panel's.
  await frame.evaluate(
    (out) =>
      new Promise<void>((resolve) => {
        const observer = new IntersectionObserver((entries) => {
          if (entries.at(-1)!.isIntersecting === out) return
          observer.disconnect()
          resolve()
        })
        observer.observe(document.body)
      }),
    out,
  )
}

/** Lets time pass and has the panel look at its clock, which it would do within a second: a key that is let go is no touch. */
export async function wait(frame: Frame, seconds: number): Promise<void> {
  await passTime(frame, seconds)
  await frame.evaluate(() => {
    document.dispatchEvent(new KeyboardEvent('keyup', { key: 'Shift' }))
    return new Promise((resolve) => setTimeout(resolve))
  }, null)
}

/** How many requests the document has made since it began. */
export const requests = (frame: Frame): Promise<number> =>
  frame.evaluate(() => performance.getEntriesByType('resource').length, null)

/** All text that the document shows. */
export const shown = (frame: Frame): Promise<string> => frame.evaluate(() => document.body.innerText.trim(), null)

/** What the typed field holds; undefined where there is none. */
export const typedText = (frame: Frame): Promise<string | undefined> =>
  frame.evaluate(() => document.querySelector<HTMLInputElement>('input.field')?.value, null)

/** Waits for the overlay that asks whether somebody is still there. */
export const asked = (frame: Frame): Promise<boolean> =>
  until(() => frame.evaluate(() => !!document.querySelector('[data-overlay="idle"]'), null))
