import { effect } from '@preact/signals'
import { render } from 'preact'
import { lock, words } from 'virtual:pins'
import { readJoinLink } from '../shared/invitation.ts'
import { openOffline } from './alerts/push.ts'
import { App } from './App.tsx'
import { asMember, createApi } from './api.ts'
import { createAuditApi } from './audit/api.ts'
import { bringWords } from './bringWords.ts'
import { createCaseApi } from './cases/api.ts'
import { onDownload } from './download.ts'
import { type Lang, type Words, learn, pickLanguage } from './i18n.ts'
import { readFoundLink } from './found/link.ts'
import { onKey } from './keyboard.ts'
import { openStream } from './list/stream.ts'
import { emptyWhatGoes } from './lock/emptied.ts'
import { type Lent, createLent } from './lock/lent.ts'
import { lendToList } from './lock/saving.ts'
import { keepFocus } from './lostFocus.ts'
import { type BrowserParts, type PasskeyPort, browserPasskeys, lending } from './passkey/browser.ts'
import { createInbox } from './state.ts'
import { deriveHere, deriveInWorker } from './unlock/derive.ts'
import { sodium } from './unlock/sodium.ts'
import { serveWorker } from './worker.ts'

/** How long a window may take to get its focus back from a dialog, ms. */
const FOCUS_BACK = 500

/** This script's own text: the worker is the same script once more. Known only while it runs for the first time. */
const source = typeof document === 'undefined' ? '' : (document.currentScript?.textContent ?? '')

function start(root: HTMLElement): void {
  const now = (): number => Date.now()
  const ask = asMember((input, init) => fetch(input, init))
  const api = createApi(ask)
  const cases = createCaseApi(ask)
  const audit = createAuditApi(ask)
  const derive = deriveInWorker(source, deriveHere(sodium))
  const lent = createLent({
    hasFocus: () => document.hasFocus(),
    goAway: () => inbox.goAway(),
    soon: (then) => setTimeout(then, FOCUS_BACK),
  })
  const passkeys = lending(passkeysHere(), lent)
  for (const [tag, some] of Object.entries(lock)) learn(tag as Lang, some as Words)
  const carried = { words: bringWords((input, init) => fetch(input, init), words), api, cases, audit }
  const deps = { ...carried, sodium, derive, now, origin: self.origin, passkeys, stream: openStream }
  const inbox = createInbox(deps, pickLanguage(navigator.languages))
  // Compiled while the name is typed; a failure is told at Unlock.
  void sodium().catch(() => undefined)
  void openOffline()
  effect(() => void (inbox.session.value && inbox.tongue.again()))
  listen(inbox, lent)
  onDownload(() => lendToList(lent, self, (ms, then) => setTimeout(then, ms)))
  takeInvitation(inbox)
  addEventListener('hashchange', () => takeInvitation(inbox))
  render(<App inbox={inbox} />, root)
  keepFocus(root)
  emptyWhatGoes(root)
}

const passkeysHere = (): PasskeyPort =>
  browserPasskeys({
    host: location.hostname,
    title: () => document.title,
    random: (length) => crypto.getRandomValues(new Uint8Array(length)),
    // Both are missing in browsers that are too old for them.
    credentials: (navigator as Partial<Navigator>).credentials,
    kind: (globalThis as { PublicKeyCredential?: BrowserParts['kind'] }).PublicKeyCredential,
  })

/** A link's fragment goes out of the address at once: neither the bar nor the list of pages visited keeps it. */
function takeInvitation(inbox: ReturnType<typeof createInbox>): void {
  const { hash, pathname } = location
  if (!hash) return
  history.replaceState(null, '', pathname)
  const secret = readOrNull(() => readJoinLink(hash))
  if (secret !== undefined) return inbox.join(secret)
  const ngo = readOrNull(() => readFoundLink(hash))
  if (ngo !== undefined) inbox.found(ngo)
}

/** Null for a link that was cut short; the page says so. */
function readOrNull<T>(read: () => T): T | null {
  try {
    return read()
  } catch {
    return null
  }
}

function listen(inbox: ReturnType<typeof createInbox>, lent: Lent): void {
  const { lock } = inbox
  const escapes: number[] = []
  const touched = (): void => {
    if (inbox.hides()) lock.touched()
    inbox.touch()
  }
  setInterval(() => inbox.beat(), 1000)
  addEventListener('pointerdown', touched, true)
  addEventListener('wheel', touched, { capture: true, passive: true })
  addEventListener('scroll', () => inbox.touch(), { capture: true, passive: true })
  addEventListener('keydown', (event) => {
    touched()
    onKey(inbox, event, escapes)
  })
  // What is printed would be the cover, where the dialog for it takes the focus.
  let printing = false
  addEventListener('beforeprint', () => {
    printing = true
    inbox.printing()
  })
  addEventListener('afterprint', () => {
    printing = false
    inbox.referrals.wasPrinting()
    if (!document.hasFocus()) inbox.goAway()
  })
  addEventListener('blur', () => printing || lent.lent() || inbox.goAway())
  // A page that is kept for going back would keep the keys as well.
  addEventListener('pagehide', () => inbox.leave())
  // The lock asks nobody; who closes the window by mistake is asked.
  addEventListener('beforeunload', (event) => {
    const one = inbox.joining.value
    const begun = (one?.of === 'found' && one.unsaved()) || inbox.referrals.unsaved()
    if (inbox.rota.unsaved.value || inbox.duty.unsaved.value || inbox.cases.unsaved() || begun) event.preventDefault()
  })
  document.addEventListener('visibilitychange', () => (document.hidden ? inbox.goAway() : inbox.beat()))
  addEventListener('focus', () => inbox.beat())
}

if (typeof document === 'undefined') serveWorker(self as unknown as Parameters<typeof serveWorker>[0])
else start(document.getElementById('app')!)
