import type { Verifier } from './crypto.ts'
import { ed25519With, isSignKey } from './ed25519.ts'

// Browsers and Node both bring WebCrypto; the shared room has neither's types.
declare const crypto: { subtle: { digest(name: string, bytes: Uint8Array | ArrayBuffer): Promise<ArrayBuffer> } }

/** A hash that the platform brings, by WebCrypto's name for it. */
export const digest =
  (name: string) =>
  async (message: Uint8Array | ArrayBuffer): Promise<Uint8Array> =>
    new Uint8Array(await crypto.subtle.digest(name, message))

/** Checks signed documents with the platform's hashes and a strict verifier of about 1 kB: all that boot may carry. */
export const verifier: Verifier = {
  sha256: digest('SHA-256'),
  verify: ed25519With(digest('SHA-512')),
  isSignKey,
}
