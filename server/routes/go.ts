import type { FastifyInstance } from 'fastify'
import * as v from 'valibot'
import { MitosError } from '../../shared/errors.ts'
import type { SnippetConfig } from '../../shared/frameWords.ts'
import type { Desk } from '../../shared/roster.ts'
import type { Deps } from '../deps.ts'
import { type BuiltLanguage, readBuilt } from '../pages/built.ts'
import { accepted, escapeHtml, pinned, sendPage } from '../pages/page.ts'
import type { Documents } from '../trust/documents.ts'

const Query = v.object({
  desk: v.fallback(v.optional(v.pipe(v.string(), v.regex(/^[A-Z]{2}$/))), undefined),
  lang: v.fallback(v.optional(v.pipe(v.string(), v.regex(/^[A-Za-z0-9-]{2,20}$/))), undefined),
})

/**
 * Paper, ink and one thread, as everywhere. The body is what the panel fills, as wide as a hand on a wide screen: what boot
 * fixes to the window is fixed to it, since it has a transform. Only what stands without the panel is styled.
 */
const GO_CSS = `:root{color-scheme:light dark;--paper:#FBF8F4;--ink:#1F2A2E;--ink2:#4A575B;--line:#C9C1B6;--thread:#0B5F66;--sunk:#F2EDE6}
@media(prefers-color-scheme:dark){:root{--paper:#14191B;--ink:#ECE7E0;--ink2:#B4BBBB;--line:#3A4448;--thread:#7CCBC8;--sunk:#101416}}
html{height:100%;background:var(--sunk)}[hidden]{display:none!important}
html body{position:relative;width:min(100%,480px);height:100vh;height:100dvh;margin:0 auto;transform:translate(0);overflow:auto;background:var(--paper);color:var(--ink);font:17px/1.55 system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans",sans-serif}
@media(min-width:600px){html body{box-shadow:0 0 0 1px var(--line)}}
body>[data-lines]{box-sizing:border-box;padding:24px 20px 96px;font-size:17px}
[data-lines] h1{font-size:26px;line-height:1.25;margin:0 0 8px}[data-lines] p{margin:0 0 12px;color:var(--ink2)}
body [data-lines] [data-exit]{display:inline-block;min-width:44px;margin-bottom:16px;padding:11px 20px;border-radius:12px;background:var(--ink);color:var(--paper);font-weight:600;text-decoration:none}
body [data-lines] .lines a{display:block;padding:12px 0;border-top:1px solid var(--line);color:var(--thread);font-size:22px;font-weight:600;text-decoration:none}
.lines small{display:block;font-size:15px;font-weight:400;color:var(--ink2)}
a:focus-visible{outline:3px solid var(--thread);outline-offset:2px}
body>[data-opener]:not([hidden]){inset:auto 20px 20px;height:56px;z-index:1}`

/** `GET /go`, the panel as a page of its own: without a script, or where it fails, words and phone lines. */
export async function goRoute(app: FastifyInstance, deps: Deps, documents: Documents): Promise<void> {
  const { origin, root: trust } = deps.config
  const built = await readBuilt(deps.builtDir)
  const language = (tags: readonly (string | undefined)[]): BuiltLanguage | undefined =>
    tags.map((tag) => built.languages.find((one) => one.tag === tag)).find(Boolean)

  app.get('/go', async (request, reply) => {
    const query = v.parse(Query, request.query)
    const desks = (await documents.published()).roster?.value.desks
    const desk = desks?.find((one) => one.id === query.desk) ?? desks?.[0]
    if (!desk) throw new MitosError('not-found')
    const named = language([query.lang])
    const shown = named ?? language(accepted(request.headers['accept-language'])) ?? built.languages[0]!
    const config: SnippetConfig = {
      desk: desk.id,
      site: null,
      lang: named?.tag ?? null,
      trust,
      exit: desk.exits[0] ?? null,
      color: null,
    }
    return sendPage(reply, {
      title: shown.words.lines,
      lang: shown.tag,
      dir: shown.dir,
      css: GO_CSS,
      scriptSources: [`${origin}/w/`],
      connect: origin,
      bodyAttributes: `data-mitos="${escapeHtml(JSON.stringify(config))}"`,
      body: `<button data-opener hidden>${escapeHtml(shown.words.link)}</button>
<div data-lines>${exitLink(config.exit, shown.words.leave)}<button data-close hidden>×</button><h1>${escapeHtml(shown.words.lines)}</h1>
<p data-script-off>${escapeHtml(shown.words.call)}</p><div class="lines">${linesBody(desk, shown)}</div></div>
<script ${pinned('src', built.go.script)}></script><script ${pinned('src', built.go.boot)}></script>`,
    })
  })
}

/** The first thing on the page, in the order of Tab too. */
const exitLink = (exit: string | null, words: string | undefined): string =>
  `<a data-exit href="${escapeHtml(exit ?? 'about:blank')}" rel="noreferrer">${escapeHtml(words ?? '→')}</a>`

function linesBody(desk: Desk, { tag }: BuiltLanguage): string {
  const others = desk.lines.filter((line) => line.number !== desk.emergency)
  const numbers = [
    { number: desk.emergency, words: '' },
    ...others.map((line) => ({ number: line.number, words: line.quietNames?.[tag] ?? line.quietName })),
  ]
  return numbers
    .map(({ number, words }) => {
      const small = words ? `<small>${escapeHtml(words)}</small>` : ''
      return `<a href="tel:${escapeHtml(number.replace(/ /g, ''))}"><bdi dir="ltr">${escapeHtml(number)}</bdi>${small}</a>`
    })
    .join('')
}
