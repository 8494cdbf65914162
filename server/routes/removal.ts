import type { FastifyInstance } from 'fastify'
import * as v from 'valibot'
import { MitosError, need } from '../../shared/errors.ts'
import type { RequestId } from '../../shared/wire.ts'
import type { Changes } from '../changes.ts'
import type { Deps } from '../deps.ts'
import { bytes, readInput, readInputBody } from '../staff/input.ts'
import { isLead, isPrivacy } from '../staff/leads.ts'
import type { Sessions } from '../staff/sessions.ts'
import { type Views, findIn } from '../staff/views.ts'
import type { Documents } from '../trust/documents.ts'
import { limitOf } from './limits.ts'

const id = bytes(16)
const Params = v.object({ id })
const Removal = v.object({ also: v.pipe(v.array(id), v.maxLength(50)), withdrawal: v.nullable(id) })

/**
 * A request goes before its time (protocol §13): because the person took it back, which any member's browser that verified it
 * carries out, and whose row stays as the proof; or on request without a code, by a coordinator or the privacy person.
 */
export function removalRoutes(
  app: FastifyInstance,
  deps: Deps,
  documents: Documents,
  sessions: Sessions,
  changes: Changes,
  views: Views,
): void {
  const { store } = deps
  const config = limitOf(deps.config, 10)

  app.post('/api/inbox/requests/:id/remove', { config }, async (request, reply) => {
    const member = await sessions.member(request)
    const { id: asked } = readInput(Params, request.params)
    const { also, withdrawal } = readInputBody(Removal, request.body)
    const view = await views.of(member)
    const own = async (one: Uint8Array): Promise<boolean> => (await findIn(store, view, one)) !== undefined
    need((await own(asked)) && (withdrawal === null || (await own(withdrawal))), 'not-found')
    const may = withdrawal !== null || (await isPrivacy(store, member)) || (await isLead(store, documents, member))
    need(may, 'case-refused')
    const ours: RequestId[] = []
    for (const one of also) if (await own(one)) ours.push(one as RequestId)
    const gone = await store.removeRequests(asked as RequestId, ours, withdrawal as RequestId | null)
    if (gone === 'missing') throw new MitosError('not-found')
    if (gone === 'stranger') throw new MitosError('case-refused')
    for (const row of gone) changes.note(row.keyId, row.id)
    return reply.code(204).send()
  })
}
