import type { FastifyInstance } from 'fastify'
import { isSilent } from './errors.ts'

/**
 * One line for each answer: method, the route's pattern, status and duration. Never an address, a URL, a header or a body;
 * and for requests no line at all.
 */
export function logging(app: FastifyInstance, log: (line: object) => void): void {
  app.addHook('onResponse', async (request, reply) => {
    if (isSilent(request)) return
    log({
      method: request.method,
      route: request.routeOptions.url ?? null,
      status: reply.statusCode,
      ms: Math.round(reply.elapsedTime),
    })
  })
}
