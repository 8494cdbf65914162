import type { Argon2id, MemberCrypto } from './crypto/crypto.ts'
import type { Take } from './export.ts'

/** With what a member opens a sealed copy. `kit` as it was typed. */
export type CopySecret = { readonly name: string; readonly passphrase: string } | { readonly kit: string }

/** A sealed copy that was opened and checked, in memory only. Lines hold nothing that moves a terminal. */
export interface OpenedCopy {
  /** what is in it: whose it is, what is wrong with it, one line a request */
  list(): readonly string[]
  /**
   * One request and its case, in the words of the inbox.
   * @param id as `list` shows it, or the beginning of it
   * @throws MitosError `not-found` | `bad-input`: several begin so
   */
  show(id: string): readonly string[]
  /** The same as data. @param id absent: what is in it, without ways to reach anybody and without notes */
  json(id?: string): object
  close(): void
}

/**
 * What the inbox gives the command line (`inbox/export/offline/open.ts`), which itself has nothing to open with.
 * @throws MitosError `export-…`; `passphrase-wrong` | `kit-wrong` | `kit-length` | `kit-typo` | `blob-…`; `chain-refused` …
 *   `roster-refused` | `key-id-clash` | `team-refused`: what it holds was not signed as it must be
 */
export type OpenCopy = (
  sodium: { readonly crypto: MemberCrypto; readonly argon2id: Argon2id },
  take: Take,
  secret: CopySecret,
  /** seconds UTC */
  now: number,
) => Promise<OpenedCopy>
