/**
 * The loader runs in the partner's page, where nothing can be kept secret and everything may be patched. So it knows nothing:
 * it makes the sandboxed frame, moves and blanks it on five words, and hands over the text of the chain. It verifies nothing.
 * It is pinned by the snippet, served for ever, and takes no features.
 */
import type { FrameWord } from '../../shared/frameWords.ts'
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

function run(script: HTMLScriptElement, fallback: HTMLElement | null, showFallback: () => void): void {
  const data = script.dataset
  const server = new URL(script.src).origin
  const label = fallback?.querySelector('summary')?.textContent || '112'
  const frame = document.createElement('iframe')
  frame.title = label
  frame.setAttribute('sandbox', 'allow-scripts allow-top-navigation')
  const html = frameDocument(data, label, fallback, server, script.nonce)
  // One name, so that a partner can allow it: `trusted-types mitos`. A page that does not keeps its own fallback.
  const policy = (self as TrustedTypesWindow).trustedTypes?.createPolicy('mitos', { createHTML: (text) => text })
  frame.srcdoc = (policy ? policy.createHTML(html) : html) as string
  const box = placeFrame(frame, data, label)
  const chain = chainSource(server, (message) => frame.contentWindow?.postMessage(message, '*'))
  const hide = (element: HTMLElement | null) => element?.style.setProperty('display', 'none', 'important')
  let ready = false
  const words: Readonly<Record<FrameWord, () => void>> = {
    ready() {
      ready = true
      box.show()
      hide(fallback)
      chain(true)
    },
    open() {
      chain()
      box.open(true)
    },
    close: () => box.open(false),
    blank: () => hide(document.documentElement),
    exit() {
      words.blank()
      location.replace(data['exit'] || 'about:blank')
    },
  }
  addEventListener('message', ({ source, data: word }: MessageEvent<FrameWord>) => {
    // An opaque frame has the origin "null", like any other sandboxed one: only the window tells them apart.
    if (source === frame.contentWindow) words[word]?.()
  })
  frame.onload = () => setTimeout(() => ready || showFallback(), READY_WITHIN)
}

const fallback = document.querySelector<HTMLDetailsElement>('[data-mitos-fallback]')
const showFallback = (): void => {
  if (fallback) fallback.open = true
}
try {
  run(document.currentScript as HTMLScriptElement, fallback, showFallback)
} catch {
  // The page forbids the frame, or its globals are not the browser's own.
  showFallback()
}
