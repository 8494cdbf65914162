import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type BuiltFile, putSized } from './files.ts'
import { gzipOfSize, smallestGzip } from './gzip.ts'
import { spelledOut } from './spelled.ts'

interface Language {
  readonly tag: string
  readonly name: string
  /** The name in Latin letters, where it is in other ones. */
  readonly latin?: string
  readonly dir: 'ltr' | 'rtl'
  readonly reviewed: string | null
}
interface Nouns {
  readonly words: readonly (Readonly<Record<string, string>> & { readonly emoji: string })[]
}

type Strings = Readonly<Record<string, string>>

/** Words that stand on pages without a script and not in the panel. */
const PAGE_WORDS: Readonly<Record<string, string>> = { summary: 'launcher.label', link: 'danger.go', call: 'nojs.body' }

/**
 * Words of the screens after the first question, which come with the nouns; all but what also stands on the first ones. Who
 * writes about somebody else has passed such a screen before a sentence can have a second form (widget/panel/forms.ts).
 */
const LATE =
  /^(word|review|sending|sent|notsent|danger|agree|place|need|children|age|speak|read|interp|worker|pro|more|note|share|contact\.(default|drop|id|until|when))\.|^who\.(pro\.|other\.hint)|^device\.(q|advice)|^common\.(yes|notsure|nosay)$|^duty\.later\.danger$/
export const isLate = (key: string): boolean =>
  (LATE.test(key) && key !== 'sent.done' && !isBack(key)) || key.includes('/')

/** Words of the screens that only who has a number loads. */
export const isBack = (key: string): boolean => /^(return|delete|reply)\.|^note\.q2$/.test(key) && key !== 'return.open'

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
      return {
        tag,
        name,
        dir,
        words: { ...Object.fromEntries(words), lines: strings['lines.title']!, leave: strings['exit.button']! },
      }
    }),
  )
}

const json = async <T>(path: string): Promise<T> => JSON.parse(await readFile(path, 'utf8')) as T

/** Rounded up to this many bytes, so that a corrected word does not change the size of all. */
const STEP = 32

/**
 * Builds a catalog a language, `lang/TAG`, beside it `words/TAG`: the frozen nouns in that language and the strings of the last
 * screens, which are not needed for the first question, and `back/TAG` for who comes back with a number. JSON, followed by spaces up to one common size, and by gzip of one
 * common size: who watches the line does not see which language was read.
 */
export async function buildCatalogs(root: string, folder: string): Promise<Readonly<Record<string, BuiltFile>>> {
  const languages = await json<readonly Language[]>(join(root, 'widget/locales/index.json'))
  const { words } = await json<Nouns>(join(root, 'shared/words.json'))
  const names = languages.map(({ tag, name, latin, dir }) => ({ tag, name, latin, dir }))
  const read = await Promise.all(
    languages.map(async (language) => {
      const all = await json<Strings>(join(root, 'widget/locales', `${language.tag}.json`))
      const panel = Object.entries(all).filter(([key]) => isLate(key) || !Object.values(PAGE_WORDS).includes(key))
      return {
        language,
        back: Object.fromEntries(panel.filter(([key]) => isBack(key))),
        early: Object.fromEntries(panel.filter(([key]) => !isLate(key) && !isBack(key))),
        late: Object.fromEntries(panel.filter(([key]) => isLate(key))),
      }
    }),
  )
  const catalogs = read.map(({ language, early }) => ({
    tag: language.tag,
    value: { ...language, spelled: spelledOut(language.tag), strings: early, languages: names },
  }))
  const rest = read.map(({ language: { tag }, late }) => ({
    tag,
    value: { strings: late, words: words.map((word) => `${word.emoji} ${word[tag]}`) },
  }))
  const backs = read.map(({ language: { tag }, back }) => ({ tag, value: { strings: back } }))
  return {
    ...(await oneSize(folder, 'lang', catalogs)),
    ...(await oneSize(folder, 'words', rest)),
    ...(await oneSize(folder, 'back', backs)),
  }
}

/** Writes JSON files of one kind so that all have the same size, plain and compressed. */
async function oneSize(
  folder: string,
  kind: string,
  values: readonly { readonly tag: string; readonly value: unknown }[],
): Promise<Readonly<Record<string, BuiltFile>>> {
  const texts = values.map(({ tag, value }) => ({ tag, text: JSON.stringify(value) }))
  const size = roundUp(Math.max(...texts.map(({ text }) => Buffer.byteLength(text))))
  const padded = await Promise.all(
    texts.map(async ({ tag, text }) => {
      const bytes = Buffer.from(text + ' '.repeat(size - Buffer.byteLength(text)))
      return { tag, bytes, zipped: await smallestGzip(bytes) }
    }),
  )
  const gzipSize = roundUp(Math.max(...padded.map(({ zipped }) => zipped.length)) + 2)
  const built: Record<string, BuiltFile> = {}
  for (const { tag, bytes, zipped } of padded)
    built[`${kind}/${tag}`] = await putSized(folder, `${kind}-${tag}`, 'json', bytes, gzipOfSize(zipped, gzipSize))
  return built
}

const roundUp = (bytes: number): number => Math.ceil(bytes / STEP) * STEP
