import { loadKeep } from '../config.ts'
import { restore as restoreBackup } from '../restore.ts'
import { sweptLine } from '../retention.ts'
import { told } from './backup.ts'
import type { Verb } from './cli.ts'

/** `mitos restore FILE --data DIR`: a data folder of a backup, without what was shredded since. */
export const restore: Verb = (program, io) => {
  program
    .command('restore <file>')
    .description('make a data folder of a backup; what was shredded, or is due by now, does not come back')
    .requiredOption('--data <folder>', 'the new data folder: not there, or empty but for server.secret')
    .option(
      '--withdrawn <path...>',
      'data folder of the broken machine, or later backups: what was shredded there is shredded here',
      [],
    )
    .action(async (file: string, { data, withdrawn }: { data: string; withdrawn: string[] }) => {
      const keep = loadKeep(io.environment)
      const { counts, buried, swept } = await restoreBackup({ file, data, withdrawn, keep, clock: io.clock })
      const { swept: due, unread } = sweptLine(swept)
      io.say(`from the backup: ${told(counts)}`)
      io.say(`shredded again: ${buried} by tombstones, ${due} because their time was over (${unread} unread)`)
      io.say(`restored: ${data}`)
    })
}
