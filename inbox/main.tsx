import { render } from 'preact'
import { readJoinLink } from '../shared/invitation.ts'
import { App } from './App.tsx'
import { createApi } from './api.ts'
import { pickLanguage } from './i18n.ts'
import { onKey } from './keyboard.ts'
import { openStream } from './list/stream.ts'
import { createInbox } from './state.ts'
import { deriveHere, deriveInWorker } from './unlock/derive.ts'
import { sodium } from './unlock/sodium.ts'
import { serveWorker } from './worker.ts'

/** This script's own text: the worker is the same script once more. Known only while it runs for the first time. */
const source = typeof document === 'undefined' ? '' : (document.currentScript?.textContent ?? '')

function start(root: HTMLElement): void {
  const now = (): number => Date.now()
  const api = createApi((input, init) => fetch(input, init))
  const derive = deriveInWorker(source, deriveHere(sodium))
  const deps = { api, sodium, derive, now, origin: self.origin, stream: openStream }
  const inbox = createInbox(deps, pickLanguage(navigator.languages))
  // Compiled while the name is typed; a failure is told at Unlock.
  void sodium().catch(() => undefined)
  listen(inbox)
  takeInvitation(inbox)
  addEventListener('hashchange', () => takeInvitation(inbox))
  render(<App inbox={inbox} />, root)
}

/** A link's fragment goes out of the address at once: neither the bar nor the list of pages visited keeps it. */
function takeInvitation(inbox: ReturnType<typeof createInbox>): void {
  const { hash, pathname } = location
  if (!hash) return
  history.replaceState(null, '', pathname)
  let secret: Uint8Array | null | undefined = null
  try {
    secret = readJoinLink(hash)
  } catch {
    // a link that was cut short; the page says so
  }
  if (secret !== undefined) inbox.join(secret)
}

function listen(inbox: ReturnType<typeof createInbox>): void {
  const { lock } = inbox
  const escapes: number[] = []
  const touched = (): void => {
    if (inbox.hides()) lock.touched()
  }
  setInterval(() => inbox.beat(), 1000)
  addEventListener('pointerdown', touched, true)
  addEventListener('wheel', touched, { capture: true, passive: true })
  addEventListener('keydown', (event) => {
    touched()
    onKey(inbox, event, escapes)
  })
  // What is printed would be the cover, where the dialog for it takes the focus.
  let printing = false
  addEventListener('beforeprint', () => (printing = true))
  addEventListener('afterprint', () => {
    printing = false
    if (!document.hasFocus()) inbox.goAway()
  })
  addEventListener('blur', () => printing || inbox.goAway())
  // A page that is kept for going back would keep the keys as well.
  addEventListener('pagehide', () => inbox.leave())
  // The lock asks nobody; who closes the window by mistake is asked.
  addEventListener('beforeunload', (event) => {
    if (inbox.rota.unsaved.value) event.preventDefault()
  })
  document.addEventListener('visibilitychange', () => (document.hidden ? inbox.goAway() : inbox.beat()))
  addEventListener('focus', () => inbox.beat())
}

if (typeof document === 'undefined') serveWorker(self as unknown as Parameters<typeof serveWorker>[0])
else start(document.getElementById('app')!)
