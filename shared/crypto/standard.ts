import lib from 'libsodium-wrappers'
import type { MemberCrypto } from './crypto.ts'
import { sodiumCrypto } from './sodium.ts'

/** libsodium's standard build, for the server: all but Argon2id. */
export async function standardSodium(): Promise<MemberCrypto> {
  await lib.ready
  return sodiumCrypto(lib)
}
