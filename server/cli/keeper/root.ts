import { type Command, Option } from 'commander'
import type { Io, Verb } from '../cli.ts'
import { addPassphrase } from './changePassphrase.ts'
import { KEY_ROLES } from './keyFile.ts'
import { passphraseOptions } from './passphrase.ts'
import { addPaper } from './paper.ts'
import { checkRoots } from './rootCheck.ts'
import { addKey, newRoot, rotateRoot } from './rootMake.ts'
import { signRoot } from './rootSign.ts'
import { DRY_RUN, type Tools, YES, within } from './tools.ts'

const PREVIOUS = ['--previous <root>', 'the root before it, if it does not lie beside it as root-N.json'] as const

/** `mitos root …`: who may sign what in a network, on a laptop without one (docs/keeper.md). */
export const root =
  (tools: Tools): Verb =>
  (program, io) => {
    const verb = program.command('root').description("the network's root: whose keys sign what (docs/keeper.md)")
    addMaking(verb, tools, io)
    passphraseOptions(
      verb
        .command('sign <root>')
        .description('add one signature; the last one that is needed makes the root whole')
        .requiredOption('--key <keyfile>', 'a root key of this root, or of the one before')
        .option(...PREVIOUS)
        .option(...YES)
        .option(...DRY_RUN),
    ).action((file: string, options) => signRoot(tools, io, file, options))
    verb
      .command('check <roots...>')
      .description(
        'tell in words what roots say and change, when they end and what they lack. Ends with 0, 1 (wrong) or 3 (soon)',
      )
      .option(...PREVIOUS)
      .action((files: string[], options) => checkRoots(tools, io, files, options))
    addPaper(verb, tools, io)
    addPassphrase(verb, tools, io)
  }

function addMaking(verb: Command, tools: Tools, io: Io): void {
  const threshold = (name: string, what: string) => new Option(`--${name} <number>`, what).argParser(within(1, 8))
  verb
    .command('new <folder>')
    .description('make root-1.json of a new network, without keys yet')
    .addOption(threshold('threshold', 'how many root keys must sign the next root').default(2))
    .addOption(threshold('roster-threshold', 'how many roster keys must sign a roster').default(1))
    .addOption(threshold('release-threshold', 'how many release keys must sign a release').default(2))
    .option('--days <days>', 'how long it holds', within(1, 365), 180)
    .option(...DRY_RUN)
    .action((folder: string, options) => newRoot(tools, io, folder, options))
  passphraseOptions(
    verb
      .command('add <root>')
      .description('put a key into a root that nobody has signed yet; the key is made if there is no such file')
      .addOption(new Option('--role <role>', 'what the key signs').choices(KEY_ROLES).makeOptionMandatory())
      .requiredOption('--key <keyfile>', 'its file, which stays with its keeper')
      .option(...DRY_RUN),
  ).action((file: string, options) => addKey(tools, io, file, options))
  verb
    .command('rotate <root>')
    .description('make the next root of one that is whole: for longer, and without the keys named')
    .option('--drop <keys...>', 'keys to leave out, as root check names them: root-2, roster-1', [])
    .addOption(threshold('threshold', 'another number of root keys that must sign'))
    .addOption(threshold('roster-threshold', 'another number of roster keys'))
    .addOption(threshold('release-threshold', 'another number of release keys'))
    .option('--days <days>', 'how long it holds', within(1, 365), 180)
    .option(...PREVIOUS)
    .option(...DRY_RUN)
    .action((file: string, options) => rotateRoot(tools, io, file, options))
}
