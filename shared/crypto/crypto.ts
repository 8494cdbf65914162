import type { PublicKey, SecretKey } from '../bytes.ts'

/** What is needed to check signed documents: boot has just this, made of WebCrypto's hashes and BigInt. */
export interface Verifier {
  /** SHA-256, 32 bytes. */
  sha256(message: Uint8Array): Promise<Uint8Array>
  /** Ed25519 as strict as libsodium (protocol §0): 32 + 64 bytes, S < L, A and R canonical and not of small order. */
  verify(publicKey: Uint8Array, message: Uint8Array, signature: Uint8Array): Promise<boolean>
  /** Whether 32 bytes are an Ed25519 public key that may stand in a document: canonical, on the curve, 8A ≠ 0. */
  isSignKey(publicKey: Uint8Array): boolean
}

/**
 * The one interface to cryptography. Two implementations, `light.ts` for the panel and `sodium.ts` for everything else,
 * open each other's bytes and refuse the same ones. Lengths are bytes; functions that return `undefined` could not open.
 */
export interface Crypto extends Verifier {
  /** BLAKE2b with digest length `length` (1–64) as a parameter, not a cut; keyed where a key is given. */
  blake2b(message: Uint8Array, length: number, key?: Uint8Array): Uint8Array
  /** `length` bytes of the system's randomness. */
  random(length: number): Uint8Array
  /** Ed25519 public key of a 32-byte seed. */
  signPublicKey(seed: Uint8Array): PublicKey
  /** Detached Ed25519 signature, 64 bytes. */
  sign(message: Uint8Array, seed: Uint8Array): Uint8Array
  /** X25519 public key of a 32-byte secret. */
  boxPublicKey(secret: Uint8Array): PublicKey
  /** libsodium's sealed box: 48 bytes longer. @throws MitosError `key-small-order` for a key that §0 refuses */
  seal(plain: Uint8Array, to: Uint8Array): Uint8Array
  open(sealed: Uint8Array, publicKey: PublicKey, secret: SecretKey): Uint8Array | undefined
}

/** What only members' browsers, the command line and the vectors need. */
export interface MemberCrypto extends Crypto {
  /** XChaCha20-Poly1305-IETF, nonce 24, key 32; 16 bytes longer. */
  aeadSeal(plain: Uint8Array, additional: Uint8Array, nonce: Uint8Array, key: Uint8Array): Uint8Array
  aeadOpen(sealed: Uint8Array, additional: Uint8Array, nonce: Uint8Array, key: Uint8Array): Uint8Array | undefined
}

/** Argon2id v1.3, p 1. `memory` in KiB; may take seconds on an old phone and then yields to the page between slices. */
export type Argon2id = (
  password: Uint8Array,
  salt: Uint8Array,
  options: { passes: number; memory: number; length: number },
) => Promise<Uint8Array>
