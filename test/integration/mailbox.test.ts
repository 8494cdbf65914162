import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { fromBase64, join, toBase64, toHex } from '../../shared/bytes.ts'
import { keyIdOf } from '../../shared/keys.ts'
import {
  DELETE_SIZE,
  MAILBOX_SIZE,
  SLOTS,
  SLOT_SIZE,
  addressOf,
  readMailbox,
  writeDelete,
} from '../../shared/mailbox.ts'
import { HEADER_SIZE, type RequestId, type SealedRequest, writeBody, writeHeader } from '../../shared/wire.ts'
import type { RequestPage } from '../../shared/staffApi.ts'
import { boxKey, crypto } from './network.ts'
import { type TestServer, codeOf, startServer } from './server.ts'
import { type Visitor, logIn, teamServer } from './team.ts'
import { filesThatHold, pieces } from './traces.ts'

const A21 = boxKey('a21 1')
const GCR = boxKey('gcr 1')
const TAG = new Uint8Array(8).fill(7)

/** A request of a return code whose token is this. */
function bodyFor(token: Uint8Array, key = A21, fill = 1, id = crypto.random(16), tag = TAG): SealedRequest {
  const keyId = keyIdOf(crypto, fromBase64(key))
  const header = writeHeader({ id: id as RequestId, keyId, address: addressOf(crypto, token), tag })
  return writeBody(header, new Uint8Array(8240).fill(fill))
}
const idOf = (body: SealedRequest): string => toBase64(body.slice(1, 17))
const reply = (fill: number): Uint8Array => new Uint8Array(SLOT_SIZE).fill(fill)

