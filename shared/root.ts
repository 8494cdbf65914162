import { fromBase64 } from './bytes.ts'
import type { Verifier } from './crypto/crypto.ts'
import { need } from './errors.ts'
import type { Json, JsonObject } from './json.ts'
import { int, key, list, network, object } from './shape.ts'
import { openDocument, readPinned } from './signed.ts'

/** Who may sign what in a network (protocol §3). Times are seconds UTC, keys base64url of 32 bytes. */
export interface Root {
  readonly type: 'root'
  readonly v: 1
  readonly network: string
  readonly version: number
  readonly issued: number
  readonly expires: number
  readonly keys: readonly string[]
  readonly threshold: number
  readonly rosterKeys: readonly string[]
  readonly rosterThreshold: number
  readonly releaseKeys: readonly string[]
  readonly releaseThreshold: number
}

export const DAY = 86_400
const keys = list(key, 1, 8)
const threshold = int(1, 8)
const isRoot = object({
  network,
  version: int(1),
  keys,
  threshold,
  rosterKeys: keys,
  rosterThreshold: threshold,
  releaseKeys: keys,
  releaseThreshold: threshold,
})

/** @throws MitosError `document-shape` */
export function readRoot(verifier: Verifier, inner: JsonObject): Root {
  const root = inner as unknown as Root
  need(
    isRoot(inner) &&
      root.threshold <= root.keys.length &&
      root.rosterThreshold <= root.rosterKeys.length &&
      root.releaseThreshold <= root.releaseKeys.length &&
      areSignKeys(verifier, [...root.keys, ...root.rosterKeys, ...root.releaseKeys]),
  )
  checkTimes(root, 365)
  return root
}

const hasTimes = object({ issued: int(), expires: int() })

/**
 * Checks `issued` and `expires` of a document.
 * @param days how long it may be valid
 * @throws MitosError `document-shape`
 */
export function checkTimes(document: { readonly issued: number; readonly expires: number }, days: number): void {
  const { issued, expires } = document
  need(hasTimes(document) && issued < expires && expires <= issued + days * DAY)
}

/** Whether all are proper Ed25519 keys and none stands twice. */
export function areSignKeys(verifier: Verifier, all: readonly string[]): boolean {
  return new Set(all).size === all.length && all.every((one) => verifier.isSignKey(fromBase64(one, 32)))
}

/**
 * Walks from the root whose hash is `pin` to the last one. Each step is exactly one version on, signed by the old keys and by
 * the new ones; roots on the way may have expired.
 * @param roots all roots of the chain, oldest first
 * @returns the roots from the pinned one to the last
 * @throws MitosError `document-shape` | `document-signature` | `document-type` | `root-refused` where no root has the pin
 */
export async function walkRoots(verifier: Verifier, roots: readonly Json[], pin: string): Promise<readonly Root[]> {
  let path: Root[] | undefined
  for (const value of roots) {
    if (path) path.push(await nextRoot(verifier, path[path.length - 1]!, value))
    else {
      const { inner, hash } = await readPinned(verifier, value, 'root')
      if (hash === pin) path = [readRoot(verifier, inner())]
    }
  }
  need(path, 'root-refused')
  return path
}

/** One step of the walk. */
export async function nextRoot(verifier: Verifier, current: Root, value: Json): Promise<Root> {
  const { inner } = await openDocument(verifier, value, 'root', current.keys, current.threshold)
  const next = readRoot(verifier, inner)
  await openDocument(verifier, value, 'root', next.keys, next.threshold)
  need(next.version === current.version + 1 && next.network === current.network, 'root-refused')
  return next
}
