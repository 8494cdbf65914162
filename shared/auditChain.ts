import {
  AUDIT_DAYS,
  type AuditLine,
  type AuditOf,
  type AuditPlace,
  NO_LINES,
  isSignedBy,
  placeBehind,
  readAuditLine,
} from './audit.ts'
import { fromBase64 } from './bytes.ts'
import type { Verifier } from './crypto/crypto.ts'
import { type ErrorCode, codeOf } from './errors.ts'
import type { KnownTeam } from './pastTeam.ts'

const HOUR = 3600
const DAY = 86_400
/** A member's clock may be so far off, and an answer so late, seconds. */
const SLACK = 2 * HOUR

/** What is wrong with an audit, and from which line on. */
export interface AuditTrouble {
  readonly code: Extract<ErrorCode, `audit-${string}`>
  readonly seq: number
}

/** A line that could be read, which of those that were given it is, and its SHA-256. */
export interface WalkedLine {
  readonly index: number
  readonly line: AuditLine
  readonly head: string
}

/** How far a walk came. `latest`: the latest hour so far. */
export interface Walk {
  readonly place: AuditPlace
  readonly latest: number
  readonly lines: readonly WalkedLine[]
  readonly troubles: readonly AuditTrouble[]
}

export const BEGIN: Walk = { place: NO_LINES, latest: 0, lines: [], troubles: [] }

/**
 * Walks along lines in their order, and says what does not hold: each names the one before it, is of this NGO, and is signed by
 * somebody who was in the team at its hour. Goes on behind a line that does not hold. Never throws.
 * @param lines signature ‖ json
 * @param teams every team that is known
 */
export async function walkAudit(
  verifier: Verifier,
  from: Walk,
  lines: readonly Uint8Array[],
  of: AuditOf,
  teams: readonly KnownTeam[],
): Promise<Walk> {
  const walked: WalkedLine[] = [...from.lines]
  const troubles: AuditTrouble[] = [...from.troubles]
  let { place, latest } = from
  for (const [index, bytes] of lines.entries()) {
    const seq = place.length
    const bad = (code: AuditTrouble['code']): void => void troubles.push({ code, seq })
    const behind = await placeBehind(verifier, bytes, seq)
    try {
      const line = readAuditLine(bytes, of)
      if (line.seq !== seq || line.prev !== place.head) bad('audit-order')
      if (line.at < latest - SLACK) bad('audit-time')
      if (!(await isByMember(verifier, bytes, line, teams))) bad('audit-signer')
      latest = Math.max(latest, line.at)
      walked.push({ index, line, head: behind.head })
    } catch (error) {
      bad(codeOf(error) === 'audit-other' ? 'audit-other' : 'audit-line')
    }
    place = behind
  }
  return { place, latest, lines: walked, troubles }
}

async function isByMember(
  verifier: Verifier,
  bytes: Uint8Array,
  { by, at }: AuditLine,
  teams: readonly KnownTeam[],
): Promise<boolean> {
  const keys = new Set(
    teamsAround(teams, at).flatMap(({ members }) => members.filter(({ id }) => id === by).map(({ sign }) => sign)),
  )
  for (const sign of keys) if (await isSignedBy(verifier, bytes, fromBase64(sign, 32))) return true
  return false
}

/**
 * Those that may have held while a line of this hour was written: the newest before, and all that came about then. Who was taken out
 * long before is in none of them, and can sign nothing any more.
 */
export function teamsAround(teams: readonly KnownTeam[], at: number): readonly KnownTeam[] {
  const before = teams.filter(({ issued }) => issued <= at - SLACK).sort((a, b) => b.issued - a.issued)
  const about = teams.filter(({ issued }) => issued > at - SLACK && issued < at + HOUR + SLACK)
  return [...before.slice(0, 1), ...about]
}

/**
 * Where a walk begins that is not at the first line: older ones are past their time. One that is past it stays as the first, so that
 * nobody can take lines away and say that they were old.
 * @param now seconds UTC
 */
export function beginAt(first: Uint8Array | undefined, of: AuditOf, now: number): Walk {
  try {
    const line = first && readAuditLine(first, of)
    if (!line || line.seq === 0) return BEGIN
    const old = line.at + (AUDIT_DAYS - 2) * DAY <= now
    return {
      ...BEGIN,
      place: { length: line.seq, head: line.prev },
      troubles: old ? [] : [{ code: 'audit-start', seq: line.seq }],
    }
  } catch {
    return BEGIN
  }
}

/**
 * Whether what was seen before is in it: by this browser, or named by a case.
 * @param seen places, or heads that cases name: no case lives as long as a line
 */
export function missingIn({ lines, place }: Walk, seen: readonly (AuditPlace | string)[]): readonly AuditTrouble[] {
  const heads = new Set(lines.map(({ head }) => head))
  const first = lines[0]?.line
  const isThere = (head: string): boolean => head === NO_LINES.head || heads.has(head) || head === first?.prev
  return seen.flatMap((one): AuditTrouble[] => {
    if (typeof one === 'string') return isThere(one) ? [] : [{ code: 'audit-cut', seq: place.length }]
    const gone = one.length > 0 && (one.length > place.length || (one.length > (first?.seq ?? 0) && !isThere(one.head)))
    return gone ? [{ code: 'audit-cut', seq: Math.min(one.length, place.length) }] : []
  })
}
