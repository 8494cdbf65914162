import { createHash } from 'node:crypto'
import { cpSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { type Desk, PASSPHRASE } from '../../integration/keeper/desk.ts'
import { BUILT } from '../../integration/network.ts'

export const sha384 = (text: string): string => createHash('sha384').update(text).digest('base64')

/** As a build makes them: a loader that loads the boot by its hash. */
export const FILES = {
  ...BUILT,
  'loader.abc.js': `load(\`<script src="\${r}/w/boot.abc.js" integrity="sha384-${sha384(BUILT['boot.abc.js'])}" crossorigin>\`)`,
}

/** A file that came to the laptop. */
export const save = (desk: Desk, { name, text }: { readonly name: string; readonly text: string }): void =>
  writeFileSync(desk.path(`keeper/${name}`), text)

/** Of a yes and a passphrase what a line asks for. */
export function answersTo(line: string): readonly string[] {
  const sheets = line.split(' ').filter((word) => /mitos-.*\.json$/.test(word)).length
  if (sheets) return Array<string>(sheets).fill('yes')
  if (line.startsWith('mitos publish ')) return ['yes']
  // A root that drops a key is looked at before each signature.
  return line.startsWith('mitos root sign ') ? ['yes', PASSPHRASE] : [PASSPHRASE]
}

/** Documents, never a key. */
export function stick(desk: Desk): void {
  mkdirSync(desk.path('stick'), { recursive: true })
  for (const name of readdirSync(desk.path('keeper')))
    if (/^(root|roster)-\d+\.json$|^release\.json$/.test(name))
      cpSync(desk.path(`keeper/${name}`), desk.path(`stick/${name}`))
}

/** What a build leaves: files, and the list of their hashes that is signed. */
function build(desk: Desk): void {
  for (const folder of ['dist/w', 'watch']) mkdirSync(desk.path(folder), { recursive: true })
  const files = Object.entries(FILES).map(([name, text]) => {
    writeFileSync(desk.path(`dist/w/${name}`), text)
    return [{ 'lang-en.abc.json': 'lang/en' }[name] ?? name.split('.')[0], { path: `/w/${name}`, sha384: sha384(text) }]
  })
  writeFileSync(desk.path('dist/pins.json'), JSON.stringify({ files: Object.fromEntries(files) }))
}

/** Root 1 and release 1, as Maria and Nikos make them by docs/keeper.md. */
export async function firstDocuments(desk: Desk): Promise<void> {
  build(desk)
  const add = (role: string, who: string) =>
    `root add keeper/root-1.json --role ${role} --key keeper/${who}-${role}.key`
  for (const line of [
    'root new keeper/',
    ...['root', 'roster', 'release'].map((role) => add(role, 'maria')),
    ...['root', 'release'].map((role) => add(role, 'nikos')),
    ...['nikos', 'maria'].map((who) => `root sign keeper/root-1.json --key keeper/${who}-root.key`),
    'release sign keeper/release.json --pins dist/pins.json --name 1.0.0 --version 1 --key keeper/maria-release.key',
    'release sign keeper/release.json --key keeper/nikos-release.key',
  ]) {
    const { code, said } = await desk.mitos(line)
    if (code !== 0) throw new Error(said)
  }
}
