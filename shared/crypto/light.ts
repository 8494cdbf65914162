import { argon2idAsync } from '@noble/hashes/argon2.js'
import { blake2b } from '@noble/hashes/blake2.js'
import nacl from 'tweetnacl'
import { type PublicKey, join } from '../bytes.ts'
import { MitosError } from '../errors.ts'
import type { Argon2id, Crypto } from './crypto.ts'
import { verifier } from './verifier.ts'
import { isBoxKey } from './x25519.ts'

/** How long Argon2id may hold the page's thread at a time, in milliseconds: two frames, so that typing stays smooth. */
const SLICE = 24

const digest = (message: Uint8Array, length: number, key?: Uint8Array): Uint8Array =>
  blake2b(message, key ? { dkLen: length, key } : { dkLen: length })

const sealNonce = (ephemeral: Uint8Array, to: Uint8Array): Uint8Array => digest(join(ephemeral, to), 24)

/**
 * The panel's cryptography: pure JavaScript, because WebAssembly is off under most partner sites' CSP. tweetnacl is laxer
 * than libsodium (it takes all-zero shared secrets and S + L), so keys are checked here and signatures elsewhere.
 */
export const light: Crypto = {
  ...verifier,
  blake2b: digest,
  random: (length) => nacl.randomBytes(length),
  signPublicKey: (seed) => nacl.sign.keyPair.fromSeed(seed).publicKey as PublicKey,
  sign: (message, seed) => nacl.sign.detached(message, nacl.sign.keyPair.fromSeed(seed).secretKey),
  boxPublicKey: (secret) => nacl.scalarMult.base(secret) as PublicKey,
  seal(plain, to) {
    if (!isBoxKey(to)) throw new MitosError('key-small-order')
    const ephemeral = nacl.box.keyPair()
    const sealed = nacl.box(plain, sealNonce(ephemeral.publicKey, to), to, ephemeral.secretKey)
    ephemeral.secretKey.fill(0)
    return join(ephemeral.publicKey, sealed)
  },
  open(sealed, publicKey, secret) {
    const ephemeral = sealed.subarray(0, 32)
    if (sealed.length < 48 || !isBoxKey(ephemeral)) return undefined
    return nacl.box.open(sealed.subarray(32), sealNonce(ephemeral, publicKey), ephemeral, secret) ?? undefined
  },
}

export const argon2idLight: Argon2id = (password, salt, { passes, memory, length }) =>
  argon2idAsync(password, salt, { t: passes, m: memory, p: 1, dkLen: length, asyncTick: SLICE })
