import { join } from 'node:path'
import { type Nginx, type NginxOptions, startNginx } from '../support/nginx.ts'
import { freePort } from '../support/tied.ts'
import { type Answer, type Question, ask } from '../support/wire.ts'
import { temporaryFolder } from './folder.ts'
import { release, root, roster } from './network.ts'
import { type ServerProcess, startProcess } from './process.ts'

/** Where nobody ever listens. */
export const NOWHERE = 1

/** The server as `npm start` runs it, with the test network published, and nginx in front of it. */
export interface BehindNginx {
  readonly server: ServerProcess
  readonly nginx: Nginx
  /** the server's data folder */
  readonly data: string
  /** nginx's port with TLS */
  readonly port: number
  /** the server's own port */
  readonly upstream: number
  /** asks nginx */
  through(path: string, question?: Question): Promise<Answer>
  /** asks the server itself */
  directly(path: string, question?: Question): Promise<Answer>
  stop(): Promise<void>
}

export async function startBehindNginx(): Promise<BehindNginx> {
  const folder = temporaryFolder()
  const data = join(folder.path, 'data')
  const port = await freePort()
  const server = await startProcess(data, {
    MITOS_ORIGIN: `https://127.0.0.1:${port}`,
    MITOS_TRUST_PROXY: '127.0.0.1',
    MITOS_LIMIT: '100000',
  })
  const upstream = Number(new URL(server.url).port)
  const nginx = await startNginx({ upstream, port })
  const through = (path: string, question: Question = {}): Promise<Answer> => askNginx(nginx, path, question)
  for (const [kind, document] of Object.entries({ root: root(), release: release(), roster: roster() })) {
    const headers = { 'content-type': 'application/json' }
    const { status, body } = await through(`/trust/${kind}`, { method: 'PUT', headers, body: JSON.stringify(document) })
    if (status !== 204) throw new Error(`${kind}: ${status} ${body.toString()}`)
  }
  return {
    server,
    nginx,
    data,
    port,
    upstream,
    through,
    directly: (path, question) => ask(server.url + path, question),
    async stop() {
      await nginx.stop()
      server.process.kill()
      await server.ended
      folder.remove()
    },
  }
}

export const askNginx = (nginx: Nginx, path: string, question: Question): Promise<Answer> =>
  ask(nginx.origin + path, { ...question, certificate: nginx.certificate })

/** Another nginx, with an operator's changes or another server behind it, for as long as the work takes. */
export async function withNginx<T>(options: NginxOptions, work: (other: Nginx) => Promise<T>): Promise<T> {
  const other = await startNginx(options)
  try {
    return await work(other)
  } finally {
    await other.stop()
  }
}
