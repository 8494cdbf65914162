import { MitosError } from '../../../shared/errors.ts'

/**
 * What SQLite threw, as a code of ours: the one place where its errors are read. Drizzle wraps them, so the cause counts too.
 * The original is kept as the cause; its message names tables and columns, never a value.
 */
export function storeError(error: unknown): MitosError {
  if (error instanceof MitosError) return error
  return new MitosError(sqliteCode(error) === 'SQLITE_FULL' ? 'store-full' : 'store-failed', error)
}

/** Whether a statement broke a rule of the tables: that undoes the statement and nothing else. */
export const isConstraint = (error: unknown): boolean => sqliteCode(error).startsWith('SQLITE_CONSTRAINT')

/** Whether another process holds the database. */
export const isBusy = (error: unknown): boolean => sqliteCode(error).startsWith('SQLITE_BUSY')

function sqliteCode(error: unknown): string {
  for (let one = error, depth = 0; one instanceof Error && depth < 4; one = one.cause, depth++) {
    const { code } = one as Error & { code?: unknown }
    if (typeof code === 'string' && code.startsWith('SQLITE_')) return code
  }
  return ''
}
