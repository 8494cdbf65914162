import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { fromLongBase64 } from '../../../inbox/list/longBase64.ts'
import { fromBase64, toBase64 } from '../../../shared/bytes.ts'
import { codeOf } from '../../../shared/errors.ts'

/** Bytes as a list, or the code with which they were refused. */
function read(by: (text: string) => Uint8Array, text: string): readonly number[] | string {
  try {
    return [...by(text)]
  } catch (error) {
    return codeOf(error)
  }
}

describe('Base64 of what is long', () => {
  it('reads every length that there is', () => {
    for (let length = 0; length < 40; length++) {
      const bytes = Uint8Array.from({ length }, (_, i) => 251 - 7 * i)
      expect(fromLongBase64(toBase64(bytes))).toEqual(bytes)
    }
    const body = Uint8Array.from({ length: 8281 }, (_, i) => i * i)
    expect(fromLongBase64(toBase64(body))).toEqual(body)
  })

  it('takes and refuses what the short one does: padding, spaces, other alphabets, stray bits, anywhere', () => {
    const letter = fc.constantFrom(...'AZaz09-_+/= \n\t\u00e4\u0141')
    const text = fc.array(letter, { maxLength: 14 }).map((letters) => letters.join(''))
    fc.assert(
      fc.property(text, (one) => {
        expect(read(fromLongBase64, one)).toEqual(read(fromBase64, one))
      }),
      { numRuns: 2000 },
    )
  })
})
