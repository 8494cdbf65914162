import type { KeyId, RequestId, SealedRequest } from '../../shared/wire.ts'

/**
 * The store in Mitos's words: what any implementation must do. Every method settles only when what it says is on disk;
 * outcomes are values, and only a broken store throws: MitosError `store-full`, `store-failed` or `store-damaged`.
 */
export interface Store {
  /** Adds a request. `same`: these very bytes are there already; `different`: the id is taken by other bytes. */
  addRequest(request: StoredRequest): Promise<'stored' | 'same' | 'different'>
  /** Requests sealed for any of these keys, the newest hour first. */
  listRequests(keyIds: readonly KeyId[], after: Cursor | null, limit: number): Promise<Page<ClaimedRequest>>
  countRequests(keyIds: readonly KeyId[]): Promise<number>
  /** One request, if it is sealed for one of these keys. */
  findRequest(id: RequestId, keyIds: readonly KeyId[]): Promise<ClaimedRequest | undefined>
  /** Takes a request unless somebody has it; the claim that holds afterwards. */
  claim(id: RequestId, claim: StoredClaim): Promise<StoredClaim>

  /** Documents, by kind and version; never overwritten: `different` means that other bytes stand there. */
  addDocument(document: StoredDocument): Promise<'stored' | 'same' | 'different'>
  /** Other bytes for a document whose signed part stays; false: it has changed meanwhile, or is not there. */
  replaceSignatures(before: StoredDocument, bytes: Uint8Array): Promise<boolean>
  document(kind: DocumentKind, version: number): Promise<StoredDocument | undefined>
  documentByHash(kind: DocumentKind, hash: string): Promise<StoredDocument | undefined>
  documents(kind: DocumentKind): Promise<readonly StoredDocument[]>
  latestDocument(kind: DocumentKind): Promise<StoredDocument | undefined>

  putMember(member: StoredMember): Promise<void>
  memberByName(name: string): Promise<StoredMember | undefined>
  memberById(id: Uint8Array): Promise<StoredMember | undefined>
  putTeam(team: StoredTeam): Promise<void>
  team(ngo: string): Promise<StoredTeam | undefined>
  putInboxKey(key: StoredInboxKey): Promise<void>
  inboxKeys(member: Uint8Array): Promise<readonly StoredInboxKey[]>

  /** Sessions are kept by a hash of their token. */
  addSession(session: StoredSession): Promise<void>
  session(tokenHash: Uint8Array): Promise<StoredSession | undefined>
  removeSession(tokenHash: Uint8Array): Promise<void>
  removeSessionsBefore(hour: number): Promise<void>

  /** A small secret of the server's own, made at the first call and kept: 32 bytes. */
  secret(name: string): Promise<Uint8Array>
  /** Settles only if a write is on disk now. */
  probe(): Promise<void>
  /** The same, and leaves nothing on the disk that tells in which order, or how long ago, was written before. */
  settle(): Promise<void>
  close(): Promise<void>
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
  readonly claim: StoredClaim | null
}

export type DocumentKind = 'root' | 'roster' | 'release'
export interface StoredDocument {
  readonly kind: DocumentKind
  readonly version: number
  /** base64url of SHA-256 of the inner bytes */
  readonly hash: string
  /** the SignedDocument as it came, UTF-8 */
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
