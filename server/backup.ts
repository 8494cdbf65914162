import { closeSync, linkSync, openSync, readdirSync, realpathSync, rmSync, statSync } from 'node:fs'
import { basename, dirname, join, sep } from 'node:path'
import { MitosError } from '../shared/errors.ts'
import { diskError } from './diskError.ts'
import { syncFolder } from './durable.ts'
import { type Counts, fillBackup } from './store/sqlite/backup.ts'

const DAY = 86_400
/** No backup may live longer: what was withdrawn is gone from all of them after that. */
export const BACKUP_LIFE = 7
/** Also of one that was cut off. */
const NAME = /^(?:\.)?mitos-(\d{4})(\d\d)(\d\d)T(\d\d)(?:-\d+)?\.backup(?:\.new)?$/

export interface BackedUp {
  readonly file: string
  readonly counts: Counts
  /** names of those that were too old */
  readonly removed: readonly string[]
}

/**
 * Makes one file of a data folder, beside a running server or without one: for its owner only, whole and read back before it has
 * its name. In a folder it is named by the hour, and those there that are older than `days` go.
 * @param target a file that is not there yet, or a folder
 * @throws MitosError `backup-exists` | `bad-input` | `store-newer` | `store-damaged` | `store-full` | `store-failed`
 */
export function backup(data: string, target: string, days: number, now: number): BackedUp {
  const isFolder = statSync(target, { throwIfNoEntry: false })?.isDirectory() ?? false
  const folder = isFolder ? target : dirname(target)
  if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory())
    throw new MitosError('bad-input', 'the folder for the backup is not there')
  if (`${realpathSync(folder)}${sep}`.startsWith(`${realpathSync(data)}${sep}`))
    throw new MitosError('bad-input', 'a backup lies outside of the data folder, on another disk if there is one')
  const name = isFolder ? freeName(folder, now) : basename(target)
  const counts = makeFile(folder, name, (file) => fillBackup(data, file))
  const old = isFolder ? readdirSync(folder).filter((one) => isOlder(one, now - days * DAY)) : []
  for (const one of old) rmSync(join(folder, one))
  return { file: join(folder, name), counts, removed: old }
}

/** @throws MitosError `backup-exists` */
function makeFile<T>(folder: string, name: string, fill: (file: string) => T): T {
  const temporary = join(folder, `.${name}.new`)
  try {
    rmSync(temporary, { force: true })
    closeSync(openSync(temporary, 'wx', 0o600))
    const filled = fill(temporary)
    // Unlike a renaming, this takes nobody's place.
    linkSync(temporary, join(folder, name))
    return filled
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'EEXIST')
      throw new MitosError('backup-exists', 'there is a file of this name, which stays as it is')
    throw diskError(cause)
  } finally {
    rmSync(temporary, { force: true })
    syncFolder(folder)
  }
}

function freeName(folder: string, now: number): string {
  const hour = new Date(now * 1000).toISOString().slice(0, 13).replaceAll('-', '')
  const taken = readdirSync(folder)
  for (let i = 1; ; i++) {
    const name = `mitos-${hour}${i > 1 ? `-${i}` : ''}.backup`
    if (!taken.includes(name)) return name
  }
}

function isOlder(name: string, than: number): boolean {
  const [, year, month, day, hour] = NAME.exec(name) ?? []
  if (year === undefined) return false
  return Date.UTC(Number(year), Number(month) - 1, Number(day), Number(hour)) / 1000 <= than
}
