import { MitosError } from '../shared/errors.ts'
import { storeError } from './store/sqlite/failures.ts'

const FULL = ['ENOSPC', 'EDQUOT', 'EFBIG']

/** What the system refused, as a code of ours; a bug stays what it is. */
export const namedError = (error: unknown): unknown =>
  /^E[A-Z0-9]+$/.test(String((Object(error) as NodeJS.ErrnoException).code)) ? diskError(error) : error

/** What writing files or the database threw, as a code of ours: `store-full` where there is no room, else `store-failed`. */
export function diskError(error: unknown): MitosError {
  const { code } = Object(error) as NodeJS.ErrnoException
  if (FULL.includes(String(code))) return new MitosError('store-full', 'no room for it on that disk')
  const named = storeError(error)
  // The cause that an operator reads is words; the system's name of a failure is none of anybody's data.
  return named === error || !code ? named : new MitosError(named.code, `the system says ${code}`)
}
