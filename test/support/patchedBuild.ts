import { createHash } from 'node:crypto'
import { cp, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

/**
 * A copy of the built tree with another panel, whose hash its own release names: what a build would be that somebody made
 * badly, or on purpose.
 * @param root an empty folder
 * @param change panel's source → the other one
 */
export async function buildWithPanel(root: string, change: (source: string) => string): Promise<void> {
  await cp(join(process.cwd(), 'dist'), join(root, 'dist'), { recursive: true })
  await cp(join(process.cwd(), 'package.json'), join(root, 'package.json'))
  await symlink(join(process.cwd(), 'node_modules'), join(root, 'node_modules'))
  const pinsPath = join(root, 'dist/pins.json')
  const pins = JSON.parse(await readFile(pinsPath, 'utf8'))
  const { panel } = pins.files
  const file = join(root, 'dist', panel.path)
  const bytes = Buffer.from(change(await readFile(file, 'utf8')))
  for (const ending of ['', '.gz', '.br']) await rm(file + ending)
  await writeFile(file, bytes)
  panel.sha384 = createHash('sha384').update(bytes).digest('base64')
  await writeFile(pinsPath, JSON.stringify(pins))
}
