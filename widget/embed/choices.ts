import type { EmbedData, EmbedDesk } from '../../shared/embedData.ts'
import { type SnippetParts, snippet } from '../../shared/snippet.ts'
import { type Tints, parse, tints } from '../seal/color.ts'

/** What the webmaster chose, as typed. Nothing is thrown away: what does not hold is left out of the snippet. */
export interface Choices {
  readonly desk: string
  /** language of the words on the button */
  readonly words: string
  /** language in which the panel opens; empty: each visitor's own */
  readonly opens: string
  readonly where: 'end' | 'start' | 'place'
  readonly place: string
  readonly color: string
  readonly exit: string
  readonly site: string
}

export type TypedField = 'place' | 'color' | 'site'

export interface Chosen {
  readonly desk: EmbedDesk
  readonly exit: string
  /** fields whose value does not hold */
  readonly bad: Readonly<Record<TypedField, boolean>>
  readonly color: Shade
  readonly html: string
  /** the link alone, for a site without scripts */
  readonly link: string
}

/** What becomes of the colour: none chosen, no colour at all, a red of alarm, or made readable. */
export type Shade =
  { readonly kind: 'none' | 'bad' | 'alarm' } | { readonly kind: 'same' | 'changed'; readonly tints: Tints }

export function firstChoices(data: EmbedData): Choices {
  const words = data.languages.find(({ tag }) => tag === data.lang) ?? data.languages[0]
  return {
    desk: data.desk,
    words: words?.tag ?? 'en',
    opens: '',
    where: 'end',
    place: '',
    color: '',
    exit: '',
    site: '',
  }
}

/** Anything else would make the loader's search for it fail. */
const ID = /^#?([A-Za-z_\u00a1-\uffff][A-Za-z0-9_\u00a1-\uffff-]*)$/
const SITE = /^[a-z0-9-]{1,24}$/

/** The id that was typed, with or without its #. */
export const placeId = (typed: string): string | undefined => ID.exec(typed.trim())?.[1]

export function shadeOf(typed: string): Shade {
  const hex = typed.trim()
  if (hex === '') return { kind: 'none' }
  if (!parse(hex)) return { kind: 'bad' }
  const both = tints(hex)
  if (!both) return { kind: 'alarm' }
  return { kind: both.light.fill === hex.toLowerCase() ? 'same' : 'changed', tints: both }
}

/** The snippet of these choices, always one that works, and what of them does not hold. */
export function chosen(choices: Choices, data: EmbedData): Chosen {
  const desk = data.desks.find(({ id }) => id === choices.desk) ?? data.desks[0]!
  const language = data.languages.find(({ tag }) => tag === choices.words) ?? data.languages[0]!
  const exit = desk.exits.find((one) => one === choices.exit) ?? desk.exits[0] ?? ''
  const color = shadeOf(choices.color)
  const id = choices.where === 'place' ? placeId(choices.place) : undefined
  const site = choices.site.trim()
  const parts: SnippetParts = {
    host: data.origin,
    loader: data.loader,
    desk: desk.id,
    site: SITE.test(site) ? site : null,
    lang: data.languages.some(({ tag }) => tag === choices.opens) ? choices.opens : null,
    trust: data.trust,
    exit: exit || null,
    words: language.words,
    numbers: desk.numbers,
    ...(id === undefined ? {} : { place: `#${id}` }),
    ...(choices.where === 'start' ? { corner: 'start' } : {}),
    ...('tints' in color ? { color: choices.color.trim() } : {}),
  }
  const html = snippet(parts)
  return {
    desk,
    exit,
    color,
    bad: {
      place: choices.where === 'place' && id === undefined,
      color: color.kind === 'bad',
      site: site !== '' && !SITE.test(site),
    },
    html,
    link: withoutScript(snippet({ ...parts, lang: parts.lang ?? language.tag })),
  }
}

/** The details element alone. */
const withoutScript = (html: string): string => /<details[^]*<\/details>/.exec(html)![0]
