import type { AuditOf } from './audit.ts'
import { need } from './errors.ts'
import { type Json, readJson } from './json.ts'
import { bytes, either, int, is, key, list, network, ngoId, object, text, tuple } from './shape.ts'
import { utf8 } from './text.ts'

/**
 * An audit as somebody takes it out of the inbox (protocol §18), for whoever checks it elsewhere. It holds the key of what was done:
 * whoever has the file reads all of it that the member could read.
 */
export interface AuditFile extends AuditOf {
  readonly type: 'audit-export'
  readonly v: 1
  /** seconds UTC */
  readonly made: number
  /** id of the member who took it out */
  readonly by: string
  /** the audit's key; null where there is none yet */
  readonly key: string | null
  /** signed documents, every team that the server has */
  readonly teams: readonly Json[]
  /** heads of the audit that cases name, as the member's browser read them */
  readonly heads: readonly string[]
  /** signature ‖ json, and what was done; null: another's, which the member may not read */
  readonly lines: readonly (readonly [line: string, detail: string | null])[]
}

/** The most bytes of a file. */
export const AUDIT_FILE_CAP = 512 << 20

const base64 = text(/^[A-Za-z0-9_-]{1,700}$/)
const isAuditFile = object({
  type: is('audit-export'),
  v: is(1),
  network,
  ngo: ngoId,
  made: int(),
  by: bytes(16),
  key: either(is(null), key),
  teams: list(object({}), 0, 10_000),
  heads: list(key, 0, 1_000_000),
  lines: list(tuple(base64, either(is(null), base64)), 0, 1_000_000),
})

export const writeAuditFile = (file: AuditFile): string => JSON.stringify(file)

/** @throws MitosError `json-…` | `document-shape` */
export function readAuditFile(read: string): AuditFile {
  const json = readJson(utf8(read.trim()), AUDIT_FILE_CAP)
  need(isAuditFile(json))
  return json as unknown as AuditFile
}
