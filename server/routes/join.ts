import type { FastifyInstance } from 'fastify'
import * as v from 'valibot'
import { toBase64 } from '../../shared/bytes.ts'
import { isBoxKey } from '../../shared/crypto/x25519.ts'
import { MitosError } from '../../shared/errors.ts'
import type { Invited } from '../../shared/staffApi.ts'
import { LOGIN_NAME } from '../../shared/team.ts'
import { cleanText, codePoints } from '../../shared/text.ts'
import { type Deps, hourOf } from '../deps.ts'
import { bytes, readInputBody } from '../staff/input.ts'
import { OwnKeys, readOwnKeys } from '../staff/ownKeys.ts'
import { limitOf } from './limits.ts'

const Look = v.object({ invite: bytes(16) })
const Join = v.object({
  ...Look.entries,
  ...OwnKeys,
  name: v.pipe(v.string(), v.regex(LOGIN_NAME)),
  shown: v.pipe(
    v.string(),
    v.maxLength(200),
    v.check((text) => text.trim() === text && cleanText(text) === text && codePoints(text) > 0),
  ),
  box: v.pipe(bytes(32), v.check(isBoxKey)),
  sign: bytes(32),
  mac: bytes(32),
})
const SMALL = 8192
/** How long a coordinator has to take in who came, seconds. */
const WAITS = 7 * 86_400

/**
 * Somebody comes by an invitation (protocol §12), and has no session. Whoever does not have its link learns nothing: one that
 * never was, is over, or was used is the same.
 */
export function joinRoutes(app: FastifyInstance, { store, crypto, clock, config }: Deps): void {
  const limited = { bodyLimit: SMALL, config: limitOf(config) }

  app.post('/api/inbox/invited', limited, async (request): Promise<Invited> => {
    const { invite } = readInputBody(Look, request.body)
    const found = await store.invitation(invite)
    const member = found?.member && (await store.memberById(found.member))
    const isOpen = found && !found.invitee && found.expires > clock() && Boolean(found.member) === Boolean(member)
    if (!isOpen) throw new MitosError('invitation-unknown')
    return {
      ngo: found.ngo,
      expires: found.expires,
      member: member ? { id: toBase64(member.id), name: member.name } : null,
    }
  })

  app.post('/api/inbox/join', limited, async (request, reply) => {
    const { invite, name, shown, box, sign, mac, ...own } = readInputBody(Join, request.body)
    if (!crypto.isSignKey(sign)) throw new MitosError('bad-input')
    const invitee = { invitation: invite, name, shown, box, sign, mac, ...readOwnKeys(own) }
    const outcome = await store.join(invitee, clock(), hourOf(clock()) + WAITS)
    if (outcome === 'unknown') throw new MitosError('invitation-unknown')
    if (outcome !== 'joined') throw new MitosError(outcome)
    return reply.code(204).send()
  })
}
