import { createHash } from 'node:crypto'
import {
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  readdirSync,
  renameSync,
  writeSync,
} from 'node:fs'
import { join } from 'node:path'
import { MitosError } from '../shared/errors.ts'

/** A name that may be served below `/w/`. What compression added lies beside it and has no address of its own. */
const NAME = /^(?!\.)(?!.*\.(br|gz)$)[A-Za-z0-9._-]{1,100}$/

/**
 * The files that run in people's browsers, in the data folder: what was served once is served for ever, because a page that
 * was pasted years ago must still work.
 */
export class WebFiles {
  readonly folder: string
  readonly #hashes = new Map<string, string>()

  /**
   * Takes up what this build made, adding only.
   * @param built the build's `w/`
   * @param folder `w/` of the data folder
   * @throws MitosError `store-unsafe` where a file of the same name has other bytes: a name stands for its bytes
   */
  constructor(built: string, folder: string) {
    this.folder = folder
    mkdirSync(folder, { recursive: true, mode: 0o700 })
    for (const name of existsSync(built) ? readdirSync(built) : []) keep(join(built, name), folder, name)
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

function keep(from: string, folder: string, name: string): void {
  const bytes = readFileSync(from)
  const to = join(folder, name)
  if (existsSync(to)) {
    // Another Node may compress differently; the file itself decides.
    if (NAME.test(name) && !readFileSync(to).equals(bytes))
      throw new MitosError('store-unsafe', `w/${name} in the data folder has other bytes than this build's`)
    return
  }
  // Whole or not at all, also when the power goes: half a file would be refused at every start.
  const temporary = join(folder, `.${name}.new`)
  const file = openSync(temporary, 'w', 0o600)
  writeSync(file, bytes)
  fsyncSync(file)
  closeSync(file)
  renameSync(temporary, to)
}
