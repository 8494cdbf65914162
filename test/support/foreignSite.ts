import { type Server, createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

/** A web server of somebody else, on an origin of its own, whose one page a test sets. */
export interface ForeignSite {
  readonly url: string
  /** what is served from now on */
  show(body: string, headers?: Readonly<Record<string, string | readonly string[]>>): void
  stop(): Promise<void>
}

export async function foreignSite(): Promise<ForeignSite> {
  let page: { body: string; headers: Readonly<Record<string, string | readonly string[]>> } = { body: '', headers: {} }
  const server: Server = createServer((request, response) => {
    if (request.url !== '/') {
      response.writeHead(404).end()
      return
    }
    response.setHeader('content-type', 'text/html; charset=utf-8')
    for (const [name, value] of Object.entries(page.headers)) response.setHeader(name, value as string)
    response.end(page.body)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    show: (body, headers = {}) => (page = { body, headers }),
    async stop() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
