import { type AuditOf, type AuditPlace, openDetail } from './audit.ts'
import { type AuditTrouble, type Walk, beginAt, missingIn, walkAudit } from './auditChain.ts'
import type { AuditDid } from './auditDid.ts'
import type { MemberCrypto } from './crypto/crypto.ts'
import type { ErrorCode } from './errors.ts'
import type { KnownTeam } from './pastTeam.ts'

/** A line as it came: what was done is there or was not given. */
export interface GivenLine {
  readonly line: Uint8Array
  readonly detail: Uint8Array | null
}
/** `did`: null where it was not given or does not open, undefined where a later version wrote it. */
export interface ReadLine {
  readonly seq: number
  readonly by: string
  /** hour, seconds UTC */
  readonly at: number
  readonly did: AuditDid | null | undefined
}
/** Something that does not hold; `case-cut`: a case ends before what the line tells of it. */
export interface Trouble {
  readonly code: AuditTrouble['code'] | Extract<ErrorCode, 'case-cut'>
  /** of the line, from 0 */
  readonly seq: number
}
export interface AuditRead {
  readonly place: AuditPlace
  readonly lines: readonly ReadLine[]
  /** in the order of the lines; none: all holds */
  readonly troubles: readonly Trouble[]
}

export interface ReadAudit extends AuditOf {
  /** from the first one that is kept */
  readonly lines: readonly GivenLine[]
  /** null: what was done is not opened */
  readonly key: Uint8Array | null
  readonly teams: readonly KnownTeam[]
  /** seconds UTC */
  readonly now: number
  /** what browsers saw before, and heads that cases name */
  readonly seen: readonly (AuditPlace | string)[]
  /** SHA-256 of the events of those cases that are at hand, base64url, by the id of the case */
  readonly cases?: ReadonlyMap<string, readonly string[]>
}

/** Reads a whole audit, and says all that does not hold. Never throws. */
export async function readAudit(crypto: MemberCrypto, given: ReadAudit): Promise<AuditRead> {
  const { lines, teams, now, seen, cases } = given
  const bytes = lines.map(({ line }) => line)
  const begin = beginAt(bytes[0], given, now)
  const walk = await walkAudit(crypto, begin, bytes, given, teams)
  const read = await Promise.all(walk.lines.map(async (one) => opened(crypto, one, given, begin)))
  const troubles: Trouble[] = [
    ...walk.troubles,
    ...read.flatMap(({ shut, seq }): Trouble[] => (shut ? [{ code: 'audit-detail', seq }] : [])),
    ...read.flatMap(({ did, seq }): Trouble[] => (did && isCut(did, cases) ? [{ code: 'case-cut', seq }] : [])),
    ...missingIn(walk, seen),
  ]
  return {
    place: walk.place,
    lines: read.map(({ seq, by, at, did }) => ({ seq, by, at, did })),
    troubles: distinct(troubles).sort((a, b) => a.seq - b.seq),
  }
}

async function opened(
  crypto: MemberCrypto,
  { line, index }: Walk['lines'][number],
  { lines, key }: ReadAudit,
  begin: Walk,
): Promise<ReadLine & { readonly shut: boolean }> {
  const { by, at } = line
  const seq = begin.place.length + index
  const detail = lines[index]?.detail
  if (!detail || !key) return { seq, by, at, did: null, shut: false }
  try {
    return { seq, by, at, did: await openDetail(crypto, detail, line.did, key), shut: false }
  } catch {
    return { seq, by, at, did: null, shut: true }
  }
}

function isCut({ case: of, seq, event }: AuditDid, cases: ReadAudit['cases']): boolean {
  const events = of === undefined ? undefined : cases?.get(of)
  return events !== undefined && seq !== undefined && event !== undefined && events[seq] !== event
}

const distinct = (troubles: readonly Trouble[]): Trouble[] => [
  ...new Map(troubles.map((one) => [`${one.code} ${one.seq}`, one])).values(),
]
