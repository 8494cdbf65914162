import type { SealedReply } from '../../shared/mailbox.ts'
import type { KeyId, RequestId, SealedRequest } from '../../shared/wire.ts'
import type { AlertStore } from './alertStore.ts'
import type { AuditStore } from './auditStore.ts'
import type { CaseStore, StoredCase } from './caseStore.ts'
import type { GuideStore } from './guideStore.ts'

export type { Unopened } from './alertStore.ts'

/**
 * The store in Mitos's words: what any implementation must do. Every method settles only when what it says is on disk;
 * outcomes are values, and only a broken store throws: MitosError `store-full`, `store-failed` or `store-damaged`.
 */
export interface Store extends MemberStore, MailboxStore, CaseStore, AlertStore, GuideStore, AuditStore {
  /**
   * Adds a request. `same`: these very bytes are there already; `different`: the id is taken by other bytes; `removed`: it was
   * here once and was shredded, so it is not taken again.
   */
  addRequest(request: StoredRequest): Promise<'stored' | 'same' | 'different' | 'removed'>
  /** Requests sealed for any of these keys, the newest hour first. */
  listRequests(keyIds: readonly KeyId[], after: Cursor | null, limit: number): Promise<Page<ClaimedRequest>>
  countRequests(keyIds: readonly KeyId[]): Promise<number>
  /** One request, if it is sealed for one of these keys. */
  findRequest(id: RequestId, keyIds: readonly KeyId[]): Promise<ClaimedRequest | undefined>
  /** Takes a request unless somebody has it; the claim that holds afterwards. */
  claim(id: RequestId, claim: StoredClaim): Promise<StoredClaim>
  /** Closes a request that somebody has claimed; one that is closed keeps its hour. False: nobody has claimed it. */
  closeRequest(id: RequestId, hour: number): Promise<boolean>

  /** Shreds one request, and leaves a tombstone. False: it is not there. */
  removeRequest(id: RequestId): Promise<boolean>
  /** Shreds what has lain long enough, in small batches between which others are served. */
  sweep(until: SweepUntil): Promise<Swept>
  /** Takes over tombstones, and shreds what is held of them; how many that were. */
  bury(tombstones: readonly StoredTombstone[]): Promise<number>
  /** Every tombstone of these keys. */
  tombstones(keyIds: readonly KeyId[]): Promise<readonly StoredTombstone[]>
  /** Of which of these, each an origin in its two parts (shared/takenBack.ts), the person took the request back. */
  takenBack(marks: readonly StoredTombstone[]): Promise<readonly boolean[]>
  /**
   * Destroys a generation's inbox keys, and its tombstones if no backup can need them. Null: not yet, a request, or the key of a
   * case, of the audit or of the house guide is held for it; else how many keys went.
   */
  destroyGeneration(generation: StoredGeneration, tombstonesToo: boolean): Promise<number | null>
  /**
   * Destroys an NGO's inbox keys of generations that were made and given up: not named, and below all named ones of which keys are
   * left. How many keys went.
   * @param named generations that a roster names or named
   */
  destroyGivenUp(ngo: string, named: readonly number[]): Promise<number>

  /** Sites that are switched off, in order. */
  sitesOff(): Promise<readonly string[]>
  /** Switches a site off or on again. False: it was so already. @throws MitosError `too-many` above `SITES_OFF` */
  setSite(site: string, off: boolean): Promise<boolean>

  /** Documents, by kind and version; never overwritten: `different` means that other bytes stand there. */
  addDocument(document: StoredDocument): Promise<'stored' | 'same' | 'different'>
  /** Other bytes for a document whose signed part stays; false: it has changed meanwhile, or is not there. */
  replaceSignatures(before: StoredDocument, bytes: Uint8Array): Promise<boolean>
  document(kind: DocumentKind, version: number): Promise<StoredDocument | undefined>
  documentByHash(kind: DocumentKind, hash: string): Promise<StoredDocument | undefined>
  documents(kind: DocumentKind): Promise<readonly StoredDocument[]>
  latestDocument(kind: DocumentKind): Promise<StoredDocument | undefined>

