import type { Command } from 'commander'
import { sameBytes, wipe } from '../../../shared/bytes.ts'
import { MitosError } from '../../../shared/errors.ts'
import type { Io } from '../cli.ts'
import { disk } from './files.ts'
import { needKeyPlace, openSeed, readKeyFile, wrapSeed } from './keyFile.ts'
import { type PassphraseOptions, newPassphrase, passphraseOf, passphraseOptions } from './passphrase.ts'
import { type Common, DRY_RUN, type Tools } from './tools.ts'

interface Options extends Common, PassphraseOptions {
  readonly newPassphraseFile?: string
  readonly out?: string
}

/** `root passphrase`: the same key under another passphrase. */
export function addPassphrase(verb: Command, tools: Tools, io: Io): void {
  passphraseOptions(
    verb
      .command('passphrase <keyfile>')
      .description(
        'change the passphrase of a key file: the new file is tried before it takes the place of the old one',
      )
      .option('--out <keyfile>', 'write the new key file there instead, and leave the old one')
      .option('--new-passphrase-file <file>', 'its first line, instead of asking for the new one')
      .option(...DRY_RUN),
  ).action((file: string, options: Options) => changePassphrase(tools, io, file, options))
}

/** The old file stays as it was, whole, until the new one is whole on the disk (`Disk.replace`). */
async function changePassphrase(tools: Tools, io: Io, file: string, options: Options): Promise<void> {
  const sodium = await tools.sodium()
  const key = readKeyFile(file)
  if (options.out !== undefined) needKeyPlace(options.out)
  const old = await passphraseOf(tools, options)
  const seed = await openSeed(sodium, key, old)
  try {
    const { newPassphraseFile } = options
    const next = await newPassphrase(
      tools,
      newPassphraseFile === undefined ? {} : { passphraseFile: newPassphraseFile },
    )
    if (next.normalize('NFKC') === old.normalize('NFKC'))
      throw new MitosError('bad-input', 'this is the passphrase that it has; nothing was changed')
    const made = await wrapSeed(sodium, { network: key.network, role: key.role, seed }, next)
    const again = await openSeed(sodium, made, next)
    if (!sameBytes(again, seed)) throw new MitosError('internal')
    wipe(again)
    disk(io, options.dryRun)[options.out === undefined ? 'replace' : 'create'](
      options.out ?? file,
      JSON.stringify(made),
    )
  } finally {
    wipe(seed)
  }
  io.say('The key is the same, and its paper still right. Copies of the old file still open with the old passphrase.')
  io.say('If somebody may have one and know that passphrase, this is not enough: exchange the key (docs/keeper.md).')
}
