import { gzipAsync } from '@gfx/zopfli'

/** Rounds of zopfli: more of them won two bytes of 22,000, and the whole build spends about three seconds here. */
const ROUNDS = 30

/** The smallest gzip that we know to make of what a person's phone loads, the same at every build. */
export const smallestGzip = async (bytes: Uint8Array): Promise<Buffer> =>
  Buffer.from(await gzipAsync(bytes, { numiterations: ROUNDS }))

/**
 * gzip made longer by its header's extra field (RFC 1952 §2.3.1.1), which every decoder skips.
 * @param gzip has no such field yet
 * @param size bytes of the result; at least 2 more than `gzip` has, or exactly as many
 */
export function gzipOfSize(gzip: Buffer, size: number): Buffer {
  const extra = size - gzip.length - 2
  if (extra === -2) return gzip
  if (extra < 0 || extra > 0xffff) throw new Error(`cannot make ${gzip.length} bytes of gzip ${size} long`)
  const header = Buffer.from(gzip.subarray(0, 10))
  header[3] = header[3]! | 0x04
  const length = Buffer.alloc(2)
  length.writeUInt16LE(extra)
  return Buffer.concat([header, length, Buffer.alloc(extra), gzip.subarray(10)])
}
