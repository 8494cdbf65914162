import type { ChainMessage } from '../../shared/frameWords.ts'

interface Connected {
  readonly connection?: { readonly saveData?: boolean }
}

/** Milliseconds until an answer is taken for lost, as in boot. */
const ANSWER_WITHIN = 15_000

/**
 * Fetches chain.json once, in the page's cache (the opaque frame has none): when the page is idle, so that opening leaves no
 * trace of its own, or at the tap where the visitor saves data. What fails is asked again at the next tap.
 */
export function chainSource(server: string, hand: (message: ChainMessage) => void): (idle?: boolean) => void {
  let asked = false
  const now = async (): Promise<void> => {
    if (asked) return
    asked = true
    const chain = await fetch(`${server}/trust/chain.json`, {
      credentials: 'omit',
      referrerPolicy: 'no-referrer',
      // Where there is no such thing, an answer without an end is not asked for again.
      signal: AbortSignal.timeout?.(ANSWER_WITHIN),
    })
      .then((answer) => (answer.ok ? answer.text() : null))
      .catch(() => null)
    asked = chain !== null
    hand({ chain, got: Math.floor(Date.now() / 1000) })
  }
  return (idle) => {
    if (!idle) void now()
    else if (!(navigator as Connected).connection?.saveData) (self.requestIdleCallback ?? setTimeout)(now)
  }
}
