import { readFile } from 'node:fs/promises'
import { createServer, type Server } from 'node:http'

/** Paths of the partner's pages and the language of their snippet; other files are served as they are. */
const PAGES: Readonly<Record<string, { readonly file: string; readonly lang: 'el' | 'en' | null }>> = {
  '/': { file: 'index.html', lang: 'el' },
  '/en/': { file: 'en/index.html', lang: 'en' },
  '/weather.html': { file: 'weather.html', lang: null },
  '/site.css': { file: 'site.css', lang: null },
}

/**
 * A partner's website: plain files of a web server that knows nothing of Mitos, with the snippet pasted in.
 * @param snippetFor the snippet for a page's language
 */
export async function partnerSite(snippetFor: (lang: 'el' | 'en') => string): Promise<Server> {
  const files = new Map<string, string>()
  for (const [path, { file, lang }] of Object.entries(PAGES)) {
    const text = await readFile(new URL(`partner/${file}`, import.meta.url), 'utf8')
    files.set(path, lang ? text.replace('<!-- snippet -->', snippetFor(lang)) : text)
  }
  return createServer((request, response) => {
    const path = (request.url ?? '/').split('?')[0]!
    const text = files.get(path)
    const type = path.endsWith('.css') ? 'text/css' : 'text/html'
    response.writeHead(text === undefined ? 404 : 200, { 'content-type': `${type}; charset=utf-8` })
    response.end(text ?? '<!doctype html><title>404</title><p>404')
  })
}
