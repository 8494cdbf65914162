import type { ComponentChildren } from 'preact'
import { textOf, unfold } from '../unfold.ts'

/** The text that components put on the page, each element's on a line of its own. */
export const draw = (node: ComponentChildren): string => textOf(unfold(node))
