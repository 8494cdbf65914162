import type { Reply } from '../../shared/reply.ts'
import type { CodeKeys } from '../../shared/returnCode.ts'
import type { Ngo } from '../../shared/roster.ts'
import type { SealedRequest } from '../../shared/wire.ts'

/** What a mailbox holds for who has its number. */
export interface Opened {
  /** Who has the request; undefined where the number is of none, or of an NGO that has left. */
  readonly ngo: Ngo | undefined
  /** Newest first. */
  readonly replies: readonly Reply[]
  /** A reply was written of which nothing is here. */
  readonly missing: boolean
  /** Something was sealed for this number that cannot be checked; nothing of it is shown. */
  readonly unsure: boolean
}

/** All that is known of somebody who came back with a number; dropped by every wipe, which also overwrites the keys. */
export interface Back extends Partial<Opened> {
  readonly keys?: CodeKeys
  /** A word more, as it was sealed: sent again, it is the same bytes. */
  readonly sealed?: { readonly text: string; readonly body: SealedRequest }
}
