import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib'
import lz4 from 'lz4js'
import snappy from 'snappyjs'
import { describe, expect, it } from 'vitest'
import { findIn, spellings } from '../support/canary.ts'
import { unpacked } from '../support/unpack.ts'

const CANARY = 'kΩ8vQ2xTm'
/** Long and repeated enough that what presses it does not leave it as it is. */
const TEXT = Buffer.from(`kΩ8vQ2 and kΩ8vQ2 or 8vQ2xTm and 8vQ2xTm: ${CANARY}`)
const holds = (file: Buffer) => unpacked(file).some((one) => findIn(one, CANARY))

describe('the search through a profile finds a text', () => {
  it.each(spellings(CANARY).map((one, i) => [i, one] as const))('in spelling %i', (_, spelling) => {
    expect(holds(Buffer.concat([Buffer.from('before '), spelling, Buffer.from(' after')]))).toBe(true)
  })

  it('in base64 of UTF-8 and UTF-16, wherever it begins', () => {
    for (const encoding of ['utf8', 'utf16le'] as const)
      for (const before of ['', 'a', 'ab', 'abc'])
        expect(holds(Buffer.from(Buffer.from(`${before}${CANARY}zz`, encoding).toString('base64')))).toBe(true)
  })

  it('in gzip and zlib, in the midst of a file', () => {
    for (const press of [gzipSync, deflateSync])
      expect(holds(Buffer.concat([Buffer.from('head'), press(TEXT), Buffer.from('tail')]))).toBe(true)
  })

  it("in Firefox's session files", () => {
    const packed = Buffer.from(lz4.makeBuffer(2 * TEXT.length))
    const size = lz4.compressBlock(TEXT, packed, 0, TEXT.length, new Uint32Array(1 << 16))
    const head = Buffer.from('mozLz40\0    ')
    head.writeUInt32LE(TEXT.length, 8)
    expect(size).toBeGreaterThan(0)
    expect(holds(Buffer.concat([head, packed.subarray(0, size)]))).toBe(true)
  })

  it("in an entry of Chromium's cache that came in Brotli", () => {
    const key = Buffer.from('1/0/http://x/')
    const head = Buffer.alloc(24)
    head.set(Buffer.from('305c72a71b6dfbfc', 'hex'))
    head.writeUInt32LE(key.length, 12)
    expect(holds(Buffer.concat([head, key, brotliCompressSync(TEXT), Buffer.from('the end of the record')]))).toBe(true)
  })

  it('in a table of LevelDB, whose blocks are pressed', () => {
    const data = blockOf('a key', TEXT)
    const index = blockOf('a key', Buffer.from([0, ...varint(data.length - 5)]))
    const footer = Buffer.alloc(48)
    footer.set([0, 0, ...varint(data.length), ...varint(index.length - 5)])
    footer.set(Buffer.from('57fb808b247547db', 'hex'), 40)
    const table = Buffer.concat([data, index, footer])
    expect(findIn(table, CANARY)).toBe(false)
    expect(holds(table)).toBe(true)
  })
})

function varint(value: number): readonly number[] {
  return value < 128 ? [value] : [(value & 127) | 128, ...varint(value >> 7)]
}

/** One entry, one restart point; pressed, its kind, and a checksum that nobody reads here. */
function blockOf(key: string, value: Buffer): Buffer {
  const entry = Buffer.concat([Buffer.from([0, key.length, ...varint(value.length)]), Buffer.from(key), value])
  const plain = Buffer.concat([entry, Buffer.from([0, 0, 0, 0, 1, 0, 0, 0])])
  return Buffer.concat([Buffer.from(snappy.compress(plain)), Buffer.from([1, 0, 0, 0, 0])])
}
