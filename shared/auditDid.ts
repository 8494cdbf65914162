import { ERASE, GIVE_BACK, OUTSIDE, TAKE_OVER, WITHOUT_YES } from './caseActs.ts'
import { EXPORT_REASONS } from './export.ts'
import type { Json } from './json.ts'
import { bytes, int, key, object, oneOf } from './shape.ts'

/** What a member can do that is written down: acts of a case by their kind, the ways out of the inbox, and reading of the audit itself. */
export const AUDIT_WHAT = [
  'begin',
  'message',
  'claim',
  'take-over',
  'give-back',
  'step-back',
  'hand-over',
  'note',
  'show',
  'try',
  'reply',
  'consent',
  'refer',
  'consent-back',
  'arrived',
  'answered',
  'came-back',
  'still',
  'propose',
  'close',
  'reopen',
  'set-aside',
  'restore',
  'clear',
  'withdrawn',
  'erase',
  'quiet',
  'print',
  'copy',
  'export',
  'audit-read',
  'audit-save',
] as const
export type AuditWhat = (typeof AUDIT_WHAT)[number]

/** Who asked for a copy for the person: themselves, or whoever acts for them with their yes. It is given to nobody else. */
export const COPY = ['person-asked', 'spoken-for'] as const

/** One of a closed list, and nothing of a person: no text, no address, no result of a try. */
export interface AuditDid {
  readonly what: AuditWhat
  /** of `REASONS` */
  readonly reason?: string
  /** 16 random bytes, base64url; absent: of no case */
  readonly case?: string
  /** which event of the case it was, and its SHA-256: so that it shows where the case is cut */
  readonly seq?: number
  readonly event?: string
}

/** Why; a line of another kind has no reason. */
export const REASONS: Partial<Readonly<Record<AuditWhat, readonly string[]>>> = {
  'take-over': TAKE_OVER,
  'give-back': GIVE_BACK,
  show: OUTSIDE,
  try: OUTSIDE,
  refer: WITHOUT_YES,
  erase: ERASE,
  copy: COPY,
  export: EXPORT_REASONS,
}

const isDid = object({ what: oneOf(...AUDIT_WHAT), 'case?': bytes(16), 'seq?': int(0, 2 ** 32 - 1), 'event?': key })

/** Undefined: of a later version, or nothing that stands in an audit. Names that are unknown are left out. */
export function readDid(json: Json): AuditDid | undefined {
  if (!isDid(json)) return undefined
  const { what, reason, case: of, seq, event } = json as unknown as AuditDid
  if (reason !== undefined && !REASONS[what]?.includes(reason)) return undefined
  return {
    what,
    ...(reason !== undefined && { reason }),
    ...(of !== undefined && { case: of }),
    ...(seq !== undefined && { seq }),
    ...(event !== undefined && { event }),
  }
}
