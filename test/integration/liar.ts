import { type Server, type ServerResponse, createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

export interface Told {
  readonly status: number
  readonly body: Buffer
  readonly headers?: Readonly<Record<string, string>>
}
/** What is told instead of the truth. `silence`: no answer ever; `cut`: the connection breaks; `drip`: it goes on for ever. */
export type Lie = (truth: () => Promise<Told>) => Promise<Told | Unsaid> | Told | Unsaid
type Unsaid = 'silence' | 'cut' | 'drip'

/** Stands in front of a server and lies about some paths. */
export interface Liar {
  readonly url: string
  /** by path, and by `METHOD path` where it is not GET */
  readonly lies: Record<string, Lie>
  /** `METHOD path` of all that was asked, in order */
  readonly asked: string[]
  stop(): Promise<void>
}

export const told = (status: number, body: string | Buffer = '', headers: Told['headers'] = {}): Told => ({
  status,
  body: Buffer.from(body),
  headers,
})

export const changed =
  (change: (body: string) => string): Lie =>
  async (truth) => {
    const { status, body } = await truth()
    return told(status, change(body.toString('utf8')))
  }

/** @param target a server to ask for the truth; without one, what nobody lies about is 404 */
export async function startLiar(target?: string): Promise<Liar> {
  const lies: Record<string, Lie> = {}
  const asked: string[] = []
  const server = createServer((request, response) => {
    const { method = 'GET', url = '/' } = request
    const name = method === 'GET' ? url : `${method} ${url}`
    asked.push(`${method} ${url}`)
    const pieces: Buffer[] = []
    request.on('data', (piece: Buffer) => pieces.push(piece))
    request.on('end', () => {
      const truth = async (): Promise<Told> => {
        if (target === undefined) return told(404)
        const type = request.headers['content-type']
        const init = method === 'GET' ? {} : { method, body: Buffer.concat(pieces) as BodyInit }
        const answer = await fetch(target + url, { ...init, headers: type ? { 'content-type': type } : {} })
        return told(answer.status, Buffer.from(await answer.arrayBuffer()))
      }
      void (async () => tell(response, await (lies[name] ?? ((one) => one()))(truth)))()
    })
  })
  const url = await listen(server)
  return {
    url,
    lies,
    asked,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

async function listen(server: Server): Promise<string> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

function tell(response: ServerResponse, said: Told | Unsaid): void {
  if (said === 'silence') return
  if (said === 'cut') return void response.destroy()
  if (said !== 'drip') {
    response.writeHead(said.status, said.headers)
    return void response.end(said.body)
  }
  response.writeHead(200)
  const more = (): void => {
    while (!response.destroyed && response.write(Buffer.alloc(1 << 16, 0x7b)));
  }
  response.on('drain', more)
  more()
}
