import type { Names } from '../../shared/roster.ts'

export type Values<T> = Readonly<Record<string, T>>

/** With a capital, in scripts that have them. */
export const sentence = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1)

/** The pieces of a string, its values in place; a name that begins a sentence begins like one. */
export const pieces = <T>(template: string, values: Values<T>): (T | string | undefined)[] =>
  template.split(/\{(\w+)\}/).map((piece, i, all) => {
    if (i % 2 === 0) return piece
    const value = values[piece]
    if (piece !== 'ngo' || typeof value !== 'string' || !/(^|[.!?] )$/.test(all[i - 1]!)) return value
    return sentence(value)
  })

/** A catalog's string with its values, as text. */
export const fill = (template: string, values: Values<string>): string => pieces(template, values).join('')

export const tel = (number: string): string => `tel:${number.replace(/ /g, '')}`

interface Named {
  readonly name: string
  readonly names?: Names
  readonly quietName: string
  readonly quietNames?: Names
}

export const quietName = (one: Named, lang: string): string => one.quietNames?.[lang] ?? one.quietName
export const fullName = (one: Named, lang: string): string => one.names?.[lang] ?? one.name

/** The list's `🍎 apple` as its two parts. */
export function wordParts(entry: string): { readonly emoji: string; readonly noun: string } {
  const space = entry.indexOf(' ')
  return { emoji: entry.slice(0, space), noun: entry.slice(space + 1) }
}
