import type { ServerResponse } from 'node:http'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { toHex } from '../../shared/bytes.ts'
import { MitosError } from '../../shared/errors.ts'
import type { KeyId } from '../../shared/wire.ts'
import type { Changes } from '../changes.ts'
import type { Deps } from '../deps.ts'
import type { Sessions } from '../staff/sessions.ts'
import type { Documents } from '../trust/documents.ts'

/** So many browsers of one member, and of all, are told at once; others ask every ten seconds, as all do beside this. */
const OF_ONE = 6
const OF_ALL = 400
/** Without a word proxies think that nobody is there, ms. */
const BREATH = 20_000
/** What comes within so long is told once, ms. */
const TOGETHER = 200

/**
 * `GET /api/inbox/changes`: server-sent events that say "something of your NGO changed" and a number that grows, and nothing
 * else: the browser then asks as it always does. Ends with the session; before each word it is looked whether it still counts.
 */
export function streamRoute(
  app: FastifyInstance,
  { config }: Pick<Deps, 'config'>,
  documents: Documents,
  sessions: Sessions,
  changes: Changes,
): void {
  const open = new Set<Listener>()
  const limited = { config: { rateLimit: { max: config.limit, timeWindow: '1 minute' } } }

  app.get('/api/inbox/changes', limited, async (request, reply) => {
    const { id, ngo } = await sessions.member(request)
    const member = toHex(id)
    const own = [...open].filter((one) => one.member === member)
    if (open.size >= OF_ALL || own.length >= OF_ONE) throw new MitosError('too-many')
    reply.hijack()
    const { raw } = reply
    raw.writeHead(200, { ...(reply.getHeaders() as object), ...HEADERS })
    const isOurs = async (keyId: KeyId): Promise<boolean> => {
      const keyIds = (await documents.published()).keyIds.get(ngo) ?? []
      return keyIds.some((one) => toHex(one) === toHex(keyId))
    }
    const listener = new Listener(raw, member, () => isMember(sessions, request))
    open.add(listener)
    const stop = changes.listen((keyId) => void isOurs(keyId).then((ours) => ours && listener.changed(), listener.end))
    raw.once('close', () => {
      stop()
      listener.end()
      open.delete(listener)
    })
  })

  app.addHook('preClose', async () => open.forEach((one) => one.end()))
}

const HEADERS = { 'content-type': 'text/event-stream', 'cache-control': 'no-store', 'x-accel-buffering': 'no' }

const isMember = (sessions: Sessions, request: FastifyRequest): Promise<boolean> =>
  sessions.member(request).then(
    () => true,
    () => false,
  )

/** One browser that is told. */
class Listener {
  readonly member: string
  readonly #raw: ServerResponse
  readonly #counts: () => Promise<boolean>
  readonly #breath: NodeJS.Timeout
  #soon: NodeJS.Timeout | undefined
  #number = 0

  /** @param counts whether the session still counts */
  constructor(raw: ServerResponse, member: string, counts: () => Promise<boolean>) {
    this.member = member
    this.#raw = raw
    this.#counts = counts
    this.#breath = setInterval(() => void this.#say(':'), BREATH).unref()
    raw.write(':\n\n')
  }

  changed(): void {
    this.#soon ??= setTimeout(() => {
      this.#soon = undefined
      void this.#say(`data: ${++this.#number}`)
    }, TOGETHER)
  }

  readonly end = (): void => {
    clearInterval(this.#breath)
    clearTimeout(this.#soon)
    this.#raw.end()
  }

  async #say(words: string): Promise<void> {
    if (!(await this.#counts())) return this.end()
    // Who does not read has missed nothing that asking would not bring.
    if (!this.#raw.writableEnded && !this.#raw.writableNeedDrain) this.#raw.write(`${words}\n\n`)
  }
}
