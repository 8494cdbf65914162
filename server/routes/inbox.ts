import type { FastifyInstance } from 'fastify'
import * as v from 'valibot'
import { sameBytes, toBase64, toHex } from '../../shared/bytes.ts'
import { MitosError } from '../../shared/errors.ts'
import { KEEP } from '../../shared/keep.ts'
import { ADDRESS_SIZE, SLOT_SIZE, checkReply } from '../../shared/mailbox.ts'
import { isReferral } from '../../shared/referralFrame.ts'
import type { CaseMark, Claim, Me, RequestPage, RequestRow } from '../../shared/staffApi.ts'
import type { KeyId, RequestId } from '../../shared/wire.ts'
import type { Changes } from '../changes.ts'
import { type Deps, hourOf } from '../deps.ts'
import { Refusal } from '../problem.ts'
import { bytes, readInput, readInputBody } from '../staff/input.ts'
import type { Sessions } from '../staff/sessions.ts'
import type { StoredCase } from '../store/caseStore.ts'
import type { ClaimedRequest, Store, StoredClaim } from '../store/store.ts'
import type { Documents } from '../trust/documents.ts'
import { parseStored } from '../trust/documents.ts'
import { limitOf } from './limits.ts'

const PAGE = 50
const Query = v.object({
  after: v.optional(v.pipe(v.string(), v.maxLength(100))),
  since: v.optional(v.pipe(v.string(), v.maxLength(1000))),
})
const Params = v.object({ id: bytes(16) })
const NewReply = v.object({ sealed: bytes(SLOT_SIZE), address: v.optional(bytes(ADDRESS_SIZE)) })

/** What a member may see: the keys and the team of their NGO, and the requests that were sealed for it, of any generation. */
export function inboxRoutes(
  app: FastifyInstance,
  deps: Deps,
  documents: Documents,
  sessions: Sessions,
  changes: Changes,
): void {
  const { store, clock } = deps
  const config = limitOf(deps.config, 10)

  app.get('/api/inbox/me', { config }, async (request): Promise<Me> => {
    const member = await sessions.member(request)
    const [team, keys] = await Promise.all([store.team(member.ngo), store.inboxKeys(member.id)])
    if (!team) throw new MitosError('not-found')
    return {
      member: toBase64(member.id),
      ngo: member.ngo,
      team: parseStored(team).document,
      keys: keys.map((key) => toBase64(key.sealed)),
      keep: deps.config.keep ?? KEEP,
    }
  })

  app.get('/api/inbox/requests', { config }, async (request): Promise<RequestPage> => {
    const { ngo, id } = await sessions.member(request)
    const { after, since } = readInput(Query, request.query)
    const keyIds = await documents.keyIdsOf(ngo)
    // From which the member stepped back: for them they are not there.
    const away = await awayOf(store, id, keyIds)
    const shownRows = (rows: readonly ClaimedRequest[]) => rows.filter((row) => !away.has(toHex(row.id))).map(shownRow)
    const count = async () => (await store.countRequests(keyIds)) - away.size
    const changed = since === undefined ? undefined : changes.since(keyIds, since, PAGE)
    if (changed) {
      const rows = await Promise.all(changed.ids.map((id) => store.findRequest(id, keyIds)))
      const requests = shownRows(rows.flatMap((row) => row ?? []))
      const there = new Set(requests.map((row) => row.id))
      const gone = changed.ids.map(toBase64).filter((one) => !there.has(one))
      return {
        whole: false,
        requests,
        ...(gone.length && { gone }),
        next: changed.more ? changed.mark : null,
        mark: changed.mark,
        total: rows.length ? await count() : null,
      }
    }
    // Before the rows are read: what comes meanwhile is told again rather than missed.
    const mark = changes.mark(keyIds)
    const { rows, next } = await store.listRequests(keyIds, after ?? null, PAGE)
    const total = after === undefined ? await count() : null
    return { whole: true, requests: shownRows(rows), next, mark, total }
  })

  app.post('/api/inbox/requests/:id/claim', { config }, async (request): Promise<Claim> => {
    const member = await sessions.member(request)
    const id = readInput(Params, request.params).id as RequestId
    const keyIds = await documents.keyIdsOf(member.ngo)
    const row = await store.findRequest(id, keyIds)
    if (!row || (await awayOf(store, member.id, keyIds)).has(toHex(id))) throw new MitosError('not-found')
    const claim = await store.claim(id, { by: member.id, hour: hourOf(clock()) })
    changes.note(row.keyId, id)
    if (!sameBytes(claim.by, member.id)) throw new Refusal(409, 'claim-taken', { claim: shown(claim) })
    deps.onEvent?.({ kind: 'claim' })
    return shown(claim)
  })

  app.post('/api/inbox/requests/:id/replies', { config }, async (request, reply) => {
    const member = await sessions.member(request)
    const id = readInput(Params, request.params).id as RequestId
    const { sealed, address: named } = readInputBody(NewReply, request.body)
    const keyIds = await documents.keyIdsOf(member.ngo)
    const row = await store.findRequest(id, keyIds)
    if ((await awayOf(store, member.id, keyIds)).has(toHex(id))) throw new MitosError('not-found')
    // Of a referral only its seal tells the person's mailbox; of a request its own is the only one.
    const address = row && (isReferral(row.sealed) ? named : row.address)
    if (!address || !(await store.addReply(address, checkReply(sealed)))) throw new MitosError('not-found')
    return reply.code(204).send()
  })
}

const shownRow = (row: ClaimedRequest): RequestRow => ({
  id: toBase64(row.id),
  hour: row.hour,
  check: row.check,
  sealed: Buffer.from(row.sealed).toString('base64url'),
  claim: row.claim && shown(row.claim),
  ...(row.case && { case: shownMark(row.case, row.claim) }),
})

export const shownMark = (
  { id, length, wakeAt }: Pick<StoredCase, 'id' | 'length' | 'wakeAt'>,
  claim: StoredCase['claim'],
): CaseMark => ({ id: toBase64(id), length, wakeAt, closed: claim?.closed ?? null })

/** Ids (hex) of the requests that a member does not see, of those of these keys. */
export async function awayOf(store: Store, member: Uint8Array, keyIds: readonly KeyId[]): Promise<ReadonlySet<string>> {
  const own = new Set(keyIds.map(toHex))
  const away = await store.requestsAwayOf(member)
  return new Set(away.filter(({ keyId }) => own.has(toHex(keyId))).map(({ request }) => toHex(request)))
}

export const shown = (claim: StoredClaim): Claim => ({ by: toBase64(claim.by), hour: claim.hour })
