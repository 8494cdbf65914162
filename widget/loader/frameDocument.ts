import { boot } from 'virtual:pins'

/** For text and for values in double quotes. */
const escape = (text: string | null | undefined): string =>
  (text ?? '').replace(/[&<"]/g, (char) => `&#${char.charCodeAt(0)};`)

/**
 * The frame's first document: the opener, hidden until boot runs, and the way out, the link and phone numbers as plain HTML,
 * which boot takes away. So whatever stops boot leaves something that works, and no timer is needed for it. There are no words
 * for leaving here: an arrow and the name of the host say where it leads.
 */
export function frameDocument(
  data: DOMStringMap,
  label: string,
  fallback: Element | null,
  server: string,
  nonce: string,
): string {
  const anchors = fallback?.querySelectorAll<HTMLAnchorElement>('a[data-mitos-link],a[href^=tel]') ?? []
  const links = [...anchors].map(
    (a) => `<a href="${escape(a.href)}" target=_top rel=noreferrer>${escape(a.textContent)}</a>`,
  )
  const words = escape(label)
  return `<!doctype html><meta name=color-scheme content="light dark"><body data-mitos="${escape(JSON.stringify(data))}"><button data-opener hidden dir=auto><svg width=24 height=24 fill=none stroke=currentColor stroke-width=2 aria-hidden=true><path d="M3 17c4 0 5-2 5.5-5.5C9 7.5 11 5 13.5 5S18 7 18 9.5 16 14 13 14s-4-2-2-4.5 6-1 10 3"/></svg>${words}</button><div data-lines><a href="${escape(data['exit'])}" target=_top rel=noreferrer data-exit>→ ${escape(data['exit']?.split('/')[2])}</a><button data-close hidden>×</button>${words} ${links.join(' ') || '<a href=tel:112 target=_top>112</a>'}</div><script src="${server}${boot.path}" integrity="${boot.integrity}" crossorigin referrerpolicy=no-referrer nonce="${escape(nonce)}"></script>`
}
