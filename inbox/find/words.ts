import { nouns, tagsOfWords } from '../words.ts'

/** A noun that somebody may have said. */
export interface FoundWord {
  /** 0–199 */
  readonly index: number
  readonly emoji: string
  /** in the member's language */
  readonly own: string
  /** as it was found, where that is in another language */
  readonly as: { readonly tag: string; readonly text: string } | undefined
}

/** Letters that one language writes in several ways, or that have no accent to take off. */
const SAME: Readonly<Record<string, string>> = {
  ς: 'σ',
  ß: 'ss',
  œ: 'oe',
  æ: 'ae',
  ı: 'i',
  ґ: 'г',
  ё: 'е',
  ة: 'ه',
  ہ: 'ه',
  ۃ: 'ه',
  ھ: 'ه',
  ى: 'ي',
  ی: 'ي',
  ے: 'ي',
  ک: 'ك',
}

/** As it is compared: small letters without accents, vowel signs, spaces, hyphens and apostrophes. */
const bare = (text: string): string =>
  text
    .toLowerCase()
    .normalize('NFD')
    .replace(/[^\p{L}\p{N}]/gu, '')
    .replace(/./gu, (letter) => SAME[letter] ?? letter)

/** Articles that stand before a noun as a word of their own, or with an apostrophe. */
const ARTICLES = new Set(
  (
    'the a an ο η το τα οι τον την τη του της ενας μια ενα le la les un une l der die das den dem ein eine einen ' +
    'il lo i gli uno una de het een o nje'
  )
    .split(' ')
    .map(bare),
)

/** What may be meant by what was typed, without an article: as it stands, and without the Arabic one. */
function meant(typed: string): readonly string[] {
  const [first = '', ...rest] = typed.trim().split(/[\s'’]+/)
  const text = bare(rest.length && ARTICLES.has(bare(first)) ? rest.join(' ') : typed)
  return text.startsWith('ال') && text.length > 3 ? [text, text.slice(2)] : [text]
}

/** How many letters two words share from their beginning. */
function shared(a: string, b: string): number {
  let n = 0
  while (n < a.length && a[n] === b[n]) n++
  return n
}

/**
 * How well a word fits: 0 the word itself, 1 it begins so, 2 the same word with another ending (a case, a plural, an article
 * behind it); undefined: not.
 */
function fit(word: string, text: string): 0 | 1 | 2 | undefined {
  if (word === text) return 0
  if (word.startsWith(text)) return 1
  const same = shared(word, text)
  return same >= 3 && word.length - same <= 2 && text.length - same <= 3 ? 2 : undefined
}

const emojiOf = (text: string): string => text.replace(/[\ufe0e\ufe0f\s]/g, '')
const bareNouns = nouns.map((noun) => tagsOfWords.map((tag) => [tag, bare(noun[tag]!)] as const))

/** In which language a noun fits best, and how well: the member's own before another. */
function best(
  index: number,
  texts: readonly string[],
  lang: string,
): { readonly rank: number; readonly tag: string } | undefined {
  let found: { readonly rank: number; readonly tag: string } | undefined
  for (const [tag, word] of bareNouns[index]!)
    for (const text of texts) {
      const fits = fit(word, text)
      if (fits === undefined) continue
      const rank = 2 * fits + Number(tag !== lang)
      if (!found || rank < found.rank) found = { rank, tag }
    }
  return found
}

/**
 * The nouns that fit what was typed, in any language that the list has, the best first. Nothing typed: all of them, in the order
 * of the member's alphabet. It knows nothing of requests: what is offered says nothing of who wrote.
 * @param lang the member's language
 */
export function findWords(typed: string, lang: string): readonly FoundWord[] {
  const shown = (index: number, as = lang): FoundWord => {
    const noun = nouns[index]!
    return { index, emoji: noun.emoji, own: noun[lang]!, as: as === lang ? undefined : { tag: as, text: noun[as]! } }
  }
  const { compare } = new Intl.Collator(lang)
  const texts = meant(typed).filter(Boolean)
  const picture = emojiOf(typed)
  const found = nouns.flatMap((noun, index) => {
    if (!picture || emojiOf(noun.emoji) === picture) return [{ rank: 0, word: shown(index) }]
    const fits = best(index, texts, lang)
    return fits ? [{ rank: fits.rank, word: shown(index, fits.tag) }] : []
  })
  return found.sort((a, b) => a.rank - b.rank || compare(a.word.own, b.word.own)).map(({ word }) => word)
}
