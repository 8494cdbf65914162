import type { FastifyInstance, FastifyRequest } from 'fastify'
import * as v from 'valibot'
import { fromBase64, toBase64 } from '../../shared/bytes.ts'
import { MitosError, codeOf } from '../../shared/errors.ts'
import { INVITATION_LIFE } from '../../shared/invitation.ts'
import type { Json } from '../../shared/json.ts'
import type { Invitation, InvitationMade, Invitations } from '../../shared/staffApi.ts'
import { type Team, leadsOf } from '../../shared/team.ts'
import { SEAL_SIZE } from '../../shared/wire.ts'
import { type Deps, hourOf } from '../deps.ts'
import { bytes, readInput, readInputBody } from '../staff/input.ts'
import { needLead } from '../staff/leads.ts'
import { addKeys, putTeam } from '../staff/newTeam.ts'
import { ChangedKeys, readChangedKeys } from '../staff/ownKeys.ts'
import type { Sessions } from '../staff/sessions.ts'
import type { MemberStore, StoredInvitation, StoredMember } from '../store/store.ts'
import type { Documents } from '../trust/documents.ts'
import { limitOf } from './limits.ts'

const NewInvitation = v.object({ id: bytes(16), member: v.optional(bytes(16)) })
const Params = v.object({ id: bytes(16) })
const generation = v.pipe(v.number(), v.safeInteger(), v.minValue(1))
/** Its plaintext is padded to 1,024 bytes (protocol §11). */
const sealed = bytes(1024 + SEAL_SIZE)
const Leaving = v.object({ name: v.pipe(v.string(), v.maxLength(32)) })
const keys = v.pipe(v.array(v.object({ member: bytes(16), generation, sealed })), v.maxLength(600))
const NewTeam = v.object({ team: v.record(v.string(), v.unknown()), keys })
const NewKeys = v.object({ team: generation, keys })
/** A team of its greatest size, and a key for each of its members. */
const TEAM_LIMIT = 1 << 20

/** What coordinators do: who comes, and who belongs to their team (protocol §10–12). */
export function teamRoutes(app: FastifyInstance, deps: Deps, documents: Documents, sessions: Sessions): void {
  const { store, crypto, clock } = deps
  const leadOf = async (request: FastifyRequest) => needLead(store, documents, await sessions.member(request))
  const limited = { config: limitOf(deps.config) }
  const often = { config: limitOf(deps.config, 10) }

  app.post('/api/inbox/invitations', limited, async (request, reply): Promise<InvitationMade> => {
    const { ngo, team } = await leadOf(request)
    const { id, member = null } = readInputBody(NewInvitation, request.body)
    const isKnown = member && team?.members.some((one) => one.id === toBase64(member))
    if (member && !isKnown) throw new MitosError('not-found')
    const expires = hourOf(clock()) + INVITATION_LIFE
    if (!(await store.addInvitation({ id, ngo: ngo.id, member, expires }, clock()))) throw new MitosError('bad-input')
    reply.code(201)
    return { expires }
  })

  app.get('/api/inbox/invitations', often, async (request): Promise<Invitations> => {
    const { ngo, team } = await leadOf(request)
    const open = (await store.invitations(ngo.id)).filter(({ expires }) => expires > clock())
    return { invitations: open.map(shown), left: await leftOf(store, team) }
  })

  app.delete('/api/inbox/invitations/:id', limited, async (request, reply) => {
    const { ngo } = await leadOf(request)
    await store.removeInvitation(ngo.id, readInput(Params, request.params).id)
    return reply.code(204).send()
  })

  // Nobody else's body of that size is read at all.
  const first = { bodyLimit: TEAM_LIMIT, preParsing: async (request: FastifyRequest) => void (await leadOf(request)) }
  app.put('/api/inbox/team', { ...limited, ...first }, async (request, reply) => {
    const lead = await leadOf(request)
    const { team, keys } = readInputBody(NewTeam, request.body)
    await putTeam(store, crypto, lead, team as Json, keys, clock())
    return reply.code(204).send()
  })

  app.put('/api/inbox/keys', { ...limited, ...first }, async (request, reply) => {
    const lead = await leadOf(request)
    const { team, keys } = readInputBody(NewKeys, request.body)
    await addKeys(store, lead, team, keys)
    return reply.code(204).send()
  })
}

/** What members do with their own keys and sessions (protocol §12). */
export function ownRoutes(
  app: FastifyInstance,
  { store, config }: Deps,
  documents: Documents,
  sessions: Sessions,
): void {
  const limited = { config: limitOf(config) }

  app.put('/api/inbox/me', limited, async (request, reply) => {
    const { member, tokenHash } = await sessions.own(request)
    const { blob, loginKeys, adds } = readChangedKeys(readInputBody(v.object(ChangedKeys), request.body), member)
    const before = adds ? member.blob : undefined
    // Another session changed it, or removed the member, in this moment: that ended this session.
    if (!(await store.changeLogin(member.id, blob, loginKeys, tokenHash, before))) throw new MitosError('not-logged-in')
    return reply.code(204).send()
  })

  app.delete('/api/inbox/me', limited, async (request, reply) => {
    const member = await sessions.member(request)
    if (readInputBody(Leaving, request.body).name !== member.name) throw new MitosError('bad-input')
    if (!(await store.leave(member.id, await otherLeads(store, documents, member))))
      throw new MitosError('team-last-lead')
    await sessions.end(request, reply)
    return reply.code(204).send()
  })

  app.post('/api/inbox/logout-everywhere', limited, async (request, reply) => {
    const member = await sessions.member(request)
    await store.removeSessionsOf(member.id)
    await sessions.end(request, reply)
    return reply.code(204).send()
  })
}

/** The other coordinators, where the member is one; null where they are none. */
async function otherLeads(
  store: MemberStore,
  documents: Documents,
  member: StoredMember,
): Promise<readonly Uint8Array[] | null> {
  const lead = await needLead(store, documents, member).catch((error: unknown) => {
    if (codeOf(error) === 'lead-only') return null
    throw error
  })
  if (!lead) return null
  const others = (lead.team?.members ?? []).filter(({ role, id }) => role === 'lead' && id !== toBase64(member.id))
  const accepted = leadsOf(lead.roster, lead.ngo)
  return others.filter(({ sign }) => accepted.includes(sign)).map(({ id }) => fromBase64(id))
}

/** Who is in the team and has no log-in any more. */
async function leftOf(store: MemberStore, team: Team | undefined): Promise<readonly string[]> {
  const ids = (team?.members ?? []).map(({ id }) => id)
  const there = await Promise.all(ids.map((id) => store.memberById(fromBase64(id))))
  return ids.filter((_, i) => !there[i])
}

/** Never the blob: it is nobody's but its member's. */
const shown = ({ id, expires, member, invitee }: StoredInvitation): Invitation => ({
  id: toBase64(id),
  expires,
  member: member && toBase64(member),
  joined: invitee && {
    member: toBase64(invitee.member),
    name: invitee.name,
    shown: invitee.shown,
    box: toBase64(invitee.box),
    sign: toBase64(invitee.sign),
    mac: toBase64(invitee.mac),
  },
})