describe('A person comes back with a return code', () => {
  let server: TestServer
  let maria: Visitor
  let gina: Visitor
  beforeAll(async () => {
    server = await teamServer()
    maria = await logIn(server, 'maria')
    gina = await logIn(server, 'gina')
  })
  afterAll(() => server.stop())

  const post = (path: string, body: Uint8Array, headers: Record<string, string> = {}): Promise<Response> =>
    server.get(path, { method: 'POST', body: body as BodyInit, headers })
  const asked = async (token: Uint8Array): Promise<Uint8Array> => {
    const response = await post('/api/mailbox', token)
    expect(response.status).toBe(200)
    return new Uint8Array(await response.arrayBuffer())
  }
  const answer = (body: SealedRequest, fill: number, by = maria): Promise<Response> =>
    by.send('POST', `requests/${idOf(body)}/replies`, { sealed: toBase64(reply(fill)) })
  const rows = async (who: Visitor): Promise<readonly string[]> =>
    ((await (await who.send('GET', 'requests')).json()) as { requests: { id: string }[] }).requests.map(({ id }) => id)
  const token = (): Uint8Array => crypto.random(16)

  it('and finds the replies, the newest first, and whose tag it was', async () => {
    const code = token()
    const body = bodyFor(code)
    expect((await server.post(body)).status).toBe(204)
    for (const fill of [1, 2, 3]) expect((await answer(body, fill)).status).toBe(204)
    const { tag, slots } = readMailbox(await asked(code))
    expect(tag).toEqual(TAG)
    expect(slots.slice(0, 3).map((slot) => slot[0])).toEqual([3, 2, 1])
  })

  it('and a ninth reply takes the place of the oldest', async () => {
    const code = token()
    const body = bodyFor(code)
    await server.post(body)
    for (let fill = 1; fill <= 10; fill++) await answer(body, fill)
    expect(readMailbox(await asked(code)).slots.map((slot) => slot[0])).toEqual([10, 9, 8, 7, 6, 5, 4, 3])
  })

  it('and a stranger to the code cannot tell whether anything is there: same length, same shape, always the same', async () => {
    const [right, wrong] = [token(), token()]
    const body = bodyFor(right)
    await server.post(body)
    const sealed = crypto.seal(crypto.random(4096), crypto.boxPublicKey(crypto.random(32)))
    await maria.send('POST', `requests/${idOf(body)}/replies`, { sealed: toBase64(sealed) })
    for (const code of [right, wrong]) {
      const [first, second] = [await asked(code), await asked(code)]
      expect([first.length, toHex(first)]).toEqual([MAILBOX_SIZE, toHex(second)])
      const { slots } = readMailbox(first)
      expect(new Set(slots.map(toHex)).size).toBe(SLOTS)
      // As in every sealed box, the top bit of a public key is never set; the other bytes are like chance.
      expect(slots.every((slot) => slot[31]! < 128)).toBe(true)
      for (const slot of slots) {
        const ones = slot.reduce((sum, byte) => sum + byte.toString(2).replaceAll('0', '').length, 0)
        expect(Math.abs(ones / (8 * SLOT_SIZE) - 0.5)).toBeLessThan(0.02)
      }
    }
    const [one, two] = [readMailbox(await asked(wrong)), readMailbox(await asked(token()))]
    expect(toHex(one.tag)).not.toBe(toHex(two.tag))
    expect(toHex(one.slots[0]!)).not.toBe(toHex(two.slots[0]!))
  })

  it('and headers and status tell nothing either', async () => {
    const [right, wrong] = [token(), token()]
    await server.post(bodyFor(right))
    const shown = async (code: Uint8Array) => {
      const { status, headers } = await post('/api/mailbox', code, { 'content-type': 'text/plain' })
      return [status, [...headers].filter(([name]) => name !== 'date')]
    }
    expect(await shown(right)).toEqual(await shown(wrong))
  })

  it('and deletes everything: requests of any NGO, replies, and only the withdrawal stays', async () => {
    const code = token()
    const [one, two] = [bodyFor(code, A21, 11), bodyFor(code, GCR, 12)]
    for (const body of [one, two]) await server.post(body)
    await answer(one, 5)
    expect(await rows(gina)).toContain(idOf(two))
    const told = async (who: Visitor, since = '') =>
      (await (await who.send('GET', `requests${since && `?since=${since}`}`)).json()) as RequestPage
    const [hers, theirs] = [(await told(maria)).mark, (await told(gina)).mark]
    const bye = bodyFor(code, A21, 13)
    expect((await post('/api/mailbox/delete', writeDelete(code, bye))).status).toBe(204)
    expect(await rows(gina)).not.toContain(idOf(two))
    const left = await rows(maria)
    expect([left.includes(idOf(one)), left.includes(idOf(bye))]).toEqual([false, true])
    // Inboxes that are open are told at once, of each NGO.
    expect([(await told(maria, hers)).gone, (await told(gina, theirs)).gone]).toEqual([[idOf(one)], [idOf(two)]])
    expect(readMailbox(await asked(code)).slots.map((slot) => slot[0])).not.toContain(5)
    // What was there is not taken again, be it a late retry or a replay.
    expect((await server.post(one)).status).toBe(204)
    expect(await rows(maria)).not.toContain(idOf(one))
    // The same again changes nothing: the withdrawal stays for the NGO to read.
    expect((await post('/api/mailbox/delete', writeDelete(code, bye))).status).toBe(204)
    expect(await rows(maria)).toContain(idOf(bye))
    // A second withdrawal takes its place, and the first does not come back by a replay.
    const again = bodyFor(code, A21, 16)
    await post('/api/mailbox/delete', writeDelete(code, again))
    await post('/api/mailbox/delete', writeDelete(code, bye))
    expect(await rows(maria)).not.toContain(idOf(bye))
  })

  it('and whoever has another code deletes nothing, and is told the same', async () => {
    const code = token()
    const body = bodyFor(code)
    await server.post(body)
    await answer(body, 9)
    const foreign = await post('/api/mailbox/delete', writeDelete(token(), bodyFor(code, A21, 14)))
    expect([foreign.status, await foreign.text()]).toEqual([204, ''])
    expect(await rows(maria)).toContain(idOf(body))
    expect(readMailbox(await asked(code)).slots[0]![0]).toBe(9)
  })

  it('and a withdrawal for a key that is not known leaves nothing at all', async () => {
    const code = token()
    const body = bodyFor(code)
    await server.post(body)
    const bye = bodyFor(code, toBase64(crypto.boxPublicKey(crypto.random(32))), 15)
    expect((await post('/api/mailbox/delete', writeDelete(code, bye))).status).toBe(204)
    expect(await rows(maria)).not.toContain(idOf(body))
    expect(readMailbox(await asked(code)).tag).not.toEqual(TAG)
  })

  it('and of what was deleted no byte is left in any file', async () => {
    const code = token()
    const header = bodyFor(code).slice(0, HEADER_SIZE)
    const [body, said] = [join(header, crypto.random(8240)) as SealedRequest, crypto.random(SLOT_SIZE)]
    said[31]! &= 127
    expect((await server.post(body)).status).toBe(204)
    const replied = await maria.send('POST', `requests/${idOf(body)}/replies`, { sealed: toBase64(said) })
    expect(replied.status).toBe(204)
    const traces = () =>
      filesThatHold(server.data, [...pieces(body.slice(1, 17)), ...pieces(body.slice(HEADER_SIZE)), ...pieces(said)])
    expect(traces()).not.toEqual({})
    const bye = bodyFor(code, toBase64(crypto.boxPublicKey(crypto.random(32))))
    expect((await post('/api/mailbox/delete', writeDelete(code, bye))).status).toBe(204)
    expect(traces()).toEqual({})
  })

  it.each([
    ['/api/mailbox', 0, '400 mailbox-length'],
    ['/api/mailbox', 15, '400 mailbox-length'],
    ['/api/mailbox', 17, '413 too-large'],
    ['/api/mailbox/delete', DELETE_SIZE - 1, '400 mailbox-length'],
    ['/api/mailbox/delete', DELETE_SIZE, '400 request-version'],
    ['/api/mailbox/delete', DELETE_SIZE + 1, '413 too-large'],
  ])('and %s of %i bytes is refused: %s', async (path, size, code) => {
    expect(await codeOf(await post(path, new Uint8Array(size)))).toBe(code)
  })

  it('and may do so from any page, without a preflight', async () => {
    const response = await post('/api/mailbox', token(), { origin: 'null' })
    expect(response.headers.get('access-control-allow-origin')).toBe('*')
    expect((await server.get('/api/mailbox', { method: 'OPTIONS' })).status).toBe(204)
    const json = await post('/api/mailbox', token(), { 'content-type': 'application/json' })
    expect(await codeOf(json)).toBe('415 unsupported-media')
  })

  it('and only the NGO that holds the request can answer, with bytes of the right length', async () => {
    const code = token()
    const body = bodyFor(code)
    await server.post(body)
    expect(await codeOf(await answer(body, 1, gina))).toBe('404 not-found')
    const short = await maria.send('POST', `requests/${idOf(body)}/replies`, { sealed: toBase64(reply(1).slice(1)) })
    expect(await codeOf(short)).toBe('400 bad-input')
    const none = await server.get(`/api/inbox/requests/${idOf(body)}/replies`, {
      method: 'POST',
      headers: { 'sec-fetch-site': 'same-origin' },
    })
    expect(await codeOf(none)).toBe('401 not-logged-in')
    expect(await codeOf(await answer(bodyFor(token()), 1))).toBe('404 not-found')
  })

  it('and replies go with the last request of the code', async () => {
    const code = token()
    const [one, two] = [bodyFor(code), bodyFor(code, A21, 2)]
    for (const body of [one, two]) await server.post(body)
    await answer(one, 6)
    await server.store.removeRequest(one.slice(1, 17) as RequestId)
    expect(readMailbox(await asked(code)).slots[0]![0]).toBe(6)
    await server.store.removeRequest(two.slice(1, 17) as RequestId)
    expect((await server.store.mailbox(addressOf(crypto, code))).replies).toEqual([])
    const third = bodyFor(code, A21, 3)
    await server.post(third)
    expect((await server.store.mailbox(addressOf(crypto, code))).replies).toEqual([])
  })
})

describe('What a mailbox costs', () => {
  it('is limited for one client, in words that it understands', async () => {
    const server = await startServer({ limit: 20 })
    try {
      const ask = async () =>
        (await server.get('/api/mailbox', { method: 'POST', body: crypto.random(16) as BodyInit })).status
      const answers: number[] = []
      while (answers.length < 20) answers.push(await ask())
      expect([answers.filter((status) => status !== 200), await ask()]).toEqual([[], 429])
    } finally {
      await server.stop()
    }
  })
})
