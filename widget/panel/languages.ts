/** A language as the lists have it. */
export interface Language {
  readonly tag: string
  /** Its own name, in its own script. */
  readonly name: string
  /** How that sounds in Latin letters, where the name is in other ones. */
  readonly latin?: string
}

const base = (tag: string): string => tag.split('-')[0]!

/**
 * Those of `near` first, in its order (`pt-PT` also finds `pt-BR`); the others stay in theirs.
 * @param near tags, such as the browser's
 */
export function nearFirst<T extends Language>(list: readonly T[], near: readonly string[]): readonly T[] {
  const bases = near.map(base)
  const place = ({ tag }: T): number => (bases.indexOf(base(tag)) + 1 || near.length + 1) - 1
  return [...list].sort((a, b) => place(a) - place(b))
}

/** By own name, in one order whatever the panel speaks: Latin, Greek, Cyrillic, Arabic letters, and so on. */
export const byName = <T extends Language>(list: readonly T[]): readonly T[] =>
  [...list].sort((a, b) => a.name.localeCompare(b.name, 'en'))

/** Small letters without their marks, each word after one space. */
const plain = (text: string): string =>
  ` ${text
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^\p{L}]+/gu, ' ')}`

/** What a browser calls languages in another one; nothing where it does not know. */
function namesIn(lang: string): (tag: string) => string {
  try {
    const names = new Intl.DisplayNames([lang], { type: 'language' })
    return (tag) => names.of(tag) ?? ''
  } catch {
    return () => ''
  }
}

/**
 * The languages of which a name begins with what was typed, or a word of a name; else those that have it anywhere. Names are
 * the own one, that one in Latin letters, and those that the browser knows in English and in `near`: who helps somebody
 * types the name in their own language.
 */
export function found<T extends Language>(list: readonly T[], typed: string, near: readonly string[]): readonly T[] {
  const wanted = plain(typed).trimEnd()
  const others = ['en', ...near].map(namesIn)
  const names = list.map((one) => plain([one.name, one.latin, ...others.map((of) => of(one.tag))].join(' ')))
  const having = (part: string) => list.filter((_, i) => names[i]!.includes(part))
  const begun = having(wanted)
  return begun.length ? begun : having(wanted.trimStart())
}
