import type { FastifyInstance } from 'fastify'
import * as v from 'valibot'
import { sameBytes, toBase64 } from '../../shared/bytes.ts'
import { MitosError } from '../../shared/errors.ts'
import { loginKey, loginMessage, readBlobShape } from '../../shared/member.ts'
import type { LoginChallenge } from '../../shared/staffApi.ts'
import { LOGIN_NAME } from '../../shared/team.ts'
import type { Clients } from '../clients.ts'
import type { Deps } from '../deps.ts'
import { parseJson } from '../plugins/body.ts'
import { Challenges } from '../staff/challenges.ts'
import { decoyBlob } from '../staff/decoy.ts'
import { bytes, readInputBody } from '../staff/input.ts'
import { LoginAttempts } from '../staff/loginAttempts.ts'
import type { Secrets } from '../secret.ts'
import type { Sessions } from '../staff/sessions.ts'
import type { StoredMember } from '../store/store.ts'

/** By the log-in name; or by the member's id, which a passkey holds. */
const Login = v.union([
  v.object({ name: v.pipe(v.string(), v.regex(LOGIN_NAME)), login: bytes(32) }),
  v.object({ member: bytes(16), login: bytes(32) }),
])
const Session = v.object({
  member: bytes(16),
  challenge: bytes(32),
  time: v.pipe(v.number(), v.safeInteger(), v.minValue(0)),
  signature: bytes(64),
})
const All = v.object({ all: v.literal(true) })
/** How far a member's clock may be from ours, seconds. */
const SKEW = 60
const SMALL = 4096

/**
 * Log-in in two steps (protocol §12): the login key fetches the member's own blob and a challenge; the key in the blob signs
 * the challenge. A wrong name or login key gets a blob too, which opens with nothing.
 */
export function loginRoutes(
  app: FastifyInstance,
  deps: Deps,
  sessions: Sessions,
  clients: Clients,
  secrets: Secrets,
): void {
  const { store, crypto, clock, config } = deps
  const challenges = new Challenges(clock, (length) => crypto.random(length))
  const attempts = new LoginAttempts(clock)
  const secret = secrets('decoy')
  const limited = { bodyLimit: SMALL, config: { rateLimit: { max: config.limit, timeWindow: '1 minute' } } }

  app.post('/api/inbox/login', limited, async (request, reply): Promise<LoginChallenge> => {
    const input = readInputBody(Login, request.body)
    // Nobody guesses 32 bytes of a passkey: there is nothing to count, and a passphrase has the one door that is counted.
    const succeeded = 'name' in input && attempts.begin(input.name, clients.nameOf(request.ip))
    if (succeeded === undefined) {
      reply.header('retry-after', attempts.wait)
      throw new MitosError('too-many')
    }
    // The same work for all, and no way out before its end.
    const decoy = decoyBlob(crypto, secret, 'name' in input ? input.name : `member ${toBase64(input.member)}`)
    const member = await ('name' in input ? store.memberByName(input.name) : store.memberById(input.member))
    const shown = loginKey(crypto, input.login)
    const keys = (member && ('name' in input ? member.loginKeys : passkeysOf(member))) ?? [secret]
    const known = keys.map((key) => sameBytes(key, shown)).includes(true) && member !== undefined
    if (known && succeeded) succeeded()
    const challenge = challenges.issue(known ? member.id : undefined)
    return { blob: toBase64(known ? member.blob : decoy), challenge: toBase64(challenge) }
  })

  app.post('/api/inbox/session', limited, async (request, reply) => {
    const { member: id, challenge, time, signature } = readInputBody(Session, request.body)
    // Used up first: whatever fails below, it cannot be tried again.
    const fresh = challenges.take(challenge, id)
    const member = await store.memberById(id)
    const message = loginMessage(config.origin, id, challenge, time)
    const signed = member !== undefined && (await crypto.verify(member.sign, message, signature))
    if (!fresh || !signed || Math.abs(time - clock()) > SKEW) throw new MitosError('login-refused')
    await sessions.begin(request, reply, member)
    deps.onEvent?.({ kind: 'log-in' })
    return reply.code(204).send()
  })

  app.post('/api/inbox/logout', limited, async (request, reply) => {
    await sessions.end(request, reply, saysAll(request.body))
    return reply.code(204).send()
  })
}

/** Who locks by hand locks all tabs of the browser. A log-out never fails by what it says. */
function saysAll(body: unknown): boolean {
  try {
    return v.is(All, parseJson(body))
  } catch {
    return false
  }
}

/** The log-in keys of a member's passkeys, of which there may be none. */
function passkeysOf({ blob, loginKeys }: StoredMember): readonly Uint8Array[] {
  const { kinds } = readBlobShape(blob)
  return loginKeys.filter((_, i) => kinds[i] === 'passkey')
}
