/** What members of an NGO did, line by line (protocol §18). The store sees who and in which hour; the rest is sealed. */
export interface AuditStore {
  auditEnd(ngo: string): Promise<AuditEnd>
  /**
   * The next line. `same`: these very bytes are there already; `seq`: another one is in its place, or it does not follow the last.
   * @throws MitosError `too-many` above `AUDIT_LINES` of one NGO
   */
  appendAudit(line: StoredAuditLine & { readonly prev: Uint8Array }): Promise<'stored' | 'same' | 'seq'>
  /** In their order. */
  auditLines(ngo: string, from: number, limit: number): Promise<readonly StoredAuditLine[]>
  /** Oldest generation first. */
  auditKeys(ngo: string): Promise<readonly { readonly generation: number; readonly sealed: Uint8Array }[]>
  /** Beside those that are there. False: it is not newer than all of them. */
  addAuditKey(key: { readonly ngo: string; readonly generation: number; readonly sealed: Uint8Array }): Promise<boolean>
  /**
   * Removes lines of this hour and before, but the newest of them, by which the rest can show that it begins there; where there is no
   * rest, everything, with the keys. How many went.
   */
  sweepAudit(until: number): Promise<number>
}

/** So many lines are kept of one NGO: two years of one line in every two minutes. */
export const AUDIT_LINES = 500_000
export interface AuditEnd {
  /** number of the next line */
  readonly length: number
  /** SHA-256 of the last one, 32 zeros where there is none */
  readonly head: Uint8Array
  /** number of the first that is kept */
  readonly first: number
}
export interface StoredAuditLine {
  readonly ngo: string
  readonly seq: number
  /** member id */
  readonly by: Uint8Array
  /** hour, seconds UTC */
  readonly at: number
  /** SHA-256 of `line` */
  readonly head: Uint8Array
  readonly line: Uint8Array
  /** 296 bytes */
  readonly detail: Uint8Array
}
