import type Sodium from 'libsodium-wrappers'
import { MitosError } from '../errors.ts'
import type { PublicKey } from '../bytes.ts'
import type { MemberCrypto } from './crypto.ts'
import { verifier } from './verifier.ts'
import { isBoxKey } from './x25519.ts'

/** libsodium as Mitos uses it; `lib` is the standard build (server) or the sumo one (inbox, command line, vectors). */
export function sodiumCrypto(lib: typeof Sodium): MemberCrypto {
  const attempt = (work: () => Uint8Array): Uint8Array | undefined => {
    try {
      return work()
    } catch {
      return undefined // libsodium throws one and the same error for each byte string that does not open
    }
  }
  return {
    ...verifier,
    async verify(publicKey, message, signature) {
      if (publicKey.length !== 32 || signature.length !== 64) return false
      return lib.crypto_sign_verify_detached(signature, message, publicKey)
    },
    blake2b: (message, length, key) => lib.crypto_generichash(length, message, key ?? null),
    random: (length) => lib.randombytes_buf(length),
    signPublicKey: (seed) => lib.crypto_sign_seed_keypair(seed).publicKey as PublicKey,
    sign: (message, seed) => lib.crypto_sign_detached(message, lib.crypto_sign_seed_keypair(seed).privateKey),
    boxPublicKey: (secret) => lib.crypto_scalarmult_base(secret) as PublicKey,
    seal(plain, to) {
      if (!isBoxKey(to)) throw new MitosError('key-small-order')
      return lib.crypto_box_seal(plain, to)
    },
    open(sealed, publicKey, secret) {
      if (sealed.length < 48 || !isBoxKey(sealed.subarray(0, 32))) return undefined
      return attempt(() => lib.crypto_box_seal_open(sealed, publicKey, secret))
    },
    aeadSeal: (plain, additional, nonce, key) =>
      lib.crypto_aead_xchacha20poly1305_ietf_encrypt(plain, additional, null, nonce, key),
    aeadOpen: (sealed, additional, nonce, key) =>
      attempt(() => lib.crypto_aead_xchacha20poly1305_ietf_decrypt(null, sealed, additional, nonce, key)),
  }
}
