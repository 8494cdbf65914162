import { type SecretKey, join, toBase64 } from './bytes.ts'
import { type CaseAct, takesBack } from './caseActs.ts'
import type { CaseOf } from './caseKey.ts'
import type { Crypto, MemberCrypto, Verifier } from './crypto/crypto.ts'
import { MitosError, need } from './errors.ts'
import { type JsonObject, readJson } from './json.ts'
import { pad, unpad } from './pad.ts'
import { SIGNATURE_SIZE } from './sealed.ts'
import { bytes, int, is, key, network, ngoId, object } from './shape.ts'
import { utf8 } from './text.ts'
import { type AuditDid, readDid } from './auditDid.ts'

/** How long a line is kept, in days; what a case says is gone long before (protocol §19). */
export const AUDIT_DAYS = 730

/** Whose audit it is. */
export type AuditOf = Pick<CaseOf, 'network' | 'ngo'>
/** The audit's key lies like a case's, under an id that no case has. */
export const AUDIT_CASE = toBase64(new Uint8Array(16))
export const auditKeyOf = ({ network: of, ngo }: AuditOf): CaseOf => ({ network: of, ngo, case: AUDIT_CASE })

/** How many lines there are, and the SHA-256 of the last one, base64url; 32 zeros where there is none. */
export interface AuditPlace {
  readonly length: number
  readonly head: string
}
export const NO_LINES: AuditPlace = { length: 0, head: toBase64(new Uint8Array(32)) }

/** What a line says to everybody: who did something, in which hour. What it was lies beside it, sealed. */
export interface AuditLine extends AuditOf {
  /** from 0 */
  readonly seq: number
  /** SHA-256 of the line before, base64url; 32 zeros for the first */
  readonly prev: string
  /** member id */
  readonly by: string
  /** the hour in which it was written, seconds UTC */
  readonly at: number
  /** SHA-256 of what was done, as it lies sealed beside the line */
  readonly did: string
}

const LINE = utf8('mitos/audit/v1\n')
const DID = utf8('mitos/audit-did/v1\n')
const PLAIN = 256
const NONCE = 24
const TAG = 16
/** 296 */
export const DETAIL_SIZE = NONCE + PLAIN + TAG
/** The most bytes of a line. */
export const LINE_CAP = 512

const isLine = object({
  type: is('audit'),
  v: is(1),
  network,
  ngo: ngoId,
  seq: int(0, 2 ** 32 - 1),
  prev: key,
  by: bytes(16),
  at: int(),
  did: key,
})

/** A line with what was done, as the server is given them. */
export interface SealedLine {
  /** signature(64) ‖ json */
  readonly line: Uint8Array
  /** 296 bytes */
  readonly detail: Uint8Array
}

/**
 * Writes a line behind a place.
 * @param at seconds UTC; the hour of it is what stands there
 */
export async function writeAuditLine(
  crypto: MemberCrypto,
  auditKey: Uint8Array,
  { network: of, ngo }: AuditOf,
  { length, head }: AuditPlace,
  { by, at, did }: { readonly by: string; readonly at: number; readonly did: AuditDid },
  signSeed: Uint8Array,
): Promise<SealedLine> {
  const nonce = crypto.random(NONCE)
  const plain = pad(utf8(JSON.stringify(did)), PLAIN)
  const detail = join(nonce, crypto.aeadSeal(plain, DID, nonce, auditKey))
  plain.fill(0)
  const value = {
    type: 'audit',
    v: 1,
    network: of,
    ngo,
    seq: length,
    prev: head,
    by,
    at: at - (at % 3600),
    did: toBase64(await crypto.sha256(detail)),
  }
  const json = utf8(JSON.stringify(value))
  return { line: join(crypto.sign(join(LINE, json), signSeed), json), detail }
}

/**
 * A line as it is written, without a look at its signature.
 * @throws MitosError `audit-line`: no line; `audit-other`: another network's or NGO's
 */
export function readAuditLine(line: Uint8Array, of: AuditOf): AuditLine {
  let json: JsonObject
  try {
    need(line.length > SIGNATURE_SIZE && line.length <= LINE_CAP)
    json = readJson(line.slice(SIGNATURE_SIZE), LINE_CAP) as JsonObject
    need(isLine(json) && (json['at'] as number) % 3600 === 0)
  } catch (cause) {
    throw new MitosError('audit-line', cause)
  }
  need(json['network'] === of.network && json['ngo'] === of.ngo, 'audit-other')
  const { network: own, ngo, seq, prev, by, at, did } = json as unknown as AuditLine
  return { network: own, ngo, seq, prev, by, at, did }
}

/** Whether a line is signed by this key, 32 bytes. */
export const isSignedBy = (verifier: Pick<Verifier, 'verify'>, line: Uint8Array, sign: Uint8Array): Promise<boolean> =>
  verifier.verify(sign, join(LINE, line.slice(SIGNATURE_SIZE)), line.slice(0, SIGNATURE_SIZE))

/** Where the line behind this one stands. */
export const placeBehind = async (
  crypto: Pick<Verifier, 'sha256'>,
  line: Uint8Array,
  seq: number,
): Promise<AuditPlace> => ({
  length: seq + 1,
  head: toBase64(await crypto.sha256(line)),
})

/**
 * What was done.
 * @param did as the line has it
 * @returns undefined: something that a later version writes
 * @throws MitosError `audit-detail`: it is not what the line names, or does not open
 */
export async function openDetail(
  crypto: MemberCrypto,
  detail: Uint8Array,
  did: string,
  auditKey: Uint8Array,
): Promise<AuditDid | undefined> {
  need(detail.length === DETAIL_SIZE && toBase64(await crypto.sha256(detail)) === did, 'audit-detail')
  const plain = crypto.aeadOpen(detail.slice(NONCE), DID, detail.slice(0, NONCE), auditKey)
  need(plain, 'audit-detail')
  try {
    return readDid(readJson(unpad(plain, PLAIN), PLAIN))
  } catch (cause) {
    throw new MitosError('audit-detail', cause)
  } finally {
    plain.fill(0)
  }
}

/** A new audit's key, 32 random bytes; to be wiped with the session. */
export const makeAuditKey = (crypto: Pick<Crypto, 'random'>): SecretKey => crypto.random(32) as SecretKey

/** What a case's act is in the audit; null: it has no line of its own (the next hour, which is set beside an act that has one). */
export function didOfAct(
  act: CaseAct,
  of: { readonly case: string; readonly seq: number; readonly event: string },
): AuditDid | null {
  const at = { case: of.case, seq: of.seq, event: of.event }
  switch (act.kind) {
    case 'wake-at':
      return null
    case 'consent':
      return { what: takesBack(act) ? 'consent-back' : act.kind, ...at }
    case 'begin':
      return { what: act.as === 'claimed' ? 'claim' : 'begin', ...at }
    case 'take-over':
    case 'erase':
      return { what: act.kind, reason: act.reason, ...at }
    case 'give-back':
      // Who needs a break owes nobody a word; a line without a reason would be one.
      return { what: act.kind, reason: act.reason === 'break' ? 'other' : act.reason, ...at }
    case 'show':
    case 'try':
      return { what: act.kind, ...(act.outside && { reason: act.outside }), ...at }
    case 'refer':
      return { what: act.kind, ...(act.without && { reason: act.without.reason }), ...at }
    default:
      return { what: act.kind, ...at }
  }
}
