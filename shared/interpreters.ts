import { isLanguageTag } from './answers.ts'
import { type NgoPaper, type PaperKind, paperSize } from './ngoPaper.ts'
import { type Check, either, is, list, object, oneOf } from './shape.ts'
import { cleanText, codePoints, utf8 } from './text.ts'

/** So many there are at most, and so many languages each speaks. */
export const INTERPRETERS = 60
export const TONGUES = 8
/** Code points of each text at most. */
export const INTERPRETER_TEXT = { name: 60, reach: 80, note: 80, hours: 80 } as const

/** Whom members may ring to interpret (protocol §10). */
export interface Interpreter {
  /** or initials; never empty */
  readonly name: string
  /** a number, or whatever reaches them; never empty */
  readonly reach: string
  /** tags, one at least, each once */
  readonly languages: readonly string[]
  /** null: not told */
  readonly gender: 'woman' | 'man' | null
  /** whether they belong to the community of those who speak these languages here; null: not told */
  readonly community: 'in' | 'out' | null
  /** about the community, or ''; such as "not from Lahore" */
  readonly note: string
  /** when they can be reached, or '' */
  readonly hours: string
}

export interface People {
  readonly people: readonly Interpreter[]
}
export type Interpreters = NgoPaper & People

const PLAIN = 40_960
/** Bytes of the list as JSON at most: the rest is left for who wrote it, and when. */
const MOST = PLAIN - 512

const words =
  (most: number, least: 0 | 1): Check =>
  (value) =>
    typeof value === 'string' &&
    value.length >= least &&
    value.trim() === value &&
    cleanText(value) === value &&
    codePoints(value) <= most
const tongues: Check = (value) =>
  list(isLanguageTag, 1, TONGUES)(value) && new Set(value as unknown[]).size === (value as unknown[]).length

export const isInterpreter = object({
  name: words(INTERPRETER_TEXT.name, 1),
  reach: words(INTERPRETER_TEXT.reach, 1),
  languages: tongues,
  gender: either(is(null), oneOf('woman', 'man')),
  community: either(is(null), oneOf('in', 'out')),
  note: words(INTERPRETER_TEXT.note, 0),
  hours: words(INTERPRETER_TEXT.hours, 0),
})
export const fitsOnePaper = (people: readonly Interpreter[]): boolean => utf8(JSON.stringify(people)).length <= MOST

const arePeople: Check = (value) => list(isInterpreter, 0, INTERPRETERS)(value) && fitsOnePaper(value as Interpreter[])

export const INTERPRETERS_PAPER: PaperKind<People> = {
  type: 'interpreters',
  plain: PLAIN,
  body: { people: arePeople },
}
/** 41,008 */
export const INTERPRETERS_SIZE = paperSize(INTERPRETERS_PAPER)
