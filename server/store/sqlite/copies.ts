import { readdirSync, rmSync, statSync, utimesSync } from 'node:fs'
import { join } from 'node:path'
import Sqlite from 'better-sqlite3'
import { isBusy } from './failures.ts'

/** A copy made before an update still holds what is withdrawn later, so it may not outlive a backup. */
const COPY_LIFE = 7 * 86_400
const BATCH = 64

export const copyName = (tag: string): string => `before-${tag}.db`
const copiesIn = (folder: string): readonly string[] =>
  readdirSync(folder)
    .filter((name) => /^before-.*\.db$/.test(name))
    .map((name) => join(folder, name))

export function dropOldCopies(folder: string, now: number): void {
  for (const copy of copiesIn(folder)) {
    const found = statSync(copy, { throwIfNoEntry: false })
    if (found && found.mtimeMs / 1000 < now - COPY_LIFE) rmSync(copy)
  }
}

/**
 * Shreds in the copies too what the live database does not hold any more. A copy in which that fails is removed: a way back is
 * worth less than the promise.
 */
export async function scrubCopies(folder: string, live: string): Promise<void> {
  for (const file of copiesIn(folder)) {
    const { mtime } = statSync(file)
    let copy: Sqlite.Database | undefined
    try {
      copy = new Sqlite(file, { fileMustExist: true, timeout: 0 })
      for (const promise of ['journal_mode = DELETE', 'secure_delete = ON', 'foreign_keys = ON']) copy.pragma(promise)
      copy.prepare('ATTACH ? AS live').run(live)
      const gone = copy
        .prepare(
          'SELECT id FROM main.requests AS old WHERE NOT EXISTS (SELECT 1 FROM live.requests AS l WHERE l.id = old.id)',
        )
        .pluck()
        .all() as readonly Uint8Array[]
      copy.exec('DETACH live')
      const remove = copy.prepare('DELETE FROM requests WHERE id = ?')
      for (let i = 0; i < gone.length; i += BATCH) {
        copy.transaction(() => gone.slice(i, i + BATCH).forEach((id) => remove.run(id)))()
        await new Promise(setImmediate)
      }
      copy.close()
      // Its age counts from the update.
      if (gone.length) utimesSync(file, mtime, mtime)
    } catch (error) {
      copy?.close()
      // Somebody reads it: the next sweep comes in an hour.
      if (isBusy(error)) continue
      rmSync(file, { force: true })
      rmSync(`${file}-journal`, { force: true })
    }
  }
}
