import type { FastifyReply, FastifyRequest } from 'fastify'

/** Sets the ETag. True: the client has these bytes already, and the answer is 304. */
export function isFresh(request: FastifyRequest, reply: FastifyReply, etag: string): boolean {
  reply.header('etag', etag)
  const known = request.headers['if-none-match']
  const fresh = known?.split(',').some((one) => one.trim().replace(/^W\//, '') === etag.replace(/^W\//, ''))
  if (fresh) reply.code(304)
  return fresh ?? false
}
