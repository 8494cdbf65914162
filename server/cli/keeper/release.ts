import type { Io, Verb } from '../cli.ts'
import { EXIT, Ended } from '../cli.ts'
import { DAY } from '../../../shared/root.ts'
import { isFull, readDocumentFile, tally, tallyWords } from './documentFile.ts'
import { passphraseOptions } from './passphrase.ts'
import { readReleaseInner, releaseWords, signRelease } from './releaseSign.ts'
import { rootFor } from './rootFile.ts'
import { DRY_RUN, type Tools, count, within } from './tools.ts'

export const ROOT = [
  '--root <root>',
  'the root in force, if it is not the newest root-N.json beside this file',
] as const

/** `mitos release …`: which program runs. */
export const release =
  (tools: Tools): Verb =>
  (program, io) => {
    const verb = program.command('release').description('the signed list of the files that run (docs/keeper.md)')
    passphraseOptions(
      verb
        .command('sign <release>')
        .description('add one signature; makes the release first if there is no such file')
        .requiredOption('--key <keyfile>', 'a release key')
        .option('--pins <file>', 'to make it: dist/pins.json of the build')
        .option('--name <name>', 'to make it: as people say it, 1.4.0')
        .option('--version <number>', 'to make it: one more than the release before', within(1, 999_999_999))
        .option('--days <days>', 'to make it: how long it may run', within(90, 400), 180)
        .option('--min-root <number>', 'to make it: the oldest root that it runs under', within(1, 999_999_999))
        .option('--min-roster <number>', 'to make it: the oldest roster that it runs under', within(1, 999_999_999))
        .option(...ROOT)
        .option(...DRY_RUN),
    ).action((file: string, options) => signRelease(tools, io, file, options))
    verb
      .command('check <release>')
      .description(
        'tell in words what a release says, when it ends and what it lacks. Ends with 0, 1 (wrong) or 3 (soon)',
      )
      .option(...ROOT)
      .action((file: string, options: { root?: string }) => check(tools, io, file, options.root))
  }

/** So long before its end a release is spoken of, days. */
const SOON = 30

async function check(tools: Tools, io: Io, file: string, rootFile?: string): Promise<void> {
  const sodium = await tools.sodium()
  const read = await readDocumentFile(sodium, file, 'release')
  const release = readReleaseInner(read.inner)
  const root = await rootFor(sodium, file, rootFile)
  releaseWords(release, read.hash).forEach((line) => io.say(line))
  const signed = tally(read.signers, root.releaseKeys, root.releaseThreshold)
  io.say(`by the release keys of root ${root.version}: ${tallyWords(signed)}`)
  const over = release.expires <= io.clock()
  if (over) io.say('WRONG it has ended: the panel shows phone lines only. Sign a new one')
  if (!isFull(signed)) io.say('WRONG signatures are missing (release sign)')
  if (over || !isFull(signed)) throw new Ended(EXIT.wrong)
  const left = Math.floor((release.expires - io.clock()) / DAY)
  if (left < SOON) {
    io.say(`SOON  it ends in ${count(left, 'day')}: sign a new one`)
    throw new Ended(EXIT.warned)
  }
  io.say('all is well')
}
