import type { FastifyInstance } from 'fastify'
import { MitosError } from '../../shared/errors.ts'
import { BODY_SIZE, checkBody, readHeader } from '../../shared/wire.ts'
import { hasWork } from '../../shared/work.ts'
import type { Arrivals } from '../alerts/arrivals.ts'
import type { Changes } from '../changes.ts'
import { type Deps, hourOf } from '../deps.ts'
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
