import { toBase64 } from '../../shared/bytes.ts'
import { MitosError, need } from '../../shared/errors.ts'
import type { Lent } from '../lock/lent.ts'

/**
 * The browser's passkeys, as far as the inbox needs them. All may reject with MitosError `passkey-cancelled`: the member said no,
 * waited too long, or has none here (browsers tell no difference), or `passkey-unsupported`.
 */
export interface PasskeyPort {
  /** whether this browser can do it at this address; asks nobody, and does not tell whether there is a passkey */
  possible(): Promise<boolean>
  /** A new passkey on this device, in the place of one that it has for this member. @param member 16 bytes @param input 32 bytes */
  make(member: Uint8Array, input: Uint8Array, left?: AbortSignal): Promise<MadePasskey>
  /** Any passkey of this address: whose it is (16 bytes), and its secret. @param input 32 bytes */
  ask(input: Uint8Array, left?: AbortSignal): Promise<{ readonly member: Uint8Array; readonly output: Uint8Array }>
  /** Tells the device, where it listens, that none of this member's opens anything any more. */
  forget(member: Uint8Array): void
}

export interface MadePasskey {
  /** 32 bytes, always the same for this passkey and this input */
  readonly output: Uint8Array
  /** tells the device, where it listens, that it was made for nothing */
  discard(): void
}

/** What of the window is used: two calls and some questions, so no library stands between. */
export interface BrowserParts {
  /** `location.hostname` */
  readonly host: string
  /** the quiet name of this page: all that the device's own list shows beside the host */
  readonly title: () => string
  readonly random: (length: number) => Uint8Array
  /** `navigator.credentials`; undefined where the page came unprotected */
  readonly credentials: Pick<CredentialsContainer, 'create' | 'get'> | undefined
  /** `PublicKeyCredential` */
  readonly kind: Partial<Signals> | undefined
}

/** What newer browsers have beside the two calls. */
interface Signals {
  getClientCapabilities(): Promise<Readonly<Record<string, boolean>>>
  signalUnknownCredential(about: { rpId: string; credentialId: string }): Promise<void>
  signalAllAcceptedCredentials(about: {
    rpId: string
    userId: string
    allAcceptedCredentialIds: readonly string[]
  }): Promise<void>
}

interface Prf {
  readonly prf?: { readonly enabled?: boolean; readonly results?: { readonly first?: BufferSource } }
}

/** How long the device's own dialog may stand, ms: it has the focus all that time, and the page behind it is not covered. */
const TIMEOUT = 60_000
/** ES256, Ed25519, RS256. Nobody ever checks a signature of theirs: what counts is the secret. */
const ALGORITHMS = [-7, -8, -257]

export function browserPasskeys({ host, title, random, credentials, kind }: BrowserParts): PasskeyPort {
  // A passkey belongs to a name; an address of numbers has none.
  const named = !/^\[|^[\d.]+$/.test(host)
  const about = (input: Uint8Array) => ({
    challenge: random(32) as BufferSource,
    timeout: TIMEOUT,
    extensions: { prf: { eval: { first: input } } } as AuthenticationExtensionsClientInputs,
  })
  const tell = (signal: (() => Promise<void> | undefined) | undefined): void =>
    void Promise.resolve()
      .then(signal)
      .catch(() => undefined)

  async function get(input: Uint8Array, allowed: readonly PublicKeyCredentialDescriptor[], left?: AbortSignal) {
    const publicKey = {
      ...about(input),
      rpId: host,
      userVerification: 'required' as const,
      allowCredentials: [...allowed],
    }
    const found = await asked(() => credentials!.get({ publicKey, ...(left && { signal: left }) }))
    const { userHandle } = found.response as AuthenticatorAssertionResponse
    return { userHandle, output: outputOf(found) }
  }

  return {
    async possible() {
      const can = named && credentials ? await kind?.getClientCapabilities?.() : undefined
      return can?.['extension:prf'] === true
    },
    async make(member, input, left) {
      const publicKey: PublicKeyCredentialCreationOptions = {
        ...about(input),
        rp: { id: host, name: title() },
        user: { id: member as BufferSource, name: title(), displayName: title() },
        pubKeyCredParams: ALGORITHMS.map((alg) => ({ type: 'public-key', alg })),
        // It lies on the device, so that the browser's storage need not name anybody; and it asks who is there, each time.
        authenticatorSelection: { residentKey: 'required', requireResidentKey: true, userVerification: 'required' },
        attestation: 'none',
      }
      const made = await asked(() => credentials!.create({ publicKey, ...(left && { signal: left }) }))
      const discard = (): void =>
        tell(() => kind?.signalUnknownCredential?.({ rpId: host, credentialId: toBase64(new Uint8Array(made.rawId)) }))
      try {
        const now = outputOf(made)
        if (now) return { output: now, discard }
        need((made.getClientExtensionResults() as Prf).prf?.enabled, 'passkey-unsupported')
        // Some devices tell the secret only when they are asked for it, and not while they make it.
        const { output } = await get(input, [{ type: 'public-key', id: made.rawId }], left)
        need(output, 'passkey-unsupported')
        return { output, discard }
      } catch (error) {
        discard()
        throw error
      }
    },
    async ask(input, left) {
      const { userHandle, output } = await get(input, [], left)
      need(output && userHandle?.byteLength === 16, 'passkey-unsupported')
      return { member: new Uint8Array(userHandle), output }
    },
    forget: (member) =>
      tell(() =>
        kind?.signalAllAcceptedCredentials?.({ rpId: host, userId: toBase64(member), allAcceptedCredentialIds: [] }),
      ),
  }
}

/** The same, with the focus lent to the device's dialogs: they do not cover the page. */
export const lending = (port: PasskeyPort, lent: Lent): PasskeyPort => ({
  ...port,
  make: (...asked) => lent.during(() => port.make(...asked)),
  ask: (...asked) => lent.during(() => port.ask(...asked)),
})

/** A copy of the secret, where it was told. */
function outputOf(credential: PublicKeyCredential): Uint8Array | undefined {
  const first = (credential.getClientExtensionResults() as Prf).prf?.results?.first
  if (!first) return undefined
  return 'buffer' in first
    ? new Uint8Array(first.buffer, first.byteOffset, first.byteLength).slice()
    : new Uint8Array(first).slice()
}

/** @throws MitosError `passkey-cancelled` | `passkey-unsupported` */
async function asked(call: () => Promise<Credential | null>): Promise<PublicKeyCredential> {
  let found: Credential | null
  try {
    found = await call()
  } catch (cause) {
    const { name } = Object(cause) as Error
    const said = name === 'NotAllowedError' || name === 'AbortError' ? 'passkey-cancelled' : 'passkey-unsupported'
    throw new MitosError(said, cause)
  }
  if (!found) throw new MitosError('passkey-cancelled')
  return found as PublicKeyCredential
}
