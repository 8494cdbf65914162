import {
  type AuditOf,
  type AuditPlace,
  NO_LINES,
  type SealedLine,
  placeBehind,
  writeAuditLine,
} from '../../shared/audit.ts'
import type { AuditDid } from '../../shared/auditDid.ts'
import type { KnownTeam } from '../../shared/pastTeam.ts'
import { crypto, seed } from './network.ts'
import { NETWORK, place } from './team.ts'

export const HOUR = 3600
/** An hour, seconds UTC. */
export const AT = 1_795_539_600 - (1_795_539_600 % HOUR)
export const OF: AuditOf = { network: NETWORK, ngo: 'a21' }
export const KEY = seed('audit key')
export const TEAM: KnownTeam = { issued: 1, members: [place('lena', 'lead'), place('maria'), place('nikos')] }

export interface Step {
  readonly by: string
  readonly did?: AuditDid
  readonly at?: number
  readonly of?: AuditOf
  /** whose seed signs */
  readonly keys?: string
}

const LOOKED: AuditDid = { what: 'audit-read' }

/** Lines one behind the other. @param from where the first stands */
export async function writtenLines(steps: readonly Step[], from: AuditPlace = NO_LINES): Promise<SealedLine[]> {
  const lines: SealedLine[] = []
  let at = from
  for (const { by, did = LOOKED, at: hour = AT, of = OF, keys = by } of steps) {
    const entry = { by: place(by).id, at: hour, did }
    const one = await writeAuditLine(crypto, KEY, of, at, entry, seed(`${keys} sign`))
    lines.push(one)
    at = await placeBehind(crypto, one.line, at.length)
  }
  return lines
}

export const placeOf = (lines: readonly SealedLine[]): Promise<AuditPlace> =>
  placeBehind(crypto, lines[lines.length - 1]!.line, lines.length - 1)
