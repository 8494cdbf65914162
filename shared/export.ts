import { type PublicKey, fromBase64, join, sameBytes, toBase64, unsigned, wipe } from './bytes.ts'
import type { MemberCrypto } from './crypto/crypto.ts'
import { type ErrorCode, MitosError, codeOf, need } from './errors.ts'
import { type Json, type JsonObject, readJson } from './json.ts'
import { type MemberKeys, publicKeysOf } from './member.ts'
import { int, is, key, network, object, text } from './shape.ts'
import type { CasePage, Me, PastTeam, RequestRow } from './staffApi.ts'
import { fromUtf8, utf8 } from './text.ts'
import { SEAL_SIZE } from './wire.ts'

/**
 * A sealed copy of what a server holds for an NGO (protocol §18): one file for one member, whose passphrase or kit opens it without
 * any server. Nothing is readable in it but the network and the length. It is a row of records, so that neither who writes it
 * nor who reads it holds all of it at once.
 */

/** Why a copy is saved; in the audit, never in the file. */
export const EXPORT_REASONS = ['backup', 'leaving', 'law'] as const
export type ExportReason = (typeof EXPORT_REASONS)[number]

/** What stands in a copy, in this order: `about` … `team`, then requests and cases. */
export type ExportRecord =
  /** of whom it is, when it was made (an hour, seconds UTC), and whether only the member's own requests are in it */
  | {
      readonly kind: 'about'
      readonly ngo: string
      readonly member: string
      readonly at: number
      readonly own: boolean
    }
  /** chain.json as it came */
  | { readonly kind: 'chain'; readonly text: string }
  /** an earlier roster as it came */
  | { readonly kind: 'roster'; readonly version: number; readonly text: string }
  | { readonly kind: 'me'; readonly me: Me }
  | { readonly kind: 'team'; readonly version: number; readonly team: PastTeam }
  | { readonly kind: 'requests'; readonly rows: readonly RequestRow[] }
  /** one page of a case; the pages of one follow each other */
  | { readonly kind: 'case'; readonly page: CasePage }
const KINDS: readonly string[] = [
  'about',
  'chain',
  'roster',
  'me',
  'team',
  'requests',
  'case',
] satisfies readonly ExportRecord['kind'][]

/** How much is in it, as its member signed it. */
export interface ExportCounts {
  readonly requests: number
  readonly cases: number
  readonly events: number
}

/** The first bytes of a copy. */
export const EXPORT_MAGIC = utf8('mitos/export/v1\n')
const HEAD_CAP = 8 << 10
/** The most bytes of a record: a chain of its greatest size, quoted. */
const RECORD_CAP = 4 << 20

export interface ExportHead {
  readonly network: string
  /** the member's wrapped keys (member.ts) */
  readonly blob: Uint8Array
  /** the file's key, sealed to the member */
  readonly key: Uint8Array
  /** SHA-256 of the head as it stands in the file */
  readonly hash: Uint8Array
}

/** "mitos/export-record/v1\n" ‖ SHA-256(head) ‖ u8: 1 for the last */
const around = (hash: Uint8Array, last: boolean): Uint8Array =>
  join(utf8('mitos/export-record/v1\n'), hash, unsigned(+last, 1))
/** The key serves for one file, so the number of the record is all that a nonce needs. */
const nonceOf = (n: number): Uint8Array => join(new Uint8Array(16), unsigned(n, 8))
const endMessage = (hash: Uint8Array, counts: ExportCounts): Uint8Array =>
  join(utf8('mitos/export-end/v1\n'), hash, utf8(JSON.stringify(counts)))

export interface ExportWriter {
  /** the first bytes of the file */
  readonly start: Uint8Array
  /** @returns the next bytes of the file */
  add(record: ExportRecord): Promise<Uint8Array>
  /** The last bytes, signed by the member. @returns `hash`: of the whole, base64url of 32 bytes */
  end(): Promise<{ readonly bytes: Uint8Array; readonly counts: ExportCounts; readonly hash: string }>
  /** Forgets the file's key; nothing can be added any more. */
  close(): void
}

/** @param of whose copy it is; `blob` as the server keeps it */
export async function beginExport(
  crypto: MemberCrypto,
  of: { readonly network: string; readonly blob: Uint8Array; readonly box: PublicKey; readonly signSeed: Uint8Array },
): Promise<ExportWriter> {
  const fileKey = crypto.random(32)
  const sealedKey = toBase64(crypto.seal(fileKey, of.box))
  const head = utf8(
    JSON.stringify({ type: 'export', v: 1, network: of.network, blob: toBase64(of.blob), key: sealedKey }),
  )
  const hash = await crypto.sha256(head)
  const counts = { requests: 0, cases: 0, events: 0 }
  const cases = new Set<string>()
  let running = hash
  let n = 0
  let closed = false
  async function write(value: object, last: boolean): Promise<Uint8Array> {
    need(!closed, 'not-logged-in')
    const plain = utf8(JSON.stringify(value))
    need(plain.length + 16 <= RECORD_CAP, 'too-large')
    const sealed = crypto.aeadSeal(plain, around(hash, last), nonceOf(n++), fileKey)
    running = await crypto.sha256(join(running, sealed))
    return join(unsigned(sealed.length, 4), sealed)
  }
  const close = (): void => {
    closed = true
    wipe(fileKey)
  }
  return {
    start: join(EXPORT_MAGIC, unsigned(head.length, 4), head),
    add(record) {
      if (record.kind === 'requests') counts.requests += record.rows.length
      if (record.kind === 'case') {
        counts.cases = cases.add(record.page.id).size
        counts.events += record.page.events.length
      }
      return write(record, false)
    },
    async end() {
      const hash = toBase64(running)
      const sig = toBase64(crypto.sign(endMessage(running, counts), of.signSeed))
      const bytes = await write({ kind: 'end', counts, hash, sig }, true)
      close()
      return { bytes, counts, hash }
    },
    close,
  }
}

