import { spawn } from 'node:child_process'
import { join } from 'node:path'

/** Calls that fail, as strace names them, each with its error: `{ fdatasync: 'EIO' }`. */
export type Failing = Readonly<Record<string, string>>

/** All files of the database, also those that come and go. */
export const DATABASE_FILES = ['mitos.db', 'mitos.db-wal', 'mitos.db-shm', 'mitos.db-journal']
/** A full disk: what is written where there was nothing before does not fit. */
export const FULL: Failing = { pwrite64: 'ENOSPC', write: 'ENOSPC', fallocate: 'ENOSPC' }

/** strace's options for that; only what a process asks of these files of the data folder fails, whatever else it does. */
export function failing(data: string, errors: Failing, files: readonly string[] = DATABASE_FILES): string[] {
  const injected = Object.entries(errors).flatMap(([call, error]) => ['-e', `inject=${call}:error=${error}`])
  const paths = files.flatMap((name) => ['-P', join(data, name)])
  return ['-e', `trace=${Object.keys(errors).join(',')}`, ...injected, ...paths, '-o', '/dev/null']
}

/**
 * From here on the main thread of a running process, which is the one that uses the database, meets a failing disk.
 * @returns what mends the disk
 */
export async function failCalls(
  pid: number,
  data: string,
  errors: Failing,
  files?: readonly string[],
): Promise<() => Promise<void>> {
  const strace = spawn('strace', [...failing(data, errors, files), '-p', String(pid)], {
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  let said = ''
  const ended = new Promise<void>((resolve) => strace.on('exit', () => resolve()))
  await new Promise<void>((resolve, reject) => {
    // It says so after it has stopped the process: no call slips through.
    strace.stderr.on('data', (chunk) => /attached/.test((said += String(chunk))) && resolve())
    void ended.then(() => reject(new Error(`strace: ${said}`)))
  })
  return async () => {
    strace.kill('SIGINT')
    await ended
  }
}
