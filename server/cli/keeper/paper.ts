import { existsSync } from 'node:fs'
import type { Command } from 'commander'
import { toBase64, toHex, fromBase64, wipe } from '../../../shared/bytes.ts'
import { MitosError } from '../../../shared/errors.ts'
import { keyIdOf } from '../../../shared/keys.ts'
import type { Io } from '../cli.ts'
import { disk, needPrivate, readText } from './files.ts'
import { KEY_ROLES, needKeyPlace, openSeed, readKeyFile, wrapSeed } from './keyFile.ts'
import { GROUPS, groupsOf, isGroup, readPaper, writePaper } from './paperCode.ts'
import { paperPage } from './paperPage.ts'
import { type PassphraseOptions, newPassphrase, passphraseOf, passphraseOptions } from './passphrase.ts'
import { keysFor, readRootFile } from './rootFile.ts'
import { type Common, DRY_RUN, type Sodium, type Tools } from './tools.ts'

interface Options extends Common, PassphraseOptions {
  readonly out?: string
  readonly read?: true
  readonly root?: string
  readonly paperFile?: string
}

/** `root paper`: a key on paper, and back. */
export function addPaper(verb: Command, tools: Tools, io: Io): void {
  passphraseOptions(
    verb
      .command('paper <keyfile>')
      .description(
        'write a page to print, from which a key can be had back; --read proves it, or makes the key file of it',
      )
      .option('--out <page>', 'the page (else KEYFILE.html)')
      .option('--read', 'type a paper: compare it with the key file, or restore that')
      .option('--root <root>', 'with --read, where the key file is lost: a root that names the key')
      .option(
        '--paper-file <file>',
        'with --read: the characters, instead of typing them; a file that only you can read',
      )
      .option(...DRY_RUN),
  ).action((file: string, options: Options) => (options.read ? readBack : writePage)(tools, io, file, options))
}

async function writePage(tools: Tools, io: Io, file: string, options: Options): Promise<void> {
  const sodium = await tools.sodium()
  const key = readKeyFile(file)
  const page = options.out ?? `${file}.html`
  needKeyPlace(page)
  const seed = await openSeed(sodium, key, await passphraseOf(tools, options))
  const id = toHex(keyIdOf(sodium.crypto, fromBase64(key.key, 32)))
  const groups = writePaper(sodium.crypto, seed)
  wipe(seed)
  disk(io, options.dryRun).create(page, paperPage(groups, id.replace(/(.{4})(?=.)/g, '$1 ')))
  io.say('This page IS the key, without a passphrase. Print it at a printer of your own, on a cable.')
  io.say('Then type it back (root paper --read), and only then delete this file.')
}

async function readBack(tools: Tools, io: Io, file: string, options: Options): Promise<void> {
  const sodium = await tools.sodium()
  const there = existsSync(file) ? readKeyFile(file) : undefined
  if (!there && !options.root)
    throw new MitosError(
      'bad-input',
      'there is no such key file; to make it anew of the paper, name a root that has the key with --root',
    )
  const seed = readPaper(sodium.crypto, await typed(tools, io, options))
  try {
    const key = toBase64(sodium.crypto.signPublicKey(seed))
    if (!there) return await restore(tools, io, sodium, file, seed, options)
    if (key !== there.key)
      throw new MitosError('key-refused', 'this is a good paper, but of another key than this key file')
    io.say(
      'The paper is right: this key can be had back from it. Delete the page on this computer, keep the printed one.',
    )
  } finally {
    wipe(seed)
  }
}

async function restore(
  tools: Tools,
  io: Io,
  sodium: Sodium,
  file: string,
  seed: Uint8Array,
  options: Options,
): Promise<void> {
  const { root } = await readRootFile(sodium, options.root!)
  const key = toBase64(sodium.crypto.signPublicKey(seed))
  const role = KEY_ROLES.find((one) => keysFor(root, one).includes(key))
  if (!role)
    throw new MitosError(
      'key-refused',
      'this is a good paper, but the root does not name its key; take another root or paper',
    )
  needKeyPlace(file)
  io.say(`The paper is right. It is a ${role} key of this network.`)
  const made = await wrapSeed(sodium, { network: root.network, role, seed }, await newPassphrase(tools, options))
  disk(io, options.dryRun).create(file, JSON.stringify(made))
}

const TRIES = 5

/** The groups of a paper, each judged as soon as it is typed. */
async function typed({ terminal }: Tools, io: Io, { paperFile }: Options): Promise<readonly string[]> {
  if (paperFile !== undefined) {
    const text = readText(paperFile, 'the paper', 4096)
    needPrivate(paperFile, 'the file of the paper')
    return groupsOf(text)
  }
  io.say(`Type the ${GROUPS} groups, one at a time, or all at once. Nothing shows.`)
  const groups: string[] = []
  for (let tries = TRIES; groups.length < GROUPS;) {
    const some = groupsOf(await terminal.askSecret(`Group ${groups.length + 1} of ${GROUPS}: `))
    for (const group of some.length ? some : ['']) {
      if (groups.length === GROUPS) break
      if (isGroup(group, groups.length)) {
        groups.push(group)
        tries = TRIES
        continue
      }
      io.say(`Group ${groups.length + 1} is not as it stands on a paper; look at it again.`)
      if (!--tries)
        throw new MitosError('paper-typo', `group ${groups.length + 1} was never right; is it the right paper?`)
      break
    }
  }
  return groups
}
