/**
 * Where a control that had the focus is drawn away (a draft that was saved, an invitation that was withdrawn), a browser begins
 * again at the top of the page. Who works by keys, or hears the page, goes on at the nearest heading or sentence that is left and
 * can have the focus (`tabindex="-1"`).
 */
export function keepFocus(root: HTMLElement): void {
  let trail: readonly Element[] = []
  root.addEventListener('focusin', ({ target }) => (trail = fromHereUp(target as Element)))
  const look = (): void => {
    if (!trail.length || trail[0]!.isConnected || document.activeElement !== document.body) return
    const left = trail.filter((one) => one.isConnected)
    trail = []
    left.map(homeIn).find(Boolean)?.focus({ preventScroll: true })
  }
  new MutationObserver(look).observe(root, { childList: true, subtree: true })
}

function fromHereUp(element: Element): readonly Element[] {
  const out: Element[] = []
  for (let one: Element | null = element; one; one = one.parentElement) out.push(one)
  return out
}

const homeIn = (within: Element): HTMLElement | undefined =>
  [...within.querySelectorAll<HTMLElement>('[tabindex="-1"]')].find((one) => one.getClientRects().length > 0)
