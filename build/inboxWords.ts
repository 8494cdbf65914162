import { readFile, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { type BuiltFile, put } from './files.ts'

type Strings = Readonly<Record<string, string>>

/**
 * What is said before anything was unlocked. It stands in the page itself, so that the lock is in the reader's language at once,
 * and where no server answers.
 */
const LOCK =
  /^(unlock|cover|error|shell|lost)\.|^staff\.(title|name|passphrase|unlock|lock\.body)$|^(kit\.(label|length|typo)|found\.have|leave\.done|mykeys\.everywhere\.done|(join|found)\.(title|opening))$/
export const isOfLock = (key: string): boolean => LOCK.test(key)

export interface InboxWords {
  /** `inbox/TAG`, the whole catalog of each language but English */
  readonly files: Readonly<Record<string, BuiltFile>>
  /** What the page knows of them (`virtual:pins`), by tag. */
  readonly pins: {
    readonly words: Readonly<Record<string, { readonly path: string; readonly integrity: string }>>
    readonly lock: Readonly<Record<string, Strings>>
  }
}

/** Writes the catalogs of the inbox that do not stand in its page, as JSON. */
export async function buildInboxWords(root: string, folder: string): Promise<InboxWords> {
  const locales = join(root, 'inbox/locales')
  const names = (await readdir(locales)).filter((name) => name.endsWith('.json') && name !== 'en.json').sort()
  const all = await Promise.all(
    names.map(async (name) => {
      const strings = JSON.parse(await readFile(join(locales, name), 'utf8')) as Strings
      const tag = name.slice(0, -'.json'.length)
      const file = await put(folder, `inbox-${tag}`, 'json', Buffer.from(JSON.stringify(strings)))
      return { tag, file, lock: Object.fromEntries(Object.entries(strings).filter(([key]) => isOfLock(key))) }
    }),
  )
  const byTag = <T>(what: (one: (typeof all)[number]) => T): Readonly<Record<string, T>> =>
    Object.fromEntries(all.map((one) => [one.tag, what(one)]))
  return {
    files: Object.fromEntries(all.map(({ tag, file }) => [`inbox/${tag}`, file])),
    pins: {
      words: byTag(({ file }) => ({ path: file.path, integrity: `sha384-${file.sha384}` })),
      lock: byTag(({ lock }) => lock),
    },
  }
}
