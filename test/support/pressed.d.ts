declare module 'lz4js' {
  /** Unpacks one block into `to`; the number of bytes. */
  function decompressBlock(from: Uint8Array, to: Uint8Array, at: number, length: number, toAt: number): number
  function makeBuffer(size: number): Uint8Array
  /** Packs into `to`; the number of bytes, 0 if they cannot be packed. */
  function compressBlock(
    from: Uint8Array,
    to: Uint8Array,
    at: number,
    length: number,
    hashes: Uint32Array | number[],
  ): number
}
declare module 'snappyjs' {
  function uncompress(bytes: Uint8Array): Uint8Array
  function compress(bytes: Uint8Array): Uint8Array
}
