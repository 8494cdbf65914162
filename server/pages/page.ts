import { createHash } from 'node:crypto'
import type { FastifyReply } from 'fastify'
import type { BuiltPart } from './built.ts'

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
  /** attributes of the body, escaped */
  readonly bodyAttributes?: string
  /** further elements of the head */
  readonly head?: string
}

/** An element's address with the hash of what it must be. */
export const pinned = (name: 'src' | 'href', { path, integrity }: BuiltPart): string =>
  `${name}="${escapeHtml(path)}" integrity="${escapeHtml(integrity)}" crossorigin="anonymous"`

/** The languages that a browser asks for, best first as every browser sends them. */
export const accepted = (header: string | undefined): readonly string[] =>
  (header ?? '').split(',').map((one) => one.trim().slice(0, 2).toLowerCase())

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
${head}</head><body${parts.bodyAttributes ? ` ${parts.bodyAttributes}` : ''}>${parts.body}</body></html>
`)
}
