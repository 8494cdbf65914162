import type { Verb } from '../cli.ts'
import { passphraseOptions } from './passphrase.ts'
import { ROOT } from './release.ts'
import { rosterCommand } from './rosterCommand.ts'
import { editRoster, newRoster } from './rosterDraft.ts'
import { signRoster } from './rosterSign.ts'
import { DRY_RUN, type Tools, YES, within } from './tools.ts'

const RELEASE = ['--release <release>', 'the release that it names'] as const
const SHEETS = ['--sheet <files...>', 'key sheets of coordinators: the keys of their NGOs go into the draft'] as const
const DAYS = ['--days <days>', 'how long it holds', within(1, 31), 14] as const

/** `mitos roster new|edit|sign`: who reads. */
export const roster =
  (tools: Tools): Verb =>
  (program, io) => {
    const verb = rosterCommand(program)
    verb
      .command('new <draft>')
      .description('write a first draft to fill in with an editor (docs/keeper.md tells each field)')
      .option(...ROOT)
      .option(...RELEASE)
      .option(...DAYS)
      .option(...SHEETS)
      .option(...YES)
      .option(...DRY_RUN)
      .action((draft: string, options) => newRoster(tools, io, draft, options))
    verb
      .command('edit <roster> <draft>')
      .description('open the roster in force as the draft of the next one: shifts that are over are left out')
      .option(...ROOT)
      .option(...RELEASE)
      .option(...DAYS)
      .option(...SHEETS)
      .option('--notices <files...>', 'files of coordinators: which texts their NGOs tell about data')
      .option('--rota <draft>', 'the draft that a coordinator drew: its shifts and swaps are taken, nothing else')
      .option('--new-coordinator', 'take a sheet that no coordinator of the roster signed, only one whom it brings')
      .option(...YES)
      .option(...DRY_RUN)
      .action((file: string, draft: string, options) => editRoster(tools, io, file, draft, options))
    passphraseOptions(
      verb
        .command('sign <draft>')
        .description('make the roster of a draft and sign it, or add a signature to a roster that bears one')
        .requiredOption('--key <keyfile>', 'a roster key')
        .option('--before <roster>', 'where the draft has swaps: the roster in force, if it does not lie beside it')
        .option('--without-consent', 'sign although shifts were swapped to which an NGO has not said yes')
        .option('--out <roster>', 'the roster (else roster-VERSION.json beside the draft)')
        .option(...ROOT)
        .option(...DRY_RUN),
    ).action((draft: string, options) => signRoster(tools, io, draft, options))
  }
