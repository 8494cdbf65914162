import { createHash } from 'node:crypto'
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { brotliCompressSync, constants, gzipSync } from 'node:zlib'

/** A built file: where it is served, and the hash that whoever loads it compares (standard base64 of SHA-384). */
export interface BuiltFile {
  readonly path: string
  readonly sha384: string
  /** bytes, plain and by gzip -9 */
  readonly size: number
  readonly gzip: number
}

const hash = (name: string, bytes: Uint8Array) => createHash(name).update(bytes)

/** Writes a file under the name of its own hash, with gzip and brotli beside it. */
export async function put(folder: string, name: string, ending: string, bytes: Uint8Array): Promise<BuiltFile> {
  const zipped = gzipSync(bytes, { level: 9 })
  const file = `${name}.${hash('sha256', bytes).digest('hex').slice(0, 16)}.${ending}`
  await mkdir(folder, { recursive: true })
  await writeFile(join(folder, file), bytes)
  await writeFile(join(folder, `${file}.gz`), zipped)
  const quality = { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length }
  await writeFile(join(folder, `${file}.br`), brotliCompressSync(bytes, { params: quality }))
  return described(file, bytes, zipped.length)
}

/** Writes a file with one gzip of a given size beside it, so that its size on the line tells nothing. */
export async function putSized(
  folder: string,
  name: string,
  ending: string,
  bytes: Uint8Array,
  gzipSize: number,
): Promise<BuiltFile> {
  const file = `${name}.${hash('sha256', bytes).digest('hex').slice(0, 16)}.${ending}`
  await writeFile(join(folder, file), bytes)
  await writeFile(join(folder, `${file}.gz`), gzipOfSize(bytes, gzipSize))
  return described(file, bytes, gzipSize)
}

function described(file: string, bytes: Uint8Array, gzip: number): BuiltFile {
  return { path: `/w/${file}`, sha384: hash('sha384', bytes).digest('base64'), size: bytes.length, gzip }
}

/**
 * gzip made longer by its header's extra field (RFC 1952 §2.3.1.1), which every decoder skips.
 * @param size bytes of the result; at least 2 more than the plain gzip, or exactly as many
 */
export function gzipOfSize(bytes: Uint8Array, size: number): Uint8Array {
  const plain = gzipSync(bytes, { level: 9 })
  const extra = size - plain.length - 2
  if (extra === -2) return plain
  if (extra < 0 || extra > 0xffff) throw new Error(`cannot make ${plain.length} bytes of gzip ${size} long`)
  const header = Buffer.from(plain.subarray(0, 10))
  header[3] = header[3]! | 0x04
  const length = Buffer.alloc(2)
  length.writeUInt16LE(extra)
  return Buffer.concat([header, length, Buffer.alloc(extra), plain.subarray(10)])
}
