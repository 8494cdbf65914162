import { understand } from './answers.ts'
import type { SHARED } from './caseActs.ts'

/** What a person can allow, or not, to be handed on (protocol §9). */
export type SharedPart = (typeof SHARED)[number]
/** Answers as far as they were understood; partial where something made no sense. */
export type AnswersRead = Readonly<Record<string, unknown>>

/** To which part each answer belongs. What stands in neither table is never handed on, such as `more.share`. */
const TOP: ReadonlyMap<string, SharedPart> = new Map([
  ['contact', 'contact'],
  // Who picks up: a nurse, and when she sees the person again.
  ['role', 'contact'],
  ['again', 'contact'],
  ['note', 'note'],
])
const MORE: ReadonlyMap<string, SharedPart> = new Map([
  ['place', 'area'],
  ['speak', 'language'],
  ['read', 'language'],
  ['interp', 'language'],
  ['who', 'language'],
  ['need', 'need'],
  ['danger', 'safety'],
  ['age', 'safety'],
  ['children', 'safety'],
  ['device', 'safety'],
])
/** Who wrote, and whether the person knows: without it nobody can tell whose answers the others are. */
const ALWAYS: readonly string[] = ['for', 'agreed']

const isObject = (value: unknown): value is AnswersRead =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const ticked = (parts: ReadonlyMap<string, SharedPart>, what: readonly SharedPart[], name: string): boolean => {
  const part = parts.get(name)
  return part !== undefined && what.includes(part)
}

/**
 * The answers cut down to what may be handed on, and nothing else: what nobody understood stays here too.
 * @param answers of any shape
 */
export function cutAnswers(answers: unknown, what: readonly SharedPart[]): AnswersRead {
  const out: Record<string, unknown> = {}
  for (const [name, value] of Object.entries(understand(answers).answers)) {
    if (ALWAYS.includes(name) || ticked(TOP, what, name)) out[name] = value
    if (name !== 'more' || !isObject(value)) continue
    const more = Object.entries(value).filter(([inner]) => ticked(MORE, what, inner))
    if (more.length) out['more'] = Object.fromEntries(more)
  }
  return out
}

/** Whether answers hold something that was not to be handed on, or that no part has a place for. */
export function holdsMore(answers: AnswersRead, what: readonly SharedPart[]): boolean {
  const { more } = answers
  const top = Object.keys(answers).filter((name) => name !== 'more' || !isObject(more))
  return (
    top.some((name) => !ALWAYS.includes(name) && !ticked(TOP, what, name)) ||
    (isObject(more) && Object.keys(more).some((name) => !ticked(MORE, what, name)))
  )
}

/** The parts of which these answers tell something, in the order of SHARED; `mailbox` is not among the answers. */
export function partsOf(answers: AnswersRead): readonly SharedPart[] {
  const more = isObject(answers['more']) ? answers['more'] : {}
  const told = [
    ...Object.keys(answers).map((name) => TOP.get(name)),
    ...Object.keys(more).map((name) => MORE.get(name)),
  ]
  const order: readonly SharedPart[] = ['area', 'language', 'need', 'safety', 'contact', 'note']
  return order.filter((part) => told.includes(part))
}

/** Reads what was handed on; what was held back counts as nothing odd. */
export function readAnswers(answers: AnswersRead, what: readonly SharedPart[]) {
  const { answers: read, odd } = understand(answers)
  const missing = !('contact' in answers) && !what.includes('contact')
  return { answers: read, odd: missing ? odd.filter((name) => name !== 'contact') : odd }
}

/** The part to which a path such as `more.place.region` belongs; undefined: to none that is ticked. */
export const partAt = (path: string): SharedPart | undefined => {
  const [top = '', inner = ''] = path.split('.')
  return top === 'more' ? MORE.get(inner) : TOP.get(top)
}
