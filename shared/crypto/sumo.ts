import lib from 'libsodium-wrappers-sumo'
import type { Argon2id, MemberCrypto } from './crypto.ts'
import { sodiumCrypto } from './sodium.ts'

/** Its memory, which grows; it never gives anything back to the system. */
const memory = (): Uint8Array => (lib as unknown as { libsodium: { HEAPU8: Uint8Array } }).libsodium.HEAPU8

/** What stood there when it was compiled, up to the last byte that is not 0: about 110 kB. */
let compiled: Uint8Array | undefined

export interface SumoSodium {
  readonly crypto: MemberCrypto
  readonly argon2id: Argon2id
  /**
   * Each call leaves a copy of the keys and texts that it was given in libsodium's own memory, which frees without overwriting. This
   * makes that memory as it was at first; nothing of it is in use between two calls.
   */
  clean(): void
}

/** libsodium's sumo build: everything, Argon2id included, for the inbox, the command line and the vectors. */
export async function sumoSodium(): Promise<SumoSodium> {
  await lib.ready
  compiled ??= withoutRest(memory())
  const first = compiled
  return {
    crypto: sodiumCrypto(lib as unknown as Parameters<typeof sodiumCrypto>[0]),
    argon2id: async (password, salt, { passes, memory, length }) =>
      lib.crypto_pwhash(length, password, salt, passes, memory * 1024, lib.crypto_pwhash_ALG_ARGON2ID13),
    clean: () => memory().fill(0).set(first),
  }
}

/** A copy, without the zeros behind. */
function withoutRest(bytes: Uint8Array): Uint8Array {
  let length = bytes.length
  while (length && bytes[length - 1] === 0) length--
  return bytes.slice(0, length)
}
