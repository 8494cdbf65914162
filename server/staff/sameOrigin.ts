import type { FastifyRequest } from 'fastify'
import { Refusal } from '../problem.ts'

/**
 * Only the inbox's own page may ask. Browsers say where a request comes from; one that is too old for `Sec-Fetch-Site` says
 * `Origin` on everything that changes something.
 * @throws Refusal 403
 */
export function needSameOrigin(request: FastifyRequest, origin: string): void {
  const site = request.headers['sec-fetch-site']
  const changes = request.method !== 'GET' && request.method !== 'HEAD'
  const fine = site === undefined ? !changes || request.headers.origin === origin : site === 'same-origin'
  if (!fine) throw new Refusal(403, 'origin-refused')
}
