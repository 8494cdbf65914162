import lib from 'libsodium-wrappers-sumo'
import type { Argon2id, MemberCrypto } from './crypto.ts'
import { sodiumCrypto } from './sodium.ts'

/** libsodium's sumo build: everything, Argon2id included, for the inbox, the command line and the vectors. */
export async function sumoSodium(): Promise<{ crypto: MemberCrypto; argon2id: Argon2id }> {
  await lib.ready
  return {
    crypto: sodiumCrypto(lib as unknown as Parameters<typeof sodiumCrypto>[0]),
    argon2id: async (password, salt, { passes, memory, length }) =>
      lib.crypto_pwhash(length, password, salt, passes, memory * 1024, lib.crypto_pwhash_ALG_ARGON2ID13),
  }
}
