import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type PublicKey, type SecretKey, fromBase64, toBase64 } from '../../shared/bytes.ts'
import { type Chain, readChain } from '../../shared/chain.ts'
import { openRequest, sealRequest } from '../../shared/envelope.ts'
import { codeOf as thrownCode } from '../../shared/errors.ts'
import { INBOX_KEY_SIZE } from '../../shared/inboxKey.ts'
import { composeRequest } from '../../shared/request.ts'
import { deriveCode, makeCode } from '../../shared/returnCode.ts'
import { openBox } from '../../shared/sealed.ts'
import { signDocument } from '../../shared/signed.ts'
import type { Me, RequestPage } from '../../shared/staffApi.ts'
import { HEADER_SIZE, type RequestId, SEAL_SIZE, type SealedRequest } from '../../shared/wire.ts'
import { DATABASE } from '../../server/store/sqlite/open.ts'
import { crypto, hashOf, root, seed } from './network.ts'
import { type TestServer, codeOf } from './server.ts'
import { NETWORK, type Visitor, inboxKey, logIn, place, team, teamServer } from './team.ts'

let server: TestServer
let lena: Visitor
let maria: Visitor
beforeEach(async () => {
  server = await teamServer()
  lena = await logIn(server, 'lena')
  maria = await logIn(server, 'maria')
})
afterEach(() => server.stop())

const QUARTER = 15 * 60
const chain = async (): Promise<Chain> =>
  readChain(crypto, await (await server.get('/trust/chain.json')).text(), hashOf(root()))

/** What a panel seals that believes this chain. */
async function sealedBy({ roster, rosterHash }: Chain): Promise<SealedRequest> {
  const code = await deriveCode(crypto, async () => crypto.random(32), makeCode(crypto.random), NETWORK)
  const answers = { for: 'self', contact: { to: 'person', how: 'call', address: '+306940001234', word: 0 } } as const
  const setting = { roster, rosterHash, ngo: 'a21', desk: 'GR', site: null, t: server.now, skew: null, tz: null }
  const request = composeRequest(crypto, answers, { ...setting, lang: 'en', shown: null }, code)
  return sealRequest(crypto, request, code, crypto.random(16) as RequestId)
}
/** Sends it, and takes the raw bytes that the server keeps. */
async function sent(body: SealedRequest): Promise<SealedRequest> {
  expect((await server.post(body)).status).toBe(204)
  const kept = ['mitos.db', 'mitos.db-wal'].map((name) => name.replace('mitos.db', DATABASE))
  expect(kept.some((name) => readFileSync(join(server.data, name)).includes(Buffer.from(body.subarray(-2000))))).toBe(
    true,
  )
  return body
}

interface Pair {
  readonly publicKey: PublicKey
  readonly secret: SecretKey
}
const pairOf = (secret: Uint8Array): Pair => ({
  publicKey: crypto.boxPublicKey(secret as SecretKey),
  secret: secret as SecretKey,
})
const opens = (body: SealedRequest, keys: readonly Pair[]): Promise<string> =>
  openRequest(crypto, body, { network: NETWORK, ngo: 'a21', keys }).then(
    ({ fields }) => fields.kind,
    (error: unknown) => thrownCode(error),
  )
/** Whether any of these secrets opens the box, whatever key the header names, and whoever is said to be written to. */
const anyOpens = (body: SealedRequest, secrets: readonly Uint8Array[], publicKeys: readonly Uint8Array[]): boolean =>
  secrets.some((secret) =>
    [...publicKeys, pairOf(secret).publicKey].some(
      (key) => crypto.open(body.subarray(HEADER_SIZE), key as PublicKey, secret as SecretKey) !== undefined,
    ),
  )

/** What lies in an inbox key that was sealed for a member, whoever signed it. */
function unsealed(sealed: Uint8Array, name: string): Pair {
  const { publicKey, secret } = pairOf(seed(`${name} box`))
  const { json } = openBox(crypto, sealed, publicKey, secret, INBOX_KEY_SIZE - SEAL_SIZE)
  return pairOf(fromBase64(json['boxSecret'] as string, 32))
}
/** All inbox keys that a browser gets. */
async function inboxKeysOf(who: Visitor, name: string): Promise<readonly Pair[]> {
  const { keys } = (await (await who.send('GET', 'me')).json()) as Me
  return keys.map((one) => unsealed(fromBase64(one), name))
}

const rows = async (who: Visitor) => ((await (await who.send('GET', 'requests')).json()) as RequestPage).requests

