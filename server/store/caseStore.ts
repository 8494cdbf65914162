import type { KeyId, RequestId } from '../../shared/wire.ts'
import type { ClaimedRequest, StoredClaim } from './store.ts'

/**
 * Cases: what an NGO writes about a request, sealed under a key of its own. They go with their request. Who stepped back from one
 * finds it no more.
 */
export interface CaseStore {
  /**
   * A case with its key and first event, and the claim of its request, or nothing. `same`: these very bytes are there already;
   * `missing`: no such request; `claimed`: somebody else has it; `taken`: it has a case, or the id is one's.
   */
  beginCase(
    begin: NewCase,
  ): Promise<
    | { readonly kind: 'begun' | 'same' | 'missing' }
    | { readonly kind: 'claimed'; readonly claim: StoredClaim }
    | { readonly kind: 'taken'; readonly case: Uint8Array }
  >
  findCase(id: Uint8Array, ngo: string, member: Uint8Array): Promise<StoredCase | undefined>
  /**
   * The next event, with what it changes of the claim. `same`: it is there already; `seq`: another is in its place, or one before it
   * is missing; else as `mayChange` (caseRules.ts). @throws MitosError `too-many` above `CASE_EVENTS`
   */
  appendEvent(event: NewEvent): Promise<'stored' | 'same' | 'seq' | 'missing' | 'taken' | 'refused' | 'closed'>
  /**
   * Closes what somebody has and nobody wrote in since then. An event that comes later opens it again, unless it is the closing.
   * @param until hour of the newest event @param hour of the closing, seconds UTC @returns how many
   */
  closeSilent(until: number, hour: number): Promise<number>
  /** In their order. */
  caseEvents(id: Uint8Array, from: number, limit: number): Promise<readonly Uint8Array[]>
  /** Oldest generation first. */
  caseKeys(id: Uint8Array): Promise<readonly StoredCaseKey[]>
  /** Beside those that are there. False: it is not newer than all of them, or the case is gone. */
  addCaseKey(key: StoredCaseKey & { readonly case: Uint8Array }): Promise<boolean>
  /** False: there is no newer one. */
  removeCaseKey(id: Uint8Array, generation: number): Promise<boolean>
  /** Cases of an NGO that have a key of a generation before this one, in the order of their ids. */
  casesWithOldKeys(
    ngo: string,
    before: number,
    after: Uint8Array | null,
    limit: number,
  ): Promise<readonly { readonly case: Uint8Array; readonly keys: readonly StoredCaseKey[] }[]>
  /** Requests whose cases a member stepped back from. */
  requestsAwayOf(member: Uint8Array): Promise<readonly { readonly request: Uint8Array; readonly keyId: Uint8Array }[]>
  /**
   * Shreds a request and its case, and what else of `also` came from the same return code; each leaves a tombstone, and
   * where the person took it back the mark of that.
   * @param withdrawal the row by which the person took it back, which stays; null: it is done on request
   * @returns what is gone; `missing`: there is no such request, or no such withdrawal; `stranger`: the withdrawal is of another code
   */
  removeRequests(
    id: RequestId,
    also: readonly RequestId[],
    withdrawal: RequestId | null,
  ): Promise<readonly { readonly keyId: KeyId; readonly id: RequestId }[] | 'missing' | 'stranger'>
}

/** So many events a case may have. */
export const CASE_EVENTS = 5000
export interface StoredCase {
  /** 16 bytes */
  readonly id: Uint8Array
  readonly request: RequestId
  readonly ngo: string
  /** how many events */
  readonly length: number
  /** hour of the newest */
  readonly acted: number
  /** an hour that a member set, or null */
  readonly wakeAt: number | null
  /** the key for which the request was sealed */
  readonly keyId: KeyId
  /** who is responsible */
  readonly claim: ClaimedRequest['claim']
}
export interface StoredCaseKey {
  readonly generation: number
  /** 560 bytes */
  readonly sealed: Uint8Array
}
export interface NewCase {
  readonly id: Uint8Array
  readonly request: RequestId
  readonly ngo: string
  /** member id */
  readonly by: Uint8Array
  /** seconds UTC, cut to the hour */
  readonly hour: number
  readonly key: StoredCaseKey
  /** its first event */
  readonly event: Uint8Array
  /** the member takes it */
  readonly claim: boolean
  /** when they are called if nothing is written behind it, seconds UTC */
  readonly wakeAt?: number | null | undefined
}
/** What an event changes of who has the case: all that the server enforces. */
export type ClaimChange =
  /** `from`: who has it, as the member believes; null: nobody */
  | { readonly kind: 'take'; readonly from: Uint8Array | null }
  | { readonly kind: 'give'; readonly to: Uint8Array }
  | { readonly kind: 'release' | 'close' | 'open' | 'step-back' | 'erase' }
export interface NewEvent {
  readonly case: Uint8Array
  readonly ngo: string
  /** member id */
  readonly by: Uint8Array
  /** the member coordinates */
  readonly lead: boolean
  /** the member is the team's privacy person */
  readonly privacy: boolean
  readonly seq: number
  readonly bytes: Uint8Array
  readonly hour: number
  /** undefined: as it is */
  readonly wakeAt: number | null | undefined
  readonly change: ClaimChange | undefined
}
