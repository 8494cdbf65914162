/** What the inbox and the server say to each other about calling members (protocol §17), as in staffApi.ts. */

export type AlertKind = 'mail' | 'push' | 'webhook'
/** How often a member may be called at once. */
export const WAYS = 5

/** `GET /api/inbox/alerts`: a member's own settings; `PUT` and `POST …/test` answer with the same. */
export interface AlertSettings {
  readonly ways: readonly AlertWay[]
  /** what the operator has set up; `push`: the server's public key, 65 bytes (RFC 8292), null where it is not */
  readonly can: { readonly mail: boolean; readonly push: string | null; readonly webhook: boolean }
  /** this member is called now, and has not said that they have seen it */
  readonly runs: boolean
  /** for a coordinator alone: whether each member of the team has a way by which something has arrived */
  readonly team: readonly { readonly member: string; readonly works: boolean }[] | null
}
export interface AlertWay {
  /** 16 bytes */
  readonly id: string
  readonly kind: AlertKind
  /** the e-mail address; of the others where they lead, without what is secret in it: `https://push.example` */
  readonly shown: string
  /** `none`: not tried yet */
  readonly result: 'none' | 'arrived' | 'alert-refused' | 'alert-gone' | 'alert-unreachable'
  /** of the last try, seconds UTC; to the minute, but after another start of the server to the hour; 0: none */
  readonly at: number
}

/** `PUT /api/inbox/alerts`: all ways, those that stay by their id. 400 `alert-address`, 409 `alert-off` (not set up here). */
export interface AlertWaysRequest {
  readonly ways: readonly ({ readonly id: string } | { readonly kind: AlertKind; readonly address: string })[]
}
// `POST /api/inbox/alerts/test`: tries every way once and answers with how it went; 429 `too-many` within a minute.
// `POST /api/inbox/alerts/quiet` {id}: 204, nobody is called any more for this request; 404 where the NGO has none of this id.
// `POST /api/inbox/alerts/ack`: 204, this member has seen it.
