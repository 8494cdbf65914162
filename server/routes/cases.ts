import type { FastifyInstance, FastifyRequest } from 'fastify'
import * as v from 'valibot'
import { toBase64 } from '../../shared/bytes.ts'
import { isEventLength } from '../../shared/caseEvent.ts'
import { CASE_KEY_SIZE } from '../../shared/caseKey.ts'
import { MitosError, need } from '../../shared/errors.ts'
import type { CaseKeyRecord, CasePage, OldKeysPage, PastTeam } from '../../shared/staffApi.ts'
import type { Changes } from '../changes.ts'
import { type Deps, hourOf } from '../deps.ts'
import { Refusal } from '../problem.ts'
import { anyBytes, bytes, readInput, readInputBody } from '../staff/input.ts'
import { isLead, isPrivacy } from '../staff/leads.ts'
import type { Sessions } from '../staff/sessions.ts'
import type { Views } from '../staff/views.ts'
import type { ClaimChange, StoredCase, StoredCaseKey } from '../store/caseStore.ts'
import type { StoredMember } from '../store/store.ts'
import { type Documents, parseStored } from '../trust/documents.ts'
import { shown, shownMark } from './inbox.ts'
import { limitOf } from './limits.ts'

/** Events, and cases with old keys, of one answer. */
const PAGE = 25
const id = bytes(16)
const whole = (most: number) => v.pipe(v.number(), v.safeInteger(), v.minValue(0), v.maxValue(most))
/** In a path or a query. */
const number = v.pipe(v.string(), v.regex(/^(?:0|[1-9]\d{0,9})$/), v.transform(Number))
const wholeHour = v.pipe(
  whole(2 ** 40),
  v.check((value) => value % 3600 === 0),
)
const event = v.pipe(
  anyBytes(17_000),
  v.check((value) => isEventLength(value.length)),
)
const key = bytes(CASE_KEY_SIZE)
const generation = whole(2 ** 32)
const wakeAt = v.optional(v.nullable(wholeHour))
const NewCase = v.object({ case: id, request: id, generation, key, event, claim: v.boolean(), wakeAt })
const Claim = v.variant('kind', [
  v.object({ kind: v.literal('take'), from: v.nullable(id) }),
  v.object({ kind: v.literal('give'), to: id }),
  v.object({ kind: v.picklist(['release', 'close', 'open', 'step-back', 'erase']) }),
])
const NewEvent = v.object({
  seq: whole(2 ** 32 - 1),
  event,
  wakeAt,
  claim: v.optional(Claim),
})
const Params = v.object({ id })
const KeyParams = v.object({ id, generation: number })
const From = v.object({ from: v.optional(number, '0') })
const OldKeys = v.object({ before: number, after: v.optional(id) })

/**
 * Cases (protocol §13): sealed events, one behind the other, under a key that lies sealed for the NGO's own. The server sees how many
 * and how long they are, who is responsible, and a few whole hours.
 */
