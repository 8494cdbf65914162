import type { FastifyReply, FastifyRequest } from 'fastify'
import { fromBase64, join, sameBytes, toBase64 } from '../../shared/bytes.ts'
import type { Crypto } from '../../shared/crypto/crypto.ts'
import { MitosError } from '../../shared/errors.ts'
import { hourOf } from '../deps.ts'
import type { Store, StoredMember } from '../store/store.ts'

const COOKIE = '__Host-mitos'
/** Counted from the full hour, so that a row tells no more than the hour: a session lasts between 11 and 12 hours. */
export const SESSION_LIFE = 12 * 3600
/** Whom a page unlocked: the cookie is the browser's, and another page of it may have brought another one since. */
export const MEMBER_HEADER = 'mitos-member'
/** Which unlocking asks: 16 random bytes of the page's, base64url. It chooses among the sessions of the cookie, and opens nothing. */
export const TAB_HEADER = 'mitos-tab'
const FLAGS = { path: '/', secure: true, httpOnly: true, sameSite: 'strict' } as const
/** So many sessions, each of another tab, are in a cookie; the oldest goes. */
const MOST = 8
const TAB = 16
const TOKEN = 32
/** one with the name of its tab, in base64url */
const WITH_TAB = 64

/** One session of a cookie. */
interface Held {
  /** undefined: of a page that names none */
  readonly tab: string | undefined
  readonly tokenHash: Uint8Array
  /** as it stands in the cookie */
  readonly text: string
}
/** One that still counts. */
interface Own extends Held {
  readonly member: StoredMember
}

/**
 * Sessions of members: 32 random bytes in a cookie that ends with the browser, their hash in the store. A browser has one cookie for
 * all its tabs, and each unlocking its own session in it, so that a tab that locks ends no other.
 */
export class Sessions {
  readonly #store: Store
  readonly #crypto: Crypto
  readonly #clock: () => number

  constructor(store: Store, crypto: Crypto, clock: () => number) {
    this.#store = store
    this.#crypto = crypto
    this.#clock = clock
  }

  /** Sessions of another member in this browser end. @throws MitosError `bad-input`: no name of a tab */
  async begin(request: FastifyRequest, reply: FastifyReply, member: StoredMember): Promise<void> {
    const tab = tabOf(request)
    if (tab !== undefined && bytesOf(tab, TAB) === undefined) throw new MitosError('bad-input')
    const token = this.#crypto.random(TOKEN)
    const hour = hourOf(this.#clock())
    await this.#store.removeSessionsBefore(hour - SESSION_LIFE)
    const held = await this.#living(request)
    const kept = held.filter((one) => one.tab !== tab && sameBytes(one.member.id, member.id)).slice(1 - MOST)
    for (const one of held) if (!kept.includes(one)) await this.#store.removeSession(one.tokenHash)
    await this.#store.addSession({ tokenHash: await this.#crypto.sha256(token), member: member.id, hour })
    const text = toBase64(tab === undefined ? token : join(fromBase64(tab, TAB), token))
    reply.setCookie(COOKIE, [...kept.map((one) => one.text), text].join('.'), FLAGS)
  }

  /** The member who asks. @throws MitosError `not-logged-in` */
  async member(request: FastifyRequest): Promise<StoredMember> {
    return (await this.own(request)).member
  }

  /**
   * The same, and by which session: the tab's, or where none is named the newest. One whose member is gone ends here.
   * @throws MitosError `not-logged-in`
   */
  async own(request: FastifyRequest): Promise<{ readonly member: StoredMember; readonly tokenHash: Uint8Array }> {
    const tab = tabOf(request)
    const [own] = (await this.#living(request, tab)).slice(-1)
    if (!own || isOther(request, own.member.id)) throw new MitosError('not-logged-in')
    return own
  }

  /** Ends the session that asks, or all of this browser. The cookie goes with the last one. */
  async end(request: FastifyRequest, reply: FastifyReply, all = false): Promise<void> {
    const held = await this.#living(request)
    const own = await this.own(request).catch(() => undefined)
    const ended = held.filter((one) => own && (all || sameBytes(one.tokenHash, own.tokenHash)))
    // One that the store does not know is the same work.
    const unknown = held.length ? [] : (await this.#held(request)).slice(-1)
    for (const { tokenHash } of [...ended, ...unknown]) await this.#store.removeSession(tokenHash)
    if (ended.length === held.length) reply.clearCookie(COOKIE, FLAGS)
  }

  /** Those of the cookie that still count, the newest last. @param tab of this one alone */
  async #living(request: FastifyRequest, tab?: string): Promise<readonly Own[]> {
    const living: Own[] = []
    for (const one of await this.#held(request)) {
      if (tab !== undefined && one.tab !== tab) continue
      const session = await this.#store.session(one.tokenHash)
      const isOver = session && this.#clock() >= session.hour + SESSION_LIFE
      const member = session && !isOver ? await this.#store.memberById(session.member) : undefined
      if (member) living.push({ ...one, member })
      else if (session) await this.#store.removeSession(one.tokenHash)
    }
    return living
  }

  async #held({ cookies }: FastifyRequest): Promise<readonly Held[]> {
    const held: Held[] = []
    for (const text of (cookies[COOKIE] ?? '').split('.').slice(-MOST)) {
      const bytes = text.length === WITH_TAB ? bytesOf(text, TAB + TOKEN) : bytesOf(text, TOKEN)
      if (!bytes) continue
      const tokenHash = await this.#crypto.sha256(bytes.slice(-TOKEN))
      const tab = text.length === WITH_TAB ? toBase64(bytes.slice(0, TAB)) : undefined
      held.push({ tab, tokenHash, text })
    }
    return held
  }
}

const tabOf = ({ headers }: FastifyRequest): string | undefined => {
  const tab = headers[TAB_HEADER]
  return tab === undefined ? undefined : String(tab)
}

function bytesOf(text: string, length: number): Uint8Array | undefined {
  try {
    return fromBase64(text, length)
  } catch {
    return undefined
  }
}

const isOther = ({ headers }: FastifyRequest, member: Uint8Array): boolean =>
  headers[MEMBER_HEADER] !== undefined && headers[MEMBER_HEADER] !== toBase64(member)
