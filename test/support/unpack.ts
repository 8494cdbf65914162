import { brotliDecompressSync, constants, inflateRawSync, inflateSync } from 'node:zlib'
import lz4 from 'lz4js'
import snappy from 'snappyjs'

const MOZLZ4 = Buffer.from('mozLz40\0')
const GZIP = Buffer.from([0x1f, 0x8b, 0x08])
/** The second byte of a zlib stream, by how hard it was pressed. */
const ZLIB = [0x01, 0x5e, 0x9c, 0xda].map((level) => Buffer.from([0x78, level]))
const TABLE = Buffer.from('57fb808b247547db', 'hex')
const CACHE_ENTRY = Buffer.from('305c72a71b6dfbfc', 'hex')
/** A stream may be cut, or something else may follow it. */
const CUT = { finishFlush: constants.Z_SYNC_FLUSH }

/**
 * A file of a browser's profile, as it lies there and with all in it unpacked that browsers press: session files and local
 * storage of Firefox, tables of LevelDB, entries of Chromium's cache, gzip and zlib anywhere.
 */
export function unpacked(file: Buffer): readonly Buffer[] {
  return [file, ...mozLz4(file), ...tableBlocks(file), ...cached(file), ...streams(file)]
}

function mozLz4(file: Buffer): readonly Buffer[] {
  if (!file.subarray(0, 8).equals(MOZLZ4)) return []
  const out = Buffer.alloc(file.readUInt32LE(8))
  lz4.decompressBlock(file, out, 12, file.length - 12, 0)
  return [out]
}

/** The blocks of a LevelDB table, by its index. */
function tableBlocks(file: Buffer): readonly Buffer[] {
  if (file.length < 48 || !file.subarray(-8).equals(TABLE)) return []
  const footer = new Reader(file, file.length - 48)
  footer.varint()
  footer.varint()
  const index = block(file, footer.varint(), footer.varint())
  const reader = new Reader(index, 0)
  const blocks: Buffer[] = [index]
  const end = index.length - 4 * (index.readUInt32LE(index.length - 4) + 1)
  while (reader.at < end) {
    reader.varint()
    const [key, value] = [reader.varint(), reader.varint()]
    const handle = new Reader(index, reader.at + key)
    blocks.push(block(file, handle.varint(), handle.varint()))
    reader.at += key + value
  }
  return blocks
}

function block(file: Buffer, at: number, size: number): Buffer {
  const bytes = file.subarray(at, at + size)
  switch (file[at + size]) {
    case 0:
      return bytes
    case 1:
      return Buffer.from(snappy.uncompress(bytes))
    default:
      throw new Error(`a block of LevelDB is pressed in a way that is not known here: ${file[at + size]}`)
  }
}

class Reader {
  readonly #bytes: Buffer
  at: number
  constructor(bytes: Buffer, at: number) {
    this.#bytes = bytes
    this.at = at
  }
  varint(): number {
    for (let value = 0, scale = 1; ; scale *= 128) {
      const byte = this.#bytes[this.at++]!
      value += (byte & 127) * scale
      if (byte < 128) return value
    }
  }
}

/** What follows the key of an entry of Chromium's cache, if it was pressed with Brotli, which has no mark of its own. */
function cached(file: Buffer): readonly Buffer[] {
  if (!file.subarray(0, 8).equals(CACHE_ENTRY)) return []
  return attempt(() =>
    brotliDecompressSync(file.subarray(24 + file.readUInt32LE(12)), { finishFlush: constants.BROTLI_OPERATION_FLUSH }),
  )
}

function streams(file: Buffer): readonly Buffer[] {
  return [
    ...places(file, GZIP).flatMap((at) => attempt(() => inflateRawSync(file.subarray(behindHead(file, at)), CUT))),
    ...ZLIB.flatMap((mark) => places(file, mark)).flatMap((at) => attempt(() => inflateSync(file.subarray(at), CUT))),
  ]
}

/** Node's own reader of gzip refuses what something else follows, so what is inside is read by itself. */
function behindHead(file: Buffer, at: number): number {
  const flags = file[at + 3]!
  let behind = at + 10
  if (flags & 4) behind += 2 + file.readUInt16LE(behind)
  for (const text of [8, 16]) if (flags & text) behind = file.indexOf(0, behind) + 1
  return flags & 2 ? behind + 2 : behind
}

function places(file: Buffer, mark: Buffer): readonly number[] {
  const found: number[] = []
  for (let at = file.indexOf(mark); at >= 0; at = file.indexOf(mark, at + 1)) found.push(at)
  return found
}

/** Most places that look like a beginning are none. */
function attempt(work: () => Buffer): readonly Buffer[] {
  try {
    return [work()]
  } catch {
    return []
  }
}
