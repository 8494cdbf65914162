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

const isDigit = (point: number): boolean => /\p{Nd}/u.test(String.fromCodePoint(point))

/**
 * Decimal digits of any script as ASCII ones, all else unchanged. Unicode keeps every script's digits in runs of ten from zero
 * on (The Unicode Standard, chapter 4.6), so the engine's own table tells a digit by how many stand before it.
 */
export function asciiDigits(text: string): string {
  return text.replace(/\p{Nd}/gu, (digit) => {
    const point = digit.codePointAt(0)!
    let before = 0
    while (isDigit(point - before - 1)) before++
    return String(before % 10)
  })
}
