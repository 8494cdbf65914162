import {
  closeSync,
  constants,
  copyFileSync,
  existsSync,
  fsyncSync,
  linkSync,
  lstatSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs'
import { randomBytes } from 'node:crypto'
import { basename, dirname, join } from 'node:path'
import { MitosError } from '../../../shared/errors.ts'
import { makeFolder, syncFile, syncFolder } from '../../durable.ts'
import type { Io } from '../cli.ts'

/** Where a verb puts files: each is there as a whole or not at all, also after a power cut, for its owner only. */
export interface Disk {
  /** @throws MitosError `file-exists`: nothing is ever written over */
  readonly create: (file: string, text: string) => void
  /** Puts another text in the place of a file that is there. */
  readonly replace: (file: string, text: string) => void
}

export const disk = (io: Io, dryRun?: true): Disk => ({
  create(file, text) {
    if (existsSync(file))
      throw new MitosError('file-exists', 'there is a file of that name; nothing is ever written over')
    if (dryRun) return io.say(`dry run, not written: ${file}`)
    makeFolder(dirname(file))
    const half = writeBeside(file, text)
    try {
      place(half, file)
    } finally {
      rmSync(half, { force: true })
    }
    syncFolder(dirname(file))
    io.say(`written: ${file}`)
  },
  replace(file, text) {
    if (dryRun) return io.say(`dry run, not changed: ${file}`)
    const half = writeBeside(file, text)
    try {
      renameSync(half, file)
    } finally {
      rmSync(half, { force: true })
    }
    syncFolder(dirname(file))
    io.say(`written: ${file}`)
  },
})

/** The whole text, on the disk, under a name that nobody looks for. */
function writeBeside(file: string, text: string): string {
  const half = join(dirname(file), `.${basename(file)}.${randomBytes(6).toString('hex')}.new`)
  const handle = openSync(half, 'wx', 0o600)
  try {
    const bytes = Buffer.from(text)
    for (let at = 0; at < bytes.length;) at += writeSync(handle, bytes, at)
    fsyncSync(handle)
  } catch (error) {
    rmSync(half, { force: true })
    throw error
  } finally {
    closeSync(handle)
  }
  return half
}

/** Gives a file its name unless there is one of that name: a link does both at once; memory sticks often have none. */
function place(half: string, file: string): void {
  try {
    linkSync(half, file)
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === 'EEXIST')
      throw new MitosError('file-exists', 'there is a file of that name; nothing is ever written over')
    if (!['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS'].includes(String(code))) throw error
    copyFileSync(half, file, constants.COPYFILE_EXCL)
    syncFile(file)
  }
}

/**
 * A file's text.
 * @param what how a message calls it
 * @throws MitosError `not-found` | `json-too-large`
 */
export function readText(file: string, what: string, cap = 2 << 20): string {
  if (!existsSync(file) || !statSync(file).isFile()) throw new MitosError('not-found', `${what}: there is no such file`)
  if (statSync(file).size > cap) throw new MitosError('json-too-large', `${what}: this file is far too large for one`)
  return readFileSync(file, 'utf8')
}

/**
 * Whether nobody but its owner can get at a secret: a file of one's own in a folder of one's own.
 * @param path of the file, or of the folder where it will be
 * @throws MitosError `data-link` | `data-owner` | `data-readable`
 */
export function needPrivate(path: string, what: string): void {
  const { mode, uid } = lstatSync(path)
  if (lstatSync(path).isSymbolicLink()) throw new MitosError('data-link', `${what} is a link; name the real one`)
  if (uid !== process.getuid?.())
    throw new MitosError('data-owner', `${what} belongs to another account of this computer`)
  if (mode & 0o077)
    throw new MitosError('data-readable', `other accounts of this computer can read ${what} (chmod go= it)`)
}
