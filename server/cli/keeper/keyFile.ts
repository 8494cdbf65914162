import { existsSync, lstatSync } from 'node:fs'
import { dirname } from 'node:path'
import { fromBase64, join, sameBytes, toBase64, wipe } from '../../../shared/bytes.ts'
import { MitosError } from '../../../shared/errors.ts'
import { type Json, readJson } from '../../../shared/json.ts'
import { bytes, is, key, network, object, oneOf } from '../../../shared/shape.ts'
import { utf8 } from '../../../shared/text.ts'
import { needPrivate, readText } from './files.ts'
import type { Sodium } from './tools.ts'

export const KEY_ROLES = ['root', 'roster', 'release'] as const
/** What a key may sign. */
export type KeyRole = (typeof KEY_ROLES)[number]

/** Whose key it is; the seed itself is sealed beside it (docs/protocol.md, "A keeper's key file"). */
export interface KeyFile {
  readonly type: 'keeper-key'
  readonly v: 1
  readonly network: string
  readonly role: KeyRole
  /** Ed25519 public key */
  readonly key: string
  readonly salt: string
  readonly nonce: string
  /** the seed, 48 bytes */
  readonly sealed: string
}

const isKeyFile = object({
  type: is('keeper-key'),
  v: is(1),
  network,
  role: oneOf(...KEY_ROLES),
  key,
  salt: bytes(16),
  nonce: bytes(24),
  sealed: bytes(48),
})

/** About two seconds of a laptop of today, 256 MiB; fixed by the format, so that no file can ask for less. */
const COST = { passes: 4, memory: 262_144, length: 32 }
const CAP = 4096

const wrapKey = ({ argon2id }: Sodium, passphrase: string, salt: Uint8Array): Promise<Uint8Array> =>
  argon2id(utf8(passphrase.normalize('NFKC')), salt, COST)

const additional = (of: Pick<KeyFile, 'network' | 'role' | 'key'>): Uint8Array =>
  join(utf8('mitos/keeper-key/v1\n'), fromBase64(of.network, 16), utf8(`${of.role}\n`), fromBase64(of.key, 32))

/** Wraps a seed (32 bytes). @returns the text of a key file */
export async function wrapSeed(
  sodium: Sodium,
  of: { readonly network: string; readonly role: KeyRole; readonly seed: Uint8Array },
  passphrase: string,
): Promise<KeyFile> {
  const { crypto } = sodium
  const [salt, nonce] = [crypto.random(16), crypto.random(24)]
  const own = { network: of.network, role: of.role, key: toBase64(crypto.signPublicKey(of.seed)) }
  const wrap = await wrapKey(sodium, passphrase, salt)
  const sealed = toBase64(crypto.aeadSeal(of.seed, additional(own), nonce, wrap))
  wipe(wrap)
  return { type: 'keeper-key', v: 1, ...own, salt: toBase64(salt), nonce: toBase64(nonce), sealed }
}

/**
 * Opens a key file. @returns the seed; whoever asked wipes it
 * @throws MitosError `passphrase-wrong`: or the file was changed, which looks the same
 */
export async function openSeed(sodium: Sodium, file: KeyFile, passphrase: string): Promise<Uint8Array> {
  const wrap = await wrapKey(sodium, passphrase, fromBase64(file.salt, 16))
  const { crypto } = sodium
  const seed = crypto.aeadOpen(fromBase64(file.sealed, 48), additional(file), fromBase64(file.nonce, 24), wrap)
  wipe(wrap)
  if (!seed)
    throw new MitosError(
      'passphrase-wrong',
      'this is not the passphrase of this key (or the key file was changed); try again, or restore it from its paper',
    )
  if (!sameBytes(crypto.signPublicKey(seed), fromBase64(file.key, 32))) throw damaged()
  return seed
}

const damaged = (): MitosError =>
  new MitosError('key-file', 'this is not a key file of a keeper, or it is damaged; restore it from its paper')

/**
 * Reads what stands openly in a key file.
 * @throws MitosError `not-found` | `key-file` | `data-readable` | `data-owner` | `data-link`
 */
export function readKeyFile(file: string): KeyFile {
  const text = readText(file, 'the key file')
  needPrivate(file, 'the key file')
  let value: Json
  try {
    value = readJson(utf8(text.trimEnd()), CAP)
  } catch {
    throw damaged()
  }
  if (!isKeyFile(value)) throw damaged()
  return value as unknown as KeyFile
}

/** Whether a key file may be made there: in a folder of one's own, or one that is not there yet. @throws as `needPrivate` */
export function needKeyPlace(file: string): void {
  const folder = dirname(file)
  if (existsSync(folder)) needPrivate(folder, 'the folder of the key')
  if (lstatSync(file, { throwIfNoEntry: false }))
    throw new MitosError('file-exists', 'there is a file of that name; a key is never written over')
}
