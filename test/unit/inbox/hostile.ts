import { expect } from 'vitest'
import { cleanText } from '../../../shared/text.ts'
import { type Drawn, elements, textOf } from '../unfold.ts'

/** What a stranger may write who wants more than to be read (R44, R54). */
export const HOSTILE = [
  '<img src=x onerror="document.title=1">',
  '</p><script>document.title=1</script>',
  '<svg/onload=document.title=1><iframe srcdoc="<script>1</script>">',
  '<a href="javascript:document.title=1">your bank</a>',
  'javascript:document.title=1',
  'https://evil.example/?a=1 and www.evil.example',
  'data:text/html,<script>document.title=1</script>',
  '{{constructor.constructor("document.title=1")()}} ${1}',
  '&lt;img src=x onerror=1&gt; &#60;b&#62;',
  '"><input autofocus onfocus=document.title=1>',
  'call \u202e4321 000 496 03+\u202c now \u2066left\u2069\u200f',
  '\u0000\u001b[31mred\u0085',
] as const

type Page = readonly (Drawn | string)[]

/** Elements and the names of what stands on them, in the order of the page. */
const frameOf = (page: Page): readonly string[] =>
  elements(page).map(({ tag, props }) => `${tag} ${Object.keys(props).sort().join()}`)

/** What cannot be seen, but turns or breaks what can. */
export const marksIn = (page: Page): string =>
  (
    textOf(page).match(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g) ?? []
  ).join('')

/** A hostile text stands there as text alone: the same elements as for a plain word, no part of it on any of them, and no link. */
export function expectText(page: Page, plain: Page, text: string): void {
  const clean = cleanText(text, true)
  expect(textOf(page)).toContain(clean)
  // Sentences of ours have marks of direction too, in pairs.
  expect(marksIn(page)).toEqual(marksIn(plain))
  expect(frameOf(page)).toEqual(frameOf(plain))
  for (const { tag, props } of elements(page)) {
    const { children: _, ...own } = props
    expect([tag, Object.keys(own).filter((name) => /^(href|src|srcdoc|action|dangerously)/i.test(name))]).toEqual([
      tag,
      [],
    ])
    const values = Object.values(own).filter((one) => typeof one !== 'function')
    expect([tag, values.filter((one) => String(one).includes(clean))]).toEqual([tag, []])
  }
}
