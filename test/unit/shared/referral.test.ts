import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type SecretKey, fromBase64, toBase64 } from '../../../shared/bytes.ts'
import { SHARED } from '../../../shared/caseActs.ts'
import { light } from '../../../shared/crypto/light.ts'
import { standardSodium } from '../../../shared/crypto/standard.ts'
import { codeOf } from '../../../shared/errors.ts'
import { type Wish, composeReferral, openReferral, sealReferral } from '../../../shared/referral.ts'
import { answers as answersIt, composeAnswer, sealAnswer } from '../../../shared/referralAnswer.ts'
import { readKeptReferral } from '../../../shared/referralKept.ts'
import { cutAnswers, holdsMore, partsOf, readAnswers } from '../../../shared/referralParts.ts'
import type { Roster } from '../../../shared/roster.ts'
import { anyAnswers } from '../anyAnswers.ts'
import { NOW, smallNetwork } from './network.ts'

const crypto = await standardSodium()
const { roster } = smallNetwork(crypto)
const HOUR = NOW - (NOW % 3600)
const HASH = toBase64(new Uint8Array(32).fill(7))
const seed = (n: number) => new Uint8Array(32).fill(n)
/** of a21's generation in force, and what opens for gcr (network.ts) */
const [SIGN, GCR] = [seed(21), seed(40) as SecretKey]
const id = () => crypto.random(16)

/** Where each part lies, written down a second time. */
const PLACES: Readonly<Record<string, readonly string[]>> = {
  area: ['more.place'],
  language: ['more.speak', 'more.read', 'more.interp', 'more.who'],
  need: ['more.need'],
  safety: ['more.danger', 'more.age', 'more.children', 'more.device'],
  contact: ['contact', 'role', 'again'],
  note: ['note'],
  mailbox: [],
}
const paths = (answers: object): readonly string[] =>
  Object.entries(answers).flatMap(([name, value]) =>
    name === 'more' ? Object.keys(value as object).map((inner) => `more.${inner}`) : [name],
  )
const anyWhat = fc.uniqueArray(fc.constantFrom(...SHARED))
const anything = fc.oneof(
  anyAnswers,
  fc.jsonValue({ maxDepth: 3 }),
  fc.object({ key: fc.constantFrom('for', 'more', 'contact', 'note', 'name', 'toString'), maxDepth: 3 }),
)

const wish = (changes: Partial<Wish> = {}): Wish => ({
  from: 'a21',
  to: 'gcr',
  at: NOW,
  consent: { how: 'phone', at: HOUR, until: HOUR + 7 * 86_400, what: ['area', 'note'] },
  answers: {
    for: 'self',
    contact: { to: 'nobody', how: 'back' },
    more: { place: 'abroad', speak: 'ur' },
    note: 'Please',
  },
  person: null,
  note: ' Ring\r\ntwice\u202e ',
  ...changes,
})
const own = (changes: object = {}) => ({
  ngo: 'gcr',
  keys: [{ secret: GCR, publicKey: crypto.boxPublicKey(GCR) }],
  roster: roster as Roster,
  now: NOW,
  ...changes,
})
const sealed = (one = wish()) => sealReferral(crypto, composeReferral(roster, HASH, one), SIGN, id())
const outcome = (body: Uint8Array, changes = {}) => openReferral(crypto, body, own(changes)).then(() => 'ok', codeOf)
const made = (one: Wish): string => {
  try {
    composeReferral(roster, HASH, one)
    return 'ok'
  } catch (error) {
    return codeOf(error)
  }
}

