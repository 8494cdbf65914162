import type { FastifyInstance } from 'fastify'
import * as v from 'valibot'
import { MitosError } from '../../shared/errors.ts'
import type { Desk, Roster } from '../../shared/roster.ts'
import type { Deps } from '../deps.ts'
import { type BuiltLanguage, readBuilt } from '../pages/built.ts'
import { deskSnippet } from '../pages/deskSnippet.ts'
import { PAGE_CSS, escapeHtml, sendPage } from '../pages/page.ts'
import type { Documents } from '../trust/documents.ts'

const Query = v.object({
  desk: v.optional(v.pipe(v.string(), v.regex(/^[A-Z]{2}$/))),
  lang: v.optional(v.pipe(v.string(), v.regex(/^[A-Za-z0-9-]{2,20}$/))),
})

/** `GET /go`, the panel as a page of its own: lines and words without a script. */
export async function goRoute(app: FastifyInstance, deps: Deps, documents: Documents): Promise<void> {
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
