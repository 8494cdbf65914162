import type { IncomingMessage } from 'node:http'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { MitosError } from '../../shared/errors.ts'

/**
 * How much of a body that is too long is read and thrown away before it is refused: many clients see a broken pipe, and not
 * the answer, when a server stops reading.
 */
const DISCARD = 8 << 20

/** Bodies arrive as bytes, `application/json` too: what reads them decides how strictly. */
export function bodies(app: FastifyInstance): void {
  app.removeAllContentTypeParsers()
  app.addContentTypeParser('application/json', readBody)
}

/**
 * Reads a body up to the route's limit.
 * @throws MitosError `too-large` | `bad-input` where it breaks off
 */
export function readBody(request: FastifyRequest, payload: IncomingMessage): Promise<Buffer> {
  const limit = request.routeOptions.bodyLimit ?? 0
  return new Promise((resolve, reject) => {
    if (Number(request.headers['content-length']) > DISCARD) return reject(new MitosError('too-large'))
    const chunks: Buffer[] = []
    let size = 0
    const onData = (chunk: Buffer): void => {
      size += chunk.length
      if (size <= limit) chunks.push(chunk)
      else chunks.length = 0
      if (size <= DISCARD) return
      payload.off('data', onData).pause()
      reject(new MitosError('too-large'))
    }
    payload.on('data', onData)
    payload.once('end', () => (size > limit ? reject(new MitosError('too-large')) : resolve(Buffer.concat(chunks))))
    payload.once('error', () => reject(new MitosError('bad-input')))
  })
}

/** JSON of somebody who is not signed in yet: parsed here so that the engine's message, which quotes it, goes nowhere. */
export function parseJson(body: unknown): unknown {
  try {
    return JSON.parse(Buffer.isBuffer(body) ? body.toString('utf8') : '')
  } catch {
    throw new MitosError('bad-input')
  }
}