describe('Of the answers', () => {
  it('nothing is handed on that was not ticked, whatever the answers are', () => {
    fc.assert(
      fc.property(anything, anyWhat, (answers, what) => {
        const cut = cutAnswers(answers, what)
        const allowed = ['for', 'agreed', ...what.flatMap((part) => PLACES[part]!)]
        expect(paths(cut).filter((path) => !allowed.includes(path))).toEqual([])
        expect(holdsMore(cut, what)).toBe(false)
      }),
      { numRuns: 500 },
    )
  })

  it('all is handed on that was ticked, but whether it may be shared', () => {
    fc.assert(
      fc.property(anyAnswers, (answers) => {
        const { more, ...rest } = answers as { more?: Record<string, unknown> }
        const { share: _, ...left } = more ?? {}
        const wanted = Object.keys(left).length ? { ...rest, more: left } : rest
        expect(cutAnswers(answers, SHARED)).toEqual(wanted)
      }),
    )
  })

  it('one more than was ticked is noticed, and so is a name that has no place', () => {
    fc.assert(
      fc.property(anyAnswers, anyWhat, (answers, what) => {
        const more = paths(answers).filter((path) => !['for', 'agreed', 'more.share'].includes(path))
        const held = more.some((path) => !what.some((part) => PLACES[part]!.includes(path)))
        expect(holdsMore(cutAnswers(answers, SHARED), what)).toBe(held)
      }),
    )
    for (const name of ['name', 'toString', 'constructor', 'share'])
      expect([name, holdsMore({ [name]: 1 }, SHARED), holdsMore({ more: { [name]: 1 } }, SHARED)]).toEqual([
        name,
        true,
        true,
      ])
    expect(holdsMore({ more: 'x' }, SHARED)).toBe(true)
  })

  it('those parts can be ticked of which something was told', () => {
    expect(partsOf({ for: 'self', contact: {}, more: { age: 'adult', share: 'no' } })).toEqual(['safety', 'contact'])
    expect(partsOf({ for: 'self', note: 'x', more: { place: 'abroad', need: [], speak: 'ur' } })).toEqual([
      'area',
      'language',
      'need',
      'note',
    ])
  })

  it('what was held back is not odd to the receiver, what makes no sense is', () => {
    expect(readAnswers({ for: 'self' }, ['area']).odd).toEqual([])
    expect(readAnswers({ for: 'self' }, ['contact']).odd).not.toEqual([])
    expect(readAnswers({ for: 'self', more: { place: 3 } }, ['area']).odd).toContain('more.place')
  })
})

describe('A referral', () => {
  it('is opened by the NGO it was written to, as it was looked at before', async () => {
    const found = await openReferral(crypto, sealed(), own())
    expect(found).toMatchObject({
      type: 'referral',
      answers: { for: 'self', more: { place: 'abroad' }, note: 'Please' },
      odd: [],
      referral: {
        from: 'a21',
        ngo: 'gcr',
        at: HOUR,
        note: 'Ring\ntwice',
        roster: { version: roster.version, hash: HASH },
      },
    })
    expect(found.type === 'referral' && Object.keys(found.referral.answers)).toEqual(['for', 'more', 'note'])
  })

  it('names the request that it comes from, where who refers told it', async () => {
    const origin = toBase64(new Uint8Array(40).fill(3))
    const opened = async (one?: Partial<Wish>) => {
      const found = await openReferral(crypto, sealed(wish(one)), own())
      return found.type === 'referral' && [found.referral.origin, 'origin' in found.referral]
    }
    expect(await opened({ origin })).toEqual([origin, true])
    expect(await opened({ origin: undefined })).toEqual([undefined, false])
  })

  it('is the same to the panel’s cryptography, and always as long as a request', async () => {
    const body = sealReferral(light, composeReferral(roster, HASH, wish()), SIGN, id())
    expect(await outcome(body)).toBe('ok')
    expect([body.length, sealed(wish({ consent: { ...wish().consent, what: ['area'] } })).length]).toEqual([8281, 8281])
  })

  it('fits with the longest note, in whatever script', async () => {
    const long = wish({ note: '\u{1f9f5}'.repeat(1000) })
    expect(await outcome(sealed(long))).toBe('ok')
    expect(made(wish({ note: 'x'.repeat(1001) }))).toBe('bad-input')
  })

  it.each([
    ['to an NGO that is not in the list', { to: 'xyz' }, 'ngo-unknown'],
    ['to oneself', { to: 'a21' }, 'referral-own'],
    ['of somebody of whom nobody knows who wrote', { answers: {} }, 'bad-input'],
    ['without a yes to anything', { consent: { ...wish().consent, what: [] } }, 'bad-input'],
    ['with a yes that is over before it began', { consent: { ...wish().consent, until: HOUR } }, 'bad-input'],
    ['without a yes, and without a reason', { consent: { ...wish().consent, how: 'none' } as never }, 'bad-input'],
    ['with an origin that is none', { origin: HASH }, 'bad-input'],
    ['with a mailbox that the person has not', { consent: { ...wish().consent, what: ['mailbox'] } }, 'bad-input'],
  ] as const)('is not made %s', (_, changes, wanted) => {
    expect(made(wish(changes as Partial<Wish>))).toBe(wanted)
  })

  it('is refused once the roster drops or revokes its sender, and under another network', async () => {
    const body = sealed()
    const a21 = roster.ngos[0]!
    const gone = { ...roster, ngos: roster.ngos.filter((ngo) => ngo !== a21) }
    expect(await outcome(body, { roster: gone })).toBe('open-from')
    expect(await outcome(body, { roster: { ...roster, revoked: [a21.box.sign] } })).toBe('open-signature')
    expect(await outcome(body, { roster: { ...roster, network: toBase64(new Uint8Array(16)) } })).toBe('open-network')
    expect(await outcome(body, { now: HOUR + 7 * 86_400 + 1 })).toBe('open-until')
  })
  it('but once somebody took it over neither the end of the yes nor new keys of the sender close it', async () => {
    const body = sealed()
    const revoked = { ...roster, revoked: [roster.ngos[0]!.box.sign] }
    const had = (key: string) => (ngo: string) => (ngo === 'a21' ? [key] : [])
    const later = { now: HOUR + 400 * 86_400, roster: revoked }
    expect(await outcome(body, { ...later, taken: had(roster.ngos[0]!.box.sign) })).toBe('ok')
    expect(await outcome(body, { ...later, taken: had(roster.ngos[1]!.box.sign) })).toBe('open-signature')
  })
})

