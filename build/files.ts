import { createHash } from 'node:crypto'
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { brotliCompressSync, constants, gzipSync } from 'node:zlib'

/** A built file: where it is served, and the hash that whoever loads it compares (standard base64 of SHA-384). */
export interface BuiltFile {
  readonly path: string
  readonly sha384: string
  /** bytes, plain and as its gzip is served */
  readonly size: number
  readonly gzip: number
}

const hash = (name: string, bytes: Uint8Array) => createHash(name).update(bytes)

/**
 * Writes a file under the name of its own hash, with gzip and brotli beside it.
 * @param zip how the gzip is made; a person's phone gets the smallest, which is too slow for the large pages of others
 */
export async function put(
  folder: string,
  name: string,
  ending: string,
  bytes: Uint8Array,
  zip: (bytes: Uint8Array) => Buffer | Promise<Buffer> = (plain) => gzipSync(plain, { level: 9 }),
): Promise<BuiltFile> {
  const zipped = await zip(bytes)
  const file = `${name}.${hash('sha256', bytes).digest('hex').slice(0, 16)}.${ending}`
  await mkdir(folder, { recursive: true })
  await writeFile(join(folder, file), bytes)
  await writeFile(join(folder, `${file}.gz`), zipped)
  const quality = { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length }
  await writeFile(join(folder, `${file}.br`), brotliCompressSync(bytes, { params: quality }))
  return described(file, bytes, zipped.length)
}

/** Writes a file with one gzip beside it and no brotli, where its size on the line must tell nothing. */
export async function putSized(
  folder: string,
  name: string,
  ending: string,
  bytes: Uint8Array,
  zipped: Buffer,
): Promise<BuiltFile> {
  const file = `${name}.${hash('sha256', bytes).digest('hex').slice(0, 16)}.${ending}`
  await writeFile(join(folder, file), bytes)
  await writeFile(join(folder, `${file}.gz`), zipped)
  return described(file, bytes, zipped.length)
}

function described(file: string, bytes: Uint8Array, gzip: number): BuiltFile {
  return { path: `/w/${file}`, sha384: hash('sha384', bytes).digest('base64'), size: bytes.length, gzip }
}
