import { type ErrorCode, codeOf } from '../shared/errors.ts'
import type { Key, Values } from './i18n.ts'

/** A sentence, and the code behind it where a coordinator needs one. */
export interface Said {
  readonly key: Key
  readonly code?: ErrorCode
  /** seconds to wait, for `error.pause` */
  readonly wait?: number
  readonly values?: Values
}

const GOOD: readonly Key[] = ['leave.done', 'mykeys.everywhere.done']

/** Whether it tells that something was done, not that it was not. */
export const isGood = ({ key }: Said): boolean => GOOD.includes(key)

/** What to say of a failure that has no words of its own where it happened. */
export function wordsFor(error: unknown): Said {
  const code = codeOf(error)
  if (code === 'login-refused') return { key: 'error.login' }
  if (code === 'server-unreachable' || code === 'server-busy') return { key: 'error.away' }
  if (code === 'passkey-cancelled') return { key: 'error.passkey.cancelled' }
  if (code === 'passkey-unsupported') return { key: 'error.passkey.unsupported' }
  if (code === 'too-many') return { key: 'error.toomany' }
  if (code.startsWith('trust-')) return { key: 'error.older', code }
  if (code === 'team-refused') return { key: 'error.team', code }
  if (code === 'not-logged-in') return { key: 'error.session' }
  if (code === 'crypto-unavailable') return { key: 'error.browser', code }
  if (code === 'key-id-clash' || /^(chain|root|release|roster)-refused$/.test(code)) return { key: 'error.trust', code }
  return { key: 'error.other', code }
}
