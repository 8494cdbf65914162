import { type Chain, readChain } from '../../shared/chain.ts'
import { MitosError } from '../../shared/errors.ts'
import type { BootContext, Catalog, PanelContext } from '../boot/context.ts'
import { start } from './panel.tsx'

/** Checks the whole chain strictly, which boot left to code that the release names, and starts the panel. */
export async function open(boot: BootContext): Promise<void> {
  const { root, config, got, server, load, style, say, fold, giveUp, verifier } = boot
  const context: PanelContext = {
    root,
    config,
    got,
    server,
    catalog: boot.catalog as Catalog,
    chain: await readChain(verifier, boot.chainText, config.trust),
    load,
    style,
    say,
    fold,
    giveUp,
    fetchChain: (seen) => fetchChain(boot, seen),
  }
  start(context)
}

async function fetchChain(boot: BootContext, seen: Chain): Promise<{ chain: Chain; got: number }> {
  let text: string
  try {
    const answer = await fetch(`${boot.server}/trust/chain.json`, {
      credentials: 'omit',
      referrerPolicy: 'no-referrer',
      cache: 'no-store',
      redirect: 'error',
    })
    if (!answer.ok) throw answer.status
    text = await answer.text()
  } catch (cause) {
    throw new MitosError('chain-unreachable', cause)
  }
  const got = Math.floor(Date.now() / 1000)
  return { chain: await readChain(boot.verifier, text, boot.config.trust, seen), got }
}
