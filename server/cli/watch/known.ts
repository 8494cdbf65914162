import { existsSync, readFileSync, statSync } from 'node:fs'
import { codeOf } from '../../../shared/errors.ts'
import { dictionary, int, is, key, object, text } from '../../../shared/shape.ts'
import { type Finding, red } from '../roster/finding.ts'
import { replaceFile } from '../roster/writeDraft.ts'

/** What a watch remembers from one time to the next. Nothing of it is secret, but who changes it blinds the watch. */
export interface Known {
  readonly v: 1
  /** hash of the root that the network is known by */
  readonly root: string
  /** `roster 7` → its hash, of every document that was ever seen; one version has one hash, everywhere and for ever */
  readonly documents: Readonly<Record<string, string>>
  /** origin → the newest versions that it gave */
  readonly servers: Readonly<Record<string, Versions>>
  /** path of each loader and boot that was ever seen → SHA-384: pages that were pasted then still need them */
  readonly files: Readonly<Record<string, string>>
}

export interface Versions {
  readonly root: number
  readonly release: number
  readonly roster: number
  /** NGO → generation of the keys with which it reads, switches applied; missing in files of before switches were watched */
  readonly generations?: Readonly<Record<string, number>>
}

const version = int(1)
const isKnown = object({
  v: is(1),
  root: key,
  documents: dictionary(/^(root|release|roster) [1-9]\d{0,15}$/, key),
  servers: dictionary(
    /^https?:\/\/\S{1,300}$/,
    object({
      root: version,
      release: version,
      roster: version,
      'generations?': dictionary(/^[a-z0-9-]{2,16}$/, version),
    }),
  ),
  files: dictionary(/^\/w\/(loader|boot)\.[A-Za-z0-9._-]{1,90}$/, text(/^[A-Za-z0-9+/]{64}$/)),
})

export const nothingKnown = (root: string): Known => ({ v: 1, root, documents: {}, servers: {}, files: {} })

const CAP = 4 << 20
const WHERE = 'what was known'

/** A file that is not there is the first time; one that cannot be read is an alarm, since somebody may want it forgotten. */
export function readKnown(path: string, root: string): Known | Finding {
  if (!existsSync(path)) return nothingKnown(root)
  let known: unknown
  try {
    if (statSync(path).size <= CAP) known = JSON.parse(readFileSync(path, 'utf8'))
  } catch {
    // told below
  }
  if (!isKnown(known)) {
    const todo = 'Put back a copy, or move it away and look at the network by hand before you begin anew'
    return red('known-unreadable', WHERE, 'the file cannot be read, so nothing can be compared', todo)
  }
  const read = known as Known
  if (read.root === root) return read
  return red('known-other', WHERE, 'the file was kept for another root', 'Keep one file for each network')
}

/** Keeps it; what fails is told, since the next watch would not notice a step back. */
export function writeKnown(path: string, known: Known): readonly Finding[] {
  try {
    replaceFile(path, `${JSON.stringify(known, null, 1)}\n`)
    return []
  } catch (error) {
    return [
      red('known-unwritten', WHERE, `the file could not be written (${codeOf(error)})`, 'Look at disk and rights'),
    ]
  }
}
