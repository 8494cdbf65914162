/**
 * `/go`, the panel as a page of its own: what the loader does on a partner's page, without a frame. The page's policy gives it
 * an opaque origin, so boot runs in it as in the frame, and its words come back to the page itself. It is part of no release:
 * who uses this page trusts the server for its code, as the protocol says.
 */
import type { FrameWord } from '../../shared/frameWords.ts'
import { chainSource } from '../loader/chainText.ts'

function run(server: string): void {
  const [opener, lines] = document.body.children as unknown as readonly [HTMLButtonElement, HTMLElement]
  const { exit } = JSON.parse(document.body.dataset['mitos']!)
  const chain = chainSource(server, (message) => postMessage(message, '*'))
  const hide = (): void => document.documentElement.style.setProperty('display', 'none')
  const words: Readonly<Record<FrameWord, () => void>> = {
    ready() {
      lines.querySelector('[data-script-off]')?.remove()
      // Whoever came here pressed for it already.
      opener.click()
    },
    open: () => chain(),
    close() {
      document.body.append(lines)
    },
    blank: hide,
    exit() {
      hide()
      location.replace(exit || 'about:blank')
    },
  }
  addEventListener('message', ({ source, data }: MessageEvent<FrameWord>) => {
    if (source === self) words[data]?.()
  })
}

run(new URL((document.currentScript as HTMLScriptElement).src).origin)
