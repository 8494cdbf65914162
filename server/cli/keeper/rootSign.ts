import { MitosError } from '../../../shared/errors.ts'
import { DAY } from '../../../shared/root.ts'
import type { Io } from '../cli.ts'
import { disk } from './files.ts'
import { type FileDocument, withSignature } from './documentFile.ts'
import { openSeed, readKeyFile, type KeyFile, type KeyRole } from './keyFile.ts'
import { type PassphraseOptions, passphraseOf } from './passphrase.ts'
import { type RootFile, lacks, readRootFile, rootBefore } from './rootFile.ts'
import { changes, rootWords, signatureWords } from './rootWords.ts'
import { wipe } from '../../../shared/bytes.ts'
import { type Common, type Sodium, type Tools, confirm } from './tools.ts'

export interface Signing extends Common, PassphraseOptions {
  readonly key: string
}

/** `root sign`: says what is about to be signed, asks where a key loses its right, and adds one signature. */
export async function signRoot(
  tools: Tools,
  io: Io,
  file: string,
  options: Signing & { readonly previous?: string },
): Promise<void> {
  const sodium = await tools.sodium()
  const read = await readRootFile(sodium, file)
  const missing = lacks(sodium, read.root)
  if (missing.length) throw new MitosError('root-refused', `this root cannot be signed yet. ${missing.join('. ')}`)
  const before = await rootBefore(sodium, file, read, options.previous)
  refuseTimes(io, read.root)
  const key = keyToSign(options.key, 'root', [...read.root.keys, ...(before?.root.keys ?? [])], read.root.network)
  if (read.signers.includes(key.key)) {
    io.say('This key has signed this root already; nothing to do.')
    return sayState(io, read, before)
  }
  rootWords(read.root).forEach((line) => io.say(line))
  if (before)
    io.say(`compared with root ${before.root.version}, whose hash is ${before.hash}: is that what you have on paper?`)
  const changed = before && changes(before.root, read.root)
  if (changed?.grave)
    await confirm(tools, io, [...changed.lines, 'What is signed and published cannot be taken back.'], options)
  else changed?.lines.forEach((line) => io.say(line))
  const document = await addSignature(tools, sodium, read, key, options)
  disk(io, options.dryRun).replace(file, JSON.stringify(document))
  sayState(io, { ...read, document, signers: [...read.signers, key.key] }, before)
}

function sayState(io: Io, read: RootFile, before?: RootFile): void {
  const { lines, full } = signatureWords(read, before?.root)
  lines.forEach((line) => io.say(line))
  if (full) io.say(`Whole. It can be published. Its hash: ${read.hash}`)
}

/**
 * Times that no document may be signed with.
 * @throws MitosError `clock-behind` | `root-refused` | `release-refused` | `roster-refused`
 */
export function refuseTimes(
  io: Io,
  { type, issued, expires }: { readonly type: KeyRole; readonly issued: number; readonly expires: number },
): void {
  const now = io.clock()
  if (issued > now + DAY)
    throw new MitosError(
      'clock-behind',
      'it was made in the future: the clock of this computer, or of the other one, is wrong; set it',
    )
  if (expires <= now)
    throw new MitosError(`${type}-refused`, 'its time is over; make a new one (or set the clock of this computer)')
}

/**
 * A key that may sign this.
 * @throws MitosError `key-refused`, and as readKeyFile
 */
export function keyToSign(file: string, role: KeyRole, allowed: readonly string[], network: string): KeyFile {
  const key = readKeyFile(file)
  if (key.role !== role)
    throw new MitosError('key-refused', `this is a ${key.role} key; a ${role} is signed with a ${role} key`)
  if (key.network !== network) throw new MitosError('key-refused', 'this key is of another network')
  if (!allowed.includes(key.key))
    throw new MitosError('key-refused', 'the root does not name this key, so its signature would not count')
  return key
}

/** Asks for the passphrase and signs. */
export async function addSignature(
  tools: Tools,
  sodium: Sodium,
  read: FileDocument,
  key: KeyFile,
  options: PassphraseOptions,
): Promise<FileDocument['document']> {
  const seed = await openSeed(sodium, key, await passphraseOf(tools, options))
  try {
    return withSignature(sodium, read, seed)
  } finally {
    wipe(seed)
  }
}
