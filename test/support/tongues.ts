import { readFileSync } from 'node:fs'

/** The script that a language is written in. */
const SCRIPTS: Readonly<Record<string, string>> = {
  el: 'Greek',
  bg: 'Cyrillic',
  uk: 'Cyrillic',
  ar: 'Arabic',
  ur: 'Arabic',
}
/** Directions of the scripts that do not go from left to right. */
const RIGHT_TO_LEFT = ['Arabic']

export const scriptOf = (tag: string): string => SCRIPTS[tag] ?? 'Latin'
export const directionOf = (tag: string): 'ltr' | 'rtl' => (RIGHT_TO_LEFT.includes(scriptOf(tag)) ? 'rtl' : 'ltr')

/** Names that are written the same in every script, and what a keyboard says on its own keys. */
const AS_THEY_ARE = /\b(SMS|WhatsApp|Viber|Signal|Telegram|Messenger|Shift)\b/g

/** Words that a language has taken over, and that people know in their foreign letters. */
const LOANS: Readonly<Record<string, readonly string[]>> = { el: ['email', 'browser'] }

/** The words of a text whose letters are of another script than the language's. */
export function foreignIn(tag: string, text: string): readonly string[] {
  const letter = new RegExp(`(?![\\p{Script=${scriptOf(tag)}}\\p{Script=Common}])\\p{L}`, 'u')
  const words = text.replace(AS_THEY_ARE, '').match(/[\p{L}\p{M}]+/gu) ?? []
  return words.filter((word) => letter.test(word) && !LOANS[tag]?.includes(word))
}

type Strings = Readonly<Record<string, string>>
export const catalogOf = (tag: string): Strings =>
  JSON.parse(readFileSync(`widget/locales/${tag}.json`, 'utf8')) as Strings

const sentencesOf = (strings: Strings): readonly string[] =>
  Object.values(strings).flatMap((text) => text.split(/\{\w+\}|(?<=[.!?:;])\s/).map((one) => one.trim()))

/** What a browser says of a day or a country in English where it does not know the language. */
const BY_INTL = /\b((Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|Greece)\b/

/** English of the catalogs, or of the browser's own, that a text has though it is of another language. */
export function englishIn(tag: string, texts: readonly string[]): readonly string[] {
  if (tag === 'en') return []
  const own = new Set(sentencesOf(catalogOf(tag)))
  const english = sentencesOf(catalogOf('en')).filter((one) => one.length > 3 && !own.has(one))
  const has = (text: string) => (one: string) => (one.includes(' ') ? text.includes(one) : text === one)
  return texts.filter((text) => BY_INTL.test(text) || english.some(has(text)))
}
