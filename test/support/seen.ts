import type { Frame } from './browsers.ts'

/** What a person has before them in a document. */
export interface Seen {
  readonly step: string | undefined
  readonly code: string | undefined
  /** where the visible numbers lead */
  readonly numbers: readonly string[]
  /** where the other visible links lead, but for the way out */
  readonly links: readonly string[]
  readonly text: string
}

export const seen = (frame: Frame): Promise<Seen> =>
  frame.evaluate(() => {
    const visible = (one: Element) => one.checkVisibility({ visibilityProperty: true })
    const leads = (selector: string) =>
      [...document.querySelectorAll<HTMLAnchorElement>(selector)].filter(visible).map((one) => one.href)
    const step = document.querySelector<HTMLElement>('[data-step]')
    return {
      step: step?.dataset['step'],
      code: step?.dataset['code'],
      numbers: leads('a[href^="tel:"]'),
      links: leads('a:not([href^="tel:"]):not([data-exit])'),
      text: document.body.innerText,
    }
  }, null)

/** Makes what the document waits for come sooner: its time-outs, none of its answers. */
export const hurry = (frame: Frame, times: number): Promise<void> =>
  frame.evaluate((times) => {
    const real = window.setTimeout
    window.setTimeout = ((work: () => void, wait = 0) => real(work, wait / times)) as typeof setTimeout
  }, times)

/** Moves the clock of the document by seconds. */
export const moveClock = (frame: Frame, seconds: number): Promise<void> =>
  frame.evaluate((seconds) => {
    const real = Date.now
    Date.now = () => real() + seconds * 1000
  }, seconds)

/**
 * Gives the document a clock that a test moves: to be called before the panel opens, which keeps the clock that it finds.
 */
export const ownClock = (frame: Frame): Promise<void> =>
  frame.evaluate(() => {
    const real = Date.now
    const clock = { ahead: 0 }
    ;(window as unknown as { clock: typeof clock }).clock = clock
    Date.now = () => real() + clock.ahead
  }, null)

/** Time passes on that clock, at once: as for a device that slept. */
export const passTime = (frame: Frame, seconds: number): Promise<void> =>
  frame.evaluate((seconds) => {
    ;(window as unknown as { clock: { ahead: number } }).clock.ahead += seconds * 1000
  }, seconds)

/** Notes every step that is drawn from now on, so that none passes unseen. */
export const noteSteps = (frame: Frame): Promise<void> =>
  frame.evaluate(() => {
    const steps: string[] = []
    ;(window as unknown as { steps: string[] }).steps = steps
    new MutationObserver(() => {
      const now = document.querySelector<HTMLElement>('[data-step]')?.dataset['step']
      if (now && now !== steps.at(-1)) steps.push(now)
    }).observe(document.body, { subtree: true, childList: true, attributes: true })
  }, null)

export const notedSteps = (frame: Frame): Promise<readonly string[]> =>
  frame.evaluate(() => (window as unknown as { steps: string[] }).steps, null)
