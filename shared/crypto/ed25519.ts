import type { Verifier } from './crypto.ts'

/**
 * A strict Ed25519 verifier in BigInt (RFC 8032 §5.1, with the checks that libsodium adds). It verifies only: nothing here
 * is secret, so time does not matter. The hash is passed in, because browsers bring SHA-512 themselves.
 */
type Point = readonly [x: bigint, y: bigint, z: bigint, t: bigint]

const P = 2n ** 255n - 19n
const L = 2n ** 252n + 27742317777372353535851937790883648493n
const mod = (a: bigint): bigint => ((a % P) + P) % P

/** `one` with `base` put to it `n` times, by doubling. */
function repeat<T>(put: (a: T, b: T) => T, one: T, base: T, n: bigint): T {
  for (; n; n >>= 1n) {
    if (n & 1n) one = put(one, base)
    base = put(base, base)
  }
  return one
}

const power = (base: bigint, exponent: bigint): bigint => repeat((a, b) => mod(a * b), 1n, base, exponent)
const invert = (a: bigint): bigint => power(a, P - 2n)
const D = mod(-121665n * invert(121666n))
const ROOT_OF_MINUS_1 = power(2n, (P - 1n) / 4n)
const ZERO: Point = [0n, 1n, 1n, 0n]

/** Unified addition in extended coordinates (Hisil, Wong, Carter, Dawson 2008), complete on this curve. */
function add([x1, y1, z1, t1]: Point, [x2, y2, z2, t2]: Point): Point {
  const a = mod((y1 - x1) * (y2 - x2))
  const b = mod((y1 + x1) * (y2 + x2))
  const c = mod(2n * D * t1 * t2)
  const d = mod(2n * z1 * z2)
  const [e, f, g, h] = [b - a, d - c, d + c, b + a]
  return [mod(e * f), mod(g * h), mod(f * g), mod(e * h)]
}

const multiply = (point: Point, scalar: bigint): Point => repeat(add, ZERO, point, scalar)

const number = (bytes: Uint8Array): bigint => bytes.reduceRight((high, byte) => (high << 8n) | BigInt(byte), 0n)

/** The point of 32 bytes, or undefined: not canonical, not on the curve, or of small order. */
function decode(bytes: Uint8Array): Point | undefined {
  const value = number(bytes)
  const y = value & (2n ** 255n - 1n)
  if (bytes.length !== 32 || y >= P) return undefined
  const square = mod((y * y - 1n) * invert(mod(D * y * y + 1n)))
  let x = power(square, (P + 3n) / 8n)
  if (mod(x * x) !== square) x = mod(x * ROOT_OF_MINUS_1)
  if (mod(x * x) !== square) return undefined
  const odd = value >> 255n
  if ((x & 1n) !== odd) x = P - x
  const point: Point = [x, y, 1n, mod(x * y)]
  const [x8, y8, z8] = multiply(point, 8n)
  return x8 === 0n && y8 === z8 ? undefined : point
}

const BASE = decode(new Uint8Array(32).fill(0x66).fill(0x58, 0, 1))!

/** Canonical, on the curve and 8A ≠ 0. */
export const isSignKey = (publicKey: Uint8Array): boolean => decode(publicKey) !== undefined

/**
 * @param sha512 the platform's hash, 64 bytes
 * @returns tells whether `signature` (R 32 ‖ S 32) is by `publicKey` over `message`; never throws for bad bytes
 */
export const ed25519With =
  (sha512: (message: Uint8Array) => Promise<Uint8Array>): Verifier['verify'] =>
  async (publicKey, message, signature) => {
    if (signature.length !== 64) return false
    const s = number(signature.slice(32))
    const a = decode(publicKey)
    const r = decode(signature.slice(0, 32))
    if (s >= L || !a || !r) return false
    const k = number(await sha512(Uint8Array.from([...signature.slice(0, 32), ...publicKey, ...message]))) % L
    const [x, y, z] = add(multiply(BASE, s), multiply([P - a[0], a[1], 1n, P - a[3]], k))
    // R was canonical, so the same point means the same 32 bytes.
    return x === mod(r[0] * z) && y === mod(r[1] * z)
  }
