import { type SecretKey, toBase64 } from '../../shared/bytes.ts'
import type { MemberCrypto } from '../../shared/crypto/crypto.ts'
import { addEntry, writeEntries } from '../../shared/member.ts'
import { passkeyKeys, prfInput } from '../../shared/passkey.ts'

const filled = (length: number, value: number) => new Uint8Array(length).fill(value)
const NETWORKS = [Uint8Array.from({ length: 16 }, (_, i) => i), filled(16, 255)].map(toBase64)
const OUTPUTS = [Uint8Array.from({ length: 32 }, (_, i) => 7 * i + 1), filled(32, 0)]

/** What a device is asked for, what comes of its answer, and a blob to which two passkeys were added. */
export const passkeyVectors = (crypto: MemberCrypto) => ({
  inputs: NETWORKS.map((network) => ({ network, input: toBase64(prfInput(crypto, network)) })),
  keys: OUTPUTS.map((output) => {
    const { wrap, login } = passkeyKeys(crypto, output)
    return { output: toBase64(output), wrap: toBase64(wrap), login: toBase64(login) }
  }),
  blobs: blobs(crypto),
})

function blobs(crypto: MemberCrypto) {
  const [network, member] = [NETWORKS[0]!, filled(16, 3)]
  const keys = { boxSecret: filled(32, 4) as SecretKey, signSeed: filled(32, 5) }
  const [passphrase, kit] = [filled(32, 11), filled(32, 12)]
  const [one, two] = OUTPUTS.map((output) => passkeyKeys(crypto, output).wrap)
  const by = { kind: 'passphrase', wrap: passphrase } as const
  const before = writeEntries(crypto, network, member, keys, [by, { kind: 'kit', wrap: kit }])
  const first = addEntry(crypto, network, before, by, { kind: 'passkey', wrap: one! })
  const blob = addEntry(crypto, network, first, { kind: 'passkey', wrap: one! }, { kind: 'passkey', wrap: two! })
  const vector = (name: string, kind: string, wrap: Uint8Array, expect: string, bytes: Uint8Array = blob) => ({
    name,
    network,
    member: toBase64(member),
    kind,
    wrap: toBase64(wrap),
    blob: toBase64(bytes),
    boxSecret: toBase64(keys.boxSecret),
    expect,
  })
  return [
    vector('by the first passkey', 'passkey', one!, 'ok'),
    vector('by the second passkey', 'passkey', two!, 'ok'),
    vector('by the passphrase, which nobody typed for the second', 'passphrase', passphrase, 'ok'),
    vector('by the kit, which nobody typed at all', 'kit', kit, 'ok'),
    vector('before the second was added', 'passkey', two!, 'passkey-wrong', first),
    vector('before any was added', 'passkey', one!, 'passkey-wrong', before),
    vector("a passkey's key offered as a passphrase's", 'passphrase', one!, 'passphrase-wrong'),
    vector("the kit's key offered as a passkey's", 'passkey', kit, 'passkey-wrong'),
    vector(
      'a flipped byte in the keys',
      'passkey',
      two!,
      'blob-damaged',
      blob.map((byte, i) => (i === 60 ? byte ^ 1 : byte)),
    ),
  ]
}
