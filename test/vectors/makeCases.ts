import { type SecretKey, join, toBase64, unsigned } from '../../shared/bytes.ts'
import { type EventPlace, sealCaseEvent } from '../../shared/caseEvent.ts'
import { type CaseOf, sealCaseKey } from '../../shared/caseKey.ts'
import type { MemberCrypto } from '../../shared/crypto/crypto.ts'
import { pad } from '../../shared/pad.ts'
import { utf8 } from '../../shared/text.ts'

const filled = (length: number, value: number) => new Uint8Array(length).fill(value)
const NETWORK = toBase64(Uint8Array.from({ length: 16 }, (_, i) => i))
const OF: CaseOf = { network: NETWORK, ngo: 'a21', case: toBase64(filled(16, 7)) }
const OTHER = { ...OF, case: toBase64(filled(16, 9)) }
const KEY = filled(32, 8) as SecretKey
const MARIA = { id: toBase64(filled(16, 31)), signSeed: filled(32, 31) }
const NIKOS = { id: toBase64(filled(16, 32)), signSeed: filled(32, 32) }
const AT = 1_795_539_600
const first: EventPlace = { seq: 0, prev: filled(32, 0) }
const second: EventPlace = { seq: 1, prev: filled(32, 3) }

/** A case's key, and events of it: each opened at one place, most of them refused. */
export const caseVectors = (crypto: MemberCrypto) => ({
  of: OF,
  caseKey: toBase64(KEY),
  members: [MARIA, NIKOS].map(({ id, signSeed }) => ({ id, sign: toBase64(crypto.signPublicKey(signSeed)) })),
  caseKeys: keyVectors(crypto),
  caseEvents: eventVectors(crypto),
})

function keyVectors(crypto: MemberCrypto) {
  const secret = filled(32, 20)
  const to = crypto.boxPublicKey(secret)
  const seal = (of: CaseOf = OF, by = MARIA) => sealCaseKey(crypto, { ...of, key: KEY }, by, to)
  const vector = (name: string, record: Uint8Array, expect: string, opener = secret) => ({
    name,
    record: toBase64(record),
    secret: toBase64(opener),
    expect,
  })
  const plain = (message: Uint8Array, n = 512) => crypto.seal(pad(message, n), to)
  const signed = (json: string, seed = MARIA.signSeed) =>
    join(crypto.sign(join(utf8('mitos/case-key/v1\n'), utf8(json)), seed), utf8(json))
  const json = { type: 'case-key', v: 1, ...OF, key: toBase64(KEY), by: MARIA.id }
  return [
    vector('right', seal(), 'ok'),
    vector('by another member', seal(OF, NIKOS), 'ok'),
    vector('a byte too few', seal().slice(1), 'open-length'),
    vector('for the key of another generation', seal(), 'open-damaged', filled(32, 21)),
    vector(
      'a flipped byte',
      seal().map((byte, i) => (i === 200 ? byte ^ 1 : byte)),
      'open-damaged',
    ),
    vector('without the mark of the padding', crypto.seal(filled(512, 0), to), 'open-padding'),
    vector('a space in the json', plain(signed(JSON.stringify(json).replace(',', ', '))), 'open-json'),
    vector('signed by nobody of the NGO', seal(OF, { ...MARIA, id: toBase64(filled(16, 99)) }), 'open-author'),
    vector(
      'signed by another member than it names',
      seal(OF, { ...MARIA, signSeed: NIKOS.signSeed }),
      'open-signature',
    ),
    vector(
      'signed as an event',
      plain(
        join(
          crypto.sign(join(utf8('mitos/case/v1\n'), utf8(JSON.stringify(json))), MARIA.signSeed),
          utf8(JSON.stringify(json)),
        ),
      ),
      'open-signature',
    ),
    vector('of another type', plain(signed(JSON.stringify({ ...json, type: 'inbox-key' }))), 'open-type'),
    vector('of another network', seal({ ...OF, network: toBase64(filled(16, 1)) }), 'open-network'),
    vector('of another NGO', seal({ ...OF, ngo: 'gcr' }), 'open-ngo'),
    vector('of another case', seal(OTHER), 'open-case'),
    vector('of a later version', plain(signed(JSON.stringify({ ...json, v: 2 }))), 'open-json'),
    vector('without a key', plain(signed(JSON.stringify({ ...json, key: 'AA' }))), 'open-json'),
  ]
}