/** A coordinator removes maria, hands the spare keys to who stays, and puts them in force. */
async function remove(): Promise<void> {
  const stay = [place('lena', 'lead'), place('nikos')]
  const keys = stay.map((one) => inboxKey(one, 2))
  expect((await lena.send('PUT', 'team', { team: team(2, stay), keys })).status).toBe(204)
  const inner = { type: 'switch', v: 1, network: NETWORK, ngo: 'a21', generation: 2, issued: server.now } as const
  expect((await server.put('switch', signDocument(crypto, inner, [seed('lena sign')]))).status).toBe(204)
}

describe('A member who was removed, in a browser that stays open', () => {
  it('R47 can do nothing from the next request on', async () => {
    const before = await sent(await sealedBy(await chain()))
    const [row] = await rows(maria)
    await remove()
    const attempts: readonly (readonly [string, string, object?])[] = [
      ['GET', 'me'],
      ['GET', 'requests'],
      ['GET', `requests?since=${encodeURIComponent('mark')}`],
      ['POST', `requests/${row!.id}/claim`, {}],
      ['GET', 'invitations'],
      ['POST', 'invitations', { id: toBase64(crypto.random(16)) }],
      ['DELETE', `invitations/${toBase64(crypto.random(16))}`],
      ['PUT', 'team', { team: team(3, [place('maria', 'lead')]), keys: [] }],
      ['PUT', 'me', { blob: '', loginKeys: [] }],
    ]
    for (const [method, path, body] of attempts)
      expect([path, await codeOf(await maria.send(method, path, body))]).toEqual([path, '401 not-logged-in'])
    expect((await logIn(server, 'maria')).status).toBe(401)
    // Nor may she undo it.
    const inner = { type: 'switch', v: 1, network: NETWORK, ngo: 'a21', generation: 1, issued: server.now } as const
    const back = signDocument(crypto, inner, [seed('maria sign')])
    expect(await codeOf(await server.put('switch', back))).toBe('403 document-signature')
    const id = before.slice(1, 17) as RequestId
    const nikos = await logIn(server, 'nikos')
    expect((await rows(nikos)).map((one) => [one.id, one.claim])).toEqual([[toBase64(id), null]])
  })

  it('R47 opens nothing that is sealed after the switch, with anything they ever had, even from the bytes of the disk', async () => {
    const old = await chain()
    const had = await inboxKeysOf(maria, 'maria')
    const before = await sent(await sealedBy(old))
    // All of it holds: what was sealed before does open.
    expect([had.length, await opens(before, had)]).toEqual([1, 'request'])
    const secrets = [had[0]!.secret, seed('maria box'), seed('maria sign'), seed('a21 1'), seed('a21 sign 1')]
    const named = ({ roster }: Chain) => roster.ngos.map(({ box }) => fromBase64(box.key))
    expect(anyOpens(before, secrets, [])).toBe(true)

    await remove()
    const now = await chain()
    const after = await sent(await sealedBy(now))
    expect(now.roster.version).toBe(old.roster.version)
    expect(await opens(after, [...had, pairOf(seed('maria box')), pairOf(seed('a21 1'))])).toBe('open-wrong-key')
    expect(anyOpens(after, secrets, [...named(old), ...named(now)])).toBe(false)
    // What was handed to who stays opens with nobody else's keys.
    for (const name of ['lena', 'nikos'])
      for (const { sealed } of await server.store.inboxKeys(fromBase64(place(name).id)))
        expect(() => unsealed(sealed, 'maria')).toThrow(expect.objectContaining({ code: 'open-damaged' }))

    // The same bytes open with the spare keys, and so they do for who stayed.
    expect(anyOpens(after, [seed('a21 2')], [])).toBe(true)
    expect(await opens(after, [pairOf(seed('a21 2'))])).toBe('request')
    const nikos = await logIn(server, 'nikos')
    expect(await opens(after, await inboxKeysOf(nikos, 'nikos'))).toBe('request')
    expect((await rows(nikos)).map((one) => one.sealed).sort()).toEqual([before, after].map(toBase64).sort())
  })

  it('could open what a page of before sends for a quarter of an hour yet, if they had its bytes; then it is not taken', async () => {
    const old = await chain()
    const had = await inboxKeysOf(maria, 'maria')
    await remove()
    server.now += QUARTER - 1
    const late = await sent(await sealedBy(old))
    expect(await opens(late, had)).toBe('request')
    expect(await codeOf(await maria.send('GET', 'requests'))).toBe('401 not-logged-in')
    server.now += 1
    expect(await codeOf(await server.post(await sealedBy(old)))).toBe('410 request-key-unknown')
    expect((await server.post(await sealedBy(await chain()))).status).toBe(204)
  })
})
