import { readFile, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { bundle } from './bundle.ts'
import { type BuiltFile, put } from './files.ts'
import { pageStyle } from './pageStyle.ts'

/** What the server needs to make the page for webmasters. */
export interface EmbedPins {
  readonly script: { readonly path: string; readonly integrity: string }
  readonly style: { readonly path: string; readonly integrity: string }
  /** by language, what stands on the page without a script */
  readonly words: Readonly<Record<string, Readonly<Record<string, string>>>>
}

const ORDER = ['base', 'studio', 'fields', 'preview', 'checker', 'devices'].map((name) => `style/${name}.css`)
const PLAIN = /^(lang|page|plain)\.|^(paste|link)\.(title|hint)$/

/** Script and style are no part of the release: the page runs on our own server only, and the panel never loads them. */
export async function buildEmbed(
  root: string,
  folder: string,
): Promise<{ readonly pins: EmbedPins; readonly files: Readonly<Record<string, BuiltFile>> }> {
  const home = join(root, 'widget/embed')
  const script = await bundle({ entry: join(home, 'main.tsx'), hands: false, quick: true })
  const files = {
    embed: await put(folder, 'embed', 'js', script),
    embedStyle: await put(folder, 'embed', 'css', Buffer.from(await pageStyle(root, 'widget/embed', ORDER))),
  }
  const pin = ({ path, sha384 }: BuiltFile) => ({ path, integrity: `sha384-${sha384}` })
  return { files, pins: { script: pin(files.embed), style: pin(files.embedStyle), words: await plainWords(home) } }
}

async function plainWords(home: string): Promise<EmbedPins['words']> {
  const names = (await readdir(join(home, 'locales'))).filter((name) => name.endsWith('.json')).sort()
  const catalogs = names.map(async (name) => {
    const all: Readonly<Record<string, string>> = JSON.parse(await readFile(join(home, 'locales', name), 'utf8'))
    return [name.replace(/\.json$/, ''), Object.fromEntries(Object.entries(all).filter(([key]) => PLAIN.test(key)))]
  })
  return Object.fromEntries(await Promise.all(catalogs))
}
