import type { FastifyInstance } from 'fastify'
import * as v from 'valibot'
import { MitosError, need } from '../../shared/errors.ts'
import { GUIDE_SIZE } from '../../shared/guide.ts'
import type { GuidePage } from '../../shared/staffApi.ts'
import type { Deps } from '../deps.ts'
import { bytes, readInput, readInputBody } from '../staff/input.ts'
import { needLead } from '../staff/leads.ts'
import type { Sessions } from '../staff/sessions.ts'
import type { Documents } from '../trust/documents.ts'
import { limitOf } from './limits.ts'

const number = v.pipe(v.number(), v.safeInteger(), v.minValue(1))
const Have = v.object({
  have: v.optional(v.pipe(v.string(), v.regex(/^(?:0|[1-9]\d{0,9})$/), v.transform(Number)), '0'),
})
const NewGuide = v.object({ version: number, generation: number, sealed: bytes(GUIDE_SIZE) })

/** The house guide of a member's NGO (protocol §10): one sealed document, which only coordinators replace. */
export function guideRoutes(
  app: FastifyInstance,
  { store, config }: Deps,
  documents: Documents,
  sessions: Sessions,
): void {
  const limited = { config: limitOf(config, 10) }

  app.get('/api/inbox/guide', limited, async (request): Promise<GuidePage> => {
    const { ngo } = await sessions.member(request)
    const { have } = readInput(Have, request.query)
    const held = await store.guide(ngo)
    if (!held) return { version: 0, generation: 0, sealed: null }
    const { version, generation, sealed } = held
    return { version, generation, sealed: version === have ? null : Buffer.from(sealed).toString('base64url') }
  })

  app.put('/api/inbox/guide', limited, async (request, reply) => {
    const { ngo } = await needLead(store, documents, await sessions.member(request))
    const guide = readInputBody(NewGuide, request.body)
    need(guide.generation === ngo.box.generation || guide.generation === ngo.spare?.generation, 'guide-version')
    if (!(await store.putGuide({ ngo: ngo.id, ...guide }))) throw new MitosError('guide-version')
    return reply.code(204).send()
  })
}
