import type { Verifier } from './crypto.ts'
import { isSignKey, verifyEd25519 } from './ed25519.ts'

// Browsers and Node both bring WebCrypto; the shared room has neither's types.
declare const crypto: { subtle: { digest(name: string, bytes: Uint8Array): Promise<ArrayBuffer> } }

const digest =
  (name: string) =>
  async (message: Uint8Array): Promise<Uint8Array> =>
    new Uint8Array(await crypto.subtle.digest(name, message))

/** Checks signed documents with the platform's hashes and a strict verifier of about 1 kB: all that boot may carry. */
export const verifier: Verifier = {
  sha256: digest('SHA-256'),
  verify: (publicKey, message, signature) => verifyEd25519(publicKey, message, signature, digest('SHA-512')),
  isSignKey,
}
