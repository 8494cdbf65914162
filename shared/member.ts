import { type Brand, type PublicKey, type SecretKey, fromBase64, join, sameBytes, unsigned, wipe } from './bytes.ts'
import type { Argon2id, Crypto, MemberCrypto } from './crypto/crypto.ts'
import { MitosError } from './errors.ts'
import { utf8 } from './text.ts'

/** The member's own keys: the X25519 secret and the Ed25519 seed, 32 bytes each. */
export interface MemberKeys {
  readonly boxSecret: SecretKey
  readonly signSeed: Uint8Array
}

/** What a passphrase gives: `wrap` opens the blob and stays here, `login` is shown to the server. */
export interface PassphraseKeys {
  readonly wrap: Uint8Array
  readonly login: Uint8Array
}

/** A member's wrapped keys as the server keeps them (protocol §12). */
export type MemberBlob = Brand<Uint8Array, 'MemberBlob'>

const KIND_PASSPHRASE = 1
const ID_SIZE = 16
const NONCE = 24
const BUNDLE = NONCE + 64 + 16
const ENTRY = 1 + NONCE + 48
const HEAD = 1 + ID_SIZE + BUNDLE + 1

/**
 * `Argon2id(NFKC(passphrase), salt of network and name, t 3, m 65,536 KiB, p 1, 64 bytes)`: fixed by the protocol, so that a
 * server cannot ask for a cheaper one.
 * @param network base64url of 16 bytes
 * @param name the log-in name
 */
export async function passphraseKeys(
  crypto: Pick<Crypto, 'blake2b'>,
  argon2id: Argon2id,
  passphrase: string,
  network: string,
  name: string,
): Promise<PassphraseKeys> {
  const salt = crypto.blake2b(join(utf8('mitos/pass-salt/v1\n'), fromBase64(network, 16), utf8(name)), 16)
  const x = await argon2id(utf8(passphrase.normalize('NFKC')), salt, { passes: 3, memory: 65_536, length: 64 })
  const keys = { wrap: x.slice(0, 32), login: x.slice(32) }
  wipe(x)
  return keys
}

/** What the server stores to recognise a log-in: `B("mitos/login-key/v1\n" ‖ login, 32)`. */
export const loginKey = (crypto: Pick<Crypto, 'blake2b'>, login: Uint8Array): Uint8Array =>
  crypto.blake2b(join(utf8('mitos/login-key/v1\n'), login), 32)

const additional = (network: string, id: Uint8Array, kind: number): Uint8Array =>
  join(utf8('mitos/member/v1\n'), fromBase64(network, 16), id, unsigned(kind, 1))

/** Wraps a member's keys under a new key K, and K under the passphrase's wrap. @param id 16 bytes */
export function writeBlob(
  crypto: MemberCrypto,
  network: string,
  id: Uint8Array,
  keys: MemberKeys,
  wrap: Uint8Array,
): MemberBlob {
  const k = crypto.random(32)
  const sealed = (plain: Uint8Array, kind: number, key: Uint8Array) => {
    const nonce = crypto.random(NONCE)
    return join(nonce, crypto.aeadSeal(plain, additional(network, id, kind), nonce, key))
  }
  const bundle = sealed(join(keys.boxSecret, keys.signSeed), 0, k)
  const entry = join(unsigned(KIND_PASSPHRASE, 1), sealed(k, KIND_PASSPHRASE, wrap))
  wipe(k)
  return join(unsigned(1, 1), id, bundle, unsigned(1, 1), entry) as MemberBlob
}

/**
 * Inverse of writeBlob with a passphrase's wrap. Entries of unknown kinds are skipped.
 * @param id the member whose blob it must be, or undefined to take the one it names
 * @throws MitosError `blob-length` | `blob-version` | `blob-member` | `passphrase-wrong` | `blob-damaged`
 */
export function openBlob(
  crypto: MemberCrypto,
  network: string,
  blob: Uint8Array,
  wrap: Uint8Array,
  id?: Uint8Array,
): MemberKeys & { readonly id: Uint8Array } {
  const count = blob[HEAD - 1] ?? 0
  if (blob.length < HEAD || count < 1 || count > 16 || blob.length !== HEAD + ENTRY * count)
    throw new MitosError('blob-length')
  if (blob[0] !== 1) throw new MitosError('blob-version')
  const owner = blob.slice(1, 1 + ID_SIZE)
  if (id && !sameBytes(owner, id)) throw new MitosError('blob-member')
  const opened = (bytes: Uint8Array, kind: number, key: Uint8Array) =>
    crypto.aeadOpen(bytes.slice(NONCE), additional(network, owner, kind), bytes.slice(0, NONCE), key)
  let k: Uint8Array | undefined
  for (let i = 0; i < count && !k; i++) {
    const entry = blob.slice(HEAD + ENTRY * i, HEAD + ENTRY * (i + 1))
    if (entry[0] === KIND_PASSPHRASE) k = opened(entry.slice(1), KIND_PASSPHRASE, wrap)
  }
  if (!k) throw new MitosError('passphrase-wrong')
  const bundle = opened(blob.slice(1 + ID_SIZE, HEAD - 1), 0, k)
  wipe(k)
  if (!bundle) throw new MitosError('blob-damaged')
  return { id: owner, boxSecret: bundle.slice(0, 32) as SecretKey, signSeed: bundle.slice(32) }
}

/**
 * What a member signs to log in. `origin` is the inbox's own, so that a challenge of another server is worth nothing here.
 * @param challenge 32 bytes, used once within 60 s
 * @param time seconds UTC
 */
export const loginMessage = (origin: string, id: Uint8Array, challenge: Uint8Array, time: number): Uint8Array =>
  join(utf8(`mitos/login/v1\n${origin}\n`), id, challenge, unsigned(time, 8))

/** Public keys of a member's own. */
export const publicKeysOf = (
  crypto: Pick<Crypto, 'boxPublicKey' | 'signPublicKey'>,
  keys: MemberKeys,
): { readonly box: PublicKey; readonly sign: PublicKey } => ({
  box: crypto.boxPublicKey(keys.boxSecret),
  sign: crypto.signPublicKey(keys.signSeed),
})
