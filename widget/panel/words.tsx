import { Fragment, type ComponentChild } from 'preact'
import type { Names } from '../../shared/roster.ts'

type Values<T> = Readonly<Record<string, T>>

const pieces = (template: string): string[] => template.split(/\{(\w+)\}/)

/** A catalog's string with its values, as text. */
export const fill = (template: string, values: Values<string> = {}): string =>
  pieces(template)
    .map((piece, i) => (i % 2 ? (values[piece] ?? '') : piece))
    .join('')

/** The same as elements; each value is isolated, so that it cannot turn the direction of what stands around it. */
export const rich = (template: string, values: Values<ComponentChild>): ComponentChild =>
  pieces(template).map((piece, i) => <Fragment key={i}>{i % 2 ? <bdi>{values[piece]}</bdi> : piece}</Fragment>)

/** A number or address: never broken, never mirrored, never sent to a translator. */
export const Ltr = ({ children, class: extra = '' }: { children: ComponentChild; class?: string }) => (
  <bdi dir="ltr" class={`ltr ${extra}`} translate={false}>
    {children}
  </bdi>
)

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
