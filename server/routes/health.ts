import type { FastifyInstance } from 'fastify'
import type { Store } from '../store/store.ts'

/** `GET /healthz`: well only while a request would really be stored, so it writes. Those who ask at once share one write. */
export function healthRoute(app: FastifyInstance, store: Store): void {
  app.get('/healthz', async () => {
    await store.probe()
    return { ok: true }
  })
}
