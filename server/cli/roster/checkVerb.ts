import { standardSodium } from '../../../shared/crypto/standard.ts'
import type { Verb } from '../cli.ts'
import { rosterCommand } from '../keeper/rosterCommand.ts'
import { type Beside, checkRoster } from './check.ts'
import { readable } from './diffVerb.ts'
import { readDocumentFile, readSignedFile } from './file.ts'
import { report } from './finding.ts'

interface Options {
  readonly root?: readonly string[]
  readonly release?: string
  readonly before?: readonly string[]
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
    .option('--release <file>', 'the signed release: does the roster name it, when does it end')
    .option(
      '--before <files...>',
      'the signed rosters before, at least the one in force: who is locked out, how old keys are',
    )
    .option('--json', 'one JSON object instead of lines')
    .description('Look at lines, shifts, keys, notices and dates. Ends with 0, 1 (something is red) or 3 (amber only).')
    .action(async (path: string, { root = [], release, before = [], json }: Options) => {
      const file = readDocumentFile(path, 'roster')
      const beside: Beside = {
        roots: root.map((one) => readSignedFile(one, 'root')),
        ...(release !== undefined && { release: readSignedFile(release, 'release') }),
        befores: before.map((one) => readSignedFile(one, 'roster')),
      }
      beside.befores!.forEach((one) => readable(one, 'roster before'))
      report(io, await checkRoster(await standardSodium(), file, beside, io.clock()), !!json)
    })
