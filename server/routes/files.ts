import type { FastifyInstance } from 'fastify'
import { MitosError } from '../../shared/errors.ts'
import { forEverySite } from '../plugins/headers.ts'
import { IN_PIECES, type WebFiles } from '../webFiles.ts'
import { isFresh } from './conditional.ts'

/** Loader and boot stand in pages that nobody pastes anew, so they never change. */
const FOREVER = /^(loader|boot)\./

/**
 * `GET /w/NAME`: what runs in browsers, compressed by the build. Panel, sealing and catalogs leave no trace in a visitor's
 * cache, while a CDN may keep them; loader and boot, which every visitor has, are cached for ever.
 */
export function fileRoutes(app: FastifyInstance, files: WebFiles): void {
  app.get<{ Params: { name: string } }>('/w/:name', async (request, reply) => {
    const { name } = request.params
    const hash = files.sha384(name)
    forEverySite(reply)
    if (!hash) throw new MitosError('not-found')
    reply.header('content-security-policy', "default-src 'none'; sandbox; frame-ancestors 'none'")
    reply.header('vary', 'accept-encoding')
    if (FOREVER.test(name)) reply.header('cache-control', 'public, max-age=31536000, immutable')
    else reply.header('cdn-cache-control', 'public, max-age=31536000')
    return isFresh(request, reply, `W/"${hash.slice(0, 22)}"`) ? reply.send() : reply.sendFile(name, IN_PIECES)
  })
}
