import type { FastifyInstance } from 'fastify'
import * as v from 'valibot'
import { MitosError } from '../../shared/errors.ts'
import type { Desk, Roster } from '../../shared/roster.ts'
import { snippet } from '../../shared/snippet.ts'
import type { Deps } from '../deps.ts'
import { type Built, type BuiltLanguage, readBuilt } from '../pages/built.ts'
import { PAGE_CSS, escapeHtml, sendPage } from '../pages/page.ts'
import type { Documents } from '../trust/documents.ts'

const Query = v.object({
  desk: v.optional(v.pipe(v.string(), v.regex(/^[A-Z]{2}$/))),
  lang: v.optional(v.pipe(v.string(), v.regex(/^[A-Za-z0-9-]{2,20}$/))),
})

/** The snippet of a desk in a language, as `/embed` offers it and as the demo's partner pastes it. */
export function deskSnippet(
  built: Built,
  parts: { origin: string; trust: string; desk: Desk; language: BuiltLanguage; fixed: boolean; site?: string },
): string {
  const { desk, language } = parts
  const main = desk.lines.find((line) => line.serves.includes('all'))
  return snippet({
    host: parts.origin,
    loader: built.loader,
    desk: desk.id,
    site: parts.site ?? null,
    lang: parts.fixed ? language.tag : null,
    trust: parts.trust,
    exit: desk.exits[0] ?? null,
    words: language.words,
    numbers: [...(main ? [main.number] : []), desk.emergency],
  })
}

/** `GET /embed` for webmasters, and `GET /go`, the panel as a page of its own: lines and words without a script. */
export async function pageRoutes(app: FastifyInstance, deps: Deps, documents: Documents): Promise<void> {
  const { origin, root: trust } = deps.config
  const built = await readBuilt(deps.builtDir)
  const wanted = async (query: unknown): Promise<{ roster: Roster; desk: Desk; language: BuiltLanguage }> => {
    const read = v.safeParse(Query, query)
    const { desk: id, lang } = read.success ? read.output : {}
    const roster = (await documents.published()).roster?.value
    const desk = roster?.desks.find((one) => one.id === id) ?? roster?.desks[0]
    if (!roster || !desk) throw new MitosError('not-found')
    return { roster, desk, language: built.languages.find((one) => one.tag === lang) ?? built.languages[0]! }
  }

  app.get('/embed', async (request, reply) => {
    const { desk } = await wanted(request.query)
    return sendPage(reply, {
      title: 'Put it on a site',
      lang: 'en',
      dir: 'ltr',
      css: PAGE_CSS,
      script: COPY,
      body: embedBody(built, (language) => deskSnippet(built, { origin, trust, desk, language, fixed: false })),
    })
  })

  app.get('/go', async (request, reply) => {
    const { desk, language } = await wanted(request.query)
    const html = deskSnippet(built, { origin, trust, desk, language, fixed: true })
    return sendPage(reply, {
      title: language.words.summary,
      lang: language.tag,
      dir: language.dir,
      css: PAGE_CSS,
      scriptSources: [origin + built.loader.path, ...frameScripts(origin)],
      connect: origin,
      body: `<main><h1>${escapeHtml(language.words.summary)}</h1><p class="quiet">${escapeHtml(language.words.call)}</p>
<div class="lines">${linesBody(desk, language)}</div>${html}</main>`,
    })
  })
}

/** The frame inherits this page's policy: its scripts come from this server, each pinned by its hash. */
const frameScripts = (origin: string): readonly string[] => [`${origin}/w/`]

function linesBody(desk: Desk, { tag }: BuiltLanguage): string {
  const numbers = [
    { number: desk.emergency, words: '' },
    ...desk.lines.map((line) => ({ number: line.number, words: line.quietNames?.[tag] ?? line.quietName })),
  ]
  return numbers
    .map(({ number, words }) => {
      const small = words ? `<small>${escapeHtml(words)}</small>` : ''
      return `<a href="tel:${escapeHtml(number.replace(/ /g, ''))}"><bdi dir="ltr">${escapeHtml(number)}</bdi>${small}</a>`
    })
    .join('')
}

function embedBody(built: Built, snippetIn: (language: BuiltLanguage) => string): string {
  const blocks = built.languages.map(
    (language, i) => `<h2 id="l${i}">Words in <span lang="${language.tag}">${escapeHtml(language.name)}</span></h2>
<textarea readonly spellcheck="false" autocomplete="off" aria-labelledby="l${i}">${escapeHtml(snippetIn(language))}</textarea>
<p><button type="button" data-copy>Copy</button></p>`,
  )
  return `<main><h1>Put it on a site</h1>
<p>Paste one of these before the end of your page's body. It shows a small button; the panel opens in the visitor's own language.</p>
<p class="quiet">Without a script it is a link and phone numbers. Your site cannot read what is written, and does not learn who wrote.
If your site has a Content-Security-Policy, allow this server under script-src and connect-src.</p>
${blocks.join('\n')}</main>`
}

/** A sandboxed page may not use the clipboard's newer interface, so the text is selected and copied the old way. */
const COPY = `addEventListener('click',function(e){var b=e.target.closest('[data-copy]');if(!b)return;var t=b.parentElement.previousElementSibling;t.focus();t.select();b.textContent=document.execCommand('copy')?'Copied':'Press Ctrl+C'})`
