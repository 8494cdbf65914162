import { createHash } from 'node:crypto'
import lib from 'libsodium-wrappers-sumo'
import { join, toBase64 } from '../../shared/bytes.ts'
import type { MemberCrypto } from '../../shared/crypto/crypto.ts'
import { utf8 } from '../../shared/text.ts'

const hex = (text: string): Uint8Array => Uint8Array.from(Buffer.from(text, 'hex'))

/** Points of small order on the Edwards curve, canonical, then encodings that are not canonical. */
const IDENTITY = hex('01' + '00'.repeat(31))
const ORDER_8 = hex('c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a')
const SMALL: readonly (readonly [string, Uint8Array])[] = [
  ['the identity', IDENTITY],
  ['order 2', hex('ec' + 'ff'.repeat(30) + '7f')],
  ['order 4', hex('00'.repeat(32))],
  ['order 4, the other sign', hex('00'.repeat(31) + '80')],
  ['order 8', ORDER_8],
  ['order 8, another', hex('26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05')],
]
const NOT_CANONICAL: readonly (readonly [string, Uint8Array])[] = [
  ['y = p + 1', hex('ee' + 'ff'.repeat(30) + '7f')],
  ['y = p', hex('ed' + 'ff'.repeat(30) + '7f')],
  ['the identity with the sign of x set', hex('01' + '00'.repeat(30) + '80')],
]
/** The group's order L, little-endian. */
const L = hex('edd3f55c1a631258d69cf7a2def9de1400000000000000000000000000000010')

/** What §0's strict Ed25519 must take and refuse. `expect` is true or false. */
export async function signatureVectors(crypto: MemberCrypto) {
  await lib.ready
  const seed = new Uint8Array(32).fill(7)
  const publicKey = crypto.signPublicKey(seed)
  const message = utf8('mitos')
  const good = crypto.sign(message, seed)
  const vector = (name: string, signature: Uint8Array, expect: boolean, key: Uint8Array = publicKey) => ({
    name,
    publicKey: toBase64(key),
    message: toBase64(message),
    signature: toBase64(signature),
    expect,
  })
  const flipped = Uint8Array.from(good)
  flipped[3]! ^= 1
  return [
    vector('a good one', good, true),
    vector('a flipped bit', flipped, false),
    vector('another key', good, false, crypto.signPublicKey(new Uint8Array(32).fill(8))),
    vector('S + L', join(good.slice(0, 32), plusL(good.slice(32))), false),
    vector('63 bytes', good.slice(0, 63), false),
    ...SMALL.map(([name, key]) => vector(`A of small order: ${name}`, anyR(), false, key)),
    ...NOT_CANONICAL.map(([name, key]) => vector(`A not canonical: ${name}`, anyR(), false, key)),
    vector('R the identity', withR(seed, IDENTITY, new Uint8Array(32), message), false),
    ...SMALL.slice(1).map(([name, r]) =>
      vector(`R of small order: ${name}`, withR(seed, r, new Uint8Array(32), message), false),
    ),
    ...NOT_CANONICAL.map(([name, r]) =>
      vector(`R not canonical: ${name}`, withR(seed, r, new Uint8Array(32), message), false),
    ),
    vector('R of mixed order', mixed(seed, message), false),
  ]
}

const scalarOf = (seed: Uint8Array): Uint8Array => {
  const a = Uint8Array.from(createHash('sha512').update(seed).digest().subarray(0, 32))
  a[0]! &= 248
  a[31] = (a[31]! & 127) | 64
  return a
}

/** A signature with this R: S = r + k·a, which a verifier that multiplies by the cofactor accepts whatever R's torsion. */
function withR(seed: Uint8Array, bigR: Uint8Array, r: Uint8Array, message: Uint8Array): Uint8Array {
  const publicKey = lib.crypto_sign_seed_keypair(seed).publicKey
  const k = lib.crypto_core_ed25519_scalar_reduce(
    Uint8Array.from(
      createHash('sha512')
        .update(join(bigR, publicKey, message))
        .digest(),
    ),
  )
  const a = lib.crypto_core_ed25519_scalar_reduce(join(scalarOf(seed), new Uint8Array(32)))
  return join(bigR, lib.crypto_core_ed25519_scalar_add(r, lib.crypto_core_ed25519_scalar_mul(k, a)))
}

function mixed(seed: Uint8Array, message: Uint8Array): Uint8Array {
  const r = lib.crypto_core_ed25519_scalar_reduce(new Uint8Array(64).fill(9))
  const bigR = lib.crypto_core_ed25519_add(lib.crypto_scalarmult_ed25519_base_noclamp(r), ORDER_8)
  return withR(seed, bigR, r, message)
}

/** R = [S]B: with A of order 1 this satisfies the plain equation for every message. */
function anyR(): Uint8Array {
  const s = lib.crypto_core_ed25519_scalar_reduce(new Uint8Array(64).fill(5))
  return join(lib.crypto_scalarmult_ed25519_base_noclamp(s), s)
}

function plusL(s: Uint8Array): Uint8Array {
  let carry = 0
  return s.map((byte, i) => {
    const sum = byte + L[i]! + carry
    carry = sum >> 8
    return sum & 255
  })
}
