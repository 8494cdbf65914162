import type { FastifyInstance } from 'fastify'
import * as v from 'valibot'
import { sameBytes, toBase64 } from '../../shared/bytes.ts'
import { type AlertSettings, type AlertWay, WAYS } from '../../shared/alertsApi.ts'
import { MitosError, codeOf, need } from '../../shared/errors.ts'
import type { RequestId } from '../../shared/wire.ts'
import { ADDRESS } from '../alerts/addresses.ts'
import type { Alerts } from '../alerts/alerts.ts'
import type { Deps } from '../deps.ts'
import { bytes, readInputBody } from '../staff/input.ts'
import { needLead } from '../staff/leads.ts'
import type { Sessions } from '../staff/sessions.ts'
import { type Views, findIn } from '../staff/views.ts'
import { type StoredWay, WAY_KINDS } from '../store/alertStore.ts'
import type { StoredMember } from '../store/store.ts'
import type { Documents } from '../trust/documents.ts'
import { limitOf } from './limits.ts'

const NewWays = v.object({
  ways: v.pipe(
    v.array(
      v.union([
        v.object({ id: bytes(16) }),
        v.object({ kind: v.picklist(WAY_KINDS), address: v.pipe(v.string(), v.maxLength(ADDRESS)) }),
      ]),
    ),
    v.maxLength(WAYS),
  ),
})
const Quiet = v.object({ id: bytes(16), calls: v.optional(v.boolean(), false) })
/** Nobody makes the server write to an address more often than this, seconds. */
const BETWEEN_TESTS = 60

/** How members are called: each says so for themselves, and nobody else reads it (protocol §17). */
export function alertRoutes(
  app: FastifyInstance,
  deps: Deps,
  documents: Documents,
  sessions: Sessions,
  alerts: Alerts,
  views: Views,
): void {
  const { store, crypto, clock } = deps
  const limited = { config: limitOf(deps.config) }
  const often = { config: limitOf(deps.config, 10) }
  const tested = new Map<string, number>()

  const settingsOf = async (member: StoredMember): Promise<AlertSettings> => ({
    ways: (await store.alertWaysOf(member.id)).map(shown),
    can: {
      mail: alerts.senders.send('mail') !== undefined,
      push: alerts.senders.pushKey,
      webhook: alerts.senders.send('webhook') !== undefined,
    },
    runs: alerts.runsFor(member),
    team: await teamOf(member),
  })

  const shown = (way: StoredWay): AlertWay => {
    const address = alerts.addresses.open(way.id, way.sealed)
    const { result, at } = alerts.outbox.outcome(way)
    const where = way.kind === 'mail' || address === undefined ? address : new URL(address).origin
    const state = address === undefined ? ('alert-gone' as const) : result
    return { id: toBase64(way.id), kind: way.kind, shown: where ?? '', result: state, at }
  }

  /** A coordinator sees who can be called, and by no means how. */
  const teamOf = async (member: StoredMember): Promise<AlertSettings['team']> => {
    try {
      await needLead(store, documents, member)
    } catch (error) {
      if (codeOf(error) === 'lead-only') return null
      throw error
    }
    const all = await store.alertWays()
    const works = (id: string): boolean =>
      all.some((way) => toBase64(way.member) === id && alerts.outbox.outcome(way).result === 'arrived')
    const team = await alerts.teams.of(member.ngo)
    return team?.members.map(({ id }) => ({ member: id, works: works(id) })) ?? null
  }

  app.get('/api/inbox/alerts', often, async (request) => settingsOf(await sessions.member(request)))

  app.put('/api/inbox/alerts', limited, async (request): Promise<AlertSettings> => {
    const member = await sessions.member(request)
    const { ways } = readInputBody(NewWays, request.body)
    const own = await store.alertWaysOf(member.id)
    const next = ways.map((way): StoredWay => {
      if (!('id' in way)) return added(member, way.kind, way.address)
      const kept = own.find((one) => sameBytes(one.id, way.id))
      if (!kept) throw new MitosError('not-found')
      return kept
    })
    if (!(await store.setAlertWays(member.id, next))) throw new MitosError('not-logged-in')
    return settingsOf(member)
  })

  const added = (member: StoredMember, kind: StoredWay['kind'], address: string): StoredWay => {
    if (!alerts.senders.send(kind)) throw new MitosError('alert-off')
    if (!alerts.senders.takes(kind, address)) throw new MitosError('alert-address')
    const id = crypto.random(16)
    return { id, member: member.id, kind, sealed: alerts.addresses.seal(id, address), result: 'none', hour: 0 }
  }

  app.post('/api/inbox/alerts/test', limited, async (request): Promise<AlertSettings> => {
    const member = await sessions.member(request)
    const name = toBase64(member.id)
    if (clock() - (tested.get(name) ?? -Infinity) < BETWEEN_TESTS) throw new MitosError('too-many')
    for (const [other, at] of tested) if (clock() - at >= BETWEEN_TESTS) tested.delete(other)
    tested.set(name, clock())
    await Promise.all((await store.alertWaysOf(member.id)).map((way) => alerts.outbox.test(way)))
    return settingsOf(member)
  })

  app.post('/api/inbox/alerts/quiet', often, async (request, reply) => {
    const member = await sessions.member(request)
    const { id, calls } = readInputBody(Quiet, request.body)
    const view = await views.of(member)
    // Nobody silences what they do not see.
    need(await findIn(store, view, id), 'not-found')
    if (!(await store.setCalls(id as RequestId, calls, view.keyIds))) throw new MitosError('not-found')
    return reply.code(204).send()
  })

  app.post('/api/inbox/alerts/ack', limited, async (request, reply) => {
    alerts.seen(await sessions.member(request))
    return reply.code(204).send()
  })
}
