/**
 * The first script inside the frame. It draws the opener, believes nothing but the pinned root, and runs only what the signed
 * release names. It is pinned by the loader, served for ever, and takes no features.
 */
import { verifier } from '../../shared/crypto/verifier.ts'
import { type ErrorCode, MitosError, codeOf } from '../../shared/errors.ts'
import type { ChainMessage, FrameWord, SnippetConfig } from '../../shared/frameWords.ts'
import type { Release } from '../../shared/release.ts'
import type { PanelExports } from './context.ts'
import { releaseOf } from './gate.ts'
import { chooseLanguage } from './language.ts'
import { showLines } from './lines.ts'
import { pinned } from './pinned.ts'
import { CSS, styler } from './style.ts'
import { within } from './within.ts'

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

  const config: SnippetConfig = JSON.parse(body.dataset['mitos']!)
  const load = pinned(server, script.nonce)
  const style = styler(script.nonce)
  const say = (word: FrameWord): void => parent.postMessage(word, '*')
  const root = document.createElement('div')
  let arrive: (judged: Promise<Allowed>) => void
  let allowed: Promise<Allowed>
  const expectChain = () => {
    allowed = new Promise((resolve) => (arrive = resolve))
    allowed.catch(() => 0)
  }
  expectChain()
  addEventListener('message', ({ source, data }) => {
    const { chain, got } = Object(data) as ChainMessage
    // One text, judged and handed on as one: a page that posts another later changes nothing. What failed before the tap is
    // asked for again at the tap.
    if (source !== parent || !got || !(chain || opener.hidden)) return
    // Checked as it arrives, so that the tap need not wait for it; told only at the tap.
    arrive(
      chain
        ? releaseOf(chain, config.trust).then((files) => ({ files, chain, got }))
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
    // Below the box, which hides as long as it is empty after a while: nobody waits without a number to call.
    lines.hidden = false
    root.textContent = ''
    body.append(root)
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
      lines.hidden = true
    } catch (error) {
      giveUp(codeOf(error))
    }
  }
  style(CSS)
  lines.hidden = true
  opener.hidden = false
  say('ready')
}

run(document.currentScript as HTMLScriptElement)
