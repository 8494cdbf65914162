import type { Row, Sheet, Text } from './sheet.ts'

const STYLE =
  'body{max-width:40rem;margin:1.5rem auto;padding:0 1rem;font:1rem/1.45 system-ui,sans-serif;overflow-wrap:anywhere}' +
  'h1{font-size:1.3rem}h2{margin:1.5rem 0 .5rem;font-size:1.05rem}dt{margin-top:.6rem;color:#555;font-size:.9rem}' +
  'dd{margin:0}dd+dd{margin-top:.6rem}p{margin:.2rem 0}.own{white-space:pre-wrap}@media(prefers-color-scheme:dark){:root{color-scheme:dark}dt{color:#aaa}}'

/** The sheet as one page that any phone opens, without anything that is fetched or runs. */
export function fileOf({ lang, title, head, intro, sections, foot }: Sheet): string {
  const body = [
    `<h1>${safe(title)}</h1>`,
    list(head),
    `<p>${safe(intro)}</p>`,
    ...sections.map((one) => `<h2>${safe(one.title)}</h2>${list(one.rows)}`),
    ...foot.map((text) => `<p>${safe(text)}</p>`),
  ]
  return (
    `<!doctype html><html lang="${lang}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">` +
    // Whatever stands in it, it asks nobody for anything.
    `<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">` +
    `<title>${safe(title)}</title><style>${STYLE}</style></head><body>${body.join('\n')}</body></html>\n`
  )
}

const list = (rows: readonly Row[]): string =>
  `<dl>${rows.map(({ label, texts }) => `${label === undefined ? '' : `<dt>${safe(label)}</dt>`}<dd>${texts.map(line).join('')}</dd>`).join('')}</dl>`

const line = ({ text, own, lang }: Text): string =>
  own
    ? `<p class="own" dir="auto" translate="no"${lang ? ` lang="${safe(lang)}"` : ''}>${safe(text)}</p>`
    : `<p>${safe(text)}</p>`

const safe = (text: string): string => text.replace(/[&<>"']/g, (one) => `&#${one.charCodeAt(0)};`)
