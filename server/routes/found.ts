import type { FastifyInstance } from 'fastify'
import * as v from 'valibot'
import { fromBase64 } from '../../shared/bytes.ts'
import { MitosError, need } from '../../shared/errors.ts'
import type { Begun } from '../../shared/staffApi.ts'
import { START_CAP, judgeStart, readStartFile } from '../../shared/startFile.ts'
import { utf8 } from '../../shared/text.ts'
import type { Deps } from '../deps.ts'
import { AHEAD } from '../staff/newTeam.ts'
import { readInputBody } from '../staff/input.ts'
import type { Founding } from '../store/store.ts'
import type { Documents } from '../trust/documents.ts'
import { limitOf } from './limits.ts'

const Ask = v.object({ ngo: v.pipe(v.string(), v.regex(/^[a-z0-9-]{2,16}$/)) })

/**
 * An NGO begins (protocol §12). Nobody has a session yet, so the permission is the start file's own signature: by a key that the
 * roster in force names as the NGO's coordinator. Nothing is kept of a file that is refused.
 */
export function foundRoutes(app: FastifyInstance, { store, crypto, clock, config }: Deps, documents: Documents): void {
  const rate = { config: limitOf(config) }

  app.post('/api/inbox/begun', { ...rate, bodyLimit: 256 }, async (request): Promise<Begun> => {
    const { ngo } = readInputBody(Ask, request.body)
    return { begun: (await store.team(ngo)) !== undefined }
  })

  app.post('/api/inbox/found', { ...rate, bodyLimit: START_CAP }, async (request, reply) => {
    if (!Buffer.isBuffer(request.body)) throw new MitosError('bad-input')
    const opened = await readStartFile(crypto, request.body)
    const { start, founder } = opened
    const ngo = await judgeStart(crypto, opened, (await documents.published()).roster?.value)
    need(start.issued <= clock() + AHEAD, 'clock-ahead')
    const id = fromBase64(founder.id, 16)
    const founding: Founding = {
      team: { ngo: ngo.id, version: 1, bytes: utf8(JSON.stringify(start.team)) },
      member: {
        id,
        ngo: ngo.id,
        name: founder.login,
        blob: fromBase64(start.blob),
        loginKeys: start.loginKeys.map((one) => fromBase64(one, 32)),
        sign: fromBase64(founder.sign, 32),
      },
      keys: start.keys.map(({ generation, sealed }) => ({ member: id, generation, sealed: fromBase64(sealed) })),
    }
    const outcome = await store.found(founding)
    if (outcome === 'team-exists' || outcome === 'name-taken') throw new MitosError(outcome)
    return reply.code(204).send()
  })
}
