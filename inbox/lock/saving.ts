import type { Lent } from './lent.ts'
import { AWAY } from './lock.ts'

/** So soon a browser opens its list of downloads, ms; a focus that goes later goes elsewhere. */
const OPENS = 2000

/**
 * Lends the focus to the list of downloads that Firefox opens by itself when a file is saved: it has the focus until one presses
 * on the page again, and the page behind it is read aloud from meanwhile. Two minutes at most: then whoever does not press is away.
 * @param page the window
 */
export function lendToList(lent: Lent, page: EventTarget, after: (ms: number, then: () => void) => void): void {
  void lent.during(
    () =>
      new Promise<void>((resolve) => {
        const listening = new AbortController()
        const { signal } = listening
        let opened = false
        const end = (): void => {
          listening.abort()
          resolve()
        }
        page.addEventListener('blur', () => (opened = true), { signal })
        page.addEventListener('focus', end, { signal })
        after(OPENS, () => opened || end())
        after(AWAY, end)
      }),
  )
}
