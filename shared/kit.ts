import { fromBase64, join } from './bytes.ts'
import type { Crypto } from './crypto/crypto.ts'
import { MitosError } from './errors.ts'
import type { WrapKeys } from './member.ts'
import { utf8 } from './text.ts'

/**
 * The recovery kit (protocol §12): 15 random bytes on paper, which open a member's keys where the passphrase is lost. As 24
 * characters of Crockford's alphabet, 5 bits each, and 2 that find a typing error.
 */
const SIZE = 15
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'
const BITS = 5
const BODY = (SIZE * 8) / BITS
const CHECK = 2

type Blake = Pick<Crypto, 'blake2b'>

/** 15 random bytes. */
export const makeKit = (crypto: Pick<Crypto, 'random'>): Uint8Array => crypto.random(SIZE)

/** 13 groups of 2 characters, with hyphens between. @param kit 15 bytes */
export function writeKit(crypto: Blake, kit: Uint8Array): string {
  const text = letters(kit, BODY) + checkOf(crypto, kit)
  return text.match(/../g)!.join('-')
}

/**
 * Inverse of writeKit, as people type: small letters, spaces, hyphens of any kind or none; I and L are 1, O is 0.
 * @throws MitosError `kit-length` where characters are missing or too many; `kit-typo` where one is wrong
 */
export function readKit(crypto: Blake, typed: string): Uint8Array {
  const text = typed
    .replace(/[\s\p{Pd}]/gu, '')
    .toUpperCase()
    .replace(/[IL]/g, '1')
    .replace(/O/g, '0')
  if (text.length !== BODY + CHECK) throw new MitosError('kit-length')
  const kit = new Uint8Array(SIZE)
  for (let i = 0; i < BODY; i++) {
    const value = ALPHABET.indexOf(text[i]!)
    if (value < 0) throw new MitosError('kit-typo')
    for (let bit = 0; bit < BITS; bit++) {
      const at = i * BITS + bit
      if (value & (16 >> bit)) kit[at >> 3]! |= 128 >> (at & 7)
    }
  }
  if (checkOf(crypto, kit) !== text.slice(BODY)) throw new MitosError('kit-typo')
  return kit
}

/** What a kit gives: `wrap` opens its entry of the blob, `login` is shown to the server. @param network base64url of 16 bytes */
export function kitKeys(crypto: Blake, network: string, kit: Uint8Array): WrapKeys {
  const key = (label: string): Uint8Array => crypto.blake2b(join(utf8(label), fromBase64(network, 16), kit), 32)
  return { wrap: key('mitos/kit/v1\n'), login: key('mitos/kit-login/v1\n') }
}

const checkOf = (crypto: Blake, kit: Uint8Array): string =>
  letters(crypto.blake2b(join(utf8('mitos/kit-check/v1\n'), kit), 32), CHECK)

/** The first `count` groups of five bits, from the top. */
function letters(bytes: Uint8Array, count: number): string {
  let text = ''
  for (let at = 0; at < count * BITS; at += BITS) {
    const two = (bytes[at >> 3]! << 8) | (bytes[(at >> 3) + 1] ?? 0)
    text += ALPHABET[(two >> (16 - BITS - (at & 7))) & 31]
  }
  return text
}
