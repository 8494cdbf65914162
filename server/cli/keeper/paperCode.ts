import { join } from '../../../shared/bytes.ts'
import type { Crypto } from '../../../shared/crypto/crypto.ts'
import { MitosError } from '../../../shared/errors.ts'
import { utf8 } from '../../../shared/text.ts'

/** Crockford's 32 characters (protocol §12): none looks like another one. */
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'
const SIZE = 5
/** 13 groups hold the seed and the first 4 bits of its check, the last one 20 bits more of that. */
export const GROUPS = 14
const CHECK_BYTES = 3

/** Times a in GF(32) with a⁵ = a² + 1: the weights of the places of a group are all different, and none is 0. */
const times = (value: number): number => (value & 16 ? (value << 1) ^ 0b100101 : value << 1)

/** The last character of a group tells any wrong one, any two that changed places, and a group in another's place. */
const checkOf = (values: readonly number[], group: number): number =>
  values.reduce((sum, value) => times(sum ^ value), 0) ^ (group + 1)

const seedCheck = (crypto: Pick<Crypto, 'blake2b'>, seed: Uint8Array): Uint8Array =>
  crypto.blake2b(join(utf8('mitos/paper-check/v1\n'), seed), 32).slice(0, CHECK_BYTES)

/** A seed (32 bytes) as 14 groups of 5 characters (docs/protocol.md, "A keeper's key file"). */
export function writePaper(crypto: Pick<Crypto, 'blake2b'>, seed: Uint8Array): readonly string[] {
  const bits = [...join(seed, seedCheck(crypto, seed))].map((byte) => byte.toString(2).padStart(8, '0')).join('')
  return Array.from({ length: GROUPS }, (_, group) => {
    const values = Array.from({ length: SIZE - 1 }, (_, i) => {
      const at = (group * (SIZE - 1) + i) * 5
      return parseInt(bits.slice(at, at + 5), 2)
    })
    return [...values, checkOf(values, group)].map((value) => ALPHABET[value]).join('')
  })
}

/** What was typed, as groups: upper case, without hyphens, I and L as 1, O as 0; cut at its spaces if it has any. */
export function groupsOf(typed: string): readonly string[] {
  const clean = typed.toUpperCase().replaceAll('-', ' ').replace(/[IL]/g, '1').replaceAll('O', '0').trim()
  const parts = clean.split(/\s+/).filter(Boolean)
  return parts.length === 1 ? clean.match(/.{1,5}/gs)! : parts
}

/** Whether a group can stand at that place. @param index from 0 */
export function isGroup(group: string, index: number): boolean {
  const values = [...group].map((char) => ALPHABET.indexOf(char))
  return values.length === SIZE && !values.includes(-1) && checkOf(values.slice(0, -1), index) === values[SIZE - 1]
}

/**
 * Inverse of writePaper.
 * @throws MitosError `paper-typo`, with the groups that are wrong
 */
export function readPaper(crypto: Pick<Crypto, 'blake2b'>, groups: readonly string[]): Uint8Array {
  if (groups.length !== GROUPS)
    throw new MitosError('paper-typo', `a paper has ${GROUPS} groups of ${SIZE} characters; here are ${groups.length}`)
  const wrong = groups.flatMap((group, i) => (isGroup(group, i) ? [] : [i + 1]))
  if (wrong.length)
    throw new MitosError('paper-typo', `not as it stands on a paper: group ${wrong.join(', ')}; look at it again`)
  const bits = groups
    .flatMap((group) => group.slice(0, -1).split(''))
    .map((char) => ALPHABET.indexOf(char).toString(2).padStart(5, '0'))
    .join('')
  const bytes = Uint8Array.from({ length: 32 + CHECK_BYTES }, (_, i) => parseInt(bits.slice(8 * i, 8 * i + 8), 2))
  const seed = bytes.slice(0, 32)
  if (seedCheck(crypto, seed).some((byte, i) => byte !== bytes[32 + i]))
    throw new MitosError(
      'paper-typo',
      'each group could be right, but together they are not one paper; look at all of them again',
    )
  return seed
}
