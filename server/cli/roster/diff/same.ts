import { shown } from '../words.ts'

/** One thing that changes, in words. `look`: who reads, who signs or what runs changes by it, so it stands first. */
export interface Change {
  readonly look: boolean
  readonly says: string
  /** each of many, where `says` counts them */
  readonly details?: readonly string[]
}

export const change = (says: string, details?: readonly string[]): Change => ({
  look: false,
  says,
  ...(details && { details }),
})
export const danger = (says: string, details?: readonly string[]): Change => ({ ...change(says, details), look: true })

type Fields = Readonly<Record<string, unknown>>

/** Whether two values say the same, however their names are ordered. */
export function same(a: unknown, b: unknown): boolean {
  if (a === b) return true
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false
  if (Array.isArray(a) !== Array.isArray(b)) return false
  const [left, right] = [a as Fields, b as Fields]
  const names = Object.keys(left)
  return (
    names.length === Object.keys(right).length &&
    names.every((name) => Object.hasOwn(right, name) && same(left[name], right[name]))
  )
}

export interface Pairs<T> {
  readonly added: readonly T[]
  readonly removed: readonly T[]
  /** [before, after] of those that are in both */
  readonly kept: readonly (readonly [T, T])[]
  /** those that are in both stand in another order */
  readonly moved: boolean
}

/** Two lists side by side, by a name of each; of a name that stands twice, the first goes with the first. */
export function pair<T>(before: readonly T[], after: readonly T[], nameOf: (one: T) => string): Pairs<T> {
  const [left, right] = [byName(before, nameOf), byName(after, nameOf)]
  const names = [...left.keys()].filter((name) => right.has(name))
  const order = [...right.keys()].filter((name) => left.has(name))
  return {
    added: [...right].filter(([name]) => !left.has(name)).map(([, one]) => one),
    removed: [...left].filter(([name]) => !right.has(name)).map(([, one]) => one),
    kept: names.map((name) => [left.get(name)!, right.get(name)!]),
    moved: names.some((name, i) => order[i] !== name),
  }
}

function byName<T>(all: readonly T[], nameOf: (one: T) => string): ReadonlyMap<string, T> {
  const named = new Map<string, T>()
  const seen = new Map<string, number>()
  for (const one of all) {
    const name = nameOf(one)
    const before = seen.get(name) ?? 0
    seen.set(name, before + 1)
    named.set(JSON.stringify([name, before]), one)
  }
  return named
}

export interface Labels {
  readonly [name: string]: string
}

/**
 * Every field of two objects that differs and that nobody else tells of: with a label where people have a word for it, else by
 * its own name. So a field of a later version is told too, though nobody here knows it.
 * @param others names that the caller tells of
 */
export function fieldChanges(
  who: string,
  before: object,
  after: object,
  labels: Labels = {},
  others: readonly string[] = [],
): readonly Change[] {
  const [left, right] = [before as Fields, after as Fields]
  const names = [...new Set([...Object.keys(left), ...Object.keys(right)])]
  return names
    .filter((name) => !others.includes(name) && !same(left[name], right[name]))
    .map((name) => {
      const label = Object.hasOwn(labels, name) ? labels[name]! : `the field “${name}”`
      if (!Object.hasOwn(right, name)) return change(`${who}: ${label} goes; it was ${shown(left[name])}`)
      if (!Object.hasOwn(left, name)) return change(`${who}: ${label} is new: ${shown(right[name])}`)
      return change(`${who}: ${label} changes from ${shown(left[name])} to ${shown(right[name])}`)
    })
}

export const asDanger = (changes: readonly Change[]): readonly Change[] =>
  changes.map((one) => ({ ...one, look: true }))
