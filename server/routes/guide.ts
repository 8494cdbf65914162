import type { FastifyInstance } from 'fastify'
import * as v from 'valibot'
import { MitosError, need } from '../../shared/errors.ts'
import { GUIDE_SIZE } from '../../shared/guide.ts'
import { INTERPRETERS_SIZE } from '../../shared/interpreters.ts'
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

/** The papers of a member's NGO (protocol §10), each one sealed document which only coordinators replace. */
export function guideRoutes(
  app: FastifyInstance,
  { store, config }: Deps,
  documents: Documents,
  sessions: Sessions,
): void {
  const limited = { config: limitOf(config, 10) }
  const papers = [
    ['guide', GUIDE_SIZE, store.guide, store.putGuide],
    ['interpreters', INTERPRETERS_SIZE, store.interpreters, store.putInterpreters],
  ] as const

  for (const [name, size, get, put] of papers) {
    const NewPaper = v.object({ version: number, generation: number, sealed: bytes(size) })

    app.get(`/api/inbox/${name}`, limited, async (request): Promise<GuidePage> => {
      const { ngo } = await sessions.member(request)
      const { have } = readInput(Have, request.query)
      const held = await get(ngo)
      if (!held) return { version: 0, generation: 0, sealed: null }
      const { version, generation, sealed } = held
      return { version, generation, sealed: version === have ? null : Buffer.from(sealed).toString('base64url') }
    })

    app.put(`/api/inbox/${name}`, limited, async (request, reply) => {
      const { ngo } = await needLead(store, documents, await sessions.member(request))
      const paper = readInputBody(NewPaper, request.body)
      need(paper.generation === ngo.box.generation || paper.generation === ngo.spare?.generation, 'guide-version')
      if (!(await put({ ngo: ngo.id, ...paper }))) throw new MitosError('guide-version')
      return reply.code(204).send()
    })
  }
}
