import { readFile } from 'node:fs/promises'
import { createServer, type Server } from 'node:http'

/** How the snippet of a page is made: its language, and the server that it names. */
export interface SnippetWish {
  readonly lang: 'el' | 'en'
  /** Names a server that is not there. */
  readonly away?: boolean
}

interface Page {
  readonly file: string
  readonly wish?: SnippetWish
  /** What a visitor of this variant should look at. */
  readonly note?: string
  /** Content-Security-Policy; HOST stands for the server. */
  readonly policy?: string
}

const EN = { file: 'en/index.html', wish: { lang: 'en' } } as const

/** Paths of the partner's pages. The variants are the English page with one thing changed. */
const PAGES: Readonly<Record<string, Page>> = {
  '/': { file: 'index.html', wish: { lang: 'el' } },
  '/en/': EN,
  '/en/strict-policy/': {
    ...EN,
    policy: "default-src 'none'; style-src 'self'; script-src HOST; connect-src HOST",
    note: `<p>This page allows scripts and connections of the help server, its own style sheet, and nothing else. The panel
      works.</p>`,
  },
  '/en/curious-script/': {
    ...EN,
    note: `<p>This page has a script that listens to everything. Type here, then in the panel, and compare.</p>
      <p><label>A plain field <input autocomplete="off"></label></p>
      <p>What the script heard:</p><ul id="heard"></ul><script src="/curious.js"></script>`,
  },
  '/en/server-away/': {
    ...EN,
    wish: { lang: 'en', away: true },
    note: `<p>The help server cannot be reached from this page. The numbers are at the end of the page, under “Need help?”.</p>`,
  },
  '/weather.html': { file: 'weather.html' },
  '/site.css': { file: 'site.css' },
  '/curious.js': { file: 'curious.js' },
}

const TYPES: Readonly<Record<string, string>> = { css: 'text/css', js: 'text/javascript', html: 'text/html' }

/**
 * A partner's website: plain files of a web server that knows nothing of Mitos, with the snippet pasted in.
 * @param snippetFor the snippet for a page
 * @param server the server's origin, for the page whose policy names it
 */
export async function partnerSite(snippetFor: (wish: SnippetWish) => string, server: string): Promise<Server> {
  const answers = new Map<string, { text: string; headers: Readonly<Record<string, string>> }>()
  for (const [path, { file, wish, note, policy }] of Object.entries(PAGES)) {
    const text = await readFile(new URL(`partner/${file}`, import.meta.url), 'utf8')
    answers.set(path, {
      text: text
        .replace('<!-- note -->', note ? `<div class="note">${note}</div>` : '')
        .replace('<!-- snippet -->', wish ? snippetFor(wish) : ''),
      headers: {
        'content-type': `${TYPES[file.split('.').pop()!]}; charset=utf-8`,
        ...(policy && { 'content-security-policy': policy.replaceAll('HOST', server) }),
      },
    })
  }
  const gone = { text: '<!doctype html><title>404</title><p>404', headers: { 'content-type': TYPES['html']! } }
  return createServer((request, response) => {
    const answer = answers.get((request.url ?? '/').split('?')[0]!)
    const { text, headers } = answer ?? gone
    response.writeHead(answer ? 200 : 404, headers)
    response.end(text)
  })
}
