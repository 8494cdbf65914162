import { codeOf } from '../shared/errors.ts'
import { adviceFor } from './store/advice.ts'
import type { Store } from './store/store.ts'

/** How often the store is asked, ms. */
const EACH = 60_000

/**
 * Says in the log that the store fails and what to do, once, and that it works again. It asks by itself and at its own times:
 * a line that a request caused would keep the second in which somebody wrote.
 * @returns what ends it
 */
export function watchStore(store: Pick<Store, 'probe'>, log: (line: object) => void, each = EACH): () => void {
  let said = 'ok'
  const look = async (): Promise<void> => {
    const found = await store.probe().then(
      () => 'ok' as const,
      (error: unknown) => codeOf(error, 'store-failed'),
    )
    if (found === said) return
    said = found
    log(found === 'ok' ? { store: found } : { store: found, do: adviceFor(found) })
  }
  const timer = setInterval(() => void look(), each)
  timer.unref()
  return () => clearInterval(timer)
}
