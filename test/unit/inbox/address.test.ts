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

  it('shows what will be dialled: digits of any script as ASCII, nothing invisible', () => {
    expect(showAddress('+\u06f3\u06f0\u202e6940001234\u200b')).toEqual({
      text: '+306940001234',
      cleaned: true,
      phone: true,
    })
    expect(showAddress('+٣٠ ٦٩٤٠٠٠١٢٣٤')).toMatchObject({ text: '+30 6940001234', cleaned: false })
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