export function caseRoutes(
  app: FastifyInstance,
  deps: Deps,
  documents: Documents,
  sessions: Sessions,
  changes: Changes,
  views: Views,
): void {
  const { store, clock } = deps
  const limited = { config: limitOf(deps.config, 10) }
  /** @throws MitosError `not-found`: none of the member's NGO, they stepped back from it, or it is out of their view */
  const caseFor = async (request: FastifyRequest): Promise<{ member: StoredMember; held: StoredCase }> => {
    const member = await sessions.member(request)
    const held = await store.findCase(readInput(Params, request.params).id, member.ngo, member.id)
    need(held && (await views.find(member, held.request)), 'not-found')
    return { member, held }
  }
  const note = ({ keyId, request }: Pick<StoredCase, 'keyId' | 'request'>): void => changes.note(keyId, request)

  app.post('/api/inbox/cases', limited, async (request, reply) => {
    const member = await sessions.member(request)
    const { case: caseId, request: row, generation: of, key: sealed, ...rest } = readInputBody(NewCase, request.body)
    const known = await views.find(member, row)
    need(known, 'not-found')
    need((await generationsOf(documents, member.ngo)).includes(of), 'case-generation')
    const outcome = await store.beginCase({
      id: caseId,
      request: known.id,
      ngo: member.ngo,
      by: member.id,
      hour: hourOf(clock()),
      key: { generation: of, sealed },
      ...rest,
    })
    if (outcome.kind === 'missing') throw new MitosError('not-found')
    if (outcome.kind === 'claimed') throw new Refusal(409, 'claim-taken', { claim: shown(outcome.claim) })
    if (outcome.kind === 'taken') throw new Refusal(409, 'case-taken', { case: toBase64(outcome.case) })
    if (outcome.kind === 'begun') {
      note({ keyId: known.keyId, request: known.id })
      if (rest.claim) deps.onEvent?.({ kind: 'claim' })
    }
    return reply.code(outcome.kind === 'begun' ? 201 : 200).send({})
  })

  app.get('/api/inbox/cases/:id', limited, async (request): Promise<CasePage> => {
    const { held } = await caseFor(request)
    const { from } = readInput(From, request.query)
    const [keys, events] = await Promise.all([store.caseKeys(held.id), store.caseEvents(held.id, from, PAGE)])
    return {
      ...shownMark(held, held.claim),
      request: toBase64(held.request),
      claim: held.claim && shown(held.claim),
      keys: keys.map(shownKey),
      events: events.map(toText),
      next: from + events.length < held.length && events.length ? from + events.length : null,
    }
  })

  app.post('/api/inbox/cases/:id/events', limited, async (request, reply) => {
    const { member, held } = await caseFor(request)
    const { seq, event: sealed, wakeAt, claim: change } = readInputBody(NewEvent, request.body)
    if (change?.kind === 'give') need((await store.memberById(change.to))?.ngo === member.ngo, 'bad-input')
    const outcome = await store.appendEvent({
      case: held.id,
      ngo: member.ngo,
      by: member.id,
      lead: await isLead(store, documents, member),
      privacy: change?.kind === 'erase' && (await isPrivacy(store, member)),
      seq,
      bytes: sealed,
      hour: hourOf(clock()),
      wakeAt,
      change: change as ClaimChange | undefined,
    })
    if (outcome === 'stored') note(held)
    if (outcome === 'stored' || outcome === 'same') return reply.code(outcome === 'stored' ? 201 : 200).send({})
    return refuse(outcome, held, member, seq)
  })

  /** @throws always, with what the member needs in order to try again */
  async function refuse(
    outcome: Exclude<Awaited<ReturnType<typeof store.appendEvent>>, 'stored' | 'same'>,
    { id: of, ngo }: StoredCase,
    member: StoredMember,
    seq: number,
  ): Promise<never> {
    const now = await store.findCase(of, ngo, member.id)
    if (outcome === 'missing' || !now) throw new MitosError('not-found')
    if (outcome === 'taken') throw new Refusal(409, 'claim-taken', { claim: now.claim && shown(now.claim) })
    if (outcome !== 'seq') throw new MitosError(`case-${outcome}`)
    const events = await store.caseEvents(of, Math.min(seq, now.length), PAGE)
    throw new Refusal(409, 'case-seq', { length: now.length, events: events.map(toText) })
  }

  app.get('/api/inbox/teams/:version', limited, async (request): Promise<PastTeam> => {
    const { ngo } = await sessions.member(request)
    const { version } = readInput(v.object({ version: number }), request.params)
    const stored = await store.pastTeam(ngo, version)
    need(stored, 'not-found')
    return { team: parseStored(stored).document }
  })

  keyRoutes(app, deps, documents, sessions)
}

/** Case keys, sealed anew for another generation. */
function keyRoutes(app: FastifyInstance, deps: Deps, documents: Documents, sessions: Sessions): void {
  const { store } = deps
  const limited = { config: limitOf(deps.config, 10) }
  const own = async (request: FastifyRequest) => {
    const member = await sessions.member(request)
    const params = readInput(KeyParams, request.params)
    need(await store.findCase(params.id, member.ngo, member.id), 'not-found')
    return { member, ...params }
  }

  app.get('/api/inbox/cases/keys', limited, async (request): Promise<OldKeysPage> => {
    const { ngo, id: self } = await sessions.member(request)
    const { before, after } = readInput(OldKeys, request.query)
    const found = await store.casesWithOldKeys(ngo, before, after ?? null, PAGE)
    const mine = await Promise.all(found.map(async (one) => !!(await store.findCase(one.case, ngo, self))))
    return {
      cases: found
        .filter((_, i) => mine[i])
        .map(({ case: of, keys }) => ({ case: toBase64(of), keys: keys.map(shownKey) })),
      next: found.length === PAGE ? toBase64(found[PAGE - 1]!.case) : null,
    }
  })

  app.put('/api/inbox/cases/:id/keys/:generation', limited, async (request, reply) => {
    const { member, id: of, generation: newer } = await own(request)
    const { sealed } = readInputBody(v.object({ sealed: key }), request.body)
    need((await generationsOf(documents, member.ngo)).includes(newer), 'case-generation')
    need(await store.addCaseKey({ case: of, generation: newer, sealed }), 'case-generation')
    return reply.code(204).send()
  })

  app.delete('/api/inbox/cases/:id/keys/:generation', limited, async (request, reply) => {
    const { id: of, generation: older } = await own(request)
    need(await store.removeCaseKey(of, older), 'case-generation')
    return reply.code(204).send()
  })
}

/** The generations that the roster in force names for an NGO: only for these can members hold, or get, the keys. */
async function generationsOf(documents: Documents, ngo: string): Promise<readonly number[]> {
  const { roster } = await documents.published()
  const named = roster?.value.ngos.find((one) => one.id === ngo)
  return named ? [named.box.generation, ...(named.spare ? [named.spare.generation] : [])] : []
}

const toText = (one: Uint8Array): string => Buffer.from(one).toString('base64url')
const shownKey = ({ generation: of, sealed }: StoredCaseKey): CaseKeyRecord => ({
  generation: of,
  sealed: toText(sealed),
})