  /** Adds what an NGO tells about data; never changed. @throws MitosError `too-many` above `NOTICES` of one NGO */
  addNotice(notice: StoredNotice): Promise<'stored' | 'same'>
  notice(hash: string): Promise<StoredNotice | undefined>

  /** Adds a switch, or puts it in the place of another one of that NGO and generation. */
  putSwitch(one: StoredSwitch): Promise<void>
  /** Every one that ever came, by NGO and generation. */
  switches(): Promise<readonly StoredSwitch[]>

  /** Settles only if a write is on disk now. */
  probe(): Promise<void>
  /** The same, and leaves nothing on the disk that tells in which order, or how long ago, was written before. */
  settle(): Promise<void>
  close(): Promise<void>
}

/** What waits for return codes, by their addresses of 8 bytes (protocol §8). */
export interface MailboxStore {
  mailbox(address: Uint8Array): Promise<StoredMailbox>
  /** Adds a reply, in place of the oldest where `SLOTS` are there. False: no request has this address. */
  addReply(address: Uint8Array, sealed: SealedReply): Promise<boolean>
  /**
   * Shreds every request and reply of an address, and takes the body by which the person withdraws. The same body again changes
   * nothing.
   * @param body null: for a key that is not known; then only the shredding is done
   */
  wipeMailbox(
    address: Uint8Array,
    body: StoredRequest | null,
  ): Promise<{
    readonly kind: 'stored' | 'same' | 'shredded'
    /** what is not there any more */
    readonly gone: readonly { readonly keyId: KeyId; readonly id: RequestId }[]
  }>
}
export interface StoredMailbox {
  /** 8 bytes, of the address's first request; null: there is none */
  readonly tag: Uint8Array | null
  /** the newest first, `SLOTS` at most */
  readonly replies: readonly SealedReply[]
}

/** Members, their keys and sessions, and who is to become one. */
export interface MemberStore {
  putMember(member: StoredMember): Promise<void>
  memberByName(name: string): Promise<StoredMember | undefined>
  memberById(id: Uint8Array): Promise<StoredMember | undefined>
  /** Everybody, of all NGOs, by name. */
  members(): Promise<readonly StoredMember[]>
  /**
   * Another blob and log-in keys; every session of the member ends but the one of `keep`. False, and nothing happens: there is no
   * such member, or their blob is not `before`.
   */
  changeLogin(
    id: Uint8Array,
    blob: Uint8Array,
    loginKeys: readonly Uint8Array[],
    keep: Uint8Array,
    before?: Uint8Array,
  ): Promise<boolean>
  /**
   * Takes a member's log-in, keys and sessions away. False, and nothing went: none of `unless` is a member.
   * @param unless ids of whom one has to be there, or null
   */
  leave(id: Uint8Array, unless: readonly Uint8Array[] | null): Promise<boolean>
  putTeam(team: StoredTeam): Promise<void>
  team(ngo: string): Promise<StoredTeam | undefined>
  /** One that another followed. */
  pastTeam(ngo: string, version: number): Promise<StoredTeam | undefined>
  /**
   * The next team with all that goes with it, or nothing: who is not in it loses blob, keys, sessions and ways of being called;
   * who was invited becomes a member, or gets the new keys. `version`: it does not follow the present one, or a key is there that would be replaced by one
   * of a generation that is to come; `invitee`: an invitation is gone meanwhile.
   */
  changeTeam(update: TeamUpdate): Promise<'stored' | 'version' | 'invitee'>
  /**
   * The first member of an NGO that has no team, with all that goes with it, or nothing. `same`: this very team is there already;
   * `team-exists`: another one is; `name-taken`: the log-in name or the id is somebody's.
   */
  found(founding: Founding): Promise<'founded' | 'same' | 'team-exists' | 'name-taken'>
  /** Adds inbox keys for members of the present team, all or none. `version`: as above, or the team is another one. */
  addInboxKeys(update: KeysUpdate): Promise<'stored' | 'version'>
  putInboxKey(key: StoredInboxKey): Promise<void>
  inboxKeys(member: Uint8Array): Promise<readonly StoredInboxKey[]>

