import { createInterface } from 'node:readline/promises'
import type { Command } from 'commander'
import { MitosError } from '../../../shared/errors.ts'
import type { Verb } from '../cli.ts'
import { rosterCommand } from '../keeper/rosterCommand.ts'
import { readSignedFile, typeOf } from './file.ts'
import { type Ask, type PublishOptions, publishGiven } from './publish/run.ts'

interface Options extends PublishOptions {
  readonly root?: readonly string[]
  readonly release?: readonly string[]
}

const whereTo = (command: Command): Command =>
  command
    .requiredOption('--to <url>', 'the server, as https://HOST')
    .option('--yes', 'do not ask')
    .option('--dry-run', 'do everything but send')

/** `mitos roster publish FILE --to URL`: a roster, and what it needs that may not be there yet. */
const rosterPublishAsking =
  (ask: Ask): Verb =>
  (program, io) =>
    void whereTo(rosterCommand(program).command('publish').argument('<file>', 'a signed roster'))
      .option('--root <files...>', 'signed roots that may not be there yet')
      .option('--release <files...>', 'signed releases that may not be there yet')
      .description('Put a roster in force: check it by the server’s rules, show what changes, ask, send, read it back.')
      .action((path: string, { root = [], release = [], ...options }: Options) =>
        publishGiven(
          io,
          ask,
          {
            roster: readSignedFile(path, 'roster'),
            roots: root.map((one) => readSignedFile(one, 'root')),
            releases: release.map((one) => readSignedFile(one, 'release')),
          },
          options,
        ),
      )

/** `mitos publish FILES… --to URL`: roots, releases and a roster, in the order that works whatever order they are named in. */
const filesPublishAsking =
  (ask: Ask): Verb =>
  (program, io) =>
    void whereTo(program.command('publish').argument('<files...>', 'signed roots, releases, and at most one roster'))
      .description(
        'Put signed documents in force: check them by the server’s rules, show what changes, ask, send, look.',
      )
      .action((paths: readonly string[], options: PublishOptions) => {
        const of = (type: 'root' | 'release' | 'roster') =>
          paths.filter((path) => typeOf(path) === type).map((path) => readSignedFile(path, type))
        const rosters = of('roster')
        if (rosters.length > 1) throw new MitosError('bad-input', 'these are two rosters; only one can be in force')
        return publishGiven(io, ask, { roots: of('root'), releases: of('release'), roster: rosters[0] }, options)
      })

export const publishAsking =
  (ask: Ask): Verb =>
  (program, io) => {
    rosterPublishAsking(ask)(program, io)
    filesPublishAsking(ask)(program, io)
  }

async function askTerminal(question: string): Promise<string> {
  if (!process.stdin.isTTY)
    throw new MitosError('bad-input', 'nobody can be asked here; look first (--dry-run), then add --yes')
  const terminal = createInterface({ input: process.stdin, output: process.stdout })
  try {
    return await terminal.question(question)
  } finally {
    terminal.close()
  }
}

export const publish: Verb = publishAsking(askTerminal)
