import type { How } from '../panel/answersDraft.ts'

const DOTS = '•••'

/** An address as it may stand on a screen that somebody else could see: enough to know one's own, not enough to use. */
export function mask(how: How, address: string): string {
  const digits = address.replace(/[^0-9]/g, '')
  if (how !== 'email' && digits.length >= 6) return `${DOTS} ${DOTS} ${digits.slice(digits.length < 8 ? -2 : -4)}`
  const first = [...address][0] ?? ''
  return how === 'email' ? `${first}${DOTS}@${DOTS}` : `${first}${DOTS}`
}
