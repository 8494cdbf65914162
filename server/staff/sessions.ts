import type { FastifyReply, FastifyRequest } from 'fastify'
import { fromBase64, toBase64 } from '../../shared/bytes.ts'
import type { Crypto } from '../../shared/crypto/crypto.ts'
import { MitosError } from '../../shared/errors.ts'
import { hourOf } from '../deps.ts'
import type { Store, StoredMember } from '../store/store.ts'

const COOKIE = '__Host-mitos'
/** Counted from the full hour, so that a row tells no more than the hour: a session lasts between 11 and 12 hours. */
export const SESSION_LIFE = 12 * 3600
/** Whom a page unlocked: the cookie is the browser's, and another page of it may have brought another one since. */
export const MEMBER_HEADER = 'mitos-member'
const FLAGS = { path: '/', secure: true, httpOnly: true, sameSite: 'strict' } as const

/** Sessions of members: 32 random bytes in a cookie that ends with the browser, their hash in the store. */
export class Sessions {
  readonly #store: Store
  readonly #crypto: Crypto
  readonly #clock: () => number

  constructor(store: Store, crypto: Crypto, clock: () => number) {
    this.#store = store
    this.#crypto = crypto
    this.#clock = clock
  }

  async begin(reply: FastifyReply, member: StoredMember): Promise<void> {
    const token = this.#crypto.random(32)
    const hour = hourOf(this.#clock())
    await this.#store.removeSessionsBefore(hour - SESSION_LIFE)
    await this.#store.addSession({ tokenHash: await this.#crypto.sha256(token), member: member.id, hour })
    reply.setCookie(COOKIE, toBase64(token), FLAGS)
  }

  /** The member who asks. @throws MitosError `not-logged-in` */
  async member(request: FastifyRequest): Promise<StoredMember> {
    return (await this.own(request)).member
  }

  /** The same, and by which session. One whose member is gone ends here. @throws MitosError `not-logged-in` */
  async own(request: FastifyRequest): Promise<{ readonly member: StoredMember; readonly tokenHash: Uint8Array }> {
    const tokenHash = await this.#tokenHash(request)
    const session = tokenHash && (await this.#store.session(tokenHash))
    const isOver = session && this.#clock() >= session.hour + SESSION_LIFE
    const member = session && !isOver ? await this.#store.memberById(session.member) : undefined
    if (tokenHash && session && !member) await this.#store.removeSession(tokenHash)
    if (!tokenHash || !member || isOther(request, member.id)) throw new MitosError('not-logged-in')
    return { member, tokenHash }
  }

  async end(request: FastifyRequest, reply: FastifyReply): Promise<void> {
    const hash = await this.#tokenHash(request)
    const session = hash && (await this.#store.session(hash))
    if (session && isOther(request, session.member)) return
    if (hash) await this.#store.removeSession(hash)
    reply.clearCookie(COOKIE, FLAGS)
  }

  async #tokenHash(request: FastifyRequest): Promise<Uint8Array | undefined> {
    try {
      return await this.#crypto.sha256(fromBase64(request.cookies[COOKIE] ?? '', 32))
    } catch {
      return undefined
    }
  }
}

const isOther = ({ headers }: FastifyRequest, member: Uint8Array): boolean =>
  headers[MEMBER_HEADER] !== undefined && headers[MEMBER_HEADER] !== toBase64(member)
