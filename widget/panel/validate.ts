import { ADDRESS_MOST } from './constants.ts'
import { asciiDigits, cleanText, codePoints } from '../../shared/text.ts'
import type { How } from './answersDraft.ts'

/** `hint` is no refusal: the same text, given again, passes. */
export type Checked =
  | { readonly kind: 'good'; readonly address: string }
  | { readonly kind: 'hint'; readonly key: 'contact.value.abroad'; readonly address: string }
  | { readonly kind: 'bad'; readonly key: 'error.phone' | 'error.email' | 'error.need' }

/** Text as typed → text as sent: no direction marks, ASCII digits, one kind of space and dash. */
export const tidy = (typed: string): string =>
  asciiDigits(cleanText(typed))
    .replace(/\uff0b/g, '+')
    .replace(/\s+/g, ' ')
    .trim()

const DASHES = /[\u00ad\u2010-\u2015\u2212\ufe63\uff0d]/g

/**
 * Judges what was typed on `address`.
 * @param mobilePattern how the desk's own mobile numbers begin; a number without a country that does not fit gets a hint
 */
export function checkAddress(how: How, typed: string, mobilePattern: string): Checked {
  const text = tidy(typed)
  if (!text) return { kind: 'bad', key: 'error.need' }
  if (how === 'email') return isEmail(text) ? { kind: 'good', address: text } : { kind: 'bad', key: 'error.email' }
  const address = text.replace(DASHES, '-')
  const digits = address.replace(/[+().\-/ ]/g, '')
  const isNumber = /^[0-9]{6,15}$/.test(digits)
  // In an app one may be found by a name as well; a number needs its country there too.
  if (how === 'app' && !isNumber)
    return fits(text) ? { kind: 'good', address: text } : { kind: 'bad', key: 'error.need' }
  if (!isNumber || !fits(address)) return { kind: 'bad', key: 'error.phone' }
  const known = /^(\+|00)/.test(address) || matches(mobilePattern, digits)
  return known ? { kind: 'good', address } : { kind: 'hint', key: 'contact.value.abroad', address }
}

const fits = (text: string): boolean => codePoints(text) >= 2 && codePoints(text) <= ADDRESS_MOST

const isEmail = (text: string): boolean => fits(text) && /^[^@\s]+@[^@\s]+\.[^@\s]+$/.test(text)

/** The pattern is signed, but a wrong one must not stop a person. */
function matches(pattern: string, digits: string): boolean {
  try {
    return new RegExp(pattern).test(digits)
  } catch {
    return true
  }
}
