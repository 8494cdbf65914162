import { type SecretKey, fromBase64, join, toBase64 } from '../../shared/bytes.ts'
import type { Answers } from '../../shared/answers.ts'
import type { Argon2id, MemberCrypto } from '../../shared/crypto/crypto.ts'
import { keyIdOf } from '../../shared/keys.ts'
import { pad } from '../../shared/pad.ts'
import { deriveCode, readCode } from '../../shared/returnCode.ts'
import { utf8 } from '../../shared/text.ts'

const NETWORK = toBase64(Uint8Array.from({ length: 16 }, (_, i) => i))

const ANSWERS: Answers = {
  for: 'self',
  contact: {
    to: 'person',
    how: 'app',
    app: 'whatsapp',
    address: '+30 690 000 0000',
    whose: 'shared',
    when: { parts: ['morning', 'evening'], weekend: false },
    voiceMsg: false,
    first: 'word',
    word: 12,
  },
}

interface Crafted {
  readonly json?: string
  readonly fields?: Readonly<Record<string, unknown>>
  readonly header?: (header: Uint8Array) => Uint8Array
  /** header that is sent, where it differs from the one that was signed */
  readonly sentHeader?: (header: Uint8Array) => Uint8Array
  readonly signature?: (signature: Uint8Array) => Uint8Array
  readonly padding?: (padded: Uint8Array) => Uint8Array
  readonly body?: (body: Uint8Array) => Uint8Array
}

