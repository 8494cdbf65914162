import { wordlist } from '@scure/bip39/wordlists/english.js'
import { join } from './bytes.ts'
import type { Crypto } from './crypto/crypto.ts'
import { utf8 } from './text.ts'

const WORDS = 6
/** 2,048 words */
const BITS = 11

/** The first 66 bits, from the top, as six words. @param bytes at least 9 */
export function sixWordsOf(bytes: Uint8Array): readonly string[] {
  let bits = 0n
  for (const byte of bytes.subarray(0, 9)) bits = (bits << 8n) | BigInt(byte)
  bits >>= BigInt(72 - WORDS * BITS)
  return Array.from({ length: WORDS }, (_, i) => {
    const index = (bits >> BigInt(BITS * (WORDS - 1 - i))) & BigInt((1 << BITS) - 1)
    return wordlist[Number(index)]!
  })
}

/**
 * The words by which a member and their coordinator see, over another channel, that both have the same public keys
 * (protocol §12).
 * @param box X25519 public key, 32 bytes
 * @param sign Ed25519 public key, 32 bytes
 */
export const memberWords = (crypto: Pick<Crypto, 'blake2b'>, box: Uint8Array, sign: Uint8Array): readonly string[] =>
  sixWordsOf(crypto.blake2b(join(utf8('mitos/member-words/v1\n'), box, sign), 32))

/** A passphrase of six random words, 66 bits, with spaces between. */
export const newPassphrase = (crypto: Pick<Crypto, 'random'>): string => sixWordsOf(crypto.random(9)).join(' ')
