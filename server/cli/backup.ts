import { InvalidArgumentError } from 'commander'
import { BACKUP_LIFE, backup as makeBackup } from '../backup.ts'
import { dataFolder } from '../config.ts'
import type { Counts } from '../store/sqlite/backup.ts'
import type { Verb } from './cli.ts'
import { needDatabase } from './withStore.ts'

const days = (text: string): number => {
  const value = Number(text)
  if (!/^\d$/.test(text) || value < 1 || value > BACKUP_LIFE) throw new InvalidArgumentError(`1 to ${BACKUP_LIFE} days`)
  return value
}

/** `mitos backup FILE|FOLDER`: sealed things and signed documents; no secret of the server's, no log-ins. */
export const backup: Verb = (program, io) => {
  program
    .command('backup <file-or-folder>')
    .description(
      'one file of the data folder MITOS_DATA, checked; the server may be running. The server.secret is not in it',
    )
    .option('--keep <days>', 'in a folder: remove backups older than this, at most 7', days, BACKUP_LIFE)
    .action((target: string, { keep }: { keep: number }) => {
      const data = dataFolder(io.environment)
      needDatabase(data)
      const { file, counts, removed } = makeBackup(data, target, keep, io.clock())
      io.say(`backed up and read back: ${file}`)
      io.say(told(counts))
      for (const name of removed) io.say(`removed, older than ${keep} days: ${name}`)
    })
}

/** What a backup holds, for an operator to compare. */
export const told = (counts: Counts): string =>
  ['requests', 'tombstones', 'members', 'documents', 'web_files']
    .map((name) => `${counts[name] ?? 0} ${name === 'web_files' ? 'files' : name}`)
    .join(', ')
