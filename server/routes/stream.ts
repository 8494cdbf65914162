import type { FastifyInstance, FastifyRequest } from 'fastify'
import { toHex } from '../../shared/bytes.ts'
import { MitosError } from '../../shared/errors.ts'
import type { Changes } from '../changes.ts'
import type { Deps } from '../deps.ts'
import { Listener } from '../listener.ts'
import { Lookout } from '../lookout.ts'
import type { Sessions } from '../staff/sessions.ts'
import type { Views } from '../staff/views.ts'
import { limitOf } from './limits.ts'

/** So many browsers of one member, and of all, are told at once; others ask every ten seconds, as all do beside this. */
const OF_ONE = 6
const OF_ALL = 400

/**
 * `GET /api/inbox/changes`: server-sent events that say "something of your NGO changed" and a number that grows, and nothing
 * else: the browser then asks as it always does. Who is off shift hears of what is in their view alone. Ends with the session; before each word it is looked whether it still counts.
 */
export function streamRoute(
  app: FastifyInstance,
  { config, store }: Pick<Deps, 'config' | 'store'>,
  sessions: Sessions,
  changes: Changes,
  views: Views,
): void {
  const open = new Set<Listener>()
  const limited = { config: limitOf(config, 10) }

  app.get('/api/inbox/changes', limited, async (request, reply) => {
    const asks = await sessions.member(request)
    const member = toHex(asks.id)
    const own = [...open].filter((one) => one.member === member)
    if (open.size >= OF_ALL || own.length >= OF_ONE) throw new MitosError('too-many')
    reply.hijack()
    const { raw } = reply
    raw.writeHead(200, { ...(reply.getHeaders() as object), ...HEADERS })
    const listener = new Listener(raw, member, () => isMember(sessions, request))
    open.add(listener)
    const lookout = new Lookout(store, views, asks, listener)
    const stop = changes.listen(lookout.note)
    raw.once('close', () => {
      stop()
      lookout.end()
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
