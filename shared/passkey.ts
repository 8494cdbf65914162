import { fromBase64, join } from './bytes.ts'
import type { Crypto } from './crypto/crypto.ts'
import { need } from './errors.ts'
import type { WrapKeys } from './member.ts'
import { utf8 } from './text.ts'

/**
 * A passkey (protocol §12, decision 024): a device computes 32 secret bytes from an input of ours, once its owner has shown
 * finger, face or PIN (WebAuthn's extension PRF). They open an entry of the member's blob, as a kit does.
 */
const OUTPUT = 32

type Blake = Pick<Crypto, 'blake2b'>

/** How many of them a member may have: one for each device. */
export const PASSKEYS = 3

/** What the device is asked for, 32 bytes; known before it has said whose passkey it holds. @param network base64url of 16 bytes */
export const prfInput = (crypto: Blake, network: string): Uint8Array =>
  crypto.blake2b(join(utf8('mitos/prf/v1\n'), fromBase64(network, 16)), 32)

/**
 * What a passkey gives: `wrap` opens its entry of the blob, `login` is shown to the server.
 * @param output 32 bytes of the device
 * @throws MitosError `passkey-unsupported` for any other length
 */
export function passkeyKeys(crypto: Blake, output: Uint8Array): WrapKeys {
  need(output.length === OUTPUT, 'passkey-unsupported')
  const key = (label: string): Uint8Array => crypto.blake2b(utf8(label), 32, output)
  return { wrap: key('mitos/passkey/v1\n'), login: key('mitos/passkey-login/v1\n') }
}