/** Gives the next `length` bytes of a file, fewer only where it ends. */
export type Take = (length: number) => Uint8Array

const isHead = object({
  type: is('export'),
  v: is(1),
  network,
  blob: text(/^[\w-]{1,6000}$/),
  key: text(/^[\w-]{107}$/),
})

/** @throws MitosError `export-shape`: this file is none; `export-cut` */
export async function readExportHead(crypto: MemberCrypto, take: Take): Promise<ExportHead> {
  need(sameBytes(take(EXPORT_MAGIC.length), EXPORT_MAGIC), 'export-shape')
  const length = numberOf(whole(take, 4))
  need(length <= HEAD_CAP, 'export-shape')
  const bytes = whole(take, length)
  try {
    const head = readJson(bytes, HEAD_CAP) as JsonObject
    need(isHead(head))
    const [blob, sealed] = [fromBase64(head['blob'] as string), fromBase64(head['key'] as string, 32 + SEAL_SIZE)]
    return { network: head['network'] as string, blob, key: sealed, hash: await crypto.sha256(bytes) }
  } catch (cause) {
    throw new MitosError('export-shape', cause)
  }
}

function whole(take: Take, length: number): Uint8Array {
  const bytes = take(length)
  need(bytes.length === length, 'export-cut')
  return bytes
}
const numberOf = (bytes: Uint8Array): number => new DataView(bytes.buffer, bytes.byteOffset).getUint32(0)

const isEnd = object({
  kind: is('end'),
  counts: object({ requests: int(), cases: int(), events: int() }),
  hash: key,
  sig: text(/^[\w-]{86}$/),
})

/**
 * The records of a copy, one after the other; unknown kinds are left out. What they say is to be believed once the last is
 * read: only then it is sure that none is missing, and that the member's own browser wrote them.
 * @param keys of the member whose copy it is, which the head's blob holds
 * @returns what the member signed, as the generator's result
 * @throws MitosError `export-cut`: the file ends too early; `export-damaged`: a record is not as it was written, or there is
 *   something behind the last; `export-signature`: somebody else wrote it
 */
export async function* readExport(
  crypto: MemberCrypto,
  take: Take,
  head: ExportHead,
  keys: MemberKeys,
): AsyncGenerator<ExportRecord, ExportCounts> {
  const own = publicKeysOf(crypto, keys)
  const fileKey = crypto.open(head.key, own.box, keys.boxSecret)
  need(fileKey?.length === 32, 'export-damaged')
  try {
    let running = head.hash
    for (let n = 0; ; n++) {
      const length = numberOf(whole(take, 4))
      need(length <= RECORD_CAP, 'export-damaged')
      const sealed = whole(take, length)
      const open = (last: boolean) => crypto.aeadOpen(sealed, around(head.hash, last), nonceOf(n), fileKey)
      const plain = open(false)
      if (!plain) return await readEnd(crypto, take, open(true), running, own.sign)
      running = await crypto.sha256(join(running, sealed))
      const record = damagedUnless(() => JSON.parse(fromUtf8(plain)) as Json)
      if (KINDS.includes((record as { kind?: string } | null)?.kind ?? '')) yield record as unknown as ExportRecord
    }
  } finally {
    wipe(fileKey)
  }
}

async function readEnd(
  crypto: MemberCrypto,
  take: Take,
  plain: Uint8Array | undefined,
  running: Uint8Array,
  sign: PublicKey,
): Promise<ExportCounts> {
  need(plain, 'export-damaged')
  const end = damagedUnless(() => JSON.parse(fromUtf8(plain)) as JsonObject)
  need(isEnd(end) && end['hash'] === toBase64(running) && take(1).length === 0, 'export-damaged')
  const { requests, cases, events } = end['counts'] as unknown as ExportCounts
  const counts = { requests, cases, events }
  const signature = damagedUnless(() => fromBase64(end['sig'] as string, 64))
  need(await crypto.verify(sign, endMessage(running, counts), signature), 'export-signature')
  return counts
}

function damagedUnless<T>(work: () => T, code: ErrorCode = 'export-damaged'): T {
  try {
    return work()
  } catch (cause) {
    throw new MitosError(code, codeOf(cause))
  }
}
