import { createHash } from 'node:crypto'
import type { FastifyReply } from 'fastify'

export const escapeHtml = (text: string): string => text.replace(/[&<>"']/g, (char) => `&#${char.charCodeAt(0)};`)

export interface PageParts {
  readonly title: string
  readonly lang: string
  readonly dir: 'ltr' | 'rtl'
  /** an inline style, allowed by its hash */
  readonly css?: string
  readonly body: string
  /** flags of the sandbox; never `allow-same-origin` */
  readonly sandbox?: string
  /** sources of the policy, such as the loader's */
  readonly scriptSources?: readonly string[]
  readonly styleSources?: readonly string[]
  readonly connect?: string
  readonly images?: string
  /** further elements of the head */
  readonly head?: string
}

const hash = (text: string): string => `'sha256-${createHash('sha256').update(text).digest('base64')}'`

/**
 * Sends a page of ours that has an origin of its own: `sandbox` without `allow-same-origin`, so that nothing on it can use
 * what belongs to the inbox, and no address of the server's is the same origin as it.
 */
export function sendPage(reply: FastifyReply, parts: PageParts): FastifyReply {
  const styles = [...(parts.css === undefined ? [] : [hash(parts.css)]), ...(parts.styleSources ?? [])]
  const policy = [
    `sandbox ${parts.sandbox ?? 'allow-scripts allow-top-navigation allow-popups'}`,
    "default-src 'none'",
    `script-src ${(parts.scriptSources ?? ["'none'"]).join(' ')}`,
    // The widget's own styles are constructable sheets, which no policy forbids.
    `style-src ${styles.join(' ') || "'none'"}`,
    `connect-src ${parts.connect ?? "'none'"}`,
    ...(parts.images === undefined ? [] : [`img-src ${parts.images}`]),
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ')
  const head = `${parts.css === undefined ? '' : `<style>${parts.css}</style>`}${parts.head ?? ''}`
  return reply.header('content-security-policy', policy).type('text/html; charset=utf-8')
    .send(`<!doctype html><html lang="${escapeHtml(parts.lang)}" dir="${parts.dir}"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width,initial-scale=1"><meta name="color-scheme" content="light dark">
<meta name="robots" content="noindex"><title>${escapeHtml(parts.title)}</title><link rel="icon" href="data:,">
${head}</head><body>${parts.body}</body></html>
`)
}

/** Paper, ink and one thread, as everywhere. */
export const PAGE_CSS = `:root{color-scheme:light dark;--paper:#FBF8F4;--card:#FFF;--ink:#1F2A2E;--ink2:#4A575B;--line:#C9C1B6;--thread:#0B5F66;--on:#FFF}
@media(prefers-color-scheme:dark){:root{--paper:#14191B;--card:#1C2326;--ink:#ECE7E0;--ink2:#B4BBBB;--line:#3A4448;--thread:#7CCBC8;--on:#0B2325}}
*{box-sizing:border-box}body{margin:0;background:var(--paper);color:var(--ink);font:17px/1.55 system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans",sans-serif}
main{max-width:720px;margin:0 auto;padding:32px 20px 96px}h1{font-size:28px;line-height:1.25;margin:0 0 8px;text-wrap:balance}h2{font-size:19px;margin:32px 0 4px}
p{margin:0 0 12px}.quiet{color:var(--ink2)}a{color:var(--thread)}:focus-visible{outline:3px solid var(--thread);outline-offset:2px}
.lines a{display:block;padding:14px 0;border-top:1px solid var(--line);font-size:22px;font-weight:600;text-decoration:none}.lines small{display:block;font-size:15px;font-weight:400;color:var(--ink2)}
summary{padding:14px 0;font-weight:600;cursor:pointer}details a{display:inline-block;padding:10px 16px 10px 0}`
