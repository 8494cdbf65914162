import type { IncomingMessage } from 'node:http'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { MitosError } from '../../shared/errors.ts'
import { BODY_SIZE, checkBody, readHeader } from '../../shared/wire.ts'
import { hasWork } from '../../shared/work.ts'
import type { Arrivals } from '../alerts/arrivals.ts'
import type { Changes } from '../changes.ts'
import { type Deps, hourOf } from '../deps.ts'
import { readBody } from '../plugins/body.ts'
import { forEverySite } from '../plugins/headers.ts'
import type { RequestLimit } from '../requestLimit.ts'
import type { Documents } from '../trust/documents.ts'

/**
 * `POST /api/requests`: 8,281 bytes that only the NGO on duty can open. 204 means that they are on disk. A request is refused
 * for its length, its version or an unknown key, and never for what the server thinks of it.
 */
export function requestRoutes(
  app: FastifyInstance,
  deps: Deps,
  documents: Documents,
  limit: RequestLimit,
  changes: Changes,
  arrivals: Arrivals,
): void {
  app.addHook('onRequest', async (_request, reply) => forEverySite(reply))
  app.removeAllContentTypeParsers()
  // The first needs no preflight, and neither has a body without a type.
  app.addContentTypeParser(['text/plain', 'application/octet-stream'], readBody)
  app.addContentTypeParser('*', async (request: FastifyRequest, payload: IncomingMessage) => {
    if (request.headers['content-type'] !== undefined) throw new MitosError('unsupported-media')
    return readBody(request, payload)
  })

  app.options('/api/requests', async (_request, reply) =>
    reply
      .headers({
        'access-control-allow-methods': 'POST',
        'access-control-allow-headers': 'content-type',
        'access-control-max-age': '86400',
      })
      .code(204)
      .send(),
  )

  app.post('/api/requests', { bodyLimit: BODY_SIZE }, async (request, reply) => {
    const sealed = checkBody((request.body as Uint8Array | undefined) ?? new Uint8Array())
    const header = readHeader(sealed)
    if (!(await documents.accepts(header.keyId))) throw new MitosError('request-key-unknown')
    const verdict = await limit(request, () => hasWork(deps.crypto, header.keyId, header.id))
    if (verdict === 'refuse') throw new MitosError('server-busy')
    const outcome = await deps.store.addRequest({
      ...header,
      sealed,
      hour: hourOf(deps.clock()),
      check: verdict === 'mark',
    })
    if (outcome === 'different') throw new MitosError('request-conflict')
    if (outcome === 'stored') changes.note(header.keyId, header.id)
    if (outcome === 'stored') arrivals.note(header.id)
    if (outcome === 'stored') deps.onEvent?.({ kind: 'request', bytes: sealed.length })
    return reply.code(204).send()
  })
}
