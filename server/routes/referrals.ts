import type { FastifyInstance } from 'fastify'
import * as v from 'valibot'
import { sameBytes } from '../../shared/bytes.ts'
import { need } from '../../shared/errors.ts'
import { asRow, checkReferral } from '../../shared/referralFrame.ts'
import { BODY_SIZE, readHeader } from '../../shared/wire.ts'
import type { Arrivals } from '../alerts/arrivals.ts'
import type { Changes } from '../changes.ts'
import { type Deps, hourOf } from '../deps.ts'
import { anyBytes, readInputBody } from '../staff/input.ts'
import type { Sessions } from '../staff/sessions.ts'
import type { Documents } from '../trust/documents.ts'
import { limitOf } from './limits.ts'

// A few bytes more than it may have, so that what is too long is told from what is no base64url.
const NewReferral = v.object({ sealed: anyBytes(BODY_SIZE + 64) })

/**
 * `POST /api/inbox/referrals`: what one NGO hands on to another, or answers to that (protocol §9). It becomes a row of the
 * receiver's list; the server sees who sent it, for whose key, and no more.
 */
export function referralRoutes(
  app: FastifyInstance,
  deps: Deps,
  documents: Documents,
  sessions: Sessions,
  changes: Changes,
  arrivals: Arrivals,
): void {
  const config = limitOf(deps.config)
  app.post('/api/inbox/referrals', { config }, async (request, reply) => {
    const { ngo } = await sessions.member(request)
    const sealed = asRow(checkReferral(readInputBody(NewReferral, request.body).sealed))
    const header = readHeader(sealed)
    need(await documents.accepts(header.keyId), 'request-key-unknown')
    const own = await documents.keyIdsOf(ngo)
    need(!own.some((one) => sameBytes(one, header.keyId)), 'referral-own')
    const outcome = await deps.store.addRequest({ ...header, sealed, hour: hourOf(deps.clock()), check: false })
    need(outcome !== 'different', 'request-conflict')
    if (outcome === 'stored') changes.note(header.keyId, header.id)
    if (outcome === 'stored') arrivals.note(header.id)
    return reply.code(204).send()
  })
}
