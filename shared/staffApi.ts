import type { Json } from './json.ts'
import type { Keep } from './keep.ts'

/**
 * What the inbox and the server say to each other, as JSON. Bytes are base64url without padding, hours are seconds UTC cut to
 * the hour. Failures are `application/problem+json` (RFC 9457) with a `code` of errors.ts.
 */

/**
 * `POST /api/inbox/login`: who, and a login key of 32 bytes; the answer takes the same path and time for who is unknown. A passkey
 * holds the member's id (16 bytes) and no name; by the id nothing but passkeys is taken.
 */
export type LoginRequest = ({ readonly name: string } | { readonly member: string }) & { readonly login: string }
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
  /** how long this server keeps requests; absent: it does not say */
  readonly keep?: Keep
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
  /** ids of what changed and is not there any more; absent: none */
  readonly gone?: readonly string[]
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
  /** what the NGO writes about it; absent: nothing yet */
  readonly case?: CaseMark
}
/** All of a case that is not sealed, but its claim. */
export interface CaseMark {
  /** 16 bytes */
  readonly id: string
  /** how many events it has */
  readonly length: number
  /** an hour, or null */
  readonly wakeAt: number | null
  /** the hour in which it was closed, or null */
  readonly closed: number | null
}
/** `POST /api/inbox/requests/ID/claim` answers with the claim that holds: 200 if it is one's own, 409 `claim-taken` else. */
export interface Claim {
  /** member id */
  readonly by: string
  readonly hour: number
}
/** `POST /api/inbox/requests/ID/replies`: 204; what an NGO answers to the request's return code. */
export interface ReplyRequest {
  /** 4,144 bytes (reply.ts) */
  readonly sealed: string
  /** 8 bytes: the person's mailbox, where the row is a referral that was given it; ignored else */
  readonly address?: string
}
/**
 * `POST /api/inbox/referrals`: 204 once it lies in the receiving NGO's list, and again for the same bytes. 400 `request-length`,
 * `request-version`; 410 `request-key-unknown`; 409 `referral-own`: for a key of one's own NGO, `request-conflict`.
 */
export interface ReferralRequest {
  /** 8,281 bytes (referralFrame.ts) */
  readonly sealed: string
}
/**
 * `POST /api/inbox/taken-back`: of what came from another NGO, what the person took back there (protocol §9). Asked by its origin,
 * which nobody knows who was not handed it; nothing of it is kept.
 */
export interface TakenBackRequest {
  /** at most 50, 40 bytes each (takenBack.ts) */
  readonly origins: readonly string[]
}
export interface TakenBack {
  /** those of them */
  readonly taken: readonly string[]
}
// `POST /api/inbox/logout`: 204, the session is gone.
// `POST /api/inbox/logout-everywhere`: 204, all sessions of this member are gone.

/** `POST /api/inbox/invitations` (coordinator): 201. The server learns the invitation's id (invitation.ts), never its secret. */
export interface InvitationRequest {
  /** 16 bytes */
  readonly id: string
  /** who has lost their keys: an id of the present team, 16 bytes. Absent: somebody new */
  readonly member?: string
}
export interface InvitationMade {
  /** an hour; nobody can come any more from then on */
  readonly expires: number
}
/** `GET /api/inbox/invitations` (coordinator) */
export interface Invitations {
  readonly invitations: readonly Invitation[]
  /** ids of those in the team who have left by themselves, so that their log-in is gone */
  readonly left: readonly string[]
}
/** `DELETE /api/inbox/invitations/ID` (coordinator): 204, also where there is none. */
export interface Invitation {
  readonly id: string
  /** until when somebody may come, or until when the coordinator may take in who came */
  readonly expires: number
  /** whose keys it is to renew */
  readonly member: string | null
  readonly joined: Joined | null
}
/** Who came. Nothing of it is to be believed before `checkInvitee` and the six words. */
export interface Joined {
  /** the id that their blob names, 16 bytes */
  readonly member: string
  /** log-in name */
  readonly name: string
  /** the shown name */
  readonly shown: string
  readonly box: string
  readonly sign: string
  readonly mac: string
}

