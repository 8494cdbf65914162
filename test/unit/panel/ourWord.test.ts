import { expect, test } from 'vitest'
import { MOST_TRIES, drawWord, otherWord } from '../../../widget/panel/ourWord.ts'

/** Gives these bytes, one a call. */
const giving =
  (...bytes: number[]) =>
  (array: Uint8Array) =>
    void (array[0] = bytes.shift()!)

test('a byte beyond the list is drawn again, so that each word is equally likely', () => {
  expect(drawWord(giving(255, 200, 199))).toBe(199)
})
test('after twelve other words the same ones come again', () => {
  let drawn: readonly number[] = [0]
  let word = 0
  const seen = [0]
  const random = giving(...Array.from({ length: 20 }, (_, i) => i), 50)
  for (let i = 0; i < 2 * (MOST_TRIES + 1) - 1; i++) {
    ;({ drawn, word } = otherWord(random, drawn, word))
    seen.push(word)
  }
  expect(new Set(seen).size).toBe(MOST_TRIES + 1)
  expect(seen.slice(MOST_TRIES + 1)).toEqual(seen.slice(0, MOST_TRIES + 1))
})
