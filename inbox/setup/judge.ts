import { wordlist } from '@scure/bip39/wordlists/english.js'
import { ZxcvbnFactory } from '@zxcvbn-ts/core'
import { adjacencyGraphs, dictionary } from '@zxcvbn-ts/language-common'

/** How a passphrase of one's own is judged while it is typed. */
export type Judgement = 'short' | 'weak' | 'good'

/** Characters below which nothing is judged. */
export const SHORTEST = 12
/**
 * Guesses, as a power of ten. Whoever holds a copy of the server's data guesses without any limit but Argon2id's 64 MiB: with
 * a hundred thousand a second these take thirty years.
 */
const GUESSES = 14
/** As many common passwords as the build puts into the page (build/commonPasswords.ts). */
const COMMON = 10_000
/** Characters that are looked at; what comes behind only adds. */
const LOOKED_AT = 72

let meter: ZxcvbnFactory | undefined

/** @param known the member's names and the like, which somebody who guesses would try first */
export function judge(passphrase: string, known: readonly string[]): Judgement {
  if ([...passphrase].length < SHORTEST) return 'short'
  meter ??= new ZxcvbnFactory({
    graphs: adjacencyGraphs,
    dictionary: { passwords: dictionary['passwords-common'].slice(0, COMMON), words: wordlist },
    maxLength: LOOKED_AT,
  })
  return meter.check(passphrase, [...known]).guessesLog10 < GUESSES ? 'weak' : 'good'
}
