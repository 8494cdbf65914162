import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { linkOf, maskAddress, showAddress } from '../../../inbox/case/address.ts'

describe('an address', () => {
  it.each([
    ['+306940001234', '+30 ••• ••• 1234'],
    ['+30 694 000 1234', '+30 ••• ••• 1234'],
    ['6940001234', '••• ••• 1234'],
    ['123456', '••• ••• 56'],
    ['maria@example.org', '•••@•••'],
    ['@maria', '•••'],
    ['maria.k', '•••'],
  ])('%s is masked as %s', (address, masked) => expect(maskAddress(address)).toBe(masked))

  it('R54 shows what will be dialled: digits of any script as ASCII, nothing invisible', () => {
    expect(showAddress('+\u06f3\u06f0\u202e6940001234\u200b')).toEqual({
      text: '+306940001234',
      cleaned: true,
      phone: true,
    })
    expect(showAddress('+٣٠ ٦٩٤٠٠٠١٢٣٤')).toMatchObject({ text: '+30 6940001234', cleaned: false })
  })

  it('R54 whatever somebody sends, the number that is dialled is the one that is shown', () => {
    const scripts = [0x30, 0x660, 0x6f0, 0x966, 0xff10].map((zero) => (n: number) => String.fromCodePoint(zero + n))
    const digit = fc.tuple(fc.constantFrom(...scripts), fc.nat(9)).map(([of, n]) => of(n))
    const hidden = fc.constantFrom(
      '\u202e',
      '\u202d',
      '\u2066',
      '\u2069',
      '\u200f',
      '\u061c',
      '\u200b',
      '\u00ad',
      '\u0007',
      '\u2028',
    )
    const sign = fc.constantFrom(' ', '-', '(', ')', '+', '.')
    const typed = fc.array(fc.oneof({ weight: 6, arbitrary: digit }, hidden, sign), { minLength: 6, maxLength: 24 })
    let dialled = 0
    fc.assert(
      fc.property(typed, fc.constantFrom('call', 'sms'), (parts, how) => {
        const { text } = showAddress(parts.join(''))
        expect(text).not.toMatch(/[\p{C}\p{Zl}\p{Zp}]/u)
        expect(text).not.toMatch(/(?![0-9])\p{Nd}/u)
        const link = linkOf({ how }, parts.join(''))
        if (!link) return
        dialled++
        expect(link.href.replace(/^\w+:/, '')).toBe(text.replace(/[^0-9+]/g, ''))
      }),
      { numRuns: 2000 },
    )
    expect(dialled).toBeGreaterThan(100)
  })

  it('tells what was taken out by comparing the text, not its length', () => {
    // U+0958 is two code points when composed anew, so the lengths are equal again.
    expect(showAddress('\u0958\u200bab')).toEqual({ text: '\u0915\u093cab', cleaned: true, phone: false })
    expect(showAddress('+306940001234\n')).toMatchObject({ text: '+306940001234', cleaned: true })
    expect(showAddress('\ufeff+306940001234')).toMatchObject({ text: '+306940001234', cleaned: true })
    // Two spellings of one letter look alike, and nothing was hidden.
    expect(showAddress(' jose\u0301@example.org ')).toMatchObject({ text: 'jos\u00e9@example.org', cleaned: false })
  })

  it('links only to the phone and to apps, with digits', () => {
    const call = { how: 'call' } as const
    expect(linkOf(call, '+30 694-000 1234')?.href).toBe('tel:+306940001234')
    expect(linkOf(call, 'javascript:alert(1)')).toBeUndefined()
    expect(linkOf({ how: 'app', app: 'whatsapp' }, '+306940001234')?.href).toBe('whatsapp://send?phone=306940001234')
    expect(linkOf({ how: 'app', app: 'whatsapp' }, '@maria')).toBeUndefined()
    expect(linkOf({ how: 'app', app: 'messenger' }, '+306940001234')).toBeUndefined()
    expect(linkOf({ how: 'email' }, 'a@b.gr')?.href).toBe('mailto:a@b.gr')
    expect(linkOf({ how: 'email' }, 'a@b.gr?bcc=c@d.gr')).toBeUndefined()
  })
})
