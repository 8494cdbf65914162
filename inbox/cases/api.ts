import type {
  CasePage,
  NewCaseRequest,
  NewEventRequest,
  OldKeysPage,
  PastTeam,
  RemoveRequest,
} from '../../shared/staffApi.ts'
import type { SealedReferral } from '../../shared/referralFrame.ts'
import { type Fetch, callBy, readBody } from '../api.ts'
import { askTakenBackBy, referBy } from '../referral/api.ts'

/** Cases as the server keeps them (protocol §13). Of a refusal the cause is the server's problem, which may tell what is newer. */
export interface CaseApi {
  begin(request: NewCaseRequest): Promise<void>
  /** From an event on; `from` behind the last: no event, and all else. */
  read(id: string, from: number): Promise<CasePage>
  append(id: string, request: NewEventRequest): Promise<void>
  /** Shreds a request with its case. @throws MitosError `case-refused` and as `callBy` */
  remove(request: string, body: RemoveRequest): Promise<void>
  /**
   * Puts an answer into the mailbox of a request's return code.
   * @param sealed base64url of 4,144 bytes @param address base64url of 8 bytes; of a referral, which alone needs it
   */
  reply(request: string, sealed: string, address?: string): Promise<void>
  /** Puts a referral, or the answer to one, into the other NGO's list (protocol §9). */
  refer(sealed: SealedReferral): Promise<void>
  /** Which of these origins (shared/takenBack.ts), 50 at most, the person took back. */
  takenBack(origins: readonly string[]): Promise<readonly string[]>
  /** Cases that have a record of a generation before this one. */
  oldKeys(before: number, after: string | null): Promise<OldKeysPage>
  putKey(id: string, generation: number, sealed: string): Promise<void>
  dropKey(id: string, generation: number): Promise<void>
  pastTeam(version: number): Promise<PastTeam>
}

/** @throws MitosError as `callBy` */
export function createCaseApi(fetch: Fetch): CaseApi {
  const call = callBy(fetch)
  const at = (id: string, rest = ''): string => `/api/inbox/cases/${encodeURIComponent(id)}${rest}`
  const json = async <T extends object>(path: string): Promise<T> => (await readBody(await call(path))) as T
  return {
    begin: async (request) => void (await call('/api/inbox/cases', request)),
    read: (id, from) => json(at(id, `?from=${from}`)),
    append: async (id, request) => void (await call(at(id, '/events'), request)),
    remove: async (request, body) =>
      void (await call(`/api/inbox/requests/${encodeURIComponent(request)}/remove`, body)),
    reply: async (request, sealed, address) =>
      void (await call(`/api/inbox/requests/${encodeURIComponent(request)}/replies`, {
        sealed,
        ...(address !== undefined && { address }),
      })),
    refer: referBy(call),
    takenBack: askTakenBackBy(call),
    oldKeys: (before, after) =>
      json(`/api/inbox/cases/keys?${new URLSearchParams({ before: `${before}`, ...(after !== null && { after }) })}`),
    putKey: async (id, generation, sealed) => void (await call(at(id, `/keys/${generation}`), { sealed }, 'PUT')),
    dropKey: async (id, generation) => void (await call(at(id, `/keys/${generation}`), undefined, 'DELETE')),
    pastTeam: (version) => json(`/api/inbox/teams/${version}`),
  }
}
