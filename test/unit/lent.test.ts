import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { bundle } from '../../build/bundle.ts'
import { readLent } from '../../build/lent.ts'

// Within the checkout, where packages are found.
const root = mkdtempSync(resolve('dist/.lent-'))
afterAll(() => rmSync(root, { recursive: true }))

const SOURCES: Readonly<Record<string, string>> = {
  'panel/words.ts': "export const word = () => 'of the panel'\nexport const other = 1\n",
  'panel/way.ts': "import { word } from './words.ts'\nexport const way = () => word() + 'way'\n",
  'shared/through.ts': "import { way } from '../panel/way.ts'\nexport const through = () => way()\n",
}
function write(files: Readonly<Record<string, string>>): void {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(join(root, path, '..'), { recursive: true })
    writeFileSync(join(root, path), text)
  }
}

/** Builds the later script out of one file. */
async function later(text: string): Promise<string> {
  write({ ...SOURCES, 'later/entry.ts': text })
  const borrows = readLent([join(root, 'later')], join(root, 'panel'))
  return (await bundle({ entry: join(root, 'later/entry.ts'), hands: true, borrows })).toString()
}

describe('a script that comes later', () => {
  it('has nothing of what the panel lends to it', async () => {
    const script = await later("import { way } from '../panel/way.ts'\nexport const said = way() + 'later'\n")
    expect(script).toContain('later')
    expect(script).not.toContain('of the panel')
  })

  it.each([
    ['through another room', "import { through } from '../shared/through.ts'\nexport const said = through()\n"],
    ['as a whole', "import * as words from '../panel/words.ts'\nexport const said = [words]\n"],
    ['only passed on', "export { word } from '../panel/words.ts'\n"],
    ['with elements of its own', "import { h } from 'preact'\nexport const said = h('p', null)\n"],
  ])('is not built with a copy of what the panel has: %s', async (_, text) => {
    await expect(later(text)).rejects.toThrow(/would be loaded twice: .*(words\.ts|way\.ts|preact)/)
  })
})
