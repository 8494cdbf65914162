import { NOTICE_SIZE } from '../../shared/notice.ts'
import { cleanText, utf8 } from '../../shared/text.ts'

/** The languages of the panel (widget/locales/index.json). */
export const PANEL = ['en', 'el', 'fr', 'de', 'it', 'nl', 'ar', 'ro', 'bg', 'sq', 'uk', 'ur']

/** Languages in which an NGO may tell something: those that it speaks, then those in which it does already, then the panel's. */
export const languagesOf = (ngo: {
  readonly languages: readonly string[]
  readonly notices?: Readonly<Record<string, string>>
}): readonly string[] => [...new Set([...ngo.languages, ...Object.keys(ngo.notices ?? {}), ...PANEL])]

/** What is typed, as it would be signed, and what stands against it. */
export interface Judged {
  /** what is signed: clean text (protocol §0), without white space at its ends */
  readonly text: string
  /** of that, in UTF-8 */
  readonly bytes: number
  /** something invisible was left out, such as marks of direction */
  readonly left: boolean
  readonly fault: 'empty' | 'long' | null
}

export function judge(typed: string): Judged {
  // Clean text has no tabs; words that one stood between stay two.
  const spaced = typed.replace(/\t/g, ' ')
  const clean = cleanText(spaced, true)
  const text = clean.trim()
  const bytes = utf8(text).length
  return {
    text,
    bytes,
    left: clean !== spaced.replace(/\r\n?/g, '\n').normalize('NFC'),
    fault: !text ? 'empty' : bytes > NOTICE_SIZE ? 'long' : null,
  }
}
