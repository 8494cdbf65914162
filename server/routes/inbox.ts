import type { FastifyInstance } from 'fastify'
import * as v from 'valibot'
import { sameBytes, toBase64, toHex } from '../../shared/bytes.ts'
import { MitosError } from '../../shared/errors.ts'
import { KEEP } from '../../shared/keep.ts'
import { ADDRESS_SIZE, SLOT_SIZE, checkReply } from '../../shared/mailbox.ts'
import { isReferral } from '../../shared/referralFrame.ts'
import type { CaseMark, Claim, Me, RequestPage, RequestRow } from '../../shared/staffApi.ts'
import type { RequestId } from '../../shared/wire.ts'
import type { Changes } from '../changes.ts'
import { type Deps, hourOf } from '../deps.ts'
import { Refusal } from '../problem.ts'
import { bytes, readInput, readInputBody } from '../staff/input.ts'
import type { Sessions } from '../staff/sessions.ts'
import { type View, type Views, countIn, findIn, nameOf } from '../staff/views.ts'
import type { StoredCase } from '../store/caseStore.ts'
import type { ClaimedRequest, StoredClaim } from '../store/store.ts'
import { parseStored } from '../trust/documents.ts'
import { limitOf } from './limits.ts'

const PAGE = 50
/** Of so many changes it is looked which are gone; after more of them that is not told. */
const MOST_GONE = 1000
const Query = v.object({
  after: v.optional(v.pipe(v.string(), v.maxLength(100))),
  since: v.optional(v.pipe(v.string(), v.maxLength(1000))),
})
const Params = v.object({ id: bytes(16) })
const NewReply = v.object({ sealed: bytes(SLOT_SIZE), address: v.optional(bytes(ADDRESS_SIZE)) })

/** What a member may see: the keys and the team of their NGO, and the requests that were sealed for it, of any generation, as far as they are in view. */
export function inboxRoutes(
  app: FastifyInstance,
  deps: Deps,
  sessions: Sessions,
  changes: Changes,
  views: Views,
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
    const member = await sessions.member(request)
    const { after, since } = readInput(Query, request.query)
    const view = await views.of(member)
    const { keyIds, sight, away } = view
    const shift = sight && { shift: 'off' as const }
    const name = nameOf(view)
    const [known, ...told] = (since ?? '').split('~')
    // Of another view, all is told anew.
    const changed = since !== undefined && known === name ? changes.since(keyIds, told.join('~'), PAGE) : undefined
    if (changed) {
      const { requests, gone } = await rowsOf(view, changed.ids)
      return {
        whole: false,
        requests,
        ...(gone.length && { gone: gone.map(toBase64) }),
        ...shift,
        next: changed.more ? `${name}~${changed.mark}` : null,
        mark: `${name}~${changed.mark}`,
        total: requests.length || gone.length ? await countIn(store, view) : null,
      }
    }
    // Before the rows are read: what comes meanwhile is told again rather than missed.
    const mark = `${name}~${changes.mark(keyIds)}`
    const gone = sight && since !== undefined ? await goneSince(view, told.join('~')) : undefined
    const { rows, next } = await store.listRequests(keyIds, after ?? null, PAGE, sight)
    const total = after === undefined ? await countIn(store, view) : null
    const requests = rows.filter((row) => !away.has(toHex(row.id))).map(shownRow)
    return { whole: true, requests, ...(gone && { gone: gone.map(toBase64) }), ...shift, next, mark, total }
  })

  /** Those in view, and those that are not there any more, or from which the member stepped back. */
  async function rowsOf(view: View, ids: readonly RequestId[]) {
    const requests: RequestRow[] = []
    const gone: RequestId[] = []
    for (const id of ids) {
      const row = await findIn(store, view, id)
      if (row) requests.push(shownRow(row))
      else if (!view.sight || !(await store.findRequest(id, view.keyIds))) gone.push(id)
    }
    return { requests, gone }
  }

  /**
   * What is not there any more of what changed since, or what the member stepped back from: by it a browser tells this from what is out
   * of its sight. Undefined: not known.
   */
  async function goneSince({ keyIds, away }: View, mark: string): Promise<readonly RequestId[] | undefined> {
    const changed = changes.since(keyIds, mark, MOST_GONE)
    if (!changed || changed.more) return undefined
    const rows = await Promise.all(changed.ids.map((id) => store.findRequest(id, keyIds)))
    return changed.ids.filter((id, i) => !rows[i] || away.has(toHex(id)))
  }

  app.post('/api/inbox/requests/:id/claim', { config }, async (request): Promise<Claim> => {
    const member = await sessions.member(request)
    const id = readInput(Params, request.params).id as RequestId
    const row = await views.find(member, id)
    if (!row) throw new MitosError('not-found')
    const claim = await store.claim(id, { by: member.id, hour: hourOf(clock()) })
    changes.note(row.keyId, id)
    if (!sameBytes(claim.by, member.id)) throw new Refusal(409, 'claim-taken', { claim: shown(claim) })
    deps.onEvent?.({ kind: 'claim' })
    return shown(claim)
  })

  app.post('/api/inbox/requests/:id/replies', { config }, async (request, reply) => {
    const member = await sessions.member(request)
    const { id } = readInput(Params, request.params)
    const { sealed, address: named } = readInputBody(NewReply, request.body)
    const row = await views.find(member, id)
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

export const shown = (claim: StoredClaim): Claim => ({ by: toBase64(claim.by), hour: claim.hour })
