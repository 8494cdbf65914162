/** Milliseconds in which a click may have been meant for what was there before (R53). */
const UNMEANT = 500
/** Ways out are never dead. */
const ALWAYS = '[data-exit],[data-close],[data-numbers],a[href^="tel:"]'

export interface Guard {
  /** Something new came under the finger. */
  arrived(): void
  remove(): void
}

/** Ignores clicks just after the frame came into sight or the review opened, and says so to those who cannot see. */
export function guardClicks(root: HTMLElement, now: () => number): Guard {
  let since = 0
  const judge = (event: Event) => {
    if (now() - since >= UNMEANT || (event.target as Element).closest(ALWAYS)) return
    event.preventDefault()
    event.stopImmediatePropagation()
  }
  const disable = (value: boolean) =>
    root.querySelectorAll('[data-next]').forEach((one) => {
      if (value) one.setAttribute('aria-disabled', 'true')
      else one.removeAttribute('aria-disabled')
    })
  root.addEventListener('click', judge, true)
  return {
    arrived() {
      since = now()
      disable(true)
      setTimeout(() => disable(false), UNMEANT)
    },
    remove: () => root.removeEventListener('click', judge, true),
  }
}
