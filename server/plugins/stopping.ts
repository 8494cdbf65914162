import type { FastifyInstance } from 'fastify'

/**
 * While the server stops, what runs is finished and its connections are closed with the answer: one that is kept alive would
 * hold up the end. What still comes in on an open connection is served too.
 */
export function stopping(app: FastifyInstance): void {
  let closing = false
  app.addHook('preClose', async () => void (closing = true))
  app.addHook('onSend', async (_request, reply) => {
    if (closing) reply.header('connection', 'close')
  })
}
