import { type Idle, createIdle } from './idle.ts'

interface Watched {
  /** Judge again: time has passed, or somebody touched something. */
  judge(idle: Idle): void
  /** Out of sight, or back. */
  sight(visible: boolean): void
  /** The document goes away, or comes back from where browsers keep pages. */
  gone(): void
  /** The page around took the keys away from the field. */
  taken(): void
  /** A policy of the page, which only reports, tells of this address. */
  told(address: string): void
  escape(): void
  /** The focus went to something of the panel, or out of the frame. */
  moved(): void
}

/**
 * Milliseconds between a sign of the person and a loss of focus that it explains; between two losses that are one;
 * and after a key in which somebody still types.
 */
const EXPLAINS = 1500
const TOGETHER = 50
const TYPING = 3000

/** Whether somebody types there, be it to find a language. */
const isTyped = (target: EventTarget | null): boolean => !!(target as Element | null)?.matches?.('.field')

/** Watches for stillness, for being out of sight, for the page's end, and for stolen keys. */
export function watch(root: HTMLElement, watched: Watched): { stop(): void } {
  const idle = createIdle(Date.now)
  const undo: (() => void)[] = []
  const on = (target: EventTarget, names: string, heard: (event: Event) => void) => {
    for (const name of names.split(' ')) {
      target.addEventListener(name, heard, { capture: true, passive: true })
      undo.push(() => target.removeEventListener(name, heard, { capture: true }))
    }
  }
  const judge = () => watched.judge(idle)
  let inView = true
  let sign = 0
  let lost = 0
  let typed = 0
  let away = -TOGETHER
  const sight = () => {
    idle.hide(document.hidden || !inView)
    watched.sight(!document.hidden)
    judge()
  }

  on(document, 'pointerdown keydown input wheel', () => idle.touch())
  // Judged after the button under the finger had its click: nothing may move away in between.
  on(document, 'click keyup', () => setTimeout(judge))
  on(document, 'keyup', (event) => (event as KeyboardEvent).key === 'Escape' && watched.escape())
  on(document, 'visibilitychange', sight)
  // Screen readers keep Tab and letters for themselves and let Shift through: of Shift and Tab three times, as they go backwards,
  // only this is heard beside three times Shift.
  on(document, 'focusin', watched.moved)
  on(document, 'securitypolicyviolation', (event) => {
    const { disposition, blockedURI } = event as SecurityPolicyViolationEvent
    if (disposition === 'report') watched.told(blockedURI)
  })
  on(self, 'pagehide', watched.gone)
  on(document, 'freeze', watched.gone)
  on(self, 'pageshow', (event) => (event as PageTransitionEvent).persisted && watched.gone())

  // A page can take the keys away from a frame. Where they go without Tab, and without a mouse on its way, that is said (R52):
  // a frame hears nothing of a press outside. Another window leaves the field its document's active element; a page does not.
  on(document, 'keydown pointermove pointerdown', (event) => {
    const { type, key, pointerType } = event as KeyboardEvent & PointerEvent
    if (type === 'pointerdown') sign = typed = 0
    else if (key === 'Tab' || pointerType === 'mouse') sign = Date.now()
    else if (key) typed = Date.now()
  })
  on(self, 'blur', ({ target }) => {
    const now = Date.now()
    if (target === self) {
      away = now
      watched.moved()
    } else if (isTyped(target)) lost = now
    else return
    // Field and window lose it together; which of them first is told differs, and of a field that had it in a window that had
    // not, WebKit tells nothing: there its last key tells.
    const together = Math.abs(away - lost) < TOGETHER || (away === now && now - typed < TYPING)
    if (!together || isTyped(document.activeElement) || now - sign < EXPLAINS) return
    lost = typed = 0
    watched.taken()
  })

  const observer = new IntersectionObserver((entries) => {
    inView = entries[entries.length - 1]!.isIntersecting
    sight()
  })
  observer.observe(root)
  undo.push(() => observer.disconnect())
  const timer = setInterval(judge, 1000)
  undo.push(() => clearInterval(timer))
  return { stop: () => undo.forEach((one) => one()) }
}
