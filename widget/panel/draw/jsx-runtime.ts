import type { Described } from './draw.ts'

/**
 * What JSX becomes here: plain descriptions, drawn by draw.ts. Preact's types, not its code, which would be a fifth of all that
 * a person has to load before the first question; our parts keep no state, so they need no more than this.
 */
export const jsx = (type: Described['type'], props: Described['props'], key?: string): Described => ({
  type,
  props,
  key,
})
export { jsx as jsxs }
export const Fragment = (props: { readonly children?: unknown }): unknown => props.children
export type { JSX } from 'preact'
