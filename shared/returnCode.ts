import { type Brand, fromBase64, join, toHex, wipe } from './bytes.ts'
import type { Argon2id, Crypto } from './crypto/crypto.ts'
import { MitosError } from './errors.ts'
import { asciiDigits, utf8 } from './text.ts'

/** 20 ASCII digits: 19 random ones and a check digit. */
export type ReturnCode = Brand<string, 'ReturnCode'>

/** Damm's quasigroup of order 10 (H. M. Damm, 2004): finds every single wrong digit and every swap of neighbours. */
const DAMM =
  '0317598642 7092154863 4206871359 1750983426 6123045978 3674209581 5869720134 8945362017 9438617205 2581436790'.split(
    ' ',
  )

function damm(digits: string): number {
  let state = 0
  for (const digit of digits) state = Number(DAMM[state]![Number(digit)])
  return state
}

/** A new code. Draws again while the number is 10^19 or more, so that every code is as likely as another. */
export function makeCode(random: (length: number) => Uint8Array): ReturnCode {
  let number: bigint
  do number = BigInt('0x' + toHex(random(8)))
  while (number >= 10n ** 19n)
  const digits = number.toString().padStart(19, '0')
  return (digits + damm(digits)) as ReturnCode
}

/** What a person typed: spaces and hyphens are skipped, digits of any script read. @throws MitosError `code-typo` */
export function readCode(typed: string): ReturnCode {
  const digits = asciiDigits(typed).replace(/[\s-]/g, '')
  if (!/^\d{20}$/.test(digits) || damm(digits) !== 0) throw new MitosError('code-typo')
  return digits as ReturnCode
}

/** Everything that grows out of a return code (protocol §7). All secret but the public keys and the address. */
export interface CodeKeys {
  readonly authorSeed: Uint8Array
  readonly replySecret: Uint8Array
  readonly proof: Uint8Array
  readonly token: Uint8Array
  readonly address: Uint8Array
  /** 8 bytes per NGO: who holds the code finds out which NGO has the request; nobody else does. */
  tagFor(ngo: string): Uint8Array
  /** Overwrites the secrets; what was derived before stays with the caller. */
  wipe(): void
}

/** @param network base64url of 16 bytes */
export async function deriveCode(
  crypto: Pick<Crypto, 'blake2b'>,
  argon2id: Argon2id,
  code: ReturnCode,
  network: string,
): Promise<CodeKeys> {
  const salt = crypto.blake2b(join(utf8('mitos/code-salt/v1\n'), fromBase64(network, 16)), 16)
  const master = await argon2id(utf8(code), salt, { passes: 2, memory: 19_456, length: 32 })
  const sub = (name: string, length: number) => crypto.blake2b(utf8(`mitos/code/${name}/v1\n`), length, master)
  const authorSeed = sub('author', 32)
  const replySecret = sub('reply', 32)
  const proof = sub('proof', 16)
  const token = sub('token', 16)
  const tagKey = sub('tag', 32)
  return {
    authorSeed,
    replySecret,
    proof,
    token,
    address: crypto.blake2b(join(utf8('mitos/address/v1\n'), token), 8),
    tagFor: (ngo) => crypto.blake2b(join(utf8('mitos/tag/v1\n'), utf8(ngo)), 8, tagKey),
    wipe: () => wipe(master, authorSeed, replySecret, proof, token, tagKey),
  }
}
