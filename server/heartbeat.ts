import type { Store } from './store/store.ts'

const MINUTE = 60_000

/**
 * Writes each minute, whether anybody came or not. The dates of the store's files then tell when the machine was last on, and
 * not when somebody last wrote; and what would tell the order of writes, or count them by the minute, is emptied.
 * @returns what ends it
 */
export function beginHeartbeat(store: Store): () => void {
  // A store that fails says so at /healthz.
  const timer = setInterval(() => void store.settle().catch(() => undefined), MINUTE).unref()
  return () => clearInterval(timer)
}
