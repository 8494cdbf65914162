import { asciiDigits, cleanText } from '../../shared/text.ts'
import type { Contact } from '../list/facts.ts'

/** An address as it is shown and dialled: nothing invisible, digits of any script as ASCII ones (R54). */
export interface ShownAddress {
  readonly text: string
  /** something that cannot be seen was taken out */
  readonly cleaned: boolean
  readonly phone: boolean
}

export function showAddress(address: string): ShownAddress {
  // Format characters beyond the bidi controls (zero width, soft hyphen) hide as well, and so do the separators of lines.
  const text = asciiDigits(cleanText(address))
    .replace(/[\p{Cf}\p{Co}\p{Cn}\p{Zl}\p{Zp}]/gu, '')
    .trim()
  const digits = text.replace(/[\s().-]/g, '')
  // Composed forms and digits are the same text to the eye; a line end or a tab is not a space.
  const same = asciiDigits(address.normalize('NFC')).replace(/^ +| +$/g, '')
  return { text, cleaned: text !== same, phone: /^\+?\d{6,15}$/.test(digits) }
}

const DOTS = '•••'

/** Enough to tell two apart, too little to use: the full address is not in the page until it is asked for. */
export function maskAddress(address: string): string {
  const { text, phone } = showAddress(address)
  if (!phone) return text.includes('@') && !text.startsWith('@') ? `${DOTS}@${DOTS}` : DOTS
  const digits = text.replace(/\D/g, '')
  const country = text.startsWith('+') && digits.length > 9 ? `+${digits.slice(0, 2)} ` : ''
  const tail = digits.length > 8 ? digits.slice(-4) : digits.slice(-2)
  return `${country}${DOTS} ${DOTS} ${tail}`
}

export interface AddressLink {
  readonly href: string
  readonly kind: 'call' | 'sms' | 'email' | 'app'
  readonly app?: string
}

/** Opens the phone or the app, never a page of somebody's: only schemes of ours around digits or one plain email address. */
export function linkOf({ how, app }: Pick<Contact, 'how' | 'app'>, address: string): AddressLink | undefined {
  const { text, phone } = showAddress(address)
  const number = text.replace(/[^\d+]/g, '')
  const digits = number.replace('+', '')
  if (how === 'email')
    return /^[A-Za-z0-9._%+-]+@[A-Za-z0-9.-]+$/.test(text)
      ? { kind: 'email', href: `mailto:${text.replace(/[%+]/g, encodeURIComponent)}` }
      : undefined
  if (!phone) return undefined
  if (how === 'call' || how === 'helper') return { kind: 'call', href: `tel:${number}` }
  if (how === 'sms') return { kind: 'sms', href: `sms:${number}` }
  if (how !== 'app' || !number.startsWith('+')) return undefined
  const links: Readonly<Record<string, readonly [string, string]>> = {
    whatsapp: ['WhatsApp', `whatsapp://send?phone=${digits}`],
    viber: ['Viber', `viber://chat?number=%2B${digits}`],
    signal: ['Signal', `sgnl://signal.me/#p/+${digits}`],
    telegram: ['Telegram', `tg://resolve?phone=${digits}`],
  }
  const link = app ? links[app] : undefined
  return link && { kind: 'app', app: link[0], href: link[1] }
}

/** A number that came in one piece, in groups as one dials it; the gaps are drawn, the text stays as it was written. */
export function groupsOf(text: string): readonly string[] {
  if (!/^\+?\d{9,15}$/.test(text)) return [text]
  const country = text.startsWith('+') ? text.slice(0, 3) : ''
  const rest = text.slice(country.length)
  const parts = [rest.slice(-4)]
  for (let end = rest.length - 4; end > 0; end -= 3) parts.unshift(rest.slice(Math.max(0, end - 3), end))
  return country ? [country, ...parts] : parts
}
