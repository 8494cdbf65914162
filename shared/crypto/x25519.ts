import { toHex } from '../bytes.ts'

/**
 * The u-coordinates of low order on Curve25519, below p, as little-endian bytes (RFC 7748 §7 asks implementations that care
 * to refuse them; the list is the one of D. J. Bernstein's "Curve25519" page, without its non-canonical repeats).
 */
const LOW_ORDER: readonly string[] = [
  '0000000000000000000000000000000000000000000000000000000000000000',
  '0100000000000000000000000000000000000000000000000000000000000000',
  'e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800',
  '5f9c95bca3508c24b1d0b1559c83ef5b04445cc4581c8e86d8224eddd09f1157',
  'ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
]

/** Whether 32 bytes are an X25519 public key that may be used: u < p as written (top bit clear), not of low order. */
export function isBoxKey(key: Uint8Array): boolean {
  if (key.length !== 32 || key[31]! > 0x7f) return false
  // p = 2^255 − 19 is ed ff … ff 7f: at or above it, all middle bytes are ff and the first is ed or more.
  if (key[31] === 0x7f && key[0]! >= 0xed && key.slice(1, 31).every((byte) => byte === 0xff)) return false
  return !LOW_ORDER.includes(toHex(key))
}
