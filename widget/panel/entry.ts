import type { Chain } from '../../shared/chain.ts'
import { MitosError } from '../../shared/errors.ts'
import type { SnippetConfig, SnippetText } from '../../shared/frameWords.ts'
import type { SignedDocument } from '../../shared/signed.ts'
import type { BootContext, Catalog, PanelContext } from '../boot/context.ts'
import { start } from './panel.tsx'

/** Milliseconds until an answer is taken for lost, as in boot. */
const ANSWER_WITHIN = 15_000

/** Starts the panel with a chain whose signatures boot has checked. */
export async function open(boot: BootContext): Promise<void> {
  const { server, verifier, chainText } = boot
  const config = whole(boot.config)
  const context: PanelContext = {
    ...boot,
    config,
    catalog: { ...(boot.catalog as Catalog), words: [] },
    chain: shownChain(chainText),
    trust: { verifier, text: chainText, pin: config.trust },
    fetchChain: () => fetchChain(server),
  }
  start(context)
}

/** What the webmaster left out is null from here on. */
const whole = ({ desk, site, lang, trust, exit, color }: SnippetText): SnippetConfig => ({
  desk: desk!,
  site: site ?? null,
  lang: lang ?? null,
  trust: trust!,
  exit: exit ?? null,
  color: color ?? null,
})

/**
 * The chain to draw the first screens from. Boot has checked who signed it; its contents are checked strictly by the sealing
 * module, which comes while the person answers and takes this one's place before anything can be sent.
 * @throws MitosError `roster-refused` where it does not even read
 */
function shownChain(text: string): Chain {
  try {
    const { roots, release, roster, off, time } = JSON.parse(text)
    const read = ({ signed }: SignedDocument) => JSON.parse(signed)
    const all = roots.map(read)
    const [lastRoot, ofRelease, ofRoster] = [all[all.length - 1], read(release), read(roster)]
    return {
      root: lastRoot,
      release: ofRelease,
      roster: ofRoster,
      rosterHash: '',
      off,
      time: time ?? null,
      floor: Math.max(ofRelease.issued, ofRoster.issued, ...all.map((one: { issued: number }) => one.issued)),
    }
  } catch {
    throw new MitosError('roster-refused')
  }
}

async function fetchChain(server: string): Promise<{ text: string; got: number }> {
  try {
    const answer = await fetch(`${server}/trust/chain.json`, {
      credentials: 'omit',
      referrerPolicy: 'no-referrer',
      cache: 'no-store',
      redirect: 'error',
      signal: AbortSignal.timeout?.(ANSWER_WITHIN),
    })
    if (!answer.ok) throw answer.status
    return { text: await answer.text(), got: Math.floor(Date.now() / 1000) }
  } catch (cause) {
    throw new MitosError('chain-unreachable', cause)
  }
}
