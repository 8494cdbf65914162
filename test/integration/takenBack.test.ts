import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { backup } from '../../server/backup.ts'
import { restore } from '../../server/restore.ts'
import { openSqliteStore } from '../../server/store/sqlite/store.ts'
import { fromBase64, toBase64 } from '../../shared/bytes.ts'
import { KEEP } from '../../shared/keep.ts'
import { keyIdOf } from '../../shared/keys.ts'
import { addressOf, writeDelete } from '../../shared/mailbox.ts'
import { ORIGINS, originOf } from '../../shared/takenBack.ts'
import { type KeyId, type RequestId, type SealedRequest, writeBody, writeHeader } from '../../shared/wire.ts'
import { temporaryFolder } from './folder.ts'
import { boxKey, crypto } from './network.ts'
import { type TestServer, codeOf } from './server.ts'
import { type Visitor, logIn, teamServer } from './team.ts'

let server: TestServer
/** lena and maria are of the NGO that refers, gina of another one */
let lena: Visitor
let maria: Visitor
let gina: Visitor
beforeAll(async () => {
  server = await teamServer()
  lena = await logIn(server, 'lena')
  maria = await logIn(server, 'maria')
  gina = await logIn(server, 'gina')
})
afterAll(() => server.stop())

const token = (): Uint8Array => crypto.random(16)
const idOf = (body: SealedRequest): string => toBase64(body.slice(1, 17))
const bodyFor = (code: Uint8Array): SealedRequest => {
  const keyId = keyIdOf(crypto, fromBase64(boxKey('a21 1')))
  const id = crypto.random(16) as RequestId
  const header = writeHeader({ id, keyId, address: addressOf(crypto, code), tag: new Uint8Array(8) })
  return writeBody(header, new Uint8Array(8240))
}
/** Somebody writes. */
async function comes(code = token()): Promise<{ code: Uint8Array; body: SealedRequest; origin: string }> {
  const body = bodyFor(code)
  expect((await server.post(body)).status).toBe(204)
  return { code, body, origin: await originOf(crypto, body) }
}
const takeBack = (code: Uint8Array): Promise<Response> =>
  server.get('/api/mailbox/delete', { method: 'POST', body: writeDelete(code, bodyFor(code)) as BodyInit })
const send = (body: unknown, who = gina) => who.send('POST', 'taken-back', body)
async function taken(...origins: string[]): Promise<readonly string[]> {
  const response = await send({ origins })
  expect(response.status).toBe(200)
  return ((await response.json()) as { taken: string[] }).taken
}

describe('Whoever was given the origin of a request', () => {
  it('learns that the person took it back by their number, and of no other one', async () => {
    const [one, two] = [await comes(), await comes()]
    const more = await comes(one.code)
    expect(await taken(one.origin, two.origin, more.origin)).toEqual([])
    expect((await takeBack(one.code)).status).toBe(204)
    expect(await taken(two.origin, one.origin, more.origin)).toEqual([one.origin, more.origin])
    // Another key id with the same hash is another origin.
    const moved = fromBase64(one.origin).map((byte, i) => (i ? byte : byte ^ 1))
    expect(await taken(toBase64(moved), toBase64(crypto.random(40)))).toEqual([])
  })

  it('learns it too where a member’s browser carried it out', async () => {
    const [one, other] = [await comes(), await comes()]
    const bye = await comes(one.code)
    const asked = { also: [idOf(other.body)], withdrawal: idOf(bye.body) }
    expect((await maria.send('POST', `requests/${idOf(one.body)}/remove`, asked)).status).toBe(204)
    expect(await taken(one.origin, other.origin, bye.origin)).toEqual([one.origin])
  })

  it('learns nothing where it was deleted without a code, by the operator, or because its time was over', async () => {
    const [one, two, three] = [await comes(), await comes(), await comes()]
    const asked = { also: [], withdrawal: null }
    expect((await lena.send('POST', `requests/${idOf(one.body)}/remove`, asked)).status).toBe(204)
    expect(await server.store.removeRequest(two.body.slice(1, 17) as RequestId)).toBe(true)
    const until = server.now + 1
    expect((await server.store.sweep({ unread: until, open: until, closed: until })).unread).toBeGreaterThan(0)
    expect(await taken(one.origin, two.origin, three.origin)).toEqual([])
    // Nor once the person does so: nothing is there any more that could be known again.
    await takeBack(three.code)
    expect(await taken(three.origin)).toEqual([])
  })

  it('learns it of a restored backup that was told what was withdrawn since', async () => {
    const folder = temporaryFolder()
    try {
      const { code, origin } = await comes()
      const file = join(folder.path, 'backup')
      await server.store.settle()
      backup(server.data, file, 7, server.now)
      await takeBack(code)
      await server.store.settle()
      const clock = () => server.now
      const mark = { keyId: fromBase64(origin).slice(0, 8) as KeyId, hash: fromBase64(origin).slice(8) }
      for (const withdrawn of [[], [server.data]]) {
        const data = join(folder.path, `${withdrawn.length}`)
        await restore({ file, data, withdrawn, keep: KEEP, clock })
        const store = await openSqliteStore(data, { clock })
        expect(await store.takenBack([mark])).toEqual([withdrawn.length === 1])
        await store.close()
      }
    } finally {
      folder.remove()
    }
  })

  it.each([
    ['no list', {}],
    ['what is no list', { origins: 'x' }],
    ['an origin that is too short', { origins: [toBase64(new Uint8Array(39))] }],
    ['an origin that is too long', { origins: [toBase64(new Uint8Array(41))] }],
    ['what is no base64url', { origins: ['+'.repeat(54)] }],
    ['too many', { origins: Array.from({ length: ORIGINS + 1 }, () => toBase64(new Uint8Array(40))) }],
  ])('is refused %s', async (_, body) => {
    expect(await codeOf(await send(body))).toBe('400 bad-input')
  })

  it('asks as many as can be at once, or none', async () => {
    expect(await taken(...Array.from({ length: ORIGINS }, () => toBase64(crypto.random(40))))).toEqual([])
    expect(await taken()).toEqual([])
  })

  it('is a member, from our own page', async () => {
    const headers = { 'content-type': 'application/json', 'sec-fetch-site': 'same-origin' }
    const asked = { method: 'POST', body: JSON.stringify({ origins: [] }) }
    expect(await codeOf(await server.get('/api/inbox/taken-back', { ...asked, headers }))).toBe('401 not-logged-in')
    const cross = { ...headers, 'sec-fetch-site': 'cross-site', cookie: gina.cookie() }
    expect(await codeOf(await server.get('/api/inbox/taken-back', { ...asked, headers: cross }))).toBe(
      '403 origin-refused',
    )
  })
})
