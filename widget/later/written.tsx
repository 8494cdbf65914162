import type { ComponentChild } from 'preact'
import { Ltr } from '../panel/rich.tsx'

/** Numbers and addresses to write to are read from left to right in every language. */
export const written = (text: string): ComponentChild =>
  text
    .split(/(\+?\d[\d ]{4,}\d|[^\s:]+@[\w.-]+\w)/)
    .map((piece, i) => (i % 2 ? <Ltr class={piece.includes('@') ? 'wraps' : ''}>{piece}</Ltr> : piece))
