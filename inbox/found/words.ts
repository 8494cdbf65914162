import { codeOf } from '../../shared/errors.ts'
import type { Key } from '../i18n.ts'
import { type Said, wordsFor } from '../said.ts'

/** What a founder can do something about. They have no coordinator yet: whom they ask is the keeper. */
const WORDS: Readonly<Record<string, Key>> = {
  'ngo-unknown': 'found.notyet',
  'start-founder': 'found.other',
  'start-keys': 'found.keys',
  'start-network': 'found.network',
  'team-exists': 'found.begun',
  'team-refused': 'found.begun',
  'clock-ahead': 'found.clock',
  'crypto-unavailable': 'error.browser',
  'key-id-clash': 'found.trust',
}

/** While the network is asked. */
export function foundWords(error: unknown): Said {
  const code = codeOf(error)
  const isOther = code.startsWith('trust-') || /^(chain|root|release|roster)-refused$/.test(code)
  const key = isOther ? 'found.trust' : WORDS[code]
  return key ? { key } : wordsFor(error)
}

/** While a file is read: whatever else is wrong with it, it is no start file. */
export const fileWords = (error: unknown): Said => ({
  key: /^(document-signature|blob-)/.test(codeOf(error)) ? 'found.changed' : 'found.nofile',
})