/** Good requests and, for each check, one that only this check refuses. */
export async function requestVectors(crypto: MemberCrypto, argon2id: Argon2id) {
  const secret = new Uint8Array(32).fill(6) as SecretKey
  const key = crypto.boxPublicKey(secret)
  const other = crypto.boxPublicKey(new Uint8Array(32).fill(7))
  const code = await deriveCode(crypto, argon2id, readCode('12345678901234567891'), NETWORK)
  const fields = {
    type: 'request',
    v: 1,
    network: NETWORK,
    roster: { version: 7, hash: toBase64(new Uint8Array(32).fill(1)) },
    ngo: 'a21',
    key: toBase64(key),
    desk: 'GR',
    site: 'kyada',
    hour: 1795543200,
    skew: 0,
    tz: 'Europe/Athens',
    lang: 'el',
    kind: 'request',
    author: toBase64(crypto.signPublicKey(code.authorSeed)),
    replyKey: toBase64(crypto.boxPublicKey(code.replySecret)),
    proof: toBase64(code.proof),
    shown: { notice: null, lang: 'el', replyBy: 1795629600 },
    answers: ANSWERS as unknown,
  }
  const header = join(
    Uint8Array.of(1),
    Uint8Array.from({ length: 16 }, (_, i) => 255 - i),
    keyIdOf(crypto, key),
    code.address,
    code.tagFor('a21'),
  )
  const craft = (how: Crafted): Uint8Array => {
    const signedHeader = how.header?.(header) ?? header
    const json = utf8(how.json ?? JSON.stringify({ ...fields, ...how.fields }))
    const plainSignature = crypto.sign(join(utf8('mitos/request/v1\n'), signedHeader, json), code.authorSeed)
    const signature = how.signature?.(plainSignature) ?? plainSignature
    const padded = pad(join(signature, json), 8192)
    const body = join(how.sentHeader?.(signedHeader) ?? signedHeader, crypto.seal(how.padding?.(padded) ?? padded, key))
    return how.body?.(body) ?? body
  }
  const vector = (name: string, expect: string, how: Crafted = {}) => ({
    name,
    network: NETWORK,
    ngo: 'a21',
    secret: toBase64(secret),
    publicKey: toBase64(key),
    body: toBase64(craft(how)),
    ...(expect === 'ok' ? { request: how.json ?? JSON.stringify({ ...fields, ...how.fields }) } : {}),
    expect,
  })
  const set = (bytes: Uint8Array, at: number, values: Uint8Array) => {
    const out = Uint8Array.from(bytes)
    out.set(values, at)
    return out
  }
  const flip = (at: number) => (bytes: Uint8Array) => set(bytes, at, Uint8Array.of(bytes[at]! ^ 1))
  const long = { ...ANSWERS, note: '𝄞'.repeat(140) }
  return [
    vector('by app, shared phone', 'ok'),
    vector('the person calls', 'ok', {
      fields: { answers: { for: 'self', contact: { to: 'nobody', how: 'icall', word: 199 } }, site: null, shown: null },
    }),
    vector('right-to-left text, the longest note', 'ok', {
      fields: { answers: { ...long, note: 'اتصلوا بي ليلاً' }, lang: 'ar' },
    }),
    vector('140 code points of four bytes', 'ok', { fields: { answers: long } }),
    vector('a code of a newer panel', 'ok', { fields: { answers: { ...ANSWERS, pet: 'parrot' } } }),
    vector('a follow-up', 'ok', { fields: { kind: 'follow-up', answers: undefined, text: 'Please call tomorrow.' } }),
    vector('one byte short', 'open-length', { body: (body) => body.slice(0, -1) }),
    vector('one byte more', 'open-length', { body: (body) => join(body, Uint8Array.of(0)) }),
    vector('a newer version', 'open-version', { body: (body) => set(body, 0, Uint8Array.of(2)) }),
    vector("sealed for another NGO's key", 'open-wrong-key', {
      header: (bytes) => set(bytes, 17, keyIdOf(crypto, other)),
    }),
    vector('a flipped byte in the box', 'open-damaged', { body: flip(4000) }),
    vector('a flipped byte in the ephemeral key', 'open-damaged', { body: flip(45) }),
    vector('an ephemeral key of low order', 'open-damaged', { body: (body) => set(body, 41, new Uint8Array(32)) }),
    vector('no padding mark', 'open-padding', {
      padding: (padded) => padded.map((byte) => (byte === 0x80 ? 0 : byte)),
    }),
    vector('a byte after the padding mark', 'open-padding', {
      padding: (padded) => set(padded, 8191, Uint8Array.of(1)),
    }),
    vector('a space in the JSON', 'open-json', { json: JSON.stringify(fields).replace('"v":1', '"v": 1') }),
    vector('a duplicate name', 'open-json', { json: JSON.stringify(fields).replace('"v":1', '"v":1,"v":1') }),
    vector('a lone surrogate', 'open-json', { json: JSON.stringify(fields).replace('"el"', '"\\ud800"') }),
    vector('no object', 'open-json', { json: '[]' }),
    vector('an author of 31 bytes', 'open-author', { fields: { author: toBase64(new Uint8Array(31)) } }),
    vector('an author that is absent', 'open-author', { fields: { author: undefined } }),
    vector('another author', 'open-signature', {
      fields: { author: toBase64(crypto.signPublicKey(new Uint8Array(32).fill(9))) },
    }),
    vector('its address swapped in the header', 'open-signature', {
      sentHeader: (bytes) => set(bytes, 25, new Uint8Array(8)),
    }),
    vector('another id in the header', 'open-signature', { sentHeader: flip(3) }),
    vector('a flipped bit in the signature', 'open-signature', { signature: flip(20) }),
    vector('an author of small order', 'open-signature', {
      fields: { author: toBase64(fromBase64('AQAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA')) },
    }),
    vector('another type', 'open-type', { fields: { type: 'reply' } }),
    vector('another network', 'open-network', { fields: { network: toBase64(new Uint8Array(16).fill(9)) } }),
    vector('another NGO', 'open-ngo', { fields: { ngo: 'gcr' } }),
    vector('another key in the JSON', 'open-key', { fields: { key: toBase64(other) } }),
    vector('an unknown kind', 'open-kind', { fields: { kind: 'order' } }),
  ]
}