/** `GET /api/inbox/members`: of those of one's own NGO who have a log-in. */
export interface MemberNotes {
  readonly members: readonly MemberNote[]
}
export interface MemberNote {
  /** member id */
  readonly member: string
  /** 560 bytes (spoken.ts); null: they told none */
  readonly spoken: { readonly generation: number; readonly sealed: string } | null
  /** whether a passkey opens their keys; absent, as `seen`: who asks is no coordinator */
  readonly passkey?: boolean
  /** midnight UTC of the day on which they unlocked last; null: not known */
  readonly seen?: number | null
}
/** `PUT /api/inbox/me/spoken`: 204; in the place of what the member told before. */
export interface SpokenRequest {
  readonly generation: number
  /** 560 bytes (spoken.ts) */
  readonly sealed: string
}

/** `POST /api/inbox/invited`: what an invitee has to know; 404 `invitation-unknown` for one that is unknown, expired or used. */
export interface InvitedRequest {
  /** the invitation's id, 16 bytes */
  readonly invite: string
}
export interface Invited {
  readonly ngo: string
  readonly expires: number
  /** whose keys are to be renewed: blob and log-in name must be theirs. Null: somebody new, who draws an id and finds a name */
  readonly member: { readonly id: string; readonly name: string } | null
}
/** `POST /api/inbox/join`: 204, once; 404 `invitation-unknown`, 409 `name-taken`. */
export interface JoinRequest {
  readonly invite: string
  readonly name: string
  /** the shown name, 1–200 characters */
  readonly shown: string
  readonly box: string
  readonly sign: string
  readonly blob: string
  /** `loginKey` (member.ts) of each entry of the blob, in its order; never the `login` itself */
  readonly loginKeys: readonly string[]
  readonly mac: string
}

/** `PUT /api/inbox/team` (coordinator): 204; 409 `team-version`, `team-invitee`, `team-last-lead`; 403 `team-refused`. */
export interface TeamRequest {
  /** SignedDocument, version = present + 1 */
  readonly team: Json
  /** inbox keys (inboxKey.ts) for members of this team; what others hold stays as it is */
  readonly keys: readonly { readonly member: string; readonly generation: number; readonly sealed: string }[]
}

// `POST /api/inbox/found`: a start file (startFile.ts), which is its own permission; 204, and again for the same one; 404
// `ngo-unknown`, 403 `start-founder` | `team-refused`, 409 `start-network` | `start-keys` | `team-exists` | `name-taken`.
/** `POST /api/inbox/begun`: whether an NGO has a team. Anybody may ask, so that nobody founds for nothing. */
export interface BegunRequest {
  readonly ngo: string
}
export interface Begun {
  readonly begun: boolean
}

/** `PUT /api/inbox/keys` (coordinator): 204; 409 `team-version`: the team is another one, or keys of such a generation are there. */
export interface KeysRequest extends Pick<TeamRequest, 'keys'> {
  /** version of the present team */
  readonly team: number
}

/**
 * `PUT /api/inbox/me`: another passphrase or kit, or one passkey more; 204, all other sessions of this member are gone. 400
 * `bad-input`, 401 `not-logged-in` also where another session changed them in the same moment.
 */
export interface OwnKeysRequest {
  readonly blob: string
  /**
   * As in `JoinRequest`; null at the place of an entry that stands there already, byte for byte. Where there is a null, no entry of
   * the present blob may be missing.
   */
  readonly loginKeys: readonly (string | null)[]
}

/**
 * `POST /api/inbox/cases`: a case with its first event, and the claim, all or nothing; 201, or 200 where these very bytes are there.
 * 409 `case-taken` with the `case` that the request has; 409 `claim-taken`; 409 `case-generation`; 404.
 */
export interface NewCaseRequest {
  /** 16 random bytes */
  readonly case: string
  /** the request's id */
  readonly request: string
  /** the roster's, for whose key the record is sealed */
  readonly generation: number
  /** the case key record (caseKey.ts), 560 bytes */
  readonly key: string
  /** the first event (caseEvent.ts) */
  readonly event: string
  /** the member takes it */
  readonly claim: boolean
  /** an hour in which they are called if nothing is written behind it; absent or null: they are not */
  readonly wakeAt?: number | null
}
/**
 * `POST /api/inbox/cases/ID/events`: 201, or 200 where these very bytes are there. 409 `case-seq` with `length` and with the `events`
 * from `seq` on, a page of them: read, merge, write again. 409 `claim-taken`, 409 `case-closed`, 403 `case-refused`, 404.
 */
