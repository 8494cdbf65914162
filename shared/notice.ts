import type { Ngo } from './roster.ts'
import { fromUtf8, utf8 } from './text.ts'

/**
 * What an NGO tells about a person's data in one language (protocol §15): a file of plain text, which a roster names by its hash.
 * Each line is a heading (`# `), an item of a list (`- `) or a paragraph; empty lines say nothing.
 */

/**
 * Bytes of every file: who watches the line sees that one was read, and not whose or in which language. Enough for 8,000 letters
 * of Greek or Arabic.
 */
export const NOTICE_SIZE = 16_384

/** The file that is served and hashed: the text, and spaces up to the one size. */
export function noticeFile(text: string): Uint8Array {
  const file = new Uint8Array(NOTICE_SIZE).fill(0x20)
  file.set(utf8(text))
  return file
}

/** The text of a file whose hash was right. */
export const noticeText = (file: Uint8Array): string => fromUtf8(file).trimEnd()

/** The notice that an NGO offers: in this language, else in English, else in any. */
export function noticeOf(
  { notices = {} }: Pick<Ngo, 'notices'>,
  lang: string,
): { readonly tag: string; readonly hash: string } | undefined {
  const tag = [lang, 'en', ...Object.keys(notices)].find((one) => notices[one])
  return tag === undefined ? undefined : { tag, hash: notices[tag]! }
}
