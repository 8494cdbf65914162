import { codeOf } from '../shared/errors.ts'
import { adviceFor } from './store/advice.ts'
import type { Store } from './store/store.ts'

const MINUTE = 60_000

/**
 * Writes each minute, whether anybody came or not. The dates of the store's files then tell when the machine was last on, and
 * not when somebody last wrote; and what would tell the order of writes, or count them by the minute, is emptied.
 *
 * By the same write it finds that the store fails, and says so in the log with what to do, once; and that it works again. A line
 * that a request caused would keep the second in which somebody wrote.
 * @param each ms
 * @returns what ends it
 */
export function beginHeartbeat(store: Pick<Store, 'settle'>, log: (line: object) => void, each = MINUTE): () => void {
  let said = 'ok'
  const beat = async (): Promise<void> => {
    const found = await store.settle().then(
      () => 'ok' as const,
      (error: unknown) => codeOf(error, 'store-failed'),
    )
    if (found === said) return
    said = found
    log(found === 'ok' ? { store: found } : { store: found, do: adviceFor(found) })
  }
  const timer = setInterval(() => void beat(), each).unref()
  return () => clearInterval(timer)
}
