/**
 * The first script inside the frame. It draws the opener, believes nothing but the pinned root, and runs only what the signed
 * release names. It is pinned by the loader, served for ever, and takes no features.
 */
import { verifier } from '../../shared/crypto/verifier.ts'
import { type ErrorCode, MitosError, codeOf } from '../../shared/errors.ts'
import type { ChainMessage, FrameWord, SnippetText } from '../../shared/frameWords.ts'
import type { Release } from '../../shared/release.ts'
import type { PanelExports, PanelRoot } from './context.ts'
import { releaseOf } from './gate.ts'
import { chooseLanguage } from './language.ts'
import { showLines } from './lines.ts'
import { pinned } from './pinned.ts'
import { CSS, styler } from './style.ts'
import { within } from './within.ts'

/** Milliseconds within which three presses of Shift are the wish to leave. */
const TOGETHER = 5000

interface Allowed {
  readonly files: Release['files']
  readonly chain: string
  readonly got: number
}

function run(script: HTMLScriptElement): void {
  const server = new URL(script.src).origin
  const body = document.body
  const [opener, lines] = body.children as unknown as readonly [HTMLButtonElement, HTMLElement]
  // Anything but an opaque origin could store what is typed; without WebCrypto the chain cannot be checked. The plain lines
  // stay, and as nobody says `ready`, the loader opens the page's own fallback.
  if (self.origin !== 'null' || !crypto.subtle) return showLines(lines, 'boot-origin')

  const config: SnippetText = JSON.parse(body.dataset['mitos']!)
  const load = pinned(server, script.nonce)
  const style = styler(script.nonce)
  const say = (word: FrameWord): void => parent.postMessage(word, '*')
  const root: PanelRoot = document.createElement('div')
  let arrive: (judged: Promise<Allowed>) => void
  let allowed: Promise<Allowed>
  const expectChain = () => {
    allowed = new Promise((resolve) => (arrive = resolve))
    allowed.catch(() => 0)
  }
  expectChain()
  // Newest first, in milliseconds. Another key in between begins anew, so capitals never add up; and Shift with Alt or Ctrl is
  // another key, since it changes the keyboard's language on many computers (R12).
  let presses: readonly number[] = []
  const press = (isShift: boolean): void => {
    presses = isShift ? [Date.now(), ...presses] : []
    // The panel wipes before it leaves, and may know a better page.
    if (!root.pressed?.(presses) && presses[0]! - presses[2]! < TOGETHER) say('exit')
  }
  addEventListener('keydown', (e) => e.repeat || press(e.key === 'Shift' && !e.altKey && !e.ctrlKey), true)
  addEventListener('message', ({ source, data }) => {
    if (source !== parent) return
    if (data === !!data) press(data)
    const { chain, got } = Object(data) as ChainMessage
    // One text, judged and handed on as one: a page that posts another later changes nothing. What failed before the tap is
    // asked for again at the tap.
    if (!got || !(chain || opener.hidden)) return
    // Checked as it arrives, so that the tap need not wait for it; told only at the tap.
    arrive(
      chain
        ? releaseOf(chain, config.trust!).then((files) => ({ files, chain, got }))
        : Promise.reject(new MitosError('chain-unreachable')),
    )
  })

  const fold = (): void => {
    root.remove()
    opener.hidden = false
    say('close')
  }
  const giveUp = (code: ErrorCode): void => {
    root.remove()
    if (code === 'chain-unreachable') expectChain()
    showLines(lines, code, fold)
  }
  opener.onclick = async () => {
    opener.hidden = true
    root.textContent = ''
    // The lines show after a while: nobody waits without a number to call. The way out among them shows at once.
    body.append(root, lines)
    say('open')
    try {
      const { files, chain, got } = await within(allowed, 'chain')
      const fetched = (name: string) => load(files, name)
      const tag = chooseLanguage(config.lang, navigator.languages, files)
      const [panel, catalog] = await Promise.all([fetched('panel'), fetched(`lang/${tag}`)])
      await (panel as PanelExports).open({
        v: 1,
        root,
        config,
        chainText: chain,
        got,
        server,
        catalog,
        verifier,
        load: fetched,
        style,
        say,
        fold,
        giveUp,
      })
      lines.remove()
    } catch (error) {
      giveUp(codeOf(error))
    }
  }
  style(CSS)
  lines.remove()
  // The loader leaves without a trace in the history. Where it is gone, a second press is left to the link itself.
  const exit = lines.firstElementChild as HTMLElement
  exit.onclick = () => {
    exit.onclick = null
    say('exit')
    return false
  }
  opener.hidden = false
  say('ready')
}

run(document.currentScript as HTMLScriptElement)
