import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type SecretKey, fromBase64, toBase64 } from '../../shared/bytes.ts'
import { keyIdOf } from '../../shared/keys.ts'
import { addressOf, readMailbox } from '../../shared/mailbox.ts'
import { type Consent, composeReferral, openReferral, sealReferral } from '../../shared/referral.ts'
import { composeAnswer, sealAnswer } from '../../shared/referralAnswer.ts'
import type { Roster } from '../../shared/roster.ts'
import type { RequestPage, RequestRow } from '../../shared/staffApi.ts'
import { type RequestId, writeBody, writeHeader } from '../../shared/wire.ts'
import { NOW, boxKey, crypto, hashOf, roster as rosterOf, seed } from './network.ts'
import { type TestServer, codeOf } from './server.ts'
import { type Visitor, firstRoster, logIn, ngos, teamServer } from './team.ts'

const roster = JSON.parse(firstRoster.signed) as Roster
const HASH = hashOf(firstRoster)
const SECRET_WORDS = ['canary-address', 'canary-note', 'ur-canary']
const WEEK = 7 * 86_400
const gcr = {
  ngo: 'gcr',
  keys: [{ secret: seed('gcr 1') as SecretKey, publicKey: crypto.boxPublicKey(seed('gcr 1')) }],
  roster,
  now: NOW,
}
const ANSWERS = {
  for: 'self',
  contact: { to: 'person', how: 'call', address: 'canary-address', word: 7 },
  more: { place: { region: 'attica' }, need: ['law'] },
  note: 'canary-note',
}
const consent = (what: Consent['what']): Consent => ({ how: 'phone', at: NOW, until: NOW + WEEK, what })
const wish = (what: Consent['what'], to = 'gcr') => ({
  from: 'a21',
  to,
  at: NOW,
  consent: consent(what),
  answers: ANSWERS,
  person: null,
  note: '',
})
const referral = (what: Consent['what'] = ['area', 'need'], signer = 'a21 sign 1', id = crypto.random(16)) =>
  sealReferral(crypto, composeReferral(roster, HASH, wish(what)), seed(signer), id)

