import { boot } from 'virtual:pins'
import type { SnippetConfig } from '../../shared/frameWords.ts'

const escape = (text: string | null): string => (text ?? '').replace(/[&<>"']/g, (char) => `&#${char.charCodeAt(0)};`)

/**
 * The frame's first document: the opener, hidden until boot runs, and the link and phone numbers as plain HTML, which boot
 * hides. So whatever stops boot leaves something that works, and no timer is needed for it.
 */
export function frameDocument(
  { desk, site, lang, trust, exit, color }: DOMStringMap,
  label: string,
  fallback: Element | null,
  server: string,
  nonce: string,
): string {
  // Undefined becomes null, so that every name is there for boots of any age.
  const config = JSON.stringify({ desk, site, lang, trust, exit, color } satisfies Loose, (_, value) => value ?? null)
  const anchors = fallback ? [...fallback.querySelectorAll<HTMLAnchorElement>('a[data-mitos-link],a[href^=tel]')] : []
  const links = anchors.map(
    (a) => `<a href="${escape(a.href)}" target=_top rel=noreferrer>${escape(a.textContent)}</a>`,
  )
  if (!links[0]) links[0] = '<a href=tel:112 target=_top>112</a>'
  const words = escape(label)
  return `<!doctype html><meta name=color-scheme content="light dark"><body data-mitos="${escape(config)}"><button data-opener hidden dir=auto><svg width=24 height=24 fill=none stroke=currentColor stroke-width=2 aria-hidden=true><path d="M3 17c4 0 5-2 5.5-5.5C9 7.5 11 5 13.5 5S18 7 18 9.5 16 14 13 14s-4-2-2-4.5 6-1 10 3"/></svg>${words}</button><div data-lines><button hidden>×</button>${words} ${links.join(' ')}</div><script src="${escape(server + boot.path)}" integrity="${boot.integrity}" crossorigin referrerpolicy=no-referrer nonce="${escape(nonce)}"></script>`
}

type Loose = { readonly [K in keyof SnippetConfig]: string | undefined }
