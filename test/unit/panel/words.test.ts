import { describe, expect, test } from 'vitest'
import { fill, quietName, wordParts } from '../../../widget/panel/words.ts'

describe('a catalog’s string', () => {
  test('gets its values', () => {
    expect(fill('Part {n} of {total}', { n: '2', total: '4' })).toBe('Part 2 of 4')
  })
  test('begins a sentence with a capital where a name begins it, and only there', () => {
    const ngo = 'the Help Team'
    expect(fill('{ngo} can read messages now.', { ngo })).toBe('The Help Team can read messages now.')
    expect(fill('Nobody is there. {ngo} reads.', { ngo })).toBe('Nobody is there. The Help Team reads.')
    expect(fill('Another team: {ngo}.', { ngo })).toBe('Another team: the Help Team.')
  })
})

test('R55 a name is the quiet one of the language, else of the roster', () => {
  const one = { name: 'Full', quietName: 'Quiet', quietNames: { el: 'Ήσυχο' } }
  expect(quietName(one, 'el')).toBe('Ήσυχο')
  expect(quietName(one, 'ar')).toBe('Quiet')
})

test('a word of the list is a picture and a noun', () => {
  expect(wordParts('🍎 apple pie')).toEqual({ emoji: '🍎', noun: 'apple pie' })
})
