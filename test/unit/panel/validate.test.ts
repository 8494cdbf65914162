import { describe, expect, test } from 'vitest'
import { checkAddress, tidy } from '../../../widget/panel/validate.ts'

const phone = (typed: string) => checkAddress('call', typed, '^69')

describe('a phone number', () => {
  test.each(['+30 694 000 1234', '6940001234', '(694) 000-1234', '0030 210 1234567', '+49.170.1234567'])(
    '%s is good',
    (typed) => {
      expect(phone(typed)).toEqual({ kind: 'good', address: typed })
    },
  )
  test.each([
    ['Arabic', '٦٩٤٠٠٠١٢٣٤'],
    ['Persian', '۶۹۴۰۰۰۱۲۳۴'],
    ['Devanagari', '६९४०००१२३४'],
    ['Bengali', '৬৯৪০০০১২৩৪'],
    ['full width', '６９４０００１２３４'],
  ])('R54 may be typed in %s digits', (_script, typed) => {
    expect(phone(typed)).toEqual({ kind: 'good', address: '6940001234' })
  })
  test('R54 loses direction marks, odd spaces and odd dashes, so that the number shown is the one dialled', () => {
    expect(phone('\u202a+30\u00a0694\u2011000\u20131234\u202c')).toEqual({ kind: 'good', address: '+30 694-000-1234' })
  })
  test.each(['12345', '+1234567890123456', 'call me', '694 000 12x4', '+'])(
    '%s is too short, too long or none',
    (typed) => {
      expect(phone(typed)).toEqual({ kind: 'bad', key: 'error.phone' })
    },
  )
  test('without a country and unlike the desk’s gets a hint, with the text that a second Next passes', () => {
    expect(phone('2101234567')).toEqual({ kind: 'hint', key: 'contact.value.abroad', address: '2101234567' })
  })
  test('a broken pattern stops nobody', () => {
    expect(checkAddress('sms', '2101234567', '(')).toMatchObject({ kind: 'good' })
  })
})

describe('an email', () => {
  test.each(['a@example.org', 'first.last@mail.example.gr'])('%s is good', (typed) => {
    expect(checkAddress('email', typed, '')).toEqual({ kind: 'good', address: typed })
  })
  test.each(['a', 'a@b', 'a@@example.org', 'a b@example.org', '@example.org', `${'a'.repeat(60)}@example.org`])(
    '%s is refused',
    (typed) => expect(checkAddress('email', typed, '')).toEqual({ kind: 'bad', key: 'error.email' }),
  )
})

describe('a name in an app', () => {
  test('has 2 to 64 characters, counted as people do', () => {
    expect(checkAddress('app', 'k', '')).toMatchObject({ kind: 'bad' })
    expect(checkAddress('app', '🍎🍋', '')).toEqual({ kind: 'good', address: '🍎🍋' })
    expect(checkAddress('app', '🍎'.repeat(64), '')).toMatchObject({ kind: 'good' })
    expect(checkAddress('app', '🍎'.repeat(65), '')).toMatchObject({ kind: 'bad' })
  })
  test('that is a number without its country gets the hint of a number, and passes at the second Next', () => {
    const hint = { kind: 'hint', key: 'contact.value.abroad', address: '0300 1234567' }
    expect(checkAddress('app', '0300 1234567', '^69')).toEqual(hint)
    for (const typed of ['+92 300 1234567', '6940001234', '4242', 'nadia.1990'])
      expect(checkAddress('app', typed, '^69')).toEqual({ kind: 'good', address: typed })
  })
})

test.each(['call', 'sms', 'helper', 'email', 'app'] as const)(
  'an empty field of %s asks to type it or choose another way',
  (how) => {
    expect(checkAddress(how, ' \u200f ', '')).toEqual({ kind: 'bad', key: 'error.need' })
  },
)

test('text is tidied to one line without marks', () => {
  expect(tidy('  a\u0000b\n c ')).toBe('ab c')
})
