import type { ZxcvbnFactory } from '@zxcvbn-ts/core'
import { codePoints } from '../../../shared/text.ts'

/** A key file may be copied and guessed at for years: 10^16 guesses, a second each (docs/protocol.md, "A keeper's key file"). */
const GUESSES_LOG10 = 16
const FEWEST = 16
/** What is longer is judged by its beginning, since judging takes time by length. */
const MOST = 100
const ADVICE = 'take five or more words that have nothing to do with each other or with you'

/**
 * Why a passphrase is too weak for a key of the network.
 * @returns plain words, or undefined for a good one
 */
export async function weakness(passphrase: string): Promise<string | undefined> {
  const text = passphrase.normalize('NFKC').trim()
  if (!text) return `a passphrase is needed; ${ADVICE}`
  if (codePoints(text) < FEWEST) return `this passphrase is too short; ${ADVICE}`
  meter ??= await makeMeter()
  const { guessesLog10 } = meter.check(text.slice(0, MOST), ['mitos', 'root', 'roster', 'release', 'keeper'])
  return guessesLog10 < GUESSES_LOG10 ? `this passphrase is easy to guess; ${ADVICE}` : undefined
}

let meter: ZxcvbnFactory | undefined

/** Large lists, which other verbs need not load. */
async function makeMeter(): Promise<ZxcvbnFactory> {
  const [{ ZxcvbnFactory }, { adjacencyGraphs, dictionary }] = await Promise.all([
    import('@zxcvbn-ts/core'),
    import('@zxcvbn-ts/language-common'),
  ])
  return new ZxcvbnFactory({ dictionary, graphs: adjacencyGraphs })
}