describe('One NGO hands somebody on to another', () => {
  let server: TestServer
  let maria: Visitor
  let gina: Visitor
  beforeAll(async () => {
    server = await teamServer()
    maria = await logIn(server, 'maria')
    gina = await logIn(server, 'gina')
  })
  afterAll(() => server.stop())
  const hand = (body: Uint8Array, by = maria): Promise<Response> =>
    by.send('POST', 'referrals', { sealed: toBase64(body) })
  const page = async (who: Visitor, query = ''): Promise<RequestPage> =>
    (await (await who.send('GET', `requests${query}`)).json()) as RequestPage
  const idOf = (body: Uint8Array): string => toBase64(body.slice(1, 17))
  const rowOf = async (who: Visitor, body: Uint8Array): Promise<RequestRow | undefined> =>
    (await page(who)).requests.find(({ id }) => id === idOf(body))

  it('and the other one opens it, with what was ticked and nothing else; the first does not have it in its list', async () => {
    const before = await page(gina)
    const body = referral()
    expect((await hand(body)).status).toBe(204)
    const since = await page(gina, `?since=${before.mark}`)
    expect([since.whole, since.requests.map(({ id }) => id)]).toEqual([false, [idOf(body)]])
    const found = await openReferral(crypto, fromBase64(since.requests[0]!.sealed), gcr)
    expect(found).toMatchObject({
      referral: { from: 'a21', consent: consent(['area', 'need']) },
      answers: { for: 'self', more: { place: { region: 'attica' }, need: ['law'] } },
    })
    const plain = JSON.stringify(found)
    for (const word of SECRET_WORDS) expect(plain).not.toContain(word)
    expect(await rowOf(maria, body)).toBeUndefined()
    expect(since.requests[0]!.check).toBe(false)
  })

  it('and what was sent twice is there once; under its id nothing else is taken', async () => {
    const id = crypto.random(16)
    const body = referral(['area'], 'a21 sign 1', id)
    expect([(await hand(body)).status, (await hand(body)).status]).toEqual([204, 204])
    expect((await page(gina)).requests.filter((row) => row.id === idOf(body)).length).toBe(1)
    expect(await codeOf(await hand(referral(['need'], 'a21 sign 1', id)))).toBe('409 request-conflict')
  })

  it('and the server, which made one itself or changed it, is found out by name', async () => {
    for (const [body, wanted] of [
      [referral(['area'], 'the server'), 'open-signature'],
      [referral().map((byte, i) => (i === 3 ? byte ^ 1 : byte)), 'open-signature'],
      [referral().map((byte, i) => (i === 8000 ? byte ^ 1 : byte)), 'open-damaged'],
    ] as const) {
      expect((await hand(body)).status).toBe(204)
      const row = await rowOf(gina, body)
      expect(await openReferral(crypto, fromBase64(row!.sealed), gcr).catch((error) => error.code)).toBe(wanted)
    }
  })

  it.each([
    ['a byte too few', () => ({ sealed: toBase64(referral().slice(1)) }), '400 request-length'],
    ['a byte too many', () => ({ sealed: toBase64(new Uint8Array([...referral(), 0])) }), '400 request-length'],
    [
      'the first byte of a request',
      () => ({ sealed: toBase64(referral().map((byte, i) => (i ? byte : 1))) }),
      '400 request-version',
    ],
    ['no base64url', () => ({ sealed: '!!' }), '400 bad-input'],
    ['nothing', () => ({}), '400 bad-input'],
    ['far too much', () => ({ sealed: 'A'.repeat(70_000) }), '413 too-large'],
  ])('but the server refuses %s', async (_, body, wanted) => {
    expect(await codeOf(await maria.send('POST', 'referrals', body()))).toBe(wanted)
  })

  it('but not for a key that is in no list now, nor for one of their own NGO, of whatever generation', async () => {
    const to = (key: string) => {
      const body = referral()
      body.set(keyIdOf(crypto, fromBase64(key)), 17)
      return body
    }
    expect(await codeOf(await hand(to(boxKey('nobody'))))).toBe('410 request-key-unknown')
    expect(await codeOf(await hand(to(boxKey('a21 1'))))).toBe('409 referral-own')
    expect(await codeOf(await hand(to(boxKey('gcr 1')), gina))).toBe('409 referral-own')
  })

  it('but not without a log-in, from another site, or as a person would send', async () => {
    const json = { method: 'POST', body: JSON.stringify({ sealed: toBase64(referral()) }) }
    const headers = { 'content-type': 'application/json', 'sec-fetch-site': 'same-origin' }
    expect(await codeOf(await server.get('/api/inbox/referrals', { ...json, headers }))).toBe('401 not-logged-in')
    const cross = { ...headers, 'sec-fetch-site': 'cross-site', cookie: maria.cookie() }
    expect(await codeOf(await server.get('/api/inbox/referrals', { ...json, headers: cross }))).toBe(
      '403 origin-refused',
    )
    expect(await codeOf(await server.post(referral()))).toBe('400 request-version')
  })

  it('and the answer comes back into the list of the first', async () => {
    const body = referral()
    await hand(body)
    const between = { from: 'gcr', to: 'a21', at: NOW, re: idOf(body) }
    const answer = composeAnswer(roster, HASH, between, { answer: 'accepted' })
    const sealed = sealAnswer(crypto, answer, seed('gcr sign 1'), crypto.random(16))
    expect((await hand(sealed, gina)).status).toBe(204)
    const row = await rowOf(maria, sealed)
    const a21 = { secret: seed('a21 1') as SecretKey, publicKey: crypto.boxPublicKey(seed('a21 1')) }
    const found = await openReferral(crypto, fromBase64(row!.sealed), { ...gcr, ngo: 'a21', keys: [a21] })
    expect(found).toMatchObject({
      type: 'referral-answer',
      answer: { answer: 'accepted', re: idOf(body), from: 'gcr' },
    })
  })

  it('and whom the mailbox was given can answer into it; a request’s own mailbox stays the only one for it', async () => {
    const token = crypto.random(16)
    const address = addressOf(crypto, token)
    const header = (of: Uint8Array) =>
      writeHeader({
        id: crypto.random(16) as RequestId,
        keyId: keyIdOf(crypto, fromBase64(boxKey('a21 1'))),
        address: of,
        tag: new Uint8Array(8),
      })
    const request = writeBody(header(address), new Uint8Array(8240))
    await server.post(request)
    const other = writeBody(header(new Uint8Array(8).fill(9)), new Uint8Array(8240))
    await server.post(other)
    const body = referral()
    await hand(body)
    const reply = (who: Visitor, row: Uint8Array, fill: number, to?: Uint8Array) =>
      who.send('POST', `requests/${idOf(row)}/replies`, {
        sealed: toBase64(new Uint8Array(4144).fill(fill)),
        ...(to && { address: toBase64(to) }),
      })
    expect((await reply(gina, body, 1, address)).status).toBe(204)
    expect(await codeOf(await reply(gina, body, 2))).toBe('404 not-found')
    expect(await codeOf(await reply(gina, body, 3, new Uint8Array(8).fill(77)))).toBe('404 not-found')
    expect((await reply(maria, other, 4, address)).status).toBe(204)
    const mailbox = await server.get('/api/mailbox', { method: 'POST', body: token as BodyInit })
    const { slots } = readMailbox(new Uint8Array(await mailbox.arrayBuffer()))
    expect(slots[0]!.every((byte) => byte === 1)).toBe(true)
    expect(slots[1]!.every((byte) => byte === 4)).toBe(false)
  })

  it('but not for the keys that the list of before named, a quarter of an hour after the next', async () => {
    const body = referral()
    const [a21, other] = ngos()
    const box = { generation: 2, key: boxKey('gcr 2'), sign: other!.box.sign }
    const next = rosterOf(2, firstRoster, { ngos: [a21, { ...other, box }] })
    expect((await server.put('roster', next)).status).toBe(204)
    expect((await hand(referral())).status).toBe(204)
    server.now += 3600
    expect(await codeOf(await hand(body))).toBe('410 request-key-unknown')
    server.now -= 3600
  })
})

describe('Somebody who floods another NGO', () => {
  it('is told to wait', async () => {
    const server = await teamServer({ limit: 2 })
    const maria = await logIn(server, 'maria')
    const codes = []
    for (let n = 0; n < 3; n++)
      codes.push((await maria.send('POST', 'referrals', { sealed: toBase64(referral()) })).status)
    expect(codes).toEqual([204, 204, 429])
    await server.stop()
  })
})
