import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { toBase64, wipe } from '../../../shared/bytes.ts'
import { MitosError } from '../../../shared/errors.ts'
import { DAY, type Root } from '../../../shared/root.ts'
import type { Io } from '../cli.ts'
import { unsigned } from './documentFile.ts'
import { disk } from './files.ts'
import { KEY_ROLES, type KeyFile, type KeyRole, needKeyPlace, readKeyFile, wrapSeed } from './keyFile.ts'
import { type PassphraseOptions, newPassphrase } from './passphrase.ts'
import { FIELDS, type RootFile, keysFor, lacks, readRootFile, rootBefore, rootName } from './rootFile.ts'
import { changes, rootWords, signatureWords } from './rootWords.ts'
import type { Common, Sodium, Tools } from './tools.ts'

interface Making extends Common {
  readonly threshold?: number
  readonly rosterThreshold?: number
  readonly releaseThreshold?: number
  readonly days: number
}

/** `root new`: version 1 with a random network, no keys, no signatures. */
export async function newRoot(tools: Tools, io: Io, folder: string, options: Making): Promise<void> {
  const { crypto } = await tools.sodium()
  const now = io.clock()
  const root: Root = {
    type: 'root',
    v: 1,
    network: toBase64(crypto.random(16)),
    version: 1,
    issued: now,
    expires: now + options.days * DAY,
    keys: [],
    threshold: options.threshold!,
    rosterKeys: [],
    rosterThreshold: options.rosterThreshold!,
    releaseKeys: [],
    releaseThreshold: options.releaseThreshold!,
  }
  disk(io, options.dryRun).create(join(folder, rootName(1)), JSON.stringify(unsigned(root)))
  sayMade(await tools.sodium(), io, root)
}

function sayMade(sodium: Sodium, io: Io, root: Root): void {
  rootWords(root).forEach((line) => io.say(line))
  const missing = lacks(sodium, root)
  missing.forEach((line) => io.say(`still missing: ${line}`))
  if (!missing.length) io.say('All keys are there. Each root keeper signs it now: root sign')
}

interface Adding extends Common, PassphraseOptions {
  readonly role: KeyRole
  readonly key: string
}

/** `root add`: a keeper's key, made on the spot or made before, into a root that nobody has signed. */
export async function addKey(tools: Tools, io: Io, file: string, options: Adding): Promise<void> {
  const sodium = await tools.sodium()
  const { root, signers } = await readRootFile(sodium, file)
  const { role } = options
  if (signers.length)
    throw new MitosError(
      'document-conflict',
      'this root bears a signature already, so its keys stay as they are; root rotate makes the next one',
    )
  if (keysFor(root, role).length >= 8) throw new MitosError('bad-input', 'a role has at most 8 keys')
  const { network } = root
  const made = existsSync(options.key) ? undefined : await makeKey(tools, sodium, network, options)
  const key = made ?? readKeyFile(options.key)
  if (key.network !== network || key.role !== role)
    throw new MitosError(
      'key-refused',
      'this key was made for another network, or to sign something else; take or make another one',
    )
  if (KEY_ROLES.some((one) => keysFor(root, one).includes(key.key)))
    throw new MitosError('key-refused', 'this key is in this root already')
  const next: Root = { ...root, [FIELDS[role][0]]: [...keysFor(root, role), key.key] }
  // The key first: a root that names a key which nobody has would be worth nothing.
  if (made) disk(io, options.dryRun).create(options.key, JSON.stringify(made))
  disk(io, options.dryRun).replace(file, JSON.stringify(unsigned(next)))
  if (made && !options.dryRun)
    io.say('This file and its passphrase are the key. Make its paper now (root paper), before you need it.')
  sayMade(sodium, io, next)
}

async function makeKey(tools: Tools, sodium: Sodium, network: string, options: Adding): Promise<KeyFile> {
  needKeyPlace(options.key)
  const passphrase = await newPassphrase(tools, options)
  const seed = sodium.crypto.random(32)
  const made = await wrapSeed(sodium, { network, role: options.role, seed }, passphrase)
  wipe(seed)
  return made
}

interface Rotating extends Making {
  readonly drop: readonly string[]
  readonly previous?: string
}

/** `root rotate`: the next root, not signed yet, beside the one that is whole. */
export async function rotateRoot(tools: Tools, io: Io, file: string, options: Rotating): Promise<void> {
  const sodium = await tools.sodium()
  const current = await readRootFile(sodium, file)
  await needWhole(sodium, file, current, options.previous)
  const now = io.clock()
  if (now < current.root.issued)
    throw new MitosError('clock-behind', 'the clock of this computer stands before the root was made; set it')
  const next: Root = {
    ...dropKeys(current.root, options.drop),
    version: current.root.version + 1,
    issued: now,
    expires: now + options.days * DAY,
    threshold: options.threshold ?? current.root.threshold,
    rosterThreshold: options.rosterThreshold ?? current.root.rosterThreshold,
    releaseThreshold: options.releaseThreshold ?? current.root.releaseThreshold,
  }
  disk(io, options.dryRun).create(join(dirname(file), rootName(next.version)), JSON.stringify(unsigned(next)))
  changes(current.root, next).lines.forEach((line) => io.say(line))
  sayMade(sodium, io, next)
}

async function needWhole(sodium: Sodium, file: string, current: RootFile, given?: string): Promise<void> {
  const before = await rootBefore(sodium, file, current, given)
  if (lacks(sodium, current.root).length || !signatureWords(current, before?.root).full)
    throw new MitosError(
      'root-refused',
      'this root is not signed to the end yet (root check); the next one comes after that',
    )
}

/** @throws MitosError `bad-input` for a name that no key has */
function dropKeys(root: Root, names: readonly string[]): Root {
  const known = KEY_ROLES.flatMap((role) => keysFor(root, role).map((_, i) => `${role}-${i + 1}`))
  if (names.some((name) => !known.includes(name)))
    throw new MitosError('bad-input', `this root has the keys ${known.join(', ')}; name those to drop so`)
  const left = (role: KeyRole): readonly string[] =>
    keysFor(root, role).filter((_, i) => !names.includes(`${role}-${i + 1}`))
  return { ...root, keys: left('root'), rosterKeys: left('roster'), releaseKeys: left('release') }
}
