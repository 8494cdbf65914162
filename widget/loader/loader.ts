/**
 * The loader runs in the partner's page, where nothing can be kept secret and everything may be patched. So it knows nothing:
 * it makes the sandboxed frame, moves and blanks it on five words, and hands over the text of the chain and whether a key was
 * Shift. It verifies nothing.
 * It is pinned by the snippet, served for ever, and takes no features.
 */
import type { ChainMessage, FrameWord, KeyMessage } from '../../shared/frameWords.ts'
import { chainSource } from './chainText.ts'
import { frameDocument } from './frameDocument.ts'
import { placeFrame } from './place.ts'

/** Milliseconds that the frame may take after it loaded until boot's `ready` has crossed over. */
const READY_WITHIN = 400

interface TrustedTypesWindow {
  trustedTypes?: { createPolicy(name: string, rules: { createHTML(text: string): string }): Policy }
}
interface Policy {
  createHTML(text: string): unknown
}

const fallback = document.querySelector<HTMLDetailsElement>('[data-mitos-fallback]')
const showFallback = (): void => {
  if (fallback) fallback.open = true
}

function run(): void {
  const script = document.currentScript as HTMLScriptElement
  const data = script.dataset
  const server = new URL(script.src).origin
  const label = fallback?.querySelector('summary')?.textContent || '112'
  const frame = document.createElement('iframe')
  frame.title = label
  frame.sandbox = 'allow-scripts allow-top-navigation'
  const html = frameDocument(data, label, fallback, server, script.nonce)
  // One name, so that a partner can allow it: `trusted-types mitos`. A page that does not keeps its own fallback.
  const policy = (self as TrustedTypesWindow).trustedTypes?.createPolicy('mitos', { createHTML: (text) => text })
  frame.srcdoc = (policy ? policy.createHTML(html) : html) as string
  const box = placeFrame(frame, data, label)
  const post = (message: ChainMessage | KeyMessage): void => frame.contentWindow?.postMessage(message, '*')
  const chain = chainSource(server, post)
  const hide = (element: HTMLElement | null) => element?.style.setProperty('display', 'none', 'important')
  /** Undefined until boot said `ready`. */
  let opened: boolean | undefined
  const words: Readonly<Record<FrameWord, () => void>> = {
    ready() {
      box((opened = false))
      hide(fallback)
      chain(true)
    },
    open() {
      chain()
      box((opened = true))
    },
    close: () => box((opened = false)),
    blank: () => hide(document.documentElement),
    exit() {
      words.blank()
      // A frame that is still there after a while leaves by itself, and browsers question that.
      frame.remove()
      // No question may stand between a person and the way out (R14): this takes all listeners from the page, with those that
      // make the browser ask. XML documents have no such thing.
      try {
        document.open()
      } catch {}
      location.replace(data['exit'] || 'about:blank')
    },
  }
  addEventListener('message', ({ source, data: word }: MessageEvent<FrameWord>) => {
    // An opaque frame has the origin "null", like any other sandboxed one: only the window tells them apart.
    if (source === frame.contentWindow) words[word]?.()
  })
  // The page hears its own keys anyway; the frame counts presses of Shift, and is told no more of them (R12).
  addEventListener('keydown', (e) => opened && !e.repeat && post(e.key === 'Shift' && !e.altKey && !e.ctrlKey), true)
  frame.onload = () => setTimeout(() => opened ?? showFallback(), READY_WITHIN)
}

try {
  run()
} catch {
  // The page forbids the frame, or its globals are not the browser's own.
  showFallback()
}
