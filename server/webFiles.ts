import { createHash } from 'node:crypto'
import {
  closeSync,
  existsSync,
  fsyncSync,
  openSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { brotliDecompressSync, gunzipSync } from 'node:zlib'
import { MitosError } from '../shared/errors.ts'
import { makeFolder, syncFolder } from './durable.ts'

/** A name that may be served below `/w/`. What compression added lies beside it and has no address of its own. */
const NAME = /^(?!\.)(?!.*\.(br|gz)$)[A-Za-z0-9._-]{1,100}$/

/**
 * How much of a file is read at a time, for `sendFile`, whose types do not know it: who reads slowly makes the server hold two
 * such pieces, and there may be thousands.
 */
export const IN_PIECES = { highWaterMark: 16 << 10 } as object

/**
 * The files that run in people's browsers, in the data folder: what was served once is served for ever, because a page that
 * was pasted years ago must still work.
 */
export class WebFiles {
  readonly folder: string
  readonly #hashes = new Map<string, string>()

  /**
   * Takes up what this build made, adding only; a compressed form that is damaged is replaced by this build's, or goes.
   * @param built the build's `w/`
   * @param folder `w/` of the data folder
   * @throws MitosError `store-unsafe` where a file of the same name has other bytes: a name stands for its bytes;
   *   `store-full` | `store-failed` where one could not be written whole
   */
  constructor(built: string, folder: string) {
    this.folder = folder
    makeFolder(folder)
    dropDamagedForms(folder)
    for (const name of existsSync(built) ? readdirSync(built) : []) keep(join(built, name), folder, name)
    // What this build brought is looked at too: a bad form must not become the one that stays.
    dropDamagedForms(folder)
    syncFolder(folder)
  }

  /** SHA-384 of a file, standard base64; undefined where there is none. */
  sha384(name: string): string | undefined {
    if (!NAME.test(name)) return undefined
    let hash = this.#hashes.get(name)
    if (hash === undefined && existsSync(join(this.folder, name))) {
      hash = createHash('sha384').update(this.read(name)).digest('base64')
      this.#hashes.set(name, hash)
    }
    return hash
  }

  read(name: string): Buffer {
    return readFileSync(join(this.folder, name))
  }
}

/** Adds a file whole and on the disk, or not at all: half of one would be served for ever, under its whole name. */
function keep(from: string, folder: string, name: string): void {
  const bytes = readFileSync(from)
  const to = join(folder, name)
  if (existsSync(to)) {
    // Another Node may compress differently; the file itself decides.
    if (NAME.test(name) && !readFileSync(to).equals(bytes)) throw new MitosError('store-unsafe', otherBytes(name))
    return
  }
  const temporary = join(folder, `.${name}.new`)
  try {
    const file = openSync(temporary, 'w', 0o600)
    try {
      // All of it or an error: a single write may stop where the disk is full, and say so only by its count.
      writeFileSync(file, bytes)
      fsyncSync(file)
    } finally {
      closeSync(file)
    }
    renameSync(temporary, to)
  } catch (error) {
    rmSync(temporary, { force: true })
    throw notWritten(name, error)
  }
}

const otherBytes = (name: string): string =>
  `w/${name} in the data folder has other bytes than this build's. If the disk was full or failed, delete that file and ` +
  `start again; if not, this build is not the one that was published under the name`

function notWritten(name: string, error: unknown): MitosError {
  const { code } = Object(error) as NodeJS.ErrnoException
  const full = code === 'ENOSPC' || code === 'EDQUOT' || code === 'EFBIG'
  return new MitosError(full ? 'store-full' : 'store-failed', `w/${name} could not be written to the data folder`)
}

/** Without its compressed form a file is sent as it is; with a damaged one it would be refused by every browser. */
function dropDamagedForms(folder: string): void {
  for (const name of readdirSync(folder)) {
    const [, of, ending] = /^([^.].*)\.(br|gz)$/.exec(name) ?? []
    if (of === undefined || !existsSync(join(folder, of))) continue
    if (!isFormOf(join(folder, name), ending === 'br' ? brotliDecompressSync : gunzipSync, join(folder, of)))
      rmSync(join(folder, name))
  }
}

function isFormOf(compressed: string, decompress: (bytes: Buffer) => Buffer, plain: string): boolean {
  try {
    return decompress(readFileSync(compressed)).equals(readFileSync(plain))
  } catch {
    return false
  }
}
