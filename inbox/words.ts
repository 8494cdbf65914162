import messages from '../shared/firstMessages.json'
import catalog from '../shared/words.json'

/** One noun of the frozen list: an emoji, and the word in each language that has a catalog. */
type Noun = { readonly emoji: string } & Readonly<Record<string, string>>

export const nouns = catalog.words as unknown as readonly Noun[]

/** The languages that each noun has. */
export const tagsOfWords: readonly string[] = Object.keys(nouns[0]!).filter((name) => name !== 'emoji')

export interface ShownWord {
  readonly emoji: string
  /** In the person's language first, then in the member's where that is another. */
  readonly words: readonly { readonly tag: string; readonly text: string }[]
}

/**
 * The word as both sides see it.
 * @param index 0–199
 * @param person the language in which the person saw it
 * @param member the member's language
 */
export function wordIn(index: number, person: string | undefined, member: string): ShownWord | undefined {
  const noun = nouns[index]
  if (!noun) return undefined
  const tags = [...new Set([person?.split('-')[0] ?? member, member])]
  const words = tags.flatMap((tag) => (noun[tag] ? [{ tag, text: noun[tag] }] : []))
  return { emoji: noun.emoji, words }
}

/**
 * What a person was told to say when they cannot talk, in their language and in the member's: the member must know it when
 * they hear it.
 */
export function stopWords(person: string | undefined, member: string): readonly { tag: string; text: string }[] {
  const stop: Readonly<Record<string, string>> = catalog.stop
  const tags = [...new Set([person?.split('-')[0] ?? member, member])]
  return tags.flatMap((tag) => (stop[tag] ? [{ tag, text: stop[tag] }] : []))
}

/**
 * The first message as the person chose it, in the language in which they read it: what they wait for is exactly this.
 * @param first what they chose; the word alone where they did not
 */
export function firstMessage(
  index: number,
  first: 'word' | 'hello' | 'appointment' | undefined,
  person: string | undefined,
  member: string,
): { readonly tag: string; readonly text: string } | undefined {
  const [word] = wordIn(index, person, member)?.words ?? []
  if (!word) return undefined
  if (first === undefined || first === 'word') return word
  const all: Readonly<Record<string, string>> = messages[first]
  return { tag: word.tag, text: all[word.tag]!.replace('{word}', word.text) }
}
