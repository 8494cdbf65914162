import { namedError } from '../../diskError.ts'
import { type ErrorCode, MitosError } from '../../../shared/errors.ts'

/** One thing that was looked at. `warn`: still works, and somebody must do something soon. */
export interface Finding {
  readonly name: string
  readonly state: 'ok' | 'warn' | 'FAIL'
  /** words for the operator */
  readonly says: string
  readonly code?: ErrorCode
}

export const ok = (name: string, says: string): Finding => ({ name, state: 'ok', says })
export const warn = (name: string, says: string): Finding => ({ name, state: 'warn', says })
export const fail = (name: string, says: string): Finding => ({ name, state: 'FAIL', says })

/** A failure of ours or of the system's by its code, with its cause where that is words of ours. @throws what is not ours */
export function failure(name: string, thrown: unknown): Finding {
  const error = namedError(thrown)
  if (!(error instanceof MitosError)) throw error
  const says = typeof error.cause === 'string' ? error.cause : 'look into the journal of the server'
  return { name, state: 'FAIL', says: `${error.code}: ${says}`, code: error.code }
}

/** Looks at one thing; what it throws is what is found. */
export async function found(
  name: string,
  look: () => Finding | readonly Finding[] | Promise<Finding | readonly Finding[]>,
): Promise<readonly Finding[]> {
  try {
    return [await look()].flat()
  } catch (error) {
    return [failure(name, error)]
  }
}

/** `in 3 days (2026-11-29 10:00 UTC)` */
export function when(seconds: number, now: number): string {
  const hours = Math.round(Math.abs(seconds - now) / 3600)
  const span = hours < 48 ? `${hours} hours` : `${Math.floor(hours / 24)} days`
  const utc = new Date(seconds * 1000).toISOString().slice(0, 16).replace('T', ' ')
  return `${seconds > now ? `in ${span}` : `${span} ago`} (${utc} UTC)`
}
