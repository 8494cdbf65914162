import type { Json, JsonObject } from '../../../shared/json.ts'
import { type Field, ROSTER } from './fields.ts'

/** A field that no reader would take: where it stands, in words, and what must stand there. */
export interface Problem {
  readonly at: string
  readonly must: string
  readonly missing: boolean
}

interface Found {
  readonly wrong: readonly Problem[]
  /** places of names that this version does not know */
  readonly unknown: readonly string[]
}

/** How the members of a list are called in a place. @param index from 0 */
export type Naming = (one: Json, index: number) => string

/** As somebody counts who looks for it in an editor. */
export const byPlace: Naming = (_, index) => `no. ${index + 1}`

/** By its id or phone number, where that can be read: for a roster that is nearly done. */
export const byName: Naming = (one, index) => {
  const { id, number } = Object(one) as { id?: unknown; number?: unknown }
  return [id, number].find((name): name is string => typeof name === 'string' && name !== '') ?? byPlace(one, index)
}

/** Which fields of a roster no reader would take, each by itself; what must hold between them is another question. */
export function shapeOf(inner: unknown, naming: Naming): Found {
  const wrong: Problem[] = []
  const unknown: string[] = []
  const add = (at: string, must: string, value: unknown): void =>
    void wrong.push({ at, must, missing: value === undefined })

  function look(field: Field, value: Json | undefined, at: string): void {
    if ('check' in field) {
      if (value === undefined || !field.check(value)) add(at, `be ${field.words}`, value)
    } else if ('each' in field) {
      const { each, min, max, what } = field
      if (!Array.isArray(value) || value.length < min || value.length > max)
        add(at, `be a list of ${min} to ${max} ${what}`, value)
      else value.forEach((one: Json, i) => look(each, one, `${at} ${naming(one, i)}`))
    } else if (typeof value !== 'object' || value === null || Array.isArray(value))
      add(at, `be {…} with ${Object.keys(field.names).join(', ')}`, value)
    else lookAtNames(field.names, value as JsonObject, at)
  }

  function lookAtNames(names: Readonly<Record<string, Field>>, value: JsonObject, place: string): void {
    const bare = (name: string): string => name.replace('?', '')
    const placeOf = (name: string): string => (place ? `${place}, ${name}` : name)
    for (const [name, field] of Object.entries(names)) {
      const optional = bare(name) !== name
      if (!optional || value[bare(name)] !== undefined) look(field, value[bare(name)], placeOf(bare(name)))
    }
    const known = Object.keys(names).map(bare)
    for (const name of Object.keys(value)) if (!known.includes(name)) unknown.push(placeOf(name))
  }

  look(ROSTER, inner as Json, '')
  return { wrong, unknown }
}

export const shapeProblems = (inner: unknown): readonly Problem[] => shapeOf(inner, byName).wrong
