import type { FastifyInstance } from 'fastify'
import * as v from 'valibot'
import type { EmbedData } from '../../shared/embedData.ts'
import { MitosError } from '../../shared/errors.ts'
import type { Desk } from '../../shared/roster.ts'
import type { Deps } from '../deps.ts'
import { type Built, type BuiltLanguage, readBuilt } from '../pages/built.ts'
import { deskSnippet, mainNumbers } from '../pages/deskSnippet.ts'
import { accepted, escapeHtml, pinned, sendPage } from '../pages/page.ts'
import type { Documents } from '../trust/documents.ts'

const Query = v.object({
  desk: v.fallback(v.optional(v.pipe(v.string(), v.regex(/^[A-Z]{2}$/))), undefined),
  lang: v.fallback(v.optional(v.pipe(v.string(), v.regex(/^[a-z]{2}$/))), undefined),
})

/**
 * `GET /embed`, where a webmaster makes the snippet. The page may fetch what the panel needs, so that a preview runs, and send
 * nothing: its policy leaves /api/ out, and the frames in it inherit that.
 */
export async function embedRoute(app: FastifyInstance, deps: Deps, documents: Documents): Promise<void> {
  const { origin, root: trust } = deps.config
  const built = await readBuilt(deps.builtDir)
  const { script, style, words } = built.embed
  app.get('/embed', async (request, reply) => {
    const query = v.parse(Query, request.query)
    const desks = (await documents.published()).roster?.value.desks
    const desk = desks?.find((one) => one.id === query.desk) ?? desks?.[0]
    if (!desks || !desk) throw new MitosError('not-found')
    const lang = pick([query.lang, ...accepted(request.headers['accept-language'])], Object.keys(words))
    const say = (key: string): string => escapeHtml(words[lang]?.[key] ?? '')
    const data: EmbedData = {
      lang,
      origin,
      trust,
      loader: built.loader,
      languages: built.languages.map(({ tag, name, words: { summary, link, leave } }) => ({
        tag,
        name,
        words: { summary, link, leave },
      })),
      desks: desks.map((one) => ({ id: one.id, numbers: mainNumbers(one), exits: one.exits })),
      desk: desk.id,
    }
    const plain = plainBody(built, say, desks, desk, origin, (language) =>
      deskSnippet(built, { origin, trust, desk, language, fixed: false }),
    )
    return sendPage(reply, {
      title: words[lang]?.['page.title'] ?? '',
      lang,
      dir: 'ltr',
      sandbox: 'allow-scripts',
      // In line for the preview: a page that is pasted there has its own styles.
      styleSources: [`${origin}/w/`, "'unsafe-inline'"],
      scriptSources: [`${origin}/w/`],
      connect: `${origin}/w/ ${origin}/trust/`,
      images: 'data:',
      head: `<link rel="stylesheet" ${pinned('href', style)}>`,
      body: `<div id="app"></div><script type="application/json" id="embed-data">${jsonInHtml(data)}</script>
<script ${pinned('src', script)}></script><main class="script-off">${plain}</main>`,
    })
  })
}

const pick = (wanted: readonly (string | undefined)[], there: readonly string[]): string =>
  wanted.find((one): one is string => one !== undefined && there.includes(one)) ?? 'en'

/** No `</script>` and no `<!--` can stand in it. */
const jsonInHtml = (value: unknown): string => JSON.stringify(value).replace(/</g, '\\u003c')

/** The page without a script: a snippet in each language, the link alone, and what to add to a policy. */
function plainBody(
  built: Built,
  say: (key: string) => string,
  desks: readonly Desk[],
  desk: Desk,
  origin: string,
  snippetIn: (language: BuiltLanguage) => string,
): string {
  const area = (label: string, text: string): string =>
    `<textarea readonly spellcheck="false" autocomplete="off" dir="ltr" rows="10" aria-label="${label}">${escapeHtml(text)}</textarea>`
  const snippets = built.languages.map((language) => {
    const name = `<bdi lang="${escapeHtml(language.tag)}">${escapeHtml(language.name)}</bdi>`
    return `<h2>${say('plain.words').replace('{language}', name)}</h2>${area(escapeHtml(language.name), snippetIn(language))}`
  })
  const languages = Object.entries(built.embed.words).map(
    ([tag, words]) => `<a href="?lang=${tag}" lang="${tag}">${escapeHtml(words['lang.name'] ?? tag)}</a>`,
  )
  const others =
    desks.length < 2
      ? []
      : desks.map(({ id }) => `<a href="?desk=${id}">${say('plain.desk').replace('{desk}', id)}</a>`)
  const [details] = /<details[^]*<\/details>/.exec(snippetIn(built.languages[0]!))!
  return `<nav class="languages">${languages.join(' ')} ${others.join(' ')}</nav><h1>${say('page.title')}</h1>
<p class="lead">${say('page.intro')}</p><p>${say('plain.intro')}</p><p>${say('paste.hint').replace('{code}', '<code>&lt;/body&gt;</code>')}</p>
${snippets.join('\n')}<h2>${say('link.title')}</h2><p>${say('link.hint')}</p>${area(say('link.title'), details)}
<h2>Content-Security-Policy</h2><p>${say('plain.policy')}</p><pre dir="ltr">script-src ${escapeHtml(origin)};
connect-src ${escapeHtml(origin)};
trusted-types mitos;</pre>`
}
