import { toBase64 } from '../shared/bytes.ts'
import { ERROR_CODES, type ErrorCode, MitosError } from '../shared/errors.ts'
import type { AlertSettings, AlertWaysRequest } from '../shared/alertsApi.ts'
import type { Json } from '../shared/json.ts'
import type { SignedDocument } from '../shared/signed.ts'
import type {
  Begun,
  BegunRequest,
  GuidePage,
  GuideRequest,
  InvitationMade,
  InvitationRequest,
  Invitations,
  Invited,
  InvitedRequest,
  JoinRequest,
  LeaveRequest,
  KeysRequest,
  LoginChallenge,
  LoginRequest,
  Me,
  MemberNotes,
  OwnKeysRequest,
  RequestPage,
  SessionRequest,
  SpokenRequest,
  TeamRequest,
} from '../shared/staffApi.ts'

export type Fetch = typeof globalThis.fetch

/** The server as the inbox sees it: same origin, a session cookie, nothing cached. */
export interface Api {
  /** The chain as text; the reader checks it (shared/chain.ts). */
  chain(): Promise<string>
  /** The same with its ETag; null where it is still the one of that tag. */
  changedChain(etag: string | null): Promise<{ readonly text: string; readonly etag: string | null } | null>
  /** An earlier roster, as text. */
  roster(version: number): Promise<string>
  /** `serverTime`: the server's clock in seconds UTC, null where it told none. */
  login(request: LoginRequest): Promise<LoginChallenge & { readonly serverTime: number | null }>
  session(request: SessionRequest): Promise<void>
  me(): Promise<Me>
  /** Everything from the first page on, the page `after`, or what changed `since` a mark. */
  page(ask: { readonly after?: string; readonly since?: string }): Promise<RequestPage>
  /** Ends this unlocking. @param all whatever this member unlocked in this browser */
  logout(all?: boolean): Promise<void>
  /** Ends all sessions of this member, this one too. */
  logoutEverywhere(): Promise<void>
  /** What an invitee has to know before they begin. */
  invited(request: InvitedRequest): Promise<Invited>
  join(request: JoinRequest): Promise<void>
  /** The network's first root as text: all that there is before the first roster. */
  firstRoot(): Promise<string>
  /** Whether an NGO has begun. */
  begun(request: BegunRequest): Promise<Begun>
  /** @param start a start file (shared/startFile.ts) */
  found(start: SignedDocument): Promise<void>
  invitations(): Promise<Invitations>
  invite(request: InvitationRequest): Promise<InvitationMade>
  withdraw(invitation: string): Promise<void>
  putTeam(request: TeamRequest): Promise<void>
  putKeys(request: KeysRequest): Promise<void>
  /** Puts the NGO's spare keys in force. */
  putSwitch(document: SignedDocument): Promise<void>
  /** What an NGO tells about data, by its hash: bytes that nobody has checked yet. */
  notice(hash: string): Promise<Uint8Array>
  /** @param document a notice (shared/noticeDocument.ts) */
  putNotice(document: SignedDocument): Promise<void>
  putOwnKeys(request: OwnKeysRequest): Promise<void>
  /** What is known of the NGO's members beside their team. */
  memberNotes(): Promise<MemberNotes>
  /** In the place of the languages that this member told before. */
  putSpoken(request: SpokenRequest): Promise<void>
  alerts(): Promise<AlertSettings>
  putAlerts(request: AlertWaysRequest): Promise<AlertSettings>
  /** Tries every way once, which may take a while. */
  testAlerts(): Promise<AlertSettings>
  /** Nobody is called any more for a row that cannot be opened. */
  callNobody(id: string): Promise<void>
  /** Takes that back. */
  callAgain(id: string): Promise<void>
  /** This member has seen that they are called. */
  seenAlert(): Promise<void>
  /** @param have the version that is known */
  guide(have: number): Promise<GuidePage>
  putGuide(request: GuideRequest): Promise<void>
  /** Takes this member's log-in, keys and sessions from the server. */
  leave(request: LeaveRequest): Promise<void>
}

/**
 * Says with each question which unlocking asks, and whom this page unlocked last: the cookie is the browser's, with a session for each of
 * its tabs, and another tab may have brought another member's, in whose name nothing may be done here.
 */
export function asMember(fetch: Fetch): Fetch {
  let member: string | undefined
  let tab = newTab()
  return (path, init) => {
    if (path === '/api/inbox/session') {
      ;({ member } = JSON.parse(init!.body as string) as SessionRequest)
      tab = newTab()
    }
    if (!String(path).startsWith('/api/inbox/')) return fetch(path, init)
    const named = { 'mitos-tab': tab, ...(member && { 'mitos-member': member }) }
    return fetch(path, { ...init, headers: { ...(init?.headers as Record<string, string>), ...named } })
  }
}

const newTab = (): string => toBase64(crypto.getRandomValues(new Uint8Array(16)))

/** How long an answer may take, in milliseconds. */
const PATIENCE = 20_000

/** One request; a body is sent as JSON. `etag`: what is known already, 304 then is an answer. */
export type Call = (path: string, body?: object, method?: string, etag?: string | null) => Promise<Response>