export interface NewEventRequest {
  readonly seq: number
  readonly event: string
  /** an hour, or null for none; absent: as it is */
  readonly wakeAt?: number | null
  readonly claim?: CaseClaim
}
/** What goes with an event because the server enforces it; ids are members'. */
export type CaseClaim =
  /** `from`: who has it now, or null; another has it meanwhile: `claim-taken` */
  | { readonly kind: 'take'; readonly from: string | null }
  | { readonly kind: 'give'; readonly to: string }
  /** `open` is for coordinators; who steps back finds the case no more; `erase` changes no claim, and is for coordinators and `privacy` */
  | { readonly kind: 'release' | 'close' | 'open' | 'step-back' | 'erase' }

/** `GET /api/inbox/cases/ID?from=SEQ`: 404 where there is none, or the member stepped back. */
export interface CasePage extends CaseMark {
  /** of the request */
  readonly request: string
  readonly claim: Claim | null
  /** oldest generation first */
  readonly keys: readonly CaseKeyRecord[]
  /** from `from` on */
  readonly events: readonly string[]
  /** `from` of the next page; null: that was all */
  readonly next: number | null
}
export interface CaseKeyRecord {
  readonly generation: number
  readonly sealed: string
}
/** `GET /api/inbox/cases/keys?before=GENERATION&after=NEXT`: cases that have a record of an older generation, with all theirs. */
export interface OldKeysPage {
  readonly cases: readonly { readonly case: string; readonly keys: readonly CaseKeyRecord[] }[]
  readonly next: string | null
}
/**
 * `PUT /api/inbox/cases/ID/keys/GENERATION`: a record beside those that are there; 204; 409 `case-generation` unless it is newer than
 * all of them, and the roster names it. `DELETE` of the same: 204 once there is a newer one, else 409 `case-generation`.
 */
export interface CaseKeyRequest {
  readonly sealed: string
}
/**
 * `POST /api/inbox/requests/ID/remove`: 204; the request is shredded with its case, and those others of the same return code. 404:
 * there is no such request or withdrawal, or the member stepped back. 403 `case-refused`: without a withdrawal, by who is neither
 * coordinator nor privacy person; or the withdrawal is of another return code.
 */
export interface RemoveRequest {
  /** ids of requests */
  readonly also: readonly string[]
  /** id of the row by which the person took it back, which stays; null: somebody asked for it without a code */
  readonly withdrawal: string | null
}

/**
 * `GET /api/inbox/audit?from=SEQ`: from this line on, 200 a page. `detail` is null where the line is another's and the member neither
 * coordinates nor is the privacy person.
 */
export interface AuditPage {
  /** number of the next line */
  readonly length: number
  /** SHA-256 of the last one, 32 zeros where there is none */
  readonly head: string
  /** number of the first that is kept */
  readonly first: number
  readonly lines: readonly { readonly line: string; readonly detail: string | null }[]
  /** the audit's key, oldest generation first; as a case's (caseKey.ts) */
  readonly keys: readonly CaseKeyRecord[]
  /** `from` of the next page; null: that was all */
  readonly next: number | null
}
/**
 * `POST /api/inbox/audit`: 201, or 200 where these very bytes are there. 409 `audit-seq` with `length` and `head`: read, and write
 * again; 400 `audit-line` | `audit-detail`, 403 `audit-other` | `audit-refused`: not the member's own; 409 `audit-time`: of another
 * hour. `PUT /api/inbox/audit/keys/GENERATION` {sealed}: 204; 409 `case-generation` as for a case's.
 */
export interface NewAuditLine {
  readonly line: string
  /** 296 bytes */
  readonly detail: string
}

/** `GET /api/inbox/teams/VERSION`: a team that another followed, for whoever checks what its members signed; 404. */
export interface PastTeam {
  readonly team: Json
}

/**
 * `DELETE /api/inbox/me`: a member leaves; 204, and log-in, sealed keys and sessions are gone, which nobody can take back. Their
 * name in the team goes with the next one. 409 `team-last-lead`: no other coordinator would be left.
 */
export interface LeaveRequest {
  /** the member's own log-in name, so that nobody leaves by a slip */
  readonly name: string
}

/** The house guide (protocol §10). `version` 0: there is none. `sealed`: null where it is the version that was told to be there. */
export interface GuidePage {
  readonly version: number
  readonly generation: number
  readonly sealed: string | null
}
export interface GuideRequest {
  readonly version: number
  readonly generation: number
  readonly sealed: string
}
