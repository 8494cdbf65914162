import { createHash } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { MitosError } from '../../../shared/errors.ts'
import type { JsonObject } from '../../../shared/json.ts'
import { type Release, type ReleaseFile, readRelease } from '../../../shared/release.ts'
import { DAY } from '../../../shared/root.ts'
import type { Io } from '../cli.ts'
import { type FileDocument, isFull, readDocumentFile, tally, tallyWords, unsigned } from './documentFile.ts'
import { disk, readText } from './files.ts'
import { rootFor } from './rootFile.ts'
import { type Signing, addSignature, keyToSign, refuseTimes } from './rootSign.ts'
import { type Tools, count, when } from './tools.ts'

interface Options extends Signing {
  readonly pins?: string
  readonly name?: string
  readonly version?: number
  readonly days: number
  readonly minRoot?: number
  readonly minRoster?: number
  readonly root?: string
}

/** `release sign`: makes a release of a build, or takes the one that is there, and adds one signature. */
export async function signRelease(tools: Tools, io: Io, file: string, options: Options): Promise<void> {
  const sodium = await tools.sodium()
  const made = existsSync(file) ? undefined : make(io, options)
  if (!made && options.pins)
    throw new MitosError('file-exists', 'this release is made already; leave out --pins to add a signature')
  const read = made ?? (await readDocumentFile(sodium, file, 'release'))
  const release = readReleaseInner(read.inner)
  refuseTimes(io, release)
  const root = await rootFor(sodium, file, options.root)
  const key = keyToSign(options.key, 'release', root.releaseKeys, root.network)
  releaseWords(release, read.hash).forEach((line) => io.say(line))
  let { signers } = read
  if (signers.includes(key.key)) io.say('This key has signed this release already; nothing to do.')
  else {
    const document = await addSignature(tools, sodium, read, key, options)
    disk(io, options.dryRun)[made ? 'create' : 'replace'](file, JSON.stringify(document))
    signers = [...signers, key.key]
  }
  const signed = tally(signers, root.releaseKeys, root.releaseThreshold)
  io.say(tallyWords(signed))
  if (isFull(signed)) io.say('Whole. The next roster has to name its hash.')
}

/** A release in words. */
export const releaseWords = (release: Release, hash: string): readonly string[] => [
  `release ${release.version}, called ${release.name}: ${count(Object.keys(release.files).length, 'file')}`,
  `issued ${when(release.issued)}, ends ${when(release.expires)}`,
  `its hash, which a roster names: ${hash}`,
]

/** @throws MitosError `release-refused` */
export function readReleaseInner(inner: JsonObject): Release {
  try {
    return readRelease(inner)
  } catch {
    throw new MitosError('release-refused', 'a name, a time or a file of it is not right; make it anew from a build')
  }
}

function make(io: Io, options: Options): FileDocument {
  const { pins, name, version, days, minRoot, minRoster } = options
  if (pins === undefined || name === undefined || version === undefined)
    throw new MitosError('bad-input', 'there is no such release; to make it, give --pins, --name and --version')
  const now = io.clock()
  const inner = {
    type: 'release',
    v: 1,
    version,
    name,
    issued: now,
    expires: now + days * DAY,
    ...(minRoot && { minRoot }),
    ...(minRoster && { minRoster }),
    files: filesOf(pins),
  }
  const document = unsigned(readReleaseInner(inner as unknown as JsonObject))
  const hash = createHash('sha256').update(document.signed).digest('base64url')
  return { document, inner: inner as unknown as JsonObject, hash, signers: [] }
}

/**
 * The files that a build made, each compared with its hash: what is signed must be what is there.
 * @throws MitosError `release-refused`
 */
function filesOf(pins: string): Readonly<Record<string, ReleaseFile>> {
  let files: Record<string, ReleaseFile>
  try {
    files = (JSON.parse(readText(pins, 'the pins')) as { files: Record<string, ReleaseFile> }).files
    if (!Object.keys(files).length) throw new Error('none')
  } catch (error) {
    if (error instanceof MitosError) throw error
    throw new MitosError('release-refused', 'this is not the pins.json of a build; build again')
  }
  for (const { path, sha384 } of Object.values(files)) {
    const built = join(dirname(pins), String(path))
    const bytes = existsSync(built) ? readFileSync(built) : undefined
    if (!bytes || createHash('sha384').update(bytes).digest('base64') !== sha384)
      throw new MitosError(
        'release-refused',
        'a file beside pins.json is gone or is not as the build made it; build again',
      )
  }
  return files
}
