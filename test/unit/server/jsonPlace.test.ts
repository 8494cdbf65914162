import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { lineOfFault } from '../../../server/cli/keeper/jsonPlace.ts'

describe('the line at which a text stops being JSON', () => {
  it.each([
    ['a comma too many', '{\n "a": 1,\n}', 3],
    ['a comma too few', '{\n "a": 1\n "b": 2\n}', 3],
    ['a quote too few', '{\n "a": "x,\n "b": 2\n}', 2],
    ['a bracket too few', '{\n "a": [1, 2,\n "b": 2\n}', 3],
    ['the wrong bracket', '{\n "a": [1, 2}\n}', 2],
    ['a bracket too many', '{\n}\n}', 3],
    ['an end too soon', '{\n "a":\n', 3],
    ['a name without quotes', '{\n\n a: 1}', 3],
    ['a colon too many', '{"a"::1}', 1],
    ['two values', '1\n2', 2],
    ['nothing', '', 1],
  ])('is found: %s', (_, text, line) => {
    expect(() => JSON.parse(text)).toThrow()
    expect(lineOfFault(text)).toBe(line)
  })

  it('is the last one for what is JSON, so that no good part is blamed', () => {
    fc.assert(
      fc.property(fc.json(), (text) => {
        expect(lineOfFault(`${text}\n`)).toBe(`${text}\n`.split('\n').length)
      }),
      { numRuns: 200 },
    )
  })
})
