import { type SecretKey, toBase64, toHex } from '../../shared/bytes.ts'
import type { Argon2id, MemberCrypto } from '../../shared/crypto/crypto.ts'
import { sealInboxKey } from '../../shared/inboxKey.ts'
import { keyIdOf } from '../../shared/keys.ts'
import { passphraseKeys, writeBlob } from '../../shared/member.ts'
import { deriveCode, readCode } from '../../shared/returnCode.ts'

const NETWORK = Uint8Array.from({ length: 16 }, (_, i) => i)

/** Return codes and everything that is derived from one; hexadecimal, as in the protocol's text. */
export async function codeVectors(crypto: MemberCrypto, argon2id: Argon2id) {
  const code = readCode('12345678901234567891')
  const keys = await deriveCode(crypto, argon2id, code, toBase64(NETWORK))
  return {
    keyIdOf32TimesOne: toHex(keyIdOf(crypto, new Uint8Array(32).fill(1))),
    derived: {
      network: toBase64(NETWORK),
      code,
      token: toHex(keys.token),
      address: toHex(keys.address),
      tagA21: toHex(keys.tagFor('a21')),
      proof: toHex(keys.proof),
      author: toHex(crypto.signPublicKey(keys.authorSeed)),
      reply: toHex(crypto.boxPublicKey(keys.replySecret)),
    },
    typed: [
      { name: 'as shown, in groups', text: '12345 67890 12345 67891', expect: 'ok' },
      { name: 'with hyphens', text: '12345-67890-12345-67891', expect: 'ok' },
      { name: 'Arabic digits', text: '١٢٣٤٥٦٧٨٩٠١٢٣٤٥٦٧٨٩١', expect: 'ok' },
      { name: 'one wrong digit', text: '12345678901234567801', expect: 'code-typo' },
      { name: 'two neighbours swapped', text: '12345678901234576891', expect: 'code-typo' },
      { name: '19 digits', text: '1234567890123456789', expect: 'code-typo' },
      { name: 'a letter', text: '1234567890123456789l', expect: 'code-typo' },
    ],
  }
}

/** A member's blob, whole and broken. */
export async function blobVectors(crypto: MemberCrypto, argon2id: Argon2id) {
  const network = toBase64(NETWORK)
  const id = new Uint8Array(16).fill(3)
  const keys = { boxSecret: new Uint8Array(32).fill(4) as SecretKey, signSeed: new Uint8Array(32).fill(5) }
  const passphrase = 'river lamp bread window'
  const { wrap } = await passphraseKeys(crypto, argon2id, passphrase, network, 'maria')
  const other = await passphraseKeys(crypto, argon2id, 'river lamp bread windov', network, 'maria')
  const blob = writeBlob(crypto, network, id, keys, wrap)
  const vector = (name: string, bytes: Uint8Array, expect: string, wrapKey = wrap) => ({
    name,
    network,
    member: toBase64(id),
    wrap: toBase64(wrapKey),
    blob: toBase64(bytes),
    boxSecret: toBase64(keys.boxSecret),
    expect,
  })
  const changed = (at: number, to: number) => blob.map((byte, i) => (i === at ? to : byte))
  return {
    passphrase: { passphrase, network, name: 'maria', wrap: toBase64(wrap) },
    blobs: [
      vector('whole', blob, 'ok'),
      vector('another passphrase', blob, 'passphrase-wrong', other.wrap),
      vector('one byte short', blob.slice(0, -1), 'blob-length'),
      vector('a newer version', changed(0, 2), 'blob-version'),
      vector('of another member', changed(1, 9), 'blob-member'),
      vector('its kind changed', changed(122, 2), 'passphrase-wrong'),
      vector('a flipped byte in the wrapped key', changed(150, blob[150]! ^ 1), 'passphrase-wrong'),
      vector('a flipped byte in the keys', changed(60, blob[60]! ^ 1), 'blob-damaged'),
    ],
  }
}

/** A sealed inbox key; the roster that judges it is made by the tests. */
export async function inboxKeyVectors(crypto: MemberCrypto) {
  const member = { id: toBase64(new Uint8Array(16).fill(3)), boxSecret: new Uint8Array(32).fill(4) }
  const inbox = {
    network: toBase64(NETWORK),
    ngo: 'a21',
    generation: 3,
    boxSecret: new Uint8Array(32).fill(6),
    signSeed: new Uint8Array(32).fill(8),
  }
  const lead = new Uint8Array(32).fill(5)
  const box = toBase64(crypto.boxPublicKey(member.boxSecret))
  const team = { version: 5, hash: toBase64(new Uint8Array(32)) }
  const sealed = sealInboxKey(crypto, inbox, { id: member.id, box }, team, 0, lead)
  return {
    network: inbox.network,
    ngo: inbox.ngo,
    generation: inbox.generation,
    key: toBase64(crypto.boxPublicKey(inbox.boxSecret)),
    sign: toBase64(crypto.signPublicKey(inbox.signSeed)),
    lead: toBase64(crypto.signPublicKey(lead)),
    member: member.id,
    memberBoxSecret: toBase64(member.boxSecret),
    sealed: toBase64(sealed),
  }
}