function eventVectors(crypto: MemberCrypto) {
  const note = { kind: 'note', text: 'Καλέστε ξανά το απόγευμα' }
  const value = (changes: object = {}) => ({
    by: MARIA.id,
    at: AT,
    audit: toBase64(filled(32, 0)),
    act: note,
    ...changes,
  })
  const seal = (place = first, changes: object = {}, of: CaseOf = OF, seed = MARIA.signSeed, key: Uint8Array = KEY) =>
    sealCaseEvent(crypto, key, of, place, value(changes), seed)
  const vector = (name: string, event: Uint8Array, expect: string, place = first) => ({
    name,
    seq: place.seq,
    prev: toBase64(place.prev),
    event: toBase64(event),
    expect,
  })
  /** Whatever a member's program might seal: nothing is checked. */
  const raw = (json: string, size = 1024, signedFor = first) => {
    const around = (place: EventPlace) =>
      join(utf8('mitos/case/v1\n'), filled(16, 7), unsigned(place.seq, 4), place.prev)
    const nonce = filled(24, 5)
    const message = join(crypto.sign(join(around(signedFor), utf8(json)), MARIA.signSeed), utf8(json))
    return join(nonce, crypto.aeadSeal(pad(message, size), around(first), nonce, KEY))
  }
  const { act, ...rest } = value()
  const json = { type: 'case-event', v: 1, network: NETWORK, ngo: 'a21', ...rest, do: act }
  const text = JSON.stringify(json)
  return [
    vector('right, the first', seal(), 'ok'),
    vector('right, the second', seal(second), 'ok', second),
    vector('right, of three blocks', seal(first, { act: { kind: 'note', text: 'x'.repeat(2000) } }), 'ok'),
    vector('a kind that nobody knows yet', seal(first, { act: { kind: 'later' } }), 'ok'),
    vector('a byte too few', seal().slice(1), 'open-length'),
    vector('no block at all', seal().slice(0, 40), 'open-length'),
    vector('seventeen blocks', raw(text, 17 * 1024), 'open-length'),
    vector('with prev of another case', seal({ seq: 1, prev: filled(32, 4) }), 'open-damaged', second),
    vector('with the number of another', seal({ seq: 2, prev: second.prev }), 'open-damaged', second),
    vector('of another case', seal(second, {}, OTHER), 'open-damaged', second),
    vector('under the key of another case', seal(first, {}, OF, MARIA.signSeed, filled(32, 1)), 'open-damaged'),
    vector(
      'a flipped byte',
      seal().map((byte, i) => (i === 99 ? byte ^ 1 : byte)),
      'open-damaged',
    ),
    vector('the first in the place of the second', seal(), 'open-damaged', second),
    vector('a space in the json', raw(text.replace(',', ', ')), 'open-json'),
    vector('signed by nobody of the NGO', seal(first, { by: toBase64(filled(16, 99)) }), 'open-author'),
    vector('signed by another member than it names', seal(first, { by: NIKOS.id }), 'open-signature'),
    vector('signed for another place', raw(text, 1024, second), 'open-signature'),
    vector('its kind changed after it was signed', changed(crypto, text), 'open-signature'),
    vector('of another type', raw(JSON.stringify({ ...json, type: 'case-key' })), 'open-type'),
    vector('of another network', seal(first, {}, { ...OF, network: toBase64(filled(16, 1)) }), 'open-network'),
    vector('of another NGO', seal(first, {}, { ...OF, ngo: 'gcr' }), 'open-ngo'),
    vector('with a time that is no hour', raw(JSON.stringify({ ...json, at: AT + 1 })), 'open-json'),
    vector('without an audit', raw(JSON.stringify({ ...json, audit: '' })), 'open-json'),
    vector('with a word in the place of what was done', raw(JSON.stringify({ ...json, do: 'note' })), 'open-json'),
  ]
}

/** Sealed with the signature of another text: "note" became "show". */
function changed(crypto: MemberCrypto, text: string): Uint8Array {
  const around = join(utf8('mitos/case/v1\n'), filled(16, 7), unsigned(0, 4), filled(32, 0))
  const nonce = filled(24, 6)
  const message = join(crypto.sign(join(around, utf8(text)), MARIA.signSeed), utf8(text.replace('"note"', '"show"')))
  return join(nonce, crypto.aeadSeal(pad(message, 1024), around, nonce, KEY))
}