  /** False: the id is taken. Those whose time is over go. @throws MitosError `too-many` above `INVITATIONS` of one NGO */
  addInvitation(invitation: Omit<StoredInvitation, 'invitee'>, now: number): Promise<boolean>
  invitation(id: Uint8Array): Promise<StoredInvitation | undefined>
  invitations(ngo: string): Promise<readonly StoredInvitation[]>
  removeInvitation(ngo: string, id: Uint8Array): Promise<void>
  /** How many went, with who came by them. @param now seconds UTC */
  removeInvitationsBefore(now: number): Promise<number>
  /**
   * Takes who comes, once. `unknown`: no invitation, or it is over, or used, or whom it names is gone; `name-taken`: name or id is
   * somebody's, or not of the member whose keys are to be renewed.
   * @param keepUntil until when a coordinator may take them in, an hour
   */
  join(
    invitee: StoredInvitee & { readonly invitation: Uint8Array },
    now: number,
    keepUntil: number,
  ): Promise<'joined' | 'unknown' | 'name-taken'>

  /** Of everybody of an NGO who has a log-in. */
  notesOf(ngo: string): Promise<readonly StoredNote[]>
  /** In the place of what they told before. @param sealed 560 bytes; nothing where there is no such member */
  putSpoken(member: Uint8Array, generation: number, sealed: Uint8Array): Promise<void>

  /** Sessions are kept by a hash of their token; the day of a member's newest stays. */
  addSession(session: StoredSession): Promise<void>
  session(tokenHash: Uint8Array): Promise<StoredSession | undefined>
  sessionsOf(member: Uint8Array): Promise<readonly StoredSession[]>
  removeSession(tokenHash: Uint8Array): Promise<void>
  /** How many ended; the one of `keep` does not. */
  removeSessionsOf(member: Uint8Array, keep?: Uint8Array): Promise<number>
  removeSessionsBefore(hour: number): Promise<void>
}

/** Opaque to callers; the key of the last row that they saw. */
export type Cursor = string
export interface Page<T> {
  readonly rows: readonly T[]
  readonly next: Cursor | null
}

/** All that the server knows of a request. No address of a visitor, no site, no language, no time but the hour. */
export interface StoredRequest {
  /** 16 bytes */
  readonly id: RequestId
  /** 8 bytes */
  readonly keyId: KeyId
  /** 8 bytes: the mailbox of its return code */
  readonly address: Uint8Array
  /** 8 bytes */
  readonly tag: Uint8Array
  /** the whole body, 8,281 bytes */
  readonly sealed: SealedRequest
  /** seconds UTC, cut to the hour */
  readonly hour: number
  /** its client sent more than others, or it came under load without work in its id */
  readonly check: boolean
}
export interface StoredClaim {
  /** member id, 16 bytes */
  readonly by: Uint8Array
  readonly hour: number
}
export interface ClaimedRequest extends StoredRequest {
  /** `closed`: the hour, or null */
  readonly claim: (StoredClaim & { readonly closed: number | null }) | null
  /** what is written about it, if anything */
  readonly case?: Pick<StoredCase, 'id' | 'length' | 'wakeAt'>
}

/** Hours, seconds UTC: what is of this hour or an earlier one goes. */
export interface SweepUntil {
  /** that came then and nobody claimed; or whose case was written to then, and is nobody's */
  readonly unread: number
  /** that was claimed then, or whose case was written to then for the last time, and never closed */
  readonly open: number
  /** that was closed then */
  readonly closed: number
}
/** How many requests a sweep shredded, by why. */
export type Swept = Readonly<Record<keyof SweepUntil, number>>

/** That a request was here and is gone, or that the person took it back. */
export interface StoredTombstone {
  readonly keyId: KeyId
  /** SHA-256 of `"mitos/tombstone/v1\n"`, or of `"mitos/taken-back/v1\n"`, ‖ key id ‖ id; never the id, which is a part of the sealed bytes */
  readonly hash: Uint8Array
}
export interface StoredGeneration {
  readonly ngo: string
  readonly generation: number
  readonly keyId: KeyId
}

