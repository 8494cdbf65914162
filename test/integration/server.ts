import { mkdirSync, writeFileSync } from 'node:fs'
import { brotliCompressSync, gzipSync } from 'node:zlib'
import { join } from 'node:path'
import type { FastifyInstance } from 'fastify'
import { type ServerEvent, buildApp } from '../../server/app.ts'
import type { Config } from '../../server/config.ts'
import type { MemberCrypto } from '../../shared/crypto/crypto.ts'
import { openSqliteStore } from '../../server/store/sqlite/store.ts'
import type { Store } from '../../server/store/store.ts'
import type { SignedDocument } from '../../shared/signed.ts'
import { temporaryFolder } from './folder.ts'
import { BUILT, NOW, crypto, hashOf, release, root, roster } from './network.ts'

/** A real server on a free port, with a real store in a folder of its own, and a clock that a test sets. */
export interface TestServer {
  readonly url: string
  readonly origin: string
  readonly app: FastifyInstance
  readonly store: Store
  /** the data folder */
  readonly data: string
  readonly lines: object[]
  readonly events: ServerEvent[]
  now: number
  /** a minute of the server's own has gone by */
  tick(): Promise<void>
  get(path: string, init?: RequestInit): Promise<Response>
  put(kind: string, document: SignedDocument): Promise<Response>
  post(body: Uint8Array | string | null, headers?: Record<string, string>): Promise<Response>
  stop(): Promise<void>
}

const PINS = {
  loader: { path: '/w/loader.abc.js', integrity: 'sha384-…' },
  languages: [
    {
      tag: 'en',
      name: 'English',
      dir: 'ltr',
      words: { summary: 'Help', link: 'Write </script><!--', call: 'Call', lines: 'Lines', leave: 'Leave' },
    },
  ],
  go: {
    boot: { path: '/w/boot.abc.js', integrity: 'sha384-boot' },
    script: { path: '/w/go.abc.js', integrity: 'sha384-go' },
  },
  embed: {
    script: { path: '/w/embed.abc.js', integrity: 'sha384-script' },
    style: { path: '/w/embed.abc.css', integrity: 'sha384-style' },
    words: {
      en: { 'lang.name': 'English', 'page.title': 'Put it on your site', 'paste.hint': 'Before {code}' },
      el: { 'lang.name': 'Ελληνικά', 'page.title': 'Βάλτε το στον ιστότοπό σας', 'paste.hint': 'Πριν από το {code}' },
    },
  },
}

/** @param built the files of the build, by name @param integrity of the loader, as the build writes it for snippets */
export async function startServer(
  config: Partial<Config> = {},
  built: Readonly<Record<string, string>> = BUILT,
  cryptography: MemberCrypto = crypto,
  at = NOW,
  integrity = PINS.loader.integrity,
): Promise<TestServer> {
  const folder = temporaryFolder()
  const builtDir = join(folder.path, 'dist')
  const data = config.data ?? join(folder.path, 'data')
  mkdirSync(join(builtDir, 'w'), { recursive: true })
  for (const [name, text] of Object.entries(built)) {
    writeFileSync(join(builtDir, 'w', name), text)
    writeFileSync(join(builtDir, 'w', `${name}.br`), brotliCompressSync(text))
    writeFileSync(join(builtDir, 'w', `${name}.gz`), gzipSync(text))
  }
  writeFileSync(join(builtDir, 'pins.json'), JSON.stringify({ ...PINS, loader: { ...PINS.loader, integrity } }))
  const lines: object[] = []
  const events: ServerEvent[] = []
  let now = at
  const clock = (): number => now
  const store = await openSqliteStore(data, { clock })
  const whole: Config = {
    port: 0,
    host: '127.0.0.1',
    origin: 'https://mitos.example',
    data,
    limit: 60,
    trustProxy: [],
    root: hashOf(root()),
    ...config,
  }
  const log = (line: object): void => void lines.push(line)
  const onEvent = (event: ServerEvent): void => void events.push(event)
  let tick = async (): Promise<void> => undefined
  const ticks = (given: () => Promise<void>) => {
    tick = given
    return () => undefined
  }
  const app = await buildApp({ config: whole, store, crypto: cryptography, clock, builtDir, log, onEvent, ticks })
  const url = await app.listen({ port: 0, host: '127.0.0.1' })
  return {
    get now() {
      return now
    },
    set now(seconds) {
      now = seconds
    },
    tick: () => tick(),
    url,
    origin: whole.origin,
    app,
    store,
    data,
    lines,
    events,
    get: (path, init) => fetch(url + path, init),
    put: (kind, document) =>
      fetch(`${url}/trust/${kind}`, {
        method: 'PUT',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(document),
      }),
    post: (body, headers = {}) =>
      fetch(`${url}/api/requests`, { method: 'POST', headers, body: body as BodyInit | null }),
    async stop() {
      await app.close()
      await store.close()
      folder.remove()
    },
  }
}

/** The first root, a release and a roster in force. */
export async function publishAll(server: TestServer): Promise<void> {
  for (const [kind, document] of [
    ['root', root()],
    ['release', release()],
    ['roster', roster()],
  ] as const) {
    const response = await server.put(kind, document)
    if (response.status !== 204) throw new Error(`${kind}: ${response.status} ${await response.text()}`)
  }
}

export const codeOf = async (response: Response): Promise<string> =>
  `${response.status} ${((await response.json()) as { code: string }).code}`
