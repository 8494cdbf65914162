import { MitosError } from './errors.ts'

declare const brand: unique symbol
/** A value that only one function may make, so that it cannot be mixed up with another of the same shape. */
export type Brand<T, B extends string> = T & { readonly [brand]: B }

/** 32 bytes, secret. */
export type SecretKey = Brand<Uint8Array, 'SecretKey'>
/** 32 bytes, an X25519 or Ed25519 public key that passed its check (protocol §0). */
export type PublicKey = Brand<Uint8Array, 'PublicKey'>

// Both worlds bring these two; the shared room has the types of neither.
declare const btoa: (binary: string) => string
declare const atob: (base64: string) => string

/** base64url without padding (RFC 4648 §5). */
export function toBase64(bytes: Uint8Array): string {
  let binary = ''
  for (const byte of bytes) binary += String.fromCharCode(byte)
  return btoa(binary).replace(/\+/g, '-').replace(/\//g, '_').replace(/=/g, '')
}

/**
 * Strict base64url: no padding, no stray bits, exactly `length` bytes where one is given.
 * @throws MitosError `base64`
 */
export function fromBase64(text: string, length?: number): Uint8Array {
  let out: Uint8Array | undefined
  try {
    out = Uint8Array.from(atob(text.replace(/-/g, '+').replace(/_/g, '/')), (char) => char.charCodeAt(0))
  } catch {
    // not base64 at all; refused below
  }
  // Writing it again finds padding, other alphabets and bits that no byte uses, in one comparison.
  if (!out || toBase64(out) !== text || (length !== undefined && out.length !== length)) throw new MitosError('base64')
  return out
}

/** Joins byte strings. */
export function join(...parts: readonly Uint8Array[]): Uint8Array {
  const out = new Uint8Array(parts.reduce((n, part) => n + part.length, 0))
  let at = 0
  for (const part of parts) {
    out.set(part, at)
    at += part.length
  }
  return out
}

/** Compares in a time that depends on the lengths only. */
export function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
  if (a.length !== b.length) return false
  let difference = 0
  for (let i = 0; i < a.length; i++) difference |= a[i]! ^ b[i]!
  return difference === 0
}

/** Lower-case hexadecimal. */
export function toHex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
}

/** Big-endian unsigned integer of `size` bytes, up to 2^53. */
export function unsigned(value: number, size: 1 | 4 | 8): Uint8Array {
  const out = new Uint8Array(size)
  for (let i = size - 1, rest = value; i >= 0; i--, rest = Math.floor(rest / 256)) out[i] = rest % 256
  return out
}

/** Overwrites secrets that are no longer needed, as far as the engine lets us. */
export function wipe(...secrets: readonly (Uint8Array | undefined)[]): void {
  for (const secret of secrets) secret?.fill(0)
}
