import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'

export interface Page {
  readonly html: string
  readonly headers?: Readonly<Record<string, string | readonly string[]>>
}

export interface PartnerPages {
  readonly origin: string
  close(): Promise<void>
}

/** A website of somebody else, on an origin of its own, that answers each path as the test says. */
export async function partnerPages(answer: (path: string, request: IncomingMessage) => Page): Promise<PartnerPages> {
  const server = createServer((request, response) => {
    const { html, headers } = answer(new URL(request.url!, 'http://x').pathname, request)
    response.writeHead(200, { 'content-type': 'text/html; charset=utf-8', ...headers } as Record<string, string>)
    response.end(html)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async close() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

/** The snippet as the demo's partner has pasted it, between its marks. */
export async function snippetOf(partnerPage: string): Promise<string> {
  const html = await (await fetch(partnerPage)).text()
  return /<!-- mitos -->[^]*<!-- \/mitos -->/.exec(html)![0]
}

/** A plain page around some markup. */
export const pageWith = (body: string, { head = '', html = '' } = {}): string =>
  `<!doctype html><html lang="en" ${html}><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<link rel="icon" href="data:,"><title>Library</title>${head}<body><h1>Library</h1><p>Open on weekdays.</p>${body}</body></html>`
