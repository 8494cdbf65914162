import { codeOf } from '../../shared/errors.ts'
import { type Said, wordsFor } from '../said.ts'

/** Why a referral did not go, and what to do now. @param sent it lies with the server, and only the case does not say so */
export function failed(error: unknown, sent: boolean): Said {
  const code = codeOf(error)
  if (code === 'case-consent') return { key: 'refer.refused.consent', code }
  if (code === 'case-actor') return { key: 'refer.refused.actor', code }
  if (code === 'case-move') return { key: 'refer.refused.move', code }
  if (code === 'request-key-unknown' || code === 'ngo-unknown') return { key: 'refer.refused.key', code }
  if (code === 'bad-input' || code === 'request-too-long') return { key: 'refer.refused.whole', code }
  return sent ? { key: 'refer.refused.written', code } : wordsFor(error)
}
