import { existsSync, lstatSync, readdirSync, statSync, statfsSync } from 'node:fs'
import { join } from 'node:path'
import { adviceFor } from '../../store/advice.ts'
import { DATABASE, RESTORING, checkFolder, wasUsed } from '../../store/sqlite/open.ts'
import { type Finding, fail, ok, warn, when } from './finding.ts'

/** File systems that are memory, by their number in Linux: tmpfs and ramfs. */
const MEMORY = [0x01021994, 0x858458f6]
const GB = 1e9
const HOUR = 3600

/** @throws MitosError `data-owner` | `data-readable` */
export function lookAtFolder(data: string): readonly Finding[] {
  if (!existsSync(join(data, DATABASE))) return [fail('folder', whyNoDatabase(data))]
  checkFolder(data)
  // What was there a moment ago may be gone: a server makes and removes files.
  const open = readdirSync(data).filter(
    (name) => (lstatSync(join(data, name), { throwIfNoEntry: false })?.mode ?? 0) & 0o077,
  )
  if (open.length) return [fail('folder', `other accounts could read ${open.join(', ')} (chmod go=)`)]
  if (MEMORY.includes(statfsSync(data).type))
    return [fail('folder', 'it lies in memory (tmpfs): all is gone when the machine stops; move it to a disk')]
  return [ok('folder', 'for its account only, on a disk')]
}

function whyNoDatabase(data: string): string {
  if (existsSync(join(data, RESTORING)))
    return 'restore-unfinished: a restore is at work, or was cut off: then run the same one again'
  if (existsSync(data) && wasUsed(data)) return `store-missing: ${adviceFor('store-missing')}`
  return 'it has no database: is the right disk mounted? A first start makes one'
}

export function lookAtAccount(): Finding {
  if (process.getuid?.() === 0)
    return warn(
      'account',
      'root: a fault in the server could do everything; give it an account of its own (a container aside)',
    )
  return ok('account', 'not root')
}

/** A full disk refuses requests, so a warning comes while there is room for about ten thousand. */
export function lookAtDisk(data: string): Finding {
  const { bavail, bsize } = statfsSync(data)
  const free = bavail * bsize
  const says = `${(free / GB).toFixed(1)} GB free`
  if (free < 0.1 * GB) return fail('disk', `${says}: requests will be refused; make room`)
  return free < GB ? warn('disk', `${says}; make room`) : ok('disk', says)
}

const BACKUP_LATE = 26 * HOUR
/** What a person withdrew must be gone from every backup after so long (R48). */
const BACKUP_LIFE = 7 * 24 * HOUR

/** @param folder where backups lie, one file each; a hidden one is half of one */
export function lookAtBackups(folder: string, now: number): readonly Finding[] {
  if (!existsSync(folder)) return [fail('backup', 'the folder of backups is not there: is its disk mounted?')]
  const times = timesOf(folder)
  const wrong = times.filter((time) => time > now + HOUR).length
  const early = wrong
    ? [
        fail(
          'backup',
          `${wrong} are dated after now: the clock was or is wrong; set it, then delete them once there is another`,
        ),
      ]
    : []
  const made = times.filter((time) => time <= now + HOUR)
  if (!made.length) return [...early, fail('backup', 'there is none (mitos backup)')]
  const newest = Math.max(...made)
  const old = made.filter((time) => now - time > BACKUP_LIFE + HOUR).length
  return [
    (now - newest > BACKUP_LATE ? warn : ok)('backup', `the newest was made ${when(newest, now)}`),
    ...early,
    ...(old
      ? [warn('backup', `${old} are older than seven days; what people withdrew is still in them: delete them`)]
      : []),
  ]
}

const timesOf = (folder: string): readonly number[] =>
  readdirSync(folder)
    .filter((name) => !name.startsWith('.'))
    .flatMap((name) => statSync(join(folder, name), { throwIfNoEntry: false }) ?? [])
    .filter((one) => one.isFile())
    .map(({ mtimeMs }) => Math.floor(mtimeMs / 1000))

/** Whether the server takes a write now, asked as nginx would ask it. */
export async function lookAtServer(host: string, port: number): Promise<Finding> {
  const own = { '0.0.0.0': '127.0.0.1', '::': '[::1]' }[host] ?? (host.includes(':') ? `[${host}]` : host)
  try {
    const answer = await fetch(`http://${own}:${port}/healthz`, { signal: AbortSignal.timeout(5000) })
    const { code } = (await answer.json()) as { code?: unknown }
    if (answer.ok) return ok('server', 'answers, and can write')
    return fail('server', `answers ${answer.status} ${typeof code === 'string' ? code : ''}`.trim())
  } catch {
    return fail('server', 'does not answer (systemctl status mitos, journalctl -u mitos)')
  }
}
