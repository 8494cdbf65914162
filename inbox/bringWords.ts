import type { Words } from './i18n.ts'
import type { BringWords } from './tongue.ts'

/** Where the words of each language lie, and their hash as the browser compares it. */
export type WordPins = Readonly<Record<string, { readonly path: string; readonly integrity: string }>>

/**
 * Fetches the words of a language. The browser compares the hash before it hands anything over: no other words than those
 * that this page was built with are shown.
 */
export const bringWords =
  (fetch: (input: string, init: RequestInit) => Promise<Response>, pins: WordPins): BringWords =>
  async (lang) => {
    const { path, integrity } = pins[lang]!
    const answer = await fetch(path, { integrity, credentials: 'omit' })
    return (await answer.json()) as Words
  }
