import type { AuditPage, NewAuditLine } from '../../shared/staffApi.ts'
import { type Fetch, callBy, readBody } from '../api.ts'

/** The audit as the server keeps it (protocol §18). */
export interface AuditApi {
  /** From a line on; `from` behind the last: no line, and all else. */
  read(from: number): Promise<AuditPage>
  append(line: NewAuditLine): Promise<void>
  putKey(generation: number, sealed: string): Promise<void>
}

/** @throws MitosError as `callBy` */
export function createAuditApi(fetch: Fetch): AuditApi {
  const call = callBy(fetch)
  return {
    read: async (from) => (await readBody(await call(`/api/inbox/audit?from=${from}`))) as unknown as AuditPage,
    append: async (line) => void (await call('/api/inbox/audit', line)),
    putKey: async (generation, sealed) => void (await call(`/api/inbox/audit/keys/${generation}`, { sealed }, 'PUT')),
  }
}
