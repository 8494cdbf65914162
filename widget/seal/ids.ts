import { sameBytes } from '../../shared/bytes.ts'
import type { KeyId, RequestId } from '../../shared/wire.ts'

/** The id of the next request: one that shows work if it was begun in time, else a plain random one. */
export interface Ids {
  /** Begins to work for a key, unless that is under way or done; for another one it ends. */
  begin(keyId: KeyId): void
  /** An id that was not given out before. Nobody waits here: what is not ready for this key is not used. */
  take(keyId: KeyId): RequestId
  /** Ends what is under way. */
  forget(): void
}

/**
 * @param grind gives an id that shows work, or none
 * @param random gives a plain one
 */
export function createIds(
  grind: (keyId: KeyId, isWanted: () => boolean) => Promise<RequestId | undefined>,
  random: () => RequestId,
): Ids {
  let job: { readonly keyId: KeyId; id?: RequestId | undefined } | undefined
  const isFor = (keyId: KeyId): boolean => job !== undefined && sameBytes(job.keyId, keyId)
  return {
    begin(keyId) {
      if (isFor(keyId)) return
      const mine: typeof job = (job = { keyId })
      void grind(keyId, () => job === mine).then((id) => (mine.id = id))
    },
    take(keyId) {
      const id = isFor(keyId) ? job?.id : undefined
      job = undefined
      return id ?? random()
    },
    forget() {
      job = undefined
    },
  }
}