/**
 * @throws MitosError with the `code` of the server's problem, and the whole of it as its cause; `server-unreachable` where there
 *   was no answer at all
 */
export function callBy(fetch: Fetch): Call {
  return async (path, body, method = body ? 'POST' : 'GET', etag = null) => {
    let response: Response
    try {
      response = await fetch(path, {
        method,
        credentials: 'same-origin',
        cache: 'no-store',
        redirect: 'error',
        referrerPolicy: 'no-referrer',
        keepalive: path.endsWith('/logout'),
        signal: AbortSignal.timeout(PATIENCE),
        ...(etag === null ? {} : { headers: { 'if-none-match': etag } }),
        ...(body ? { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) } : {}),
      })
    } catch (cause) {
      throw new MitosError('server-unreachable', cause)
    }
    if (!response.ok && !(response.status === 304 && etag !== null)) throw await problemOf(response)
    return response
  }
}

/** @throws MitosError as `callBy` */
export function createApi(fetch: Fetch): Api {
  const call = callBy(fetch)
  const json = async <T extends object>(path: string, body?: object, method?: string): Promise<T> =>
    (await readBody(await call(path, body, method))) as T
  return {
    chain: async () => textOf(await call('/trust/chain.json')),
    changedChain: async (known) => {
      const response = await call('/trust/chain.json', undefined, 'GET', known)
      return response.status === 304 ? null : { text: await textOf(response), etag: response.headers.get('etag') }
    },
    roster: async (version) => textOf(await call(`/trust/rosters/${version}.json`)),
    login: async (request) => {
      const response = await call('/api/inbox/login', request)
      const date = Date.parse(response.headers.get('date') ?? '')
      const challenge = (await readBody(response)) as unknown as LoginChallenge
      return { ...challenge, serverTime: Number.isNaN(date) ? null : Math.floor(date / 1000) }
    },
    session: async (request) => void (await call('/api/inbox/session', request)),
    me: () => json('/api/inbox/me'),
    page: (ask) => json(`/api/inbox/requests?${new URLSearchParams({ ...ask })}`),
    logout: async (all = false) => void (await call('/api/inbox/logout', { all })),
    logoutEverywhere: async () => void (await call('/api/inbox/logout-everywhere', {})),
    invited: (request) => json('/api/inbox/invited', request),
    join: async (request) => void (await call('/api/inbox/join', request)),
    firstRoot: async () => textOf(await call('/trust/root/1.json')),
    begun: (request) => json('/api/inbox/begun', request),
    found: async (start) => void (await call('/api/inbox/found', start)),
    invitations: () => json('/api/inbox/invitations'),
    invite: (request) => json('/api/inbox/invitations', request),
    withdraw: async (id) => void (await call(`/api/inbox/invitations/${encodeURIComponent(id)}`, undefined, 'DELETE')),
    putTeam: async (request) => void (await call('/api/inbox/team', request, 'PUT')),
    alerts: () => json('/api/inbox/alerts'),
    putAlerts: (request) => json('/api/inbox/alerts', request, 'PUT'),
    testAlerts: () => json('/api/inbox/alerts/test', {}),
    callNobody: async (id) => void (await call('/api/inbox/alerts/quiet', { id })),
    callAgain: async (id) => void (await call('/api/inbox/alerts/quiet', { id, calls: true })),
    seenAlert: async () => void (await call('/api/inbox/alerts/ack', {})),
    guide: (have) => json(`/api/inbox/guide?have=${have}`),
    putGuide: async (request) => void (await call('/api/inbox/guide', request, 'PUT')),
    putKeys: async (request) => void (await call('/api/inbox/keys', request, 'PUT')),
    putSwitch: async (document) => void (await call('/trust/switch', document, 'PUT')),
    notice: async (hash) => bytesOf(await call(`/trust/notices/${hash}`)),
    putNotice: async (document) => void (await call('/trust/notices', document, 'PUT')),
    putOwnKeys: async (request) => void (await call('/api/inbox/me', request, 'PUT')),
    memberNotes: () => json('/api/inbox/members'),
    putSpoken: async (request) => void (await call('/api/inbox/me/spoken', request, 'PUT')),
    leave: async (request) => void (await call('/api/inbox/me', request, 'DELETE')),
  }
}

async function textOf(response: Response): Promise<string> {
  try {
    return await response.text()
  } catch (cause) {
    throw new MitosError('server-unreachable', cause)
  }
}

async function bytesOf(response: Response): Promise<Uint8Array> {
  try {
    return new Uint8Array(await response.arrayBuffer())
  } catch (cause) {
    throw new MitosError('server-unreachable', cause)
  }
}

export async function readBody(response: Response): Promise<Json> {
  try {
    return (await response.json()) as Json
  } catch (cause) {
    throw new MitosError('server-unreachable', cause)
  }
}

async function problemOf(response: Response): Promise<MitosError> {
  try {
    const problem = (await response.json()) as { code?: unknown }
    const { code } = problem
    if ((ERROR_CODES as readonly unknown[]).includes(code)) return new MitosError(code as ErrorCode, problem)
  } catch {
    // a proxy's own page
  }
  return new MitosError(response.status >= 502 ? 'server-unreachable' : 'internal')
}
