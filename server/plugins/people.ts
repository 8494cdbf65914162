import type { IncomingMessage } from 'node:http'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { MitosError } from '../../shared/errors.ts'
import { readBody } from './body.ts'
import { forEverySite } from './headers.ts'

/** What the panel asks from partners' pages: bytes, from any site, without credentials, and without a preflight where it can. */
export function forPeople(app: FastifyInstance): void {
  app.addHook('onRequest', async (_request, reply) => forEverySite(reply))
  app.removeAllContentTypeParsers()
  // The first needs no preflight, and neither has a body without a type.
  app.addContentTypeParser(['text/plain', 'application/octet-stream'], readBody)
  app.addContentTypeParser('*', async (request: FastifyRequest, payload: IncomingMessage) => {
    if (request.headers['content-type'] !== undefined) throw new MitosError('unsupported-media')
    return readBody(request, payload)
  })
  for (const path of ['/api/requests', '/api/mailbox', '/api/mailbox/delete'])
    app.options(path, async (_request, reply) =>
      reply
        .headers({
          'access-control-allow-methods': 'POST',
          'access-control-allow-headers': 'content-type',
          'access-control-max-age': '86400',
        })
        .code(204)
        .send(),
    )
}
