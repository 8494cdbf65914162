import type { AuditApi } from './audit/api.ts'
import type { CaseApi } from './cases/api.ts'
import type { ExportDeps } from './export/state.ts'
import type { OpenStream } from './list/stream.ts'
import type { BringWords } from './tongue.ts'
import type { Memory } from './trust/memory.ts'
import type { UnlockDeps } from './unlock/unlock.ts'

/** What the inbox is given. `stream`: how the server says that something changed; without it the inbox asks now and then. */
export interface InboxDeps extends UnlockDeps {
  readonly words?: BringWords
  readonly cases: CaseApi
  readonly audit?: AuditApi
  readonly stream?: OpenStream
  /** into what a sealed copy is written, and who is told of it */
  readonly copies?: Pick<ExportDeps, 'file' | 'told'>
}

/** The same, with the memory that all its parts share. */
export type SharedDeps = InboxDeps & { readonly memory: Memory }
