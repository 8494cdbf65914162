import type { Speech } from '../i18n.ts'
import type { Facts } from '../list/facts.ts'
import { regionName } from '../list/Row.tsx'
import { stopWords } from '../words.ts'
import type { Part } from './cardLines.ts'

/** What a part of the card says, but for our word and the person's own text. */
export function sentenceOf(say: Speech, facts: Facts, part: Extract<Part, { readonly key: unknown }>): string {
  const values: Record<string, string | number> = { ...part.values }
  if (part.language) values['language'] = say.language(part.language)
  if (part.region) values['region'] = regionName(say, facts.desk, part.region)
  if (part.times) values['times'] = unbroken(say.list(part.times.map((one) => say(`when.${one}`))))
  if (part.key === 'stop.word') values['stop'] = stopWords(facts.lang, say.lang).map(quoted).join(' · ')
  return say(part.key, values)
}

/** In quotes, and isolated, so that an Arabic phrase does not turn the sentence around it. */
const quoted = ({ text }: { readonly text: string }): string => `\u2068“${text}”\u2069`

/** Keeps "17–21" on one line. */
const unbroken = (text: string): string => text.replace(/(\d)–(\d)/g, '$1\u2060–\u2060$2')
