/** What the server tells the page for webmasters, as JSON in that page. Nothing of it is secret: all is in roster and snippet. */
export interface EmbedData {
  /** the language in which the page opens */
  readonly lang: string
  /** origin of the server */
  readonly origin: string
  /** hash of the root, base64url */
  readonly trust: string
  readonly loader: { readonly path: string; readonly integrity: string }
  /** the catalogs that the build has */
  readonly languages: readonly EmbedLanguage[]
  readonly desks: readonly EmbedDesk[]
  /** the desk that is chosen first */
  readonly desk: string
}

export interface EmbedLanguage {
  readonly tag: string
  readonly name: string
  /** of the button, of the plain link, and of the panel's way out */
  readonly words: { readonly summary: string; readonly link: string; readonly leave: string }
}

export interface EmbedDesk {
  readonly id: string
  /** its two main numbers */
  readonly numbers: readonly string[]
  readonly exits: readonly string[]
}
