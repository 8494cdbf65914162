/** Where the focus is after each change of the screen: on the question, or back where it was before an overlay. */
export function focusKeeper(root: HTMLElement) {
  let step: string | undefined
  let overlay: string | undefined
  let before: Element | null = null
  let advised: Element | null = null
  let read = 0
  const body = () => root.querySelector('.body')!
  return {
    /** Just before a drawing that shows or hides an overlay. */
    leaving(next: unknown): void {
      if (!next || overlay) return
      before = document.activeElement
      read = body().scrollTop
    },
    arrived(nextStep: string, nextOverlay: string | undefined): void {
      // Advice that comes while a screen stays must not come unseen.
      const advice = root.querySelector('[role=status] .advice')
      if (advice && advice !== advised) advice.scrollIntoView({ block: 'nearest' })
      advised = advice
      const same = nextStep === step
      const closed = overlay && !nextOverlay
      if (same && nextOverlay === overlay) return
      step = nextStep
      overlay = nextOverlay
      // What the overlay was scrolled to is nothing to the step below.
      body().scrollTop = closed && same ? read : 0
      const title = root.querySelector<HTMLElement>(nextOverlay ? '#m-sheet' : '#m-title')
      const back = closed && same && before?.isConnected && before !== document.body
      ;(back ? (before as HTMLElement) : title)?.focus({ preventScroll: !back })
    },
  }
}
