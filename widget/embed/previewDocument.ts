/** Words of the example page. */
export interface ExampleWords {
  readonly lang: string
  readonly title: string
  readonly text: string
}

const STYLE = `:root{color-scheme:light dark;--p:#fff;--i:#22302f;--l:#dfe6e5;--s:#f3f6f6}
@media(prefers-color-scheme:dark){:root{--p:#171c1e;--i:#e6e4df;--l:#333d41;--s:#1f2629}}
body{margin:0;background:var(--p);color:var(--i);font:17px/1.55 system-ui,sans-serif}
header{padding:18px 20px;background:var(--s);border-bottom:1px solid var(--l);font-weight:650}
main{max-width:640px;padding:12px 20px 120px}h1{font-size:26px;line-height:1.25}
i{display:block;height:11px;margin:12px 0;border-radius:6px;background:var(--l)}i:nth-of-type(3n){width:62%}`

/** A plain page such as a health centre has. @param place an id at which the button is to stand, if one was chosen */
export function examplePage({ lang, title, text }: ExampleWords, place: string | undefined, snippet: string): string {
  const bars = '<i></i><i></i><i></i>'
  const spot = place === undefined ? '' : `<div id="${escape(place)}"></div>`
  return `<!doctype html><html lang="${escape(lang)}"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><meta name="color-scheme" content="light dark"><title>${escape(title)}</title><style>${STYLE}</style><body><header>${escape(title)}</header><main><h1>${escape(title)}</h1><p>${escape(text)}</p>${bars}${spot}${bars}</main>${snippet}</body></html>`
}

/**
 * The webmaster's own page with the snippet in it. Its scripts, and what would lead elsewhere or change the policy, are taken
 * out for quiet; that they cannot run does not hang on this, but on the policy that the frame inherits.
 */
export function pastedPage(html: string, place: string | undefined, snippet: string): { html: string; found: boolean } {
  const page = new DOMParser().parseFromString(html, 'text/html')
  for (const one of page.querySelectorAll('script,base,meta[http-equiv],iframe,object,embed,[data-mitos-fallback]'))
    one.remove()
  page.body.insertAdjacentHTML('beforeend', snippet)
  const found = place === undefined || page.getElementById(place) !== null
  return { html: `<!doctype html>${page.documentElement.outerHTML}`, found }
}

const escape = (text: string): string => text.replace(/[&<>"']/g, (char) => `&#${char.charCodeAt(0)};`)
