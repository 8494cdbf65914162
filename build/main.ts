// vitest and others set NODE_ENV, which changes the bytes that the presets build: what is served is always production.
process.env['NODE_ENV'] = 'production'
import { cp, mkdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { budgetRows, checkBudgets, pageRows } from './budgets.ts'
import { type BundleOptions, bundle } from './bundle.ts'
import { type PageLanguage, buildCatalogs, pageLanguages } from './catalogs.ts'
import { type EmbedPins, buildEmbed } from './embedPage.ts'
import { type BuiltFile, put } from './files.ts'
import { smallestGzip } from './gzip.ts'
import { inboxPage } from './inboxPage.ts'
import { inboxStyle } from './inboxStyle.ts'
import { buildInboxWords } from './inboxWords.ts'
import { readLent } from './lent.ts'
import { buildOpener } from './opener.ts'

/** What others read of a build: the snippet's loader, and the files that a release lists. */
export interface Pins {
  readonly loader: { readonly path: string; readonly integrity: string }
  readonly files: Readonly<Record<string, { readonly path: string; readonly sha384: string }>>
  readonly languages: readonly PageLanguage[]
  readonly embed: EmbedPins
  /** Boot, and what stands in the loader's place on `/go`. */
  readonly go: Readonly<Record<'boot' | 'script', { readonly path: string; readonly integrity: string }>>
}

const root = fileURLToPath(new URL('../..', import.meta.url))

/**
 * Builds all browser code, leaves first: catalogs, sealing module, panel and inbox go into the release, boot pins nothing,
 * the loader pins boot.
 * @param out the folder that gets `w/` and `pins.json`
 */
export async function buildAll(out: string): Promise<Pins> {
  const folder = join(out, 'w')
  const entry = (path: string) => join(root, path)
  await rm(folder, { recursive: true, force: true })
  await mkdir(folder, { recursive: true })
  const lent = readLent([entry('widget/later'), entry('widget/back')], entry('widget/panel'))
  const script = async (name: string, options: BundleOptions): Promise<BuiltFile> =>
    put(folder, name, 'js', await bundle(options), smallestGzip)
  const inboxFiles = async (): Promise<Readonly<Record<string, BuiltFile>>> => {
    const { files, pins } = await buildInboxWords(root, folder)
    const inbox = await bundle({ entry: entry('inbox/main.tsx'), hands: false, quick: true, pins })
    const style = await inboxStyle(root)
    return { ...files, inbox: await put(folder, 'inbox', 'html', Buffer.from(inboxPage(inbox.toString(), style))) }
  }
  // None of these needs another, and each is packed in a thread of its own.
  const [seal, panel, later, back, catalogs, inbox, boot, embed, go] = await Promise.all([
    script('seal', { entry: entry('widget/seal/seal.ts'), hands: true }),
    script('panel', { entry: entry('widget/panel/entry.ts'), hands: true, lends: lent }),
    script('later', { entry: entry('widget/later/entry.ts'), hands: true, borrows: lent }),
    script('back', { entry: entry('widget/back/entry.ts'), hands: true, borrows: lent }),
    buildCatalogs(root, folder),
    inboxFiles(),
    script('boot', { entry: entry('widget/boot/boot.ts'), hands: false, tight: true }),
    buildEmbed(root, folder),
    script('go', { entry: entry('widget/go/go.ts'), hands: false }),
  ])
  const files: Record<string, BuiltFile> = { seal, panel, later, back, ...catalogs, ...inbox }
  const pins = { boot: { path: boot.path, integrity: `sha384-${boot.sha384}` } }
  const loader = await script('loader', { entry: entry('widget/loader/loader.ts'), hands: false, tight: true, pins })
  const written: Pins = {
    loader: { path: loader.path, integrity: `sha384-${loader.sha384}` },
    languages: await pageLanguages(root),
    embed: embed.pins,
    go: { boot: pins.boot, script: { path: go.path, integrity: `sha384-${go.sha384}` } },
    files: Object.fromEntries(Object.entries(files).map(([name, { path, sha384 }]) => [name, { path, sha384 }])),
  }
  await writeFile(join(out, 'pins.json'), JSON.stringify(written, null, 1))
  await writeFile(
    join(out, 'sizes.json'),
    JSON.stringify({ files: { ...files, boot, loader, go, ...embed.files } }, null, 1),
  )
  report({ ...files, boot, loader, go, ...embed.files })
  return written
}

function report(files: Readonly<Record<string, BuiltFile>>): void {
  for (const [name, file] of Object.entries(files))
    console.log(`  ${name.padEnd(10)} ${String(file.size).padStart(8)} B ${String(file.gzip).padStart(8)} B gzip`)
  const rows = budgetRows(files)
  for (const row of rows) console.log(`  ${row.what}: ${row.gzip} of ${row.most} B`)
  checkBudgets([...rows, ...pageRows(files)])
}

/** What tsc does not copy: migrations and the demo's pages. */
async function copyAssets(): Promise<void> {
  for (const path of ['server/store/sqlite/migrations', 'demo/partner', 'shared/words.json'])
    await cp(join(root, path), join(root, 'dist', path), { recursive: true })
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await copyAssets()
  await buildOpener(root, join(root, 'dist'))
  await buildAll(join(root, 'dist'))
}
