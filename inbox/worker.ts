import { deriveHere, type DeriveJob } from './unlock/derive.ts'
import { sodium } from './unlock/sodium.ts'

interface WorkerScope {
  onmessage: ((event: MessageEvent<DeriveJob>) => void) | null
  postMessage(message: unknown): void
}

/** What this very script does where there is no document: derive keys, nothing else. */
export function serveWorker(scope: WorkerScope): void {
  const derive = deriveHere(sodium)
  scope.onmessage = ({ data }) =>
    void derive(data).then(
      (keys) => scope.postMessage(keys),
      () => scope.postMessage(null),
    )
}
