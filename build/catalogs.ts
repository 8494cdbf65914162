import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { type BuiltFile, putSized } from './files.ts'

interface Language {
  readonly tag: string
  readonly name: string
  readonly dir: 'ltr' | 'rtl'
  readonly reviewed: string | null
}
interface Nouns {
  readonly words: readonly (Readonly<Record<string, string>> & { readonly emoji: string })[]
}

type Strings = Readonly<Record<string, string>>

/** Words that stand on pages without a script and not in the panel. */
const PAGE_WORDS: Readonly<Record<string, string>> = { summary: 'launcher.label', link: 'danger.go', call: 'nojs.body' }

/** What `/embed`, `/go` and the snippet need of a language. */
export interface PageLanguage {
  readonly tag: string
  readonly name: string
  readonly dir: 'ltr' | 'rtl'
  readonly words: Readonly<Record<string, string>>
}

export async function pageLanguages(root: string): Promise<readonly PageLanguage[]> {
  const languages = await json<readonly Language[]>(join(root, 'widget/locales/index.json'))
  return Promise.all(
    languages.map(async ({ tag, name, dir }) => {
      const strings = await json<Strings>(join(root, 'widget/locales', `${tag}.json`))
      const words = Object.entries(PAGE_WORDS).map(([word, key]) => [word, strings[key]!])
      return { tag, name, dir, words: Object.fromEntries([...words, ['lines', strings['lines.title']]]) }
    }),
  )
}

const json = async <T>(path: string): Promise<T> => JSON.parse(await readFile(path, 'utf8')) as T

/** Rounded up to this many bytes, so that a corrected word does not change the size of all. */
const STEP = 256

/**
 * Builds one catalog a language: its words, the frozen nouns in it, and the names of all languages. JSON, followed by spaces
 * up to one common size, and by gzip of one common size: who watches the line does not see which language was read.
 */
export async function buildCatalogs(root: string, folder: string): Promise<Readonly<Record<string, BuiltFile>>> {
  const languages = await json<readonly Language[]>(join(root, 'widget/locales/index.json'))
  const { words } = await json<Nouns>(join(root, 'shared/words.json'))
  const names = languages.map(({ tag, name, dir }) => ({ tag, name, dir }))
  const texts = await Promise.all(
    languages.map(async (language) => {
      const all = await json<Strings>(join(root, 'widget/locales', `${language.tag}.json`))
      const strings = Object.fromEntries(
        Object.entries(all).filter(([key]) => !Object.values(PAGE_WORDS).includes(key)),
      )
      const nouns = words.map((word) => `${word.emoji} ${word[language.tag]}`)
      return { tag: language.tag, text: JSON.stringify({ ...language, strings, words: nouns, languages: names }) }
    }),
  )
  const size = roundUp(Math.max(...texts.map(({ text }) => Buffer.byteLength(text))))
  const padded = texts.map(({ tag, text }) => {
    const bytes = Buffer.from(text + ' '.repeat(size - Buffer.byteLength(text)))
    return { tag, bytes, zipped: gzipSync(bytes, { level: 9 }).length }
  })
  const gzipSize = roundUp(Math.max(...padded.map(({ zipped }) => zipped)) + 2)
  const built: Record<string, BuiltFile> = {}
  for (const { tag, bytes } of padded)
    built[`lang/${tag}`] = await putSized(folder, `lang-${tag}`, 'json', bytes, gzipSize)
  return built
}

const roundUp = (bytes: number): number => Math.ceil(bytes / STEP) * STEP
