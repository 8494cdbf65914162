import { type IncomingMessage, type Server, type ServerResponse, createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { DemoAddresses } from './demoProcess.ts'

/** An answer of a server. */
export interface Told {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: Buffer
  /**
   * After these bytes it goes on and on, by a space now and then (`drip`) or as fast as a good line (`flood`), or breaks off
   * (`cut`). `byte by byte`: these bytes, one a second.
   */
  readonly ending?: 'drip' | 'flood' | 'cut' | 'byte by byte'
}

export interface Asked {
  readonly method: string
  readonly path: string
  /** How often this method and path were asked for before. */
  readonly before: number
}

/**
 * What is told instead of the truth; undefined where the truth is told. `silence`: no answer ever. `cut`: the connection
 * breaks. A lie that calls `truth` has asked the true server, so a POST is stored.
 */
export type Lie = (asked: Asked, truth: () => Promise<Told>) => Promise<Told | Unsaid> | Told | Unsaid
type Unsaid = 'silence' | 'cut' | undefined

export interface LyingServer {
  /** The page of the demo's partner, whose snippet names this server; with `?hurry` what it waits for comes sooner, with `?ahead=N` its clock is N seconds ahead. */
  readonly page: string
  readonly origin: string
  /** Bodies that were posted here, and whether the true server answered 204 for them. */
  readonly posts: readonly { readonly body: Buffer; readonly kept: boolean }[]
  /** `METHOD path` of all that was asked, in order; what is below `/elsewhere` is of another origin. */
  readonly asked: readonly string[]
  close(): Promise<void>
}

const HOST = '127.0.0.1'
/** What Node adds by itself, and what does not hold once a body was decoded. */
const HOP = ['connection', 'content-encoding', 'content-length', 'date', 'keep-alive', 'transfer-encoding']

/** An answer as any site may read it. */
export const told = (status: number, body: string | Buffer = '', headers: Told['headers'] = {}): Told => ({
  status,
  headers: { 'access-control-allow-origin': '*', 'cross-origin-resource-policy': 'cross-origin', ...headers },
  body: Buffer.from(body),
})

/** The same answer with another body. */
export const withBody = (answer: Told, change: (body: string) => string): Told => ({
  ...answer,
  body: Buffer.from(change(answer.body.toString('utf8'))),
})

/** Stands between a partner's page and the demo's server, and lies about one thing. One for each test. */
export async function lyingServer(demo: DemoAddresses, lie: Lie): Promise<LyingServer> {
  const asked: string[] = []
  const posts: { body: Buffer; kept: boolean }[] = []
  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const [method, path] = [request.method!, request.url!]
    const before = asked.filter((one) => one === `${method} ${path}`).length
    asked.push(`${method} ${path}`)
    const body = await bodyOf(request)
    const post = { body, kept: false }
    if (method === 'POST') posts.push(post)
    let known: Promise<Told> | undefined
    const truth = (): Promise<Told> => (known ??= forward(demo.server + path, method, body))
    const said = (await lie({ method, path, before }, truth)) ?? (await truth())
    post.kept = !!known && (await known).status === 204
    if (said === 'cut') response.destroy()
    else if (said !== 'silence') tell(response, said)
  }
  const server = createServer((request, response) => void answer(request, response).catch(() => response.destroy()))
  const origin = await listen(server)
  const html = await (await fetch(`${demo.partner}en/`)).text()
  const site = createServer((request, response) => {
    const elsewhere = request.url!.startsWith('/elsewhere')
    if (elsewhere) asked.push(`${request.method} ${request.url}`)
    if (!elsewhere) return tell(response, told(200, before(request.url!) + html.replaceAll(demo.server, origin), HTML))
    forward(demo.server + request.url!.slice(10), 'GET', Buffer.alloc(0)).then(
      // Another origin that would take whatever comes.
      (truth) => tell(response, request.method === 'POST' ? told(204) : { ...truth, ...told(200, truth.body, TYPE) }),
      () => response.destroy(),
    )
  })
  const page = `${await listen(site)}/`
  return {
    page,
    origin,
    posts,
    asked,
    async close() {
      for (const one of [server, site]) {
        one.closeAllConnections()
        await new Promise((resolve) => one.close(resolve))
      }
    },
  }
}

const HTML = { 'content-type': 'text/html; charset=utf-8' }
/** The loader's patience, ten times shorter. */
const HURRY =
  '<script>AbortSignal.timeout=((real)=>(wait)=>real.call(AbortSignal,wait/10))(AbortSignal.timeout)</script>'
const ahead = (seconds: string) => `<script>Date.now=((real)=>()=>real()+1000*${seconds})(Date.now)</script>`
const before = (url: string): string => {
  const query = new URL(url, 'http://page/').searchParams
  return (query.has('hurry') ? HURRY : '') + (query.has('ahead') ? ahead(query.get('ahead')!) : '')
}
const TYPE = { 'content-type': 'text/javascript' }

async function listen(server: Server): Promise<string> {
  await new Promise<void>((resolve) => server.listen(0, HOST, resolve))
  return `http://${HOST}:${(server.address() as AddressInfo).port}`
}

async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks)
}

async function forward(url: string, method: string, body: Buffer): Promise<Told> {
  const sent = method === 'POST' ? { body: new Uint8Array(body) } : {}
  const answer = await fetch(url, { method, ...sent, redirect: 'manual', headers: { 'accept-encoding': 'identity' } })
  return {
    status: answer.status,
    headers: Object.fromEntries([...answer.headers].filter(([name]) => !HOP.includes(name))),
    body: Buffer.from(await answer.arrayBuffer()),
  }
}

/** Milliseconds between two pieces, and the piece: for `flood` some 6 MB a second. */
const PIECES = { drip: [100, 1], flood: [10, 1 << 16], 'byte by byte': [1000, 0] } as const

function tell(response: ServerResponse, { status, headers, body, ending }: Told): void {
  response.writeHead(status, { ...headers, connection: 'close' })
  if (!ending) return void response.end(body)
  if (ending === 'cut') return void response.write(body, () => response.destroy())
  const [every, size] = PIECES[ending]
  const more = Buffer.alloc(size, ' ')
  let at = 0
  const next = () => response.write(size ? more : body.subarray(at, ++at))
  if (size) response.write(body)
  else next()
  const timer = setInterval(next, every)
  response.on('close', () => clearInterval(timer))
}
