// The shared room has neither DOM nor Node types; both worlds bring these two globals.
declare const TextEncoder: { new (): { encode(text: string): Uint8Array } }
declare const TextDecoder: {
  new (label: string, options: { fatal: boolean; ignoreBOM: boolean }): { decode(bytes: Uint8Array): string }
}

/** UTF-8 bytes of a string. */
export const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text)

/** Text of UTF-8 bytes; a wrong byte throws, a byte order mark stays (and is then refused by readJson). */
export const fromUtf8 = (bytes: Uint8Array): string =>
  new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)

/** Number of Unicode code points, which is what limits count. */
export const codePoints = (text: string): number => [...text].length

/**
 * Text as the protocol carries it (§0): NFC, one kind of line end (a space where lines may not stay), no controls, no direction marks, no lone surrogates.
 * @param lines whether a line feed may stay
 */
export function cleanText(text: string, lines = false): string {
  const clean = text
    .replace(/\r\n?/g, '\n')
    .replace(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g, '')
    // With the u flag a pair counts as one code point, so this finds only lone surrogates.
    .replace(/[\ud800-\udfff]/gu, '')
  // Last, because what was taken out may have stood between two parts of one letter.
  return (lines ? clean : clean.replace(/\n/g, ' ')).normalize('NFC')
}

/**
 * The code point of digit zero of each run of ten decimal digits outside ASCII, without the mathematical and the segmented
 * ones, which no keyboard types. Source: Unicode 17, General_Category Nd; a test compares it with the engine's own table.
 */
export const DIGIT_ZEROS: readonly number[] = [
  0x660, 0x6f0, 0x7c0, 0x966, 0x9e6, 0xa66, 0xae6, 0xb66, 0xbe6, 0xc66, 0xce6, 0xd66, 0xde6, 0xe50, 0xed0, 0xf20,
  0x1040, 0x1090, 0x17e0, 0x1810, 0x1946, 0x19d0, 0x1a80, 0x1a90, 0x1b50, 0x1bb0, 0x1c40, 0x1c50, 0xa620, 0xa8d0,
  0xa900, 0xa9d0, 0xa9f0, 0xaa50, 0xabf0, 0xff10, 0x104a0, 0x10d30, 0x10d40, 0x11066, 0x110f0, 0x11136, 0x111d0,
  0x112f0, 0x11450, 0x114d0, 0x11650, 0x116c0, 0x116d0, 0x116da, 0x11730, 0x118e0, 0x11950, 0x11bf0, 0x11c50, 0x11d50,
  0x11da0, 0x11de0, 0x11f50, 0x16130, 0x16a60, 0x16ac0, 0x16b50, 0x16d70, 0x1ccf0, 0x1e140, 0x1e2f0, 0x1e4f0, 0x1e5f1,
  0x1e950,
]

/** Decimal digits of any script as ASCII ones, all else unchanged. */
export function asciiDigits(text: string): string {
  return text.replace(/\p{Nd}/gu, (digit) => {
    const point = digit.codePointAt(0)!
    const zero = DIGIT_ZEROS.find((start) => point >= start && point < start + 10)
    return zero === undefined ? digit : String(point - zero)
  })
}
