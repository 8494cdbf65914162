import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { MitosError } from '../../shared/errors.ts'
import { noticeFile } from '../../shared/notice.ts'
import { outerCap } from '../../shared/signed.ts'
import type { Deps } from '../deps.ts'
import { forEverySite } from '../plugins/headers.ts'
import type { DocumentKind, StoredDocument } from '../store/store.ts'
import { type ChainFiles, etagOf } from '../trust/chain.ts'
import { putNotice } from '../trust/notices.ts'
import { type PublishDeps, publish } from '../trust/publish.ts'
import { putSwitch } from '../trust/switches.ts'
import { isFresh } from './conditional.ts'
import { limitOf } from './limits.ts'

const SHORT = 'public, max-age=300'
const FOREVER = 'public, max-age=31536000, immutable'
const FOREVER_AT_CDN = 'public, max-age=31536000, no-transform'
const HASH = /^[A-Za-z0-9_-]{43}$/

/** Signed documents for everybody, and the keeper's way to publish them, in which the signatures are the permission. */
export function trustRoutes(app: FastifyInstance, deps: Deps, chain: ChainFiles, publishing: PublishDeps): void {
  app.addHook('onRequest', async (_request, reply) => forEverySite(reply))

  app.get('/trust/chain.json', async (request, reply) => {
    const file = await chain.current()
    reply.headers({ 'cache-control': SHORT, vary: 'accept-encoding' }).type('application/json')
    if (isFresh(request, reply, file.etag)) return reply.send()
    const accepted = String(request.headers['accept-encoding'] ?? '')
    const encoding = (['br', 'gzip'] as const).find((one) => accepts(accepted, one))
    return encoding ? reply.header('content-encoding', encoding).send(file[encoding]) : reply.send(file.bytes)
  })

  app.get('/trust/roster.json', async (request, reply) =>
    send(request, reply, await deps.store.latestDocument('roster'), SHORT),
  )
  for (const [folder, kind] of [
    ['root', 'root'],
    ['rosters', 'roster'],
    ['releases', 'release'],
  ] as const)
    app.get<{ Params: { file: string } }>(`/trust/${folder}/:file`, async (request, reply) => {
      const version = /^([1-9]\d{0,8})\.json$/.exec(request.params.file)?.[1]
      const document = version ? await deps.store.document(kind, Number(version)) : undefined
      // A release may get other signatures.
      return send(request, reply, document, kind === 'release' ? SHORT : FOREVER)
    })

  for (const kind of ['root', 'release', 'roster'] as const)
    app.put(`/trust/${kind}`, { bodyLimit: outerCap(kind), config: limited(deps) }, async (request, reply) => {
      const version = await publish(publishing, kind, bytesOf(request))
      deps.onEvent?.({ kind: 'published', document: kind satisfies DocumentKind, version })
      return reply.code(204).send()
    })

  // Read by the person who opened the panel, so it leaves no trace in a cache; nobody on the way may compress it to another size.
  app.get<{ Params: { hash: string } }>('/trust/notices/:hash', async (request, reply) => {
    const { hash } = request.params
    const notice = HASH.test(hash) ? await deps.store.notice(hash) : undefined
    if (!notice) throw new MitosError('not-found')
    reply.headers({ 'cache-control': 'no-store, no-transform', 'cdn-cache-control': FOREVER_AT_CDN })
    reply.type('text/plain; charset=utf-8')
    return isFresh(request, reply, `"${hash}"`) ? reply.send() : reply.send(Buffer.from(noticeFile(notice.text)))
  })
  app.put('/trust/switch', { bodyLimit: outerCap('switch'), config: limited(deps) }, async (request, reply) => {
    const taken = await putSwitch(publishing, bytesOf(request))
    if (taken) deps.onEvent?.({ kind: 'switched', ngo: taken.ngo, generation: taken.generation })
    return reply.code(204).send()
  })
  app.put('/trust/notices', { bodyLimit: outerCap('notice'), config: limited(deps) }, async (request, reply) => {
    await putNotice(publishing, bytesOf(request))
    return reply.code(204).send()
  })
}

/** Whether an `Accept-Encoding` names this one, and not with a quality of zero. */
const accepts = (header: string, encoding: string): boolean =>
  header
    .toLowerCase()
    .split(',')
    .map((one) => one.split(';').map((part) => part.trim()))
    .some(([name, ...rest]) => name === encoding && !rest.some((part) => /^q\s*=\s*0(\.0*)?$/.test(part)))

const limited = (deps: Deps) => limitOf(deps.config)

const bytesOf = (request: FastifyRequest): Buffer => {
  if (!Buffer.isBuffer(request.body)) throw new MitosError('bad-input')
  return request.body
}

function send(
  request: FastifyRequest,
  reply: FastifyReply,
  document: StoredDocument | undefined,
  cache: string,
): FastifyReply {
  if (!document) throw new MitosError('not-found')
  reply.header('cache-control', cache).type('application/json')
  return isFresh(request, reply, etagOf(document.bytes)) ? reply.send() : reply.send(Buffer.from(document.bytes))
}
