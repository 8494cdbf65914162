import { need } from './errors.ts'
import type { JsonObject } from './json.ts'
import { checkTimes } from './root.ts'
import { dictionary, int, label, object, text } from './shape.ts'

/** A file that runs: where it lies on the server, and the hash that the browser compares (standard base64 of SHA-384). */
export interface ReleaseFile {
  readonly path: string
  readonly sha384: string
}

/** The signed list of the files that run (protocol §3). `files` has `panel`, `later`, `back`, `seal`, `inbox`, and `lang/TAG`,
 * `words/TAG` and `back/TAG` of each catalog. */
export interface Release {
  readonly type: 'release'
  readonly v: 1
  readonly version: number
  readonly name: string
  readonly issued: number
  readonly expires: number
  readonly minRoot?: number
  readonly minRoster?: number
  readonly files: Readonly<Record<string, ReleaseFile>>
}

const file = object({ path: text(/^\/w\/[A-Za-z0-9._-]{1,100}$/), sha384: text(/^[A-Za-z0-9+/]{64}$/) })
const isRelease = object({
  version: int(1),
  name: label,
  'minRoot?': int(1),
  'minRoster?': int(1),
  files: dictionary(/^[A-Za-z0-9/-]{1,60}$/, file),
})
const NEEDED = ['panel', 'seal', 'inbox', 'lang/en']

/** @throws MitosError `document-shape` */
export function readRelease(inner: JsonObject): Release {
  const release = inner as unknown as Release
  need(isRelease(inner) && NEEDED.every((name) => release.files[name]))
  checkTimes(release, 400)
  return release
}
