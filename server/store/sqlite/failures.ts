import { type ErrorCode, MitosError } from '../../../shared/errors.ts'

/** No room: of the disk, of a quota, of the process's own limit. The shared memory of the log cannot grow for want of room only. */
const FULL = ['SQLITE_FULL', 'SQLITE_IOERR_SHMSIZE', 'ENOSPC', 'EDQUOT', 'EFBIG']
/** What is read is no database any more, or never was. */
const DAMAGED = /^SQLITE_(CORRUPT|NOTADB)/
const UNWRITABLE = ['EROFS', 'EACCES', 'EPERM']

/**
 * What SQLite or the disk threw, as a code of ours: the one place where their errors are read. Drizzle wraps them, so the
 * cause counts too. The original is kept as the cause; its message names tables and columns, never a value.
 */
export function storeError(error: unknown): MitosError {
  if (error instanceof MitosError) return error
  const code = outerCode(error)
  if (UNWRITABLE.includes(code))
    return new MitosError('store-failed', 'the data folder cannot be written to; mount it for writing, mind its owner')
  return new MitosError(kindOf(code), error)
}

function kindOf(code: string): ErrorCode {
  if (FULL.includes(code)) return 'store-full'
  return DAMAGED.test(code) ? 'store-damaged' : 'store-failed'
}

/** Whether a statement broke a rule of the tables: that undoes the statement and nothing else. */
export const isConstraint = (error: unknown): boolean => outerCode(error).startsWith('SQLITE_CONSTRAINT')

/** Whether another process holds the database. */
export const isBusy = (error: unknown): boolean => outerCode(error).startsWith('SQLITE_BUSY')

/** The code of SQLite, or of a call to the system. */
function outerCode(error: unknown): string {
  for (let one = error, depth = 0; one instanceof Error && depth < 4; one = one.cause, depth++) {
    const { code } = one as Error & { code?: unknown }
    if (typeof code === 'string' && /^(SQLITE_|E[A-Z0-9]+$)/.test(code)) return code
  }
  return ''
}