/** So many sites may be off: what every reader of chain.json takes (shared/chain.ts). */
export const SITES_OFF = 10_000

export type DocumentKind = 'root' | 'roster' | 'release'
export interface StoredDocument {
  readonly kind: DocumentKind
  readonly version: number
  /** base64url of SHA-256 of the inner bytes */
  readonly hash: string
  /** the SignedDocument as it came, UTF-8 */
  readonly bytes: Uint8Array
}
/** So many notices one NGO may ever have brought: twelve languages, forty times. */
export const NOTICES = 500
export interface StoredNotice {
  /** base64url of SHA-256 of the file (shared/notice.ts) */
  readonly hash: string
  readonly ngo: string
  readonly text: string
}
/** By which a lead put spare keys in force; whether it still counts, the roster in force says. */
export interface StoredSwitch {
  readonly ngo: string
  /** of the spare */
  readonly generation: number
  /** the SignedDocument, UTF-8 */
  readonly bytes: Uint8Array
}
export interface StoredMember {
  /** 16 bytes */
  readonly id: Uint8Array
  readonly ngo: string
  /** log-in name */
  readonly name: string
  readonly blob: Uint8Array
  /** `B("mitos/login-key/v1\n" ‖ login, 32)`, one for each entry of the blob */
  readonly loginKeys: readonly Uint8Array[]
  /** Ed25519 public key, which checks log-ins, 32 bytes */
  readonly sign: Uint8Array
}
export interface StoredNote {
  /** member id */
  readonly id: Uint8Array
  readonly blob: Uint8Array
  /** midnight UTC of the day of the newest log-in; null: none since days are kept */
  readonly seen: number | null
  /** the languages they speak (shared/spoken.ts) */
  readonly spoken: { readonly generation: number; readonly sealed: Uint8Array } | null
}
/** So many invitations of one NGO are open at once. */
export const INVITATIONS = 50
export interface StoredInvitation {
  /** 16 bytes */
  readonly id: Uint8Array
  readonly ngo: string
  /** member id whose keys it renews, or null */
  readonly member: Uint8Array | null
  /** seconds UTC, an hour */
  readonly expires: number
  /** who came by it */
  readonly invitee: StoredInvitee | null
}
export interface StoredInvitee {
  /** the id that the blob names, 16 bytes */
  readonly member: Uint8Array
  /** log-in name */
  readonly name: string
  readonly shown: string
  /** X25519 and Ed25519 public keys, 32 bytes */
  readonly box: Uint8Array
  readonly sign: Uint8Array
  readonly blob: Uint8Array
  readonly loginKeys: readonly Uint8Array[]
  /** 32 bytes */
  readonly mac: Uint8Array
}
export interface TeamUpdate {
  readonly team: StoredTeam
  /** ids of all who are in it */
  readonly members: readonly Uint8Array[]
  /** ids of the invitations whose invitees are in it */
  readonly accepted: readonly Uint8Array[]
  readonly keys: readonly StoredInboxKey[]
  /** Keys of generations above this one wait for a roster: what somebody has of them is never replaced. */
  readonly named: number
}
export interface KeysUpdate extends Pick<TeamUpdate, 'keys' | 'named'> {
  readonly ngo: string
  /** of the present team */
  readonly version: number
}
export interface Founding {
  readonly member: StoredMember
  readonly team: StoredTeam
  readonly keys: readonly StoredInboxKey[]
}
export interface StoredTeam {
  readonly ngo: string
  readonly version: number
  readonly bytes: Uint8Array
}
export interface StoredInboxKey {
  /** 16 bytes */
  readonly member: Uint8Array
  readonly generation: number
  readonly sealed: Uint8Array
}
export interface StoredSession {
  /** 32 bytes */
  readonly tokenHash: Uint8Array
  readonly member: Uint8Array
  /** seconds UTC, cut to the hour */
  readonly hour: number
}
