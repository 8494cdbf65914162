import type { Word } from '../../shared/answers.ts'
import { WORD_COUNT } from './constants.ts'

export const MOST_TRIES = 12

/** A word at random, each equally likely. @param random fills an array, as crypto.getRandomValues */
export function drawWord(random: (array: Uint8Array<ArrayBuffer>) => unknown, not: readonly Word[] = []): Word {
  const byte = new Uint8Array(1)
  do random(byte)
  while (byte[0]! >= WORD_COUNT || not.includes(byte[0]!))
  return byte[0]!
}

/** The word after this one: a new one up to twelve tries, then the same list again. */
export function otherWord(
  random: (array: Uint8Array<ArrayBuffer>) => unknown,
  drawn: readonly Word[],
  word: Word,
): { readonly word: Word; readonly drawn: readonly Word[] } {
  const at = drawn.indexOf(word) + 1
  if (at < drawn.length) return { word: drawn[at]!, drawn }
  if (drawn.length > MOST_TRIES) return { word: drawn[0]!, drawn }
  const fresh = drawWord(random, drawn)
  return { word: fresh, drawn: [...drawn, fresh] }
}
