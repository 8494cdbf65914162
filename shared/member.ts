import { type Brand, type PublicKey, type SecretKey, fromBase64, join, sameBytes, unsigned, wipe } from './bytes.ts'
import type { Argon2id, Crypto, MemberCrypto } from './crypto/crypto.ts'
import { MitosError, need } from './errors.ts'
import { utf8 } from './text.ts'

/** The member's own keys: the X25519 secret and the Ed25519 seed, 32 bytes each. */
export interface MemberKeys {
  readonly boxSecret: SecretKey
  readonly signSeed: Uint8Array
}

/** What a passphrase, kit or passkey gives: `wrap` opens the blob and stays here, `login` is shown to the server. */
export interface WrapKeys {
  readonly wrap: Uint8Array
  readonly login: Uint8Array
}
export type PassphraseKeys = WrapKeys

/** A member's wrapped keys as the server keeps them (protocol §12). */
export type MemberBlob = Brand<Uint8Array, 'MemberBlob'>

/** What can open a blob, as the byte that says so. */
const KINDS = { passphrase: 1, kit: 2, passkey: 3 } as const
export type EntryKind = keyof typeof KINDS
/** One way to open a blob. */
export interface BlobEntry {
  readonly kind: EntryKind
  /** 32 bytes */
  readonly wrap: Uint8Array
}
const MOST = 16
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

/** Wraps a member's keys under a new key K, and K under each entry's wrap. @param id 16 bytes @param entries 1–16 */
export function writeEntries(
  crypto: MemberCrypto,
  network: string,
  id: Uint8Array,
  keys: MemberKeys,
  entries: readonly BlobEntry[],
): MemberBlob {
  need(entries.length >= 1 && entries.length <= MOST, 'blob-length')
  const k = crypto.random(32)
  const parts = partsOf(crypto, network, id)
  const bundle = parts.seal(join(keys.boxSecret, keys.signSeed), 0, k)
  const wraps = entries.map((entry) => parts.entry(k, entry))
  wipe(k)
  return join(unsigned(1, 1), id, bundle, unsigned(wraps.length, 1), ...wraps) as MemberBlob
}

/** What seals and opens the parts of one member's blob, each under its kind. */
function partsOf(crypto: MemberCrypto, network: string, id: Uint8Array) {
  const seal = (plain: Uint8Array, kind: number, key: Uint8Array): Uint8Array => {
    const nonce = crypto.random(NONCE)
    return join(nonce, crypto.aeadSeal(plain, additional(network, id, kind), nonce, key))
  }
  return {
    seal,
    open: (bytes: Uint8Array, kind: number, key: Uint8Array): Uint8Array | undefined =>
      crypto.aeadOpen(bytes.slice(NONCE), additional(network, id, kind), bytes.slice(0, NONCE), key),
    /** K as one entry has it, 73 bytes. */
    entry: (k: Uint8Array, { kind, wrap }: BlobEntry): Uint8Array =>
      join(unsigned(KINDS[kind], 1), seal(k, KINDS[kind], wrap)),
  }
}

/** A blob that a passphrase opens. */
export const writeBlob = (
  crypto: MemberCrypto,
  network: string,
  id: Uint8Array,
  keys: MemberKeys,
  wrap: Uint8Array,
): MemberBlob => writeEntries(crypto, network, id, keys, [{ kind: 'passphrase', wrap }])

/** Whether bytes have a blob's shape, and with what it can be opened; null for kinds of later versions. No secret is needed.
 * @throws MitosError `blob-length` | `blob-version` */
export function readBlobShape(blob: Uint8Array): {
  readonly id: Uint8Array
  readonly kinds: readonly (EntryKind | null)[]
} {
  const count = blob[HEAD - 1] ?? 0
  need(blob.length >= HEAD && count >= 1 && count <= MOST && blob.length === HEAD + ENTRY * count, 'blob-length')
  need(blob[0] === 1, 'blob-version')
  const named = Object.entries(KINDS) as readonly (readonly [EntryKind, number])[]
  const kinds = Array.from({ length: count }, (_, i) => named.find(([, byte]) => byte === blob[HEAD + ENTRY * i])?.[0])
  return { id: blob.slice(1, 1 + ID_SIZE), kinds: kinds.map((kind) => kind ?? null) }
}

/** `passphrase-wrong` | `kit-wrong` | `passkey-wrong` */
const wrongWrap = (kind: EntryKind): MitosError => new MitosError(`${kind}-wrong`)

