import type { FastifyInstance } from 'fastify'
import * as v from 'valibot'
import { toBase64 } from '../../shared/bytes.ts'
import type { TakenBack } from '../../shared/staffApi.ts'
import { ORIGINS, ORIGIN_SIZE } from '../../shared/takenBack.ts'
import type { KeyId } from '../../shared/wire.ts'
import type { Deps } from '../deps.ts'
import { bytes, readInputBody } from '../staff/input.ts'
import type { Sessions } from '../staff/sessions.ts'
import { limitOf } from './limits.ts'

const Asked = v.object({ origins: v.pipe(v.array(bytes(ORIGIN_SIZE)), v.maxLength(ORIGINS)) })

/**
 * `POST /api/inbox/taken-back`: whether the person took back what another NGO referred here (protocol §9). Any member may ask: an
 * origin tells nothing to who was not handed it.
 */
export function takenBackRoute(app: FastifyInstance, deps: Deps, sessions: Sessions): void {
  const config = limitOf(deps.config, 10)
  app.post('/api/inbox/taken-back', { config }, async (request): Promise<TakenBack> => {
    await sessions.member(request)
    const { origins } = readInputBody(Asked, request.body)
    const marks = origins.map((one) => ({ keyId: one.slice(0, 8) as KeyId, hash: one.slice(8) }))
    const found = await deps.store.takenBack(marks)
    return { taken: origins.filter((_, i) => found[i]).map((one) => toBase64(one)) }
  })
}
