/** What a webmaster pastes (see docs and /embed). Everything that varies is here; the words are the site's language's. */
export interface SnippetParts {
  /** origin of the server */
  readonly host: string
  /** path and SRI hash of the loader */
  readonly loader: { readonly path: string; readonly integrity: string }
  readonly desk: string
  readonly site: string | null
  /** names the panel's first language; null lets the browser choose */
  readonly lang: string | null
  /** hash of the root, base64url */
  readonly trust: string
  readonly exit: string | null
  /** the summary and the link's text */
  readonly words: { readonly summary: string; readonly link: string }
  /** the desk's two main numbers */
  readonly numbers: readonly string[]
  readonly place?: string
  readonly corner?: 'start'
  readonly color?: string
}

const escape = (text: string): string =>
  text.replace(/[&<>"]/g, (char) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' })[char]!)

/** The snippet as HTML. Without a script it is a details element with a link and phone numbers. */
export function snippet(parts: SnippetParts): string {
  const query = `desk=${parts.desk}${parts.lang ? `&lang=${parts.lang}` : ''}`
  const attributes: readonly (readonly [string, string | null | undefined])[] = [
    ['data-desk', parts.desk],
    ['data-site', parts.site],
    ['data-lang', parts.lang],
    ['data-trust', parts.trust],
    ['data-exit', parts.exit],
    ['data-place', parts.place],
    ['data-corner', parts.corner],
    ['data-color', parts.color],
  ]
  const data = attributes.flatMap(([name, value]) => (value ? [`${name}="${escape(value)}"`] : []))
  const tels = parts.numbers.map((number) => `<a href="tel:${number.replace(/ /g, '')}">${escape(number)}</a>`)
  return `<!-- mitos -->
<details data-mitos-fallback><summary>${escape(parts.words.summary)}</summary>
  <a data-mitos-link href="${escape(`${parts.host}/go?${query}`)}" rel="noreferrer">${escape(parts.words.link)}</a>
  ${tels.join(' ')}</details>
<script async src="${parts.host}${parts.loader.path}" integrity="${parts.loader.integrity}" crossorigin="anonymous" referrerpolicy="no-referrer"
        data-mitos ${data.join(' ')}></script>
<!-- /mitos -->
`
}
