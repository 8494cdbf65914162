import { beforeAll, describe, expect, it } from 'vitest'
import { type SecretKey, fromBase64, sameBytes, toBase64 } from '../../../shared/bytes.ts'
import type { MemberCrypto } from '../../../shared/crypto/crypto.ts'
import { sumoSodium } from '../../../shared/crypto/sumo.ts'
import { codeOf } from '../../../shared/errors.ts'
import { addEntry, changeEntries, entriesOf, openBlob, readBlobShape, writeEntries } from '../../../shared/member.ts'
import { passkeyKeys, prfInput } from '../../../shared/passkey.ts'
import { passkeyVectors as vectors } from '../../support/vectors.ts'

let crypto: MemberCrypto
beforeAll(async () => void ({ crypto } = await sumoSodium()))
const filled = (length: number, value: number): Uint8Array => new Uint8Array(length).fill(value)
const outcome = (work: () => unknown): string => {
  try {
    work()
    return 'ok'
  } catch (error) {
    return codeOf(error)
  }
}

describe('A passkey', () => {
  it.each(vectors.inputs as any[])('is asked the same of a network: $network', ({ network, input }) => {
    expect(toBase64(prfInput(crypto, network))).toBe(input)
  })

  it.each(vectors.keys as any[])('gives one key to keep and one to show: $output', ({ output, wrap, login }) => {
    const keys = passkeyKeys(crypto, fromBase64(output))
    expect([toBase64(keys.wrap), toBase64(keys.login)]).toEqual([wrap, login])
  })

  it('that tells another length than 32 bytes is none', () => {
    for (const length of [0, 31, 64])
      expect(outcome(() => passkeyKeys(crypto, filled(length, 1)))).toBe('passkey-unsupported')
  })

  it.each(vectors.blobs as any[])(
    'opens a blob $name: $expect',
    ({ network, member, kind, wrap, blob, boxSecret, expect: wanted }) => {
      const open = () => openBlob(crypto, network, fromBase64(blob), fromBase64(wrap), fromBase64(member), kind)
      expect(outcome(open)).toBe(wanted)
      if (wanted === 'ok') expect(toBase64(open().boxSecret)).toBe(boxSecret)
    },
  )
})

describe('A way in more', () => {
  const network = toBase64(filled(16, 1))
  const keys = { boxSecret: filled(32, 4) as SecretKey, signSeed: filled(32, 5) }
  const by = { kind: 'passphrase', wrap: filled(32, 6) } as const
  const kit = { kind: 'kit', wrap: filled(32, 7) } as const
  const passkey = { kind: 'passkey', wrap: filled(32, 8) } as const
  const opens = (blob: Uint8Array) =>
    [by, kit, passkey].map(({ kind, wrap }) => outcome(() => openBlob(crypto, network, blob, wrap, undefined, kind)))

  it('leaves each of the others as it is, byte for byte, and they open as before', () => {
    const before = writeEntries(crypto, network, filled(16, 3), keys, [by, kit])
    const after = addEntry(crypto, network, before, by, passkey)
    expect(readBlobShape(after)).toEqual({ id: filled(16, 3), kinds: ['passphrase', 'kit', 'passkey'] })
    expect(entriesOf(before).every((entry, i) => sameBytes(entry, entriesOf(after)[i]!))).toBe(true)
    expect(opens(before)).toEqual(['ok', 'ok', 'passkey-wrong'])
    expect(opens(after)).toEqual(['ok', 'ok', 'ok'])
    // What takes something away makes K new: a passkey that is not given again opens nothing.
    expect(opens(changeEntries(crypto, network, after, by, [by, kit]))).toEqual(['ok', 'ok', 'passkey-wrong'])
  })

  it('is not made by who has none, nor where there are sixteen', () => {
    const before = writeEntries(crypto, network, filled(16, 3), keys, [by])
    const wrong = { kind: 'passphrase', wrap: filled(32, 9) } as const
    expect(outcome(() => addEntry(crypto, network, before, wrong, passkey))).toBe('passphrase-wrong')
    const full = writeEntries(
      crypto,
      network,
      filled(16, 3),
      keys,
      Array.from({ length: 16 }, () => by),
    )
    expect(outcome(() => addEntry(crypto, network, full, by, passkey))).toBe('blob-length')
  })
})
