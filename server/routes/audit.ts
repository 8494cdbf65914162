import type { FastifyInstance } from 'fastify'
import * as v from 'valibot'
import { DETAIL_SIZE, LINE_CAP, isSignedBy, readAuditLine } from '../../shared/audit.ts'
import { fromBase64, toBase64 } from '../../shared/bytes.ts'
import { CASE_KEY_SIZE } from '../../shared/caseKey.ts'
import { MitosError, need } from '../../shared/errors.ts'
import type { AuditPage } from '../../shared/staffApi.ts'
import type { Team } from '../../shared/team.ts'
import { type Deps, hourOf } from '../deps.ts'
import { Refusal } from '../problem.ts'
import { anyBytes, bytes, readInput, readInputBody } from '../staff/input.ts'
import { isLead } from '../staff/leads.ts'
import type { Sessions } from '../staff/sessions.ts'
import type { StoredMember } from '../store/store.ts'
import { type Documents, parseStored } from '../trust/documents.ts'
import { limitOf } from './limits.ts'

/** Lines of one answer. */
const PAGE = 200
const HOUR = 3600
const number = v.pipe(v.string(), v.regex(/^(?:0|[1-9]\d{0,9})$/), v.transform(Number))
const From = v.object({ from: v.optional(number, '0') })
const NewLine = v.object({ line: anyBytes(LINE_CAP), detail: bytes(DETAIL_SIZE) })

/**
 * The audit (protocol §19): every member sees who did something in which hour, and with it that no line is missing; what it was they
 * are given of their own lines, a coordinator and the privacy person of all. The server cannot read it.
 */
export function auditRoutes(app: FastifyInstance, deps: Deps, documents: Documents, sessions: Sessions): void {
  const { store, crypto, clock } = deps
  const limited = { config: limitOf(deps.config, 10) }

  app.get('/api/inbox/audit', limited, async (request): Promise<AuditPage> => {
    const member = await sessions.member(request)
    const { from } = readInput(From, request.query)
    const all = await seesAll(deps, documents, member)
    const end = await store.auditEnd(member.ngo)
    const [keys, lines] = await Promise.all([
      store.auditKeys(member.ngo),
      store.auditLines(member.ngo, Math.max(from, end.first), PAGE),
    ])
    const last = lines[lines.length - 1]
    const own = toBase64(member.id)
    return {
      length: end.length,
      head: toBase64(end.head),
      first: end.first,
      lines: lines.map(({ line, detail, by }) => ({
        line: toBase64(line),
        detail: all || toBase64(by) === own ? toBase64(detail) : null,
      })),
      keys: keys.map(({ generation, sealed }) => ({ generation, sealed: toBase64(sealed) })),
      next: last && last.seq + 1 < end.length ? last.seq + 1 : null,
    }
  })

  app.post('/api/inbox/audit', limited, async (request, reply) => {
    const member = await sessions.member(request)
    const { line: sealed, detail } = readInputBody(NewLine, request.body)
    const { roster } = await documents.published()
    need(roster, 'not-found')
    const line = readAuditLine(sealed, { network: roster.value.network, ngo: member.ngo })
    need(line.by === toBase64(member.id) && (await isSignedBy(crypto, sealed, member.sign)), 'audit-refused')
    need(line.did === toBase64(await crypto.sha256(detail)), 'audit-detail')
    // An hour's end may lie between a browser and here. One that lies far ahead would make all that follow look late.
    need(Math.abs(line.at - hourOf(clock())) <= HOUR, 'audit-time')
    const outcome = await store.appendAudit({
      ngo: member.ngo,
      seq: line.seq,
      prev: fromBase64(line.prev, 32),
      by: member.id,
      at: line.at,
      head: await crypto.sha256(sealed),
      line: sealed,
      detail,
    })
    if (outcome !== 'seq') return reply.code(outcome === 'stored' ? 201 : 200).send({})
    const { length, head } = await store.auditEnd(member.ngo)
    throw new Refusal(409, 'audit-seq', { length, head: toBase64(head) })
  })

  app.put('/api/inbox/audit/keys/:generation', limited, async (request, reply) => {
    const member = await sessions.member(request)
    const { generation } = readInput(v.object({ generation: number }), request.params)
    const { sealed } = readInputBody(v.object({ sealed: bytes(CASE_KEY_SIZE) }), request.body)
    const { roster } = await documents.published()
    const named = roster?.value.ngos.find(({ id }) => id === member.ngo)
    const may = named && [named.box.generation, named.spare?.generation].includes(generation)
    if (!may || !(await store.addAuditKey({ ngo: member.ngo, generation, sealed })))
      throw new MitosError('case-generation')
    return reply.code(204).send()
  })
}

/** A coordinator, or the privacy person of the stored team. */
async function seesAll({ store }: Deps, documents: Documents, member: StoredMember): Promise<boolean> {
  if (await isLead(store, documents, member)) return true
  const stored = await store.team(member.ngo)
  const team = stored && (parseStored(stored).inner as Team)
  const own = team?.members.find(({ id }) => id === toBase64(member.id))
  return own?.role === 'privacy' && own.sign === toBase64(member.sign)
}
