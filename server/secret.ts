import {
  chmodSync,
  closeSync,
  existsSync,
  fsyncSync,
  linkSync,
  lstatSync,
  openSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { join as joinPath } from 'node:path'
import { join } from '../shared/bytes.ts'
import type { Crypto } from '../shared/crypto/crypto.ts'
import { MitosError } from '../shared/errors.ts'
import { utf8 } from '../shared/text.ts'

/** In the data folder, beside the database and never in it: who reads a backup of the database has no secret of the server's. */
export const SECRET_FILE = 'server.secret'
const SIZE = 32

/** Secrets of the server's own, 32 bytes each, always the same for a name. */
export type Secrets = (name: string) => Uint8Array

/**
 * Reads the server's secret, and makes it at the first start: whole and on the disk, or not at all.
 * @throws MitosError `store-unsafe` where it is not 32 bytes in a file; `store-failed` where it cannot be read or written
 */
export function openSecrets(folder: string, crypto: Pick<Crypto, 'blake2b' | 'random'>): Secrets {
  const file = joinPath(folder, SECRET_FILE)
  let secret: Uint8Array
  try {
    if (!lstatSync(file, { throwIfNoEntry: false })) make(file, crypto.random(SIZE))
    if (!lstatSync(file).isFile()) throw new MitosError('store-unsafe', `${SECRET_FILE} is a link`)
    chmodSync(file, 0o600)
    secret = new Uint8Array(readFileSync(file))
  } catch (cause) {
    if (cause instanceof MitosError) throw cause
    throw new MitosError('store-failed', `${SECRET_FILE} cannot be read or written in the data folder`)
  }
  if (secret.length !== SIZE)
    throw new MitosError('store-unsafe', `${SECRET_FILE} is damaged; put its copy back, or remove it for a new one`)
  return (name) => crypto.blake2b(join(utf8('mitos/server-secret/v1\n'), utf8(name)), 32, secret)
}

/** A link and not a renaming: of two processes that begin at once, both go on with the same one. */
function make(file: string, secret: Uint8Array): void {
  const temporary = `${file}.new`
  const handle = openSync(temporary, 'w', 0o600)
  try {
    writeFileSync(handle, secret)
    fsyncSync(handle)
  } finally {
    closeSync(handle)
  }
  if (!existsSync(file)) linkSync(temporary, file)
  rmSync(temporary)
  const folder = openSync(joinPath(file, '..'), 'r')
  fsyncSync(folder)
  closeSync(folder)
}