/**
 * Inverse of writeEntries with one entry's wrap. Entries of other and of unknown kinds are skipped.
 * @param id the member whose blob it must be, or undefined to take the one it names
 * @throws MitosError `blob-length` | `blob-version` | `blob-member` | `passphrase-wrong` | `kit-wrong` | `passkey-wrong` |
 *   `blob-damaged`
 */
export function openBlob(
  crypto: MemberCrypto,
  network: string,
  blob: Uint8Array,
  wrap: Uint8Array,
  id?: Uint8Array,
  kind: EntryKind = 'passphrase',
): MemberKeys & { readonly id: Uint8Array } {
  const { id: owner } = readBlobShape(blob)
  if (id && !sameBytes(owner, id)) throw new MitosError('blob-member')
  const k = openK(crypto, network, blob, { kind, wrap })
  const bundle = partsOf(crypto, network, owner).open(blob.slice(1 + ID_SIZE, HEAD - 1), 0, k)
  wipe(k)
  if (!bundle) throw new MitosError('blob-damaged')
  return { id: owner, boxSecret: bundle.slice(0, 32) as SecretKey, signSeed: bundle.slice(32) }
}

/** K, by whichever entry of the kind the wrap opens. @throws MitosError of wrongWrap */
function openK(crypto: MemberCrypto, network: string, blob: Uint8Array, { kind, wrap }: BlobEntry): Uint8Array {
  const { id, kinds } = readBlobShape(blob)
  const { open } = partsOf(crypto, network, id)
  for (const [i, entry] of entriesOf(blob).entries()) {
    const k = kinds[i] === kind ? open(entry.slice(1), KINDS[kind], wrap) : undefined
    if (k) return k
  }
  throw wrongWrap(kind)
}

/** The entries of a blob as they stand in it, 73 bytes each. @throws MitosError `blob-length` | `blob-version` */
export const entriesOf = (blob: Uint8Array): readonly Uint8Array[] =>
  readBlobShape(blob).kinds.map((_, i) => blob.slice(HEAD + ENTRY * i, HEAD + ENTRY * (i + 1)))

/**
 * The same blob with one way in more, behind the others. Nothing is taken from anybody by it, so K stays, and with it each
 * entry as it is: nobody has to type what opens the others.
 * @throws MitosError `blob-length` where there are sixteen; else as `openBlob`
 */
export function addEntry(
  crypto: MemberCrypto,
  network: string,
  blob: Uint8Array,
  by: BlobEntry,
  entry: BlobEntry,
): MemberBlob {
  const { id, kinds } = readBlobShape(blob)
  need(kinds.length < MOST, 'blob-length')
  const k = openK(crypto, network, blob, by)
  const added = partsOf(crypto, network, id).entry(k, entry)
  wipe(k)
  return join(blob.slice(0, HEAD - 1), unsigned(kinds.length + 1, 1), blob.slice(HEAD), added) as MemberBlob
}

/**
 * A blob with other entries, opened with one of its present ones. K is new then, and only who has a wrap can write
 * its entry: so what is to stay is given again, and what is not given opens nothing any more.
 * @throws MitosError as `openBlob`
 */
export function changeEntries(
  crypto: MemberCrypto,
  network: string,
  blob: Uint8Array,
  by: BlobEntry,
  entries: readonly BlobEntry[],
): MemberBlob {
  const { id, ...keys } = openBlob(crypto, network, blob, by.wrap, undefined, by.kind)
  try {
    return writeEntries(crypto, network, id, keys, entries)
  } finally {
    wipe(keys.boxSecret, keys.signSeed)
  }
}

/**
 * The same blob with its first passphrase under another wrap, for a log-in name that turns out to be taken before the blob was
 * ever given away. K stays, and with it the other entries: nothing has become worth less.
 * @throws MitosError as `openBlob`
 */
export function moveEntry(
  crypto: MemberCrypto,
  network: string,
  blob: Uint8Array,
  from: Uint8Array,
  to: Uint8Array,
): MemberBlob {
  const { id, kinds } = readBlobShape(blob)
  const k = openK(crypto, network, blob, { kind: 'passphrase', wrap: from })
  const moved = partsOf(crypto, network, id).entry(k, { kind: 'passphrase', wrap: to })
  wipe(k)
  const entries = entriesOf(blob).map((one, i) => (i === kinds.indexOf('passphrase') ? moved : one))
  return join(blob.slice(0, HEAD), ...entries) as MemberBlob
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
