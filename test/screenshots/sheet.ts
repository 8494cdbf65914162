import { writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Browser } from '../support/browsers.ts'

/** Pictures of one walk, by their names in its folder. */
export interface Row {
  readonly walk: string
  readonly names: readonly string[]
}

const COLUMNS = 12
const STYLE = `
  body { margin: 0; padding: 16px; background: #dfe3e4; font: 14px sans-serif; color: #1f2a2e }
  section { display: grid; grid-template-columns: repeat(${COLUMNS}, 200px); gap: 12px }
  figure { margin: 0 } img { width: 200px; height: 400px; display: block } figcaption { padding: 4px 0 }`

const section = ({ walk, names }: Row): string =>
  [
    `<h1 id="${walk}">${walk}</h1><section>`,
    ...names.map(
      (name) =>
        `<figure><a href="${walk}/${name}.png"><img loading="lazy" src="${walk}/${name}.png" alt=""></a><figcaption>${name}</figcaption></figure>`,
    ),
    '</section>',
  ].join('\n')

const page = (body: string): string =>
  `<!doctype html><meta charset="utf-8"><title>Every screen</title><style>${STYLE}</style>\n${body}\n`

/**
 * The contact sheet: `index.html` with all pictures, each a link to itself, and beside it a page and one large picture of each
 * walk.
 */
export async function contactSheet(browser: Browser, out: string, rows: readonly Row[]): Promise<void> {
  const links = rows.map(({ walk }) => `<a href="#${walk}">${walk}</a>`).join(' ')
  await writeFile(join(out, 'index.html'), page(`<nav>${links}</nav>\n${rows.map(section).join('\n')}`))
  for (const row of rows) {
    const file = resolve(out, `${row.walk}.html`)
    await writeFile(file, page(section(row)).replaceAll('loading="lazy" ', ''))
    const height = 100 + 440 * Math.ceil(row.names.length / COLUMNS)
    const tab = await browser.tab({ width: 32 + 212 * COLUMNS, height })
    await tab.goto(pathToFileURL(file).href)
    await tab.screenshot(join(out, `${row.walk}.png`))
    await tab.close()
  }
}
