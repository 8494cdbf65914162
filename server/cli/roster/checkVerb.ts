import { standardSodium } from '../../../shared/crypto/standard.ts'
import type { Verb } from '../cli.ts'
import { rosterCommand } from '../keeper/rosterCommand.ts'
import { checkRoster } from './check.ts'
import { readDocumentFile, readSignedFile } from './file.ts'
import { report } from './finding.ts'

interface Options {
  readonly root?: readonly string[]
  readonly json?: true
}

/** `mitos roster check FILE`: the launch check, for a draft as for a signed roster. It changes nothing. */
export const rosterCheck: Verb = (program, io) =>
  void rosterCommand(program)
    .command('check')
    .argument('<file>', 'a draft or a signed roster')
    .option(
      '--root <files...>',
      'the signed roots, the oldest first: then signatures and the root’s end are checked too',
    )
    .option('--json', 'one JSON object instead of lines')
    .description('Look at lines, shifts, keys, notices and dates. Ends with 0, 1 (something is red) or 3 (amber only).')
    .action(async (path: string, { root = [], json }: Options) => {
      const file = readDocumentFile(path, 'roster')
      const roots = root.map((one) => readSignedFile(one, 'root'))
      report(io, await checkRoster(await standardSodium(), file, roots, io.clock()), !!json)
    })