describe('A referral that a case keeps', () => {
  const signers = (ngo: string, at: number) =>
    ngo === 'a21' && at === HOUR ? [toBase64(crypto.signPublicKey(SIGN))] : []
  const kept = async (body = sealed()) => {
    const found = await openReferral(crypto, body, own())
    if (found.type !== 'referral') throw new Error(found.type)
    return { header: toBase64(found.header), signed: toBase64(found.signedJson), id: toBase64(body.slice(1, 17)) }
  }
  const read = (one: { header: string; signed: string }, changes: object = {}, by = signers) =>
    readKeptReferral(crypto, one, { network: roster.network, ngo: 'gcr', ...changes }, by)
  it('is read again with an author of its own, also when the yes is over', async () => {
    const origin = toBase64(new Uint8Array(40).fill(3))
    const one = await kept(sealed(wish({ origin })))
    expect((await read(one)).json['origin']).toBe(origin)
    const { author, kind, json } = await read(one)
    expect([author, kind, json['from']]).toEqual([`referral ${one.id}`, 'request', 'a21'])
  })
  it('is refused where a member changed it, or it is of somebody else', async () => {
    const one = await kept()
    const bend = (text: string, at: number) => toBase64(fromBase64(text).map((byte, i) => (i === at ? byte ^ 1 : byte)))
    const code = (work: Promise<unknown>) => work.then(() => 'ok', codeOf)
    expect(await code(read({ ...one, header: bend(one.header, 3) }))).toBe('open-signature')
    expect(await code(read({ ...one, header: bend(one.header, 20) }))).toBe('open-key')
    expect(await code(read({ ...one, header: bend(one.header, 0) }))).toBe('open-version')
    expect(await code(read({ ...one, signed: bend(one.signed, 3) }))).toBe('open-signature')
    expect(await code(read({ ...one, signed: bend(one.signed, 64) }))).toBe('open-json')
    expect(await code(read({ ...one, signed: 'AA' }))).toBe('open-length')
    expect(await code(read({ ...one, header: '!' }))).toBe('open-length')
    expect(await code(read(one, { ngo: 'a21' }))).toBe('open-ngo')
    expect(await code(read(one, { network: 'x' }))).toBe('open-network')
    expect(await code(read(one, {}, () => []))).toBe('open-signature')
  })
})

describe('The answer to a referral', () => {
  const re = toBase64(seed(9).slice(0, 16))
  const between = { from: 'gcr', to: 'a21', at: NOW, re }
  it('is opened by who referred, and counts for what they sent to that NGO alone', async () => {
    const verdict = { answer: 'returned', reason: 'language' } as const
    const body = sealAnswer(crypto, composeAnswer(roster, HASH, between, verdict), seed(41), id())
    const a21 = seed(20) as SecretKey
    const keys = [{ secret: a21, publicKey: crypto.boxPublicKey(a21) }]
    const found = await openReferral(crypto, body, own({ ngo: 'a21', keys }))
    expect(found).toMatchObject({ type: 'referral-answer', answer: { ...verdict, re, from: 'gcr', at: HOUR } })
    const { answer } = found as { answer: { re: string; from: string } }
    expect(answersIt(answer, [{ id: re, to: 'gcr' }])).toBe(true)
    expect(
      answersIt(answer, [
        { id: re, to: 'xyz' },
        { id: toBase64(seed(8).slice(0, 16)), to: 'gcr' },
      ]),
    ).toBe(false)
  })
  it('is not made without a reason where it was sent back, or to nothing', () => {
    const code = (work: () => unknown) => {
      try {
        return work() && 'ok'
      } catch (error) {
        return codeOf(error)
      }
    }
    expect(code(() => composeAnswer(roster, HASH, between, { answer: 'returned' } as never))).toBe('bad-input')
    expect(code(() => composeAnswer(roster, HASH, { ...between, re: '' }, { answer: 'accepted' }))).toBe('bad-input')
    expect(code(() => composeAnswer(roster, HASH, { ...between, to: 'gcr' }, { answer: 'accepted' }))).toBe(
      'referral-own',
    )
  })
})
