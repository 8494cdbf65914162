import { join, toBase64 } from '../../shared/bytes.ts'
import type { Crypto } from '../../shared/crypto/crypto.ts'
import { keyIdOf } from '../../shared/keys.ts'
import { pad } from '../../shared/pad.ts'
import { utf8 } from '../../shared/text.ts'

const filled = (length: number, value: number) => new Uint8Array(length).fill(value)
const NETWORK = toBase64(Uint8Array.from({ length: 16 }, (_, i) => i))
const AT = 1_795_539_600
const DAY = 86_400
const NOW = AT + 600
/** Signs for a21: its generation in force, one that ended, one that ended too long ago, one that was revoked. */
const [SIGN, OLD, OLDER, BAD] = [filled(32, 41), filled(32, 42), filled(32, 43), filled(32, 44)]
const GCR = filled(32, 45)
/** The receiver's box secret, and another one of nobody. */
const [SECRET, OTHER] = [filled(32, 46), filled(32, 47)]

const ANSWERS = {
  for: 'self',
  contact: { to: 'person', how: 'call', address: '6900000001', when: { parts: ['morning'], weekend: false }, word: 7 },
  more: { danger: 'soon', place: { region: 'attica' }, speak: 'ur', read: 'little', need: ['law', 'sleep'] },
  note: 'Μετά τις 5',
}
const ALL = ['area', 'language', 'need', 'safety', 'contact', 'note', 'mailbox']
const PERSON = {
  author: toBase64(filled(32, 51)),
  replyKey: toBase64(filled(32, 52)),
  proof: toBase64(filled(16, 53)),
  address: toBase64(filled(8, 54)),
}
const CONSENT = { how: 'phone', at: AT - 3600, until: AT + 7 * DAY, what: ALL }

/** With what both files are made: a whole referral, how it is sealed, and who is who. */
export function stageOf(crypto: Crypto) {
  const key = toBase64(crypto.boxPublicKey(SECRET))
  const begin = (type: string) => ({
    type,
    v: 1,
    network: NETWORK,
    roster: { version: 7, hash: toBase64(filled(32, 60)) },
    from: 'a21',
    ngo: 'gcr',
    key,
    at: AT,
  })
  const json = {
    ...begin('referral'),
    consent: CONSENT,
    answers: ANSWERS,
    person: PERSON,
    note: 'Ring twice.\nThen wait.',
  }
  const answer = { ...begin('referral-answer'), re: toBase64(filled(16, 61)), answer: 'accepted' }
  const only = (what: readonly string[], rest: object) => ({
    ...begin('referral'),
    consent: { ...CONSENT, what },
    ...rest,
  })

  const headerFor = (secret: Uint8Array) =>
    join(Uint8Array.of(2), filled(16, 61), keyIdOf(crypto, crypto.boxPublicKey(secret)), filled(16, 62))
  const header = headerFor(SECRET)
  const seal = (plain: Uint8Array, head = header, to = SECRET) =>
    join(head, crypto.seal(plain, crypto.boxPublicKey(to)))
  const signed = (text: string, seed = SIGN, prefix = 'mitos/referral/v1\n', head = header) =>
    join(crypto.sign(join(utf8(prefix), head, utf8(text)), seed), utf8(text))
  const body = (value: object, seed = SIGN) => seal(pad(signed(JSON.stringify(value), seed), 8192))
  const vector = (name: string, bytes: Uint8Array, expect: string, now = NOW) => ({
    name,
    body: toBase64(bytes),
    now,
    expect,
  })
  const sign = (seed: Uint8Array) => toBase64(crypto.signPublicKey(seed))
  const bad = (name: string, value: object, expect = 'open-field') => vector(name, body(value), expect)
  /** the file's begin: the receiver, and the roster that it knows */
  const frame = {
    network: NETWORK,
    ngo: 'gcr',
    secret: toBase64(SECRET),
    /** as the verified roster has them, with what is revoked */
    ngos: [
      {
        id: 'a21',
        sign: sign(SIGN),
        signKeys: [
          { key: sign(OLD), until: AT },
          { key: sign(OLDER), until: AT - 61 * DAY },
          { key: sign(BAD), until: AT },
        ],
      },
      { id: 'gcr', sign: sign(GCR), signKeys: [] },
    ],
    revoked: [sign(BAD)],
  }
  return { json, answer, only, header, headerFor, seal, signed, body, vector, bad, frame }
}

