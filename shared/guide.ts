import { type NgoPaper, type PaperKind, paperSize } from './ngoPaper.ts'
import { list } from './shape.ts'
import { cleanText, codePoints } from './text.ts'

/** So many lines it has at most, and so many code points a line: it is read at night, beside a card. */
export const GUIDE_LINES = 12
export const GUIDE_LINE = 160

export interface Lines {
  /** none: there is no guide any more */
  readonly lines: readonly string[]
}
/** What an NGO tells its own members for the worst night (protocol §10): whom to ring, what to say, who decides. */
export type Guide = NgoPaper & Lines

const isLine = (value: unknown): boolean =>
  typeof value === 'string' &&
  value !== '' &&
  value.trim() === value &&
  cleanText(value) === value &&
  codePoints(value) <= GUIDE_LINE

export const GUIDE: PaperKind<Lines> = { type: 'guide', plain: 8192, body: { lines: list(isLine, 0, GUIDE_LINES) } }
/** 8,240 */
export const GUIDE_SIZE = paperSize(GUIDE)

/** What stands in a field, as lines; empty ones are left out. */
export const guideLines = (typed: string): readonly string[] =>
  cleanText(typed, true)
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
