import type { ErrorCode } from '../../shared/errors.ts'

/** What whoever runs the server is told to do, for each way in which a store fails; one line, without any value. */
const ADVICE: Partial<Readonly<Record<ErrorCode, string>>> = {
  'store-full': 'the disk of the data folder is full; make room there',
  'store-failed': 'the disk of the data folder cannot be read or written; look at its mount and at the system journal',
  'store-damaged': 'the database is damaged; stop the server, copy the data folder away, and restore the newest backup',
  'store-missing':
    'the data folder was in use, and its database is gone; restore the newest backup, or name an empty folder to begin anew',
  'store-newer':
    'a newer Mitos has written to the database; start that one, or restore a backup made before the upgrade',
}

export const adviceFor = (code: ErrorCode): string | undefined => ADVICE[code]