/** What a21 hands on to gcr, and what gcr is made to believe: each opened by one receiver at one time. */
export function referralVectors(crypto: Crypto) {
  const { json, answer, only, header, headerFor, seal, signed, body, vector, bad, frame } = stageOf(crypto)
  const right = body(json)
  const flipped = (at: number) => right.map((byte, i) => (i === at ? byte ^ 1 : byte))
  const { contact, more, note } = ANSWERS
  const text = JSON.stringify(json)
  return {
    ...frame,
    referrals: [
      vector('everything, with a yes by phone', right, 'ok'),
      vector(
        'area alone',
        body(only(['area'], { answers: { for: 'self', more: { place: { region: 'attica' } } } })),
        'ok',
      ),
      vector('nothing told of what was ticked', body(only(['need'], { answers: { for: 'self' } })), 'ok'),
      vector('without a yes', body({ ...json, consent: { ...CONSENT, how: 'none', reason: 'life' } }), 'ok'),
      vector('signed with the keys before, while they counted', body(json, OLD), 'ok'),
      vector(
        'an answer that a later panel may give',
        body({ ...json, answers: { ...ANSWERS, more: { ...more, danger: 'later' } } }),
        'ok',
      ),
      vector('accepted', body(answer), 'ok'),
      vector('sent back', body({ ...answer, answer: 'returned', reason: 'language' }), 'ok'),
      vector('in the last second of the yes', right, 'ok', CONSENT.until),
      vector('a byte too few', right.slice(1), 'open-length'),
      vector(
        'with the first byte of a request',
        right.map((byte, i) => (i ? byte : 1)),
        'open-version',
      ),
      vector('for the key of another NGO', seal(pad(signed(text), 8192), headerFor(OTHER), OTHER), 'open-wrong-key'),
      vector('under this key id for another key', seal(pad(signed(text), 8192), header, OTHER), 'open-damaged'),
      vector('a flipped byte', flipped(4000), 'open-damaged'),
      vector('without the mark of the padding', seal(filled(8192, 0)), 'open-padding'),
      vector('a space in the json', seal(pad(signed(text.replace(',', ', ')), 8192)), 'open-json'),
      bad('of another type', { ...json, type: 'request' }, 'open-type'),
      bad('of a later version', { ...json, v: 2 }, 'open-type'),
      bad('of another network', { ...json, network: toBase64(filled(16, 9)) }, 'open-network'),
      bad('to another NGO', { ...json, ngo: 'a21' }, 'open-ngo'),
      bad('naming another key', { ...json, key: toBase64(crypto.boxPublicKey(OTHER)) }, 'open-key'),
      bad('from nobody of the roster', { ...json, from: 'xyz' }, 'open-from'),
      bad('from the receiver itself', { ...json, from: 'gcr' }, 'open-from'),
      vector('signed by the receiver', body(json, GCR), 'open-signature'),
      vector('signed by the server', body(json, filled(32, 99)), 'open-signature'),
      vector('signed with a revoked key', body(json, BAD), 'open-signature'),
      vector('signed with keys that ended too long ago', body({ ...json, at: AT - 61 * DAY }, OLDER), 'open-signature'),
      vector('signed with the keys before, after they ended', body({ ...json, at: AT + 3600 }, OLD), 'open-signature'),
      vector('signed as a request', seal(pad(signed(text, SIGN, 'mitos/request/v1\n'), 8192)), 'open-signature'),
      vector('under another id than it was signed for', flipped(5), 'open-signature'),
      vector('with other random bytes than it was signed for', flipped(30), 'open-signature'),
      bad('a field that is not in what: the contact', only(['area'], { answers: { for: 'self', contact } })),
      bad('a field that is not in what: the note', only(['contact'], { answers: { for: 'self', contact, note } })),
      bad('a field that is not in what: danger', only(['area'], { answers: { for: 'self', more: { danger: 'now' } } })),
      bad('a field that is not in what: the sender’s note', only(['area'], { answers: { for: 'self' }, note: 'x' })),
      bad('a field that is not in what: the mailbox', only(['area'], { answers: { for: 'self' }, person: PERSON })),
      bad('a field that no part has a place for', { ...json, answers: { ...ANSWERS, name: 'x' } }),
      bad('whether more may be shared', { ...json, answers: { ...ANSWERS, more: { share: 'yes' } } }),
      bad('a name that nothing has a place for', { ...json, name: 'x' }),
      bad('a mailbox that is not there', only(['mailbox'], { answers: { for: 'self' } })),
      bad('without who wrote', { ...json, answers: { contact } }),
      bad('without a yes, and no reason', { ...json, consent: { ...CONSENT, how: 'none' } }),
      bad('with a yes, and a reason for none', { ...json, consent: { ...CONSENT, reason: 'life' } }),
      bad('to nothing', { ...json, consent: { ...CONSENT, what: [] } }),
      bad('twice to the same', { ...json, consent: { ...CONSENT, what: [...ALL, 'area'] } }),
      bad('a yes to what nobody knows', { ...json, consent: { ...CONSENT, what: [...ALL, 'photo'] } }),
      bad('a yes that is younger than the referral', { ...json, consent: { ...CONSENT, at: AT + 3600 } }),
      bad('a time that is no hour', { ...json, at: AT + 1 }),
      bad('a note of 1,001 characters', { ...json, note: 'x'.repeat(1001) }),
      bad('an answer to nothing', { ...answer, re: '' }),
      bad('sent back, and no reason', { ...answer, answer: 'returned' }),
      bad('accepted, with a reason for not', { ...answer, reason: 'full' }),
      vector('when the yes is over', right, 'open-until', CONSENT.until + 1),
    ],
  }
}
