import { describe, expect, it } from 'vitest'
import { type PublicKey, type SecretKey, fromBase64, toBase64, toHex } from '../../../shared/bytes.ts'
import { argon2idLight, light } from '../../../shared/crypto/light.ts'
import { standardSodium } from '../../../shared/crypto/standard.ts'
import { sumoSodium } from '../../../shared/crypto/sumo.ts'
import { openRequest } from '../../../shared/envelope.ts'
import { codeOf } from '../../../shared/errors.ts'
import { openInboxKey } from '../../../shared/inboxKey.ts'
import { readJson } from '../../../shared/json.ts'
import { keyIdOf } from '../../../shared/keys.ts'
import { openBlob, passphraseKeys } from '../../../shared/member.ts'
import { deriveCode, readCode } from '../../../shared/returnCode.ts'
import type { Ngo, Roster } from '../../../shared/roster.ts'
import { type DocumentType, openDocument } from '../../../shared/signed.ts'
import { fromUtf8, utf8 } from '../../../shared/text.ts'
import { vectors } from '../../support/vectors.ts'

const { crypto: sumo, argon2id } = await sumoSodium()
const standard = await standardSodium()
const implementations = [
  ['the panel', light],
  ['libsodium', sumo],
  ['libsodium, standard build', standard],
] as const

/** `ok`, or the code of what was thrown. */
async function outcome(work: () => unknown): Promise<string> {
  try {
    await work()
    return 'ok'
  } catch (error) {
    return codeOf(error)
  }
}

describe('base64url is strict', () => {
  it.each(vectors.base64 as any[])('$name: $expect', async ({ text, length, expect: wanted }) => {
    expect(await outcome(() => fromBase64(text, length))).toBe(wanted)
    if (wanted === 'ok') expect(toBase64(fromBase64(text))).toBe(text)
  })
})

describe('JSON of ours has one spelling', () => {
  it.each(vectors.json as any[])('$name: $expect', async ({ text, bytes, expect: wanted }) => {
    expect(await outcome(() => readJson(text === undefined ? fromBase64(bytes) : utf8(text), 1 << 16))).toBe(wanted)
  })
})

describe.each(implementations)('Ed25519 is strict in %s', (_, crypto) => {
  it.each(vectors.signatures as any[])('$name', async ({ publicKey, message, signature, expect: wanted }) => {
    expect(await crypto.verify(fromBase64(publicKey), fromBase64(message), fromBase64(signature))).toBe(wanted)
  })
})

describe.each(implementations)('signed documents in %s', (_, crypto) => {
  it.each(vectors.documents as any[])('$name: $expect', async ({ document, type, keys, threshold, expect: wanted }) => {
    expect(await outcome(() => openDocument(crypto, document, type as DocumentType, keys, threshold))).toBe(wanted)
  })
})

describe.each([
  ['the panel', light, argon2idLight],
  ['libsodium', sumo, argon2id],
] as const)('a return code in %s', (_, crypto, argon2) => {
  it('derives the same keys everywhere', async () => {
    const { derived, keyIdOf32TimesOne } = vectors.codes
    const keys = await deriveCode(crypto, argon2, readCode(derived.code), derived.network)
    expect({
      ...derived,
      token: toHex(keys.token),
      address: toHex(keys.address),
      tagA21: toHex(keys.tagFor('a21')),
      proof: toHex(keys.proof),
      author: toHex(crypto.signPublicKey(keys.authorSeed)),
      reply: toHex(crypto.boxPublicKey(keys.replySecret)),
    }).toEqual(derived)
    expect(toHex(keyIdOf(crypto, new Uint8Array(32).fill(1)))).toBe(keyIdOf32TimesOne)
  })

  it.each(vectors.codes.typed as any[])('typed $name: $expect', async ({ text, expect: wanted }) => {
    expect(await outcome(() => readCode(text))).toBe(wanted)
  })
})

describe.each(implementations)('requests open in %s', (_, crypto) => {
  it.each<any>(vectors.requests)(
    '$name: $expect',
    async ({ body, network, ngo, secret, publicKey, request, expect: wanted }) => {
      const keys = [{ publicKey: fromBase64(publicKey) as PublicKey, secret: fromBase64(secret) as SecretKey }]
      const open = () => openRequest(crypto, fromBase64(body), { network, ngo, keys })
      expect(await outcome(open)).toBe(wanted)
      if (wanted === 'ok') expect(fromUtf8((await open()).signedJson.slice(64))).toBe(request)
    },
  )
})

describe("a member's wrapped keys", () => {
  it('grow out of the passphrase as the protocol says', async () => {
    const { passphrase, network, name, wrap } = vectors.blobs.passphrase
    expect(toBase64((await passphraseKeys(sumo, argon2id, passphrase, network, name)).wrap)).toBe(wrap)
  })

  it.each(vectors.blobs.blobs as any[])(
    '$name: $expect',
    async ({ network, blob, wrap, member, boxSecret, expect: wanted }) => {
      const open = () => openBlob(sumo, network, fromBase64(blob), fromBase64(wrap), fromBase64(member))
      expect(await outcome(open)).toBe(wanted)
      if (wanted === 'ok') expect(toBase64(open().boxSecret)).toBe(boxSecret)
    },
  )
})

describe("an inbox's keys, handed to a member", () => {
  const v = vectors.inboxKeys
  const box = { generation: v.generation, key: v.key, sign: v.sign }
  const ngo = { id: v.ngo, box, leads: [v.lead] } as unknown as Ngo
  const roster = { network: v.network, ngos: [ngo], revoked: [] } as unknown as Roster
  const self = {
    id: v.member,
    boxSecret: fromBase64(v.memberBoxSecret) as SecretKey,
    box: sumo.boxPublicKey(fromBase64(v.memberBoxSecret)),
  }
  const open = (change: { self?: object; roster?: object; ngo?: object; sealed?: Uint8Array } = {}) =>
    outcome(() =>
      openInboxKey(
        sumo,
        change.sealed ?? fromBase64(v.sealed),
        { ...self, ...change.self },
        { ...roster, ...change.roster } as Roster,
        { ...ngo, ...change.ngo } as Ngo,
      ),
    )

  it('are taken from a lead of the roster', async () => expect(await open()).toBe('ok'))
  it('are refused when they were meant for somebody else', async () =>
    expect(await open({ self: { id: toBase64(new Uint8Array(16)) } })).toBe('inbox-key-recipient'))
  it('are refused when the signer is no lead', async () =>
    expect(await open({ ngo: { leads: [v.sign] } })).toBe('inbox-key-signer'))
  it('are refused when the lead is revoked', async () =>
    expect(await open({ roster: { revoked: [v.lead] } })).toBe('inbox-key-signer'))
  it('are refused when the roster names another generation', async () =>
    expect(await open({ ngo: { box: { ...box, generation: 4 } } })).toBe('inbox-key-mismatch'))
  it('are refused when the roster names another key', async () =>
    expect(await open({ ngo: { box: { ...box, key: v.lead } } })).toBe('inbox-key-mismatch'))
  it('are refused when a byte is flipped', async () => {
    const sealed = fromBase64(v.sealed)
    sealed[500]! ^= 1
    expect(await open({ sealed })).toBe('open-damaged')
  })
})
