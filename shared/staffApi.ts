import type { Json } from './json.ts'

/**
 * What the inbox and the server say to each other, as JSON. Bytes are base64url without padding, hours are seconds UTC cut to
 * the hour. Failures are `application/problem+json` (RFC 9457) with a `code` of errors.ts.
 */

/** `POST /api/inbox/login`: name and login key; the answer takes the same path and time for unknown names. */
export interface LoginRequest {
  readonly name: string
  /** 32 bytes */
  readonly login: string
}
export interface LoginChallenge {
  readonly blob: string
  /** 32 bytes, good once and for 60 s */
  readonly challenge: string
}

/** `POST /api/inbox/session`: the signed challenge; 204 with a `__Host-` cookie. */
export interface SessionRequest {
  /** 16 bytes */
  readonly member: string
  readonly challenge: string
  readonly time: number
  readonly signature: string
}

/** `GET /api/inbox/me` */
export interface Me {
  readonly member: string
  readonly ngo: string
  /** the team, a SignedDocument */
  readonly team: Json
  /** this member's sealed inbox keys, one a generation */
  readonly keys: readonly string[]
}

/**
 * `GET /api/inbox/requests`: what is sealed for the member's NGO, the newest hour first, at most 50; `?after=NEXT`: the page
 * behind it. `?since=MARK`: only what came or was claimed since, or the first page of everything where the server does not
 * know that mark any more.
 */
export interface RequestPage {
  /** these pages are everything; false: what changed */
  readonly whole: boolean
  readonly requests: readonly RequestRow[]
  /** pass it as `after` (of a whole list) or `since` for the next page; null: that was all */
  readonly next: string | null
  /** pass it as `since` later; of a whole list only the first page's counts */
  readonly mark: string
  /** how many there are in all; null where nothing changed, and on later pages of a whole list */
  readonly total: number | null
}
export interface RequestRow {
  readonly id: string
  /** the hour in which it came */
  readonly hour: number
  /** came under load without the work that proves an honest panel */
  readonly check: boolean
  /** 8,281 bytes */
  readonly sealed: string
  readonly claim: Claim | null
}
/** `POST /api/inbox/requests/ID/claim` answers with the claim that holds: 200 if it is one's own, 409 `claim-taken` else. */
export interface Claim {
  /** member id */
  readonly by: string
  readonly hour: number
}
// `POST /api/inbox/logout`: 204, the session is gone.
