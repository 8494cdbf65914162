import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { fromBase64, toBase64 } from '../../shared/bytes.ts'
import { addEntry, changeEntries, loginKey, openBlob } from '../../shared/member.ts'
import { passkeyKeys } from '../../shared/passkey.ts'
import type { LoginChallenge } from '../../shared/staffApi.ts'
import { crypto, loginSignature, seed } from './network.ts'
import { type TestServer, codeOf } from './server.ts'
import { NETWORK, type Visitor, logIn, teamServer, visitor } from './team.ts'

let server: TestServer
beforeEach(async () => void (server = await teamServer()))
afterEach(() => server.stop())

const idOf = (name: string): string => toBase64(seed(`${name} id`).slice(0, 16))
const keysOf = (device: string) => passkeyKeys(crypto, seed(`${device} output`))
const passphrase = (name: string) => ({ kind: 'passphrase', wrap: seed(`${name} wrap`) }) as const
const shownFor = (login: Uint8Array): string => toBase64(loginKey(crypto, login))

/** The member's blob with a passkey more, as their browser would ask for it. @param blob the present one */
function withPasskey(name: string, blob: string, device: string) {
  const { wrap, login } = keysOf(device)
  const before = fromBase64(blob)
  const added = addEntry(crypto, NETWORK, before, passphrase(name), { kind: 'passkey', wrap })
  const kept: (string | null)[] = Array.from({ length: before[121]! }, () => null)
  return { blob: toBase64(added), loginKeys: [...kept, shownFor(login)] }
}

/** What the server answers to whoever shows a passkey's log-in key. */
const challengeOf = async (who: Visitor, member: string, login: Uint8Array): Promise<LoginChallenge> =>
  (await (await who.send('POST', 'login', { member, login: toBase64(login) })).json()) as LoginChallenge

/** @returns the visitor where the passkey logs in, and the status of its session */
async function byPasskey(name: string, device: string) {
  const who = visitor(server)
  const { wrap, login } = keysOf(device)
  const { blob, challenge } = await challengeOf(who, idOf(name), login)
  const signature = loginSignature(name, server.origin, fromBase64(idOf(name)), challenge, server.now)
  const session = await who.send('POST', 'session', { member: idOf(name), challenge, time: server.now, signature })
  const open = () => openBlob(crypto, NETWORK, fromBase64(blob), wrap, fromBase64(idOf(name)), 'passkey')
  return { ...who, status: session.status, blob, open }
}

describe('A passkey', () => {
  it('is added beside what is there, logs in without a name, and ends every other session', async () => {
    const [here, there] = [await logIn(server, 'maria'), await logIn(server, 'maria')]
    const ask = withPasskey('maria', here.blob, 'phone')
    expect((await here.send('PUT', 'me', ask)).status).toBe(204)
    expect([(await here.send('GET', 'me')).status, (await there.send('GET', 'me')).status]).toEqual([200, 401])
    const phone = await byPasskey('maria', 'phone')
    expect([phone.status, (await phone.send('GET', 'me')).status, phone.blob]).toEqual([204, 200, ask.blob])
    expect(toBase64(phone.open().signSeed)).toBe(toBase64(seed('maria sign')))
    expect((await logIn(server, 'maria')).status).toBe(204)
    const second = withPasskey('maria', ask.blob, 'laptop')
    expect((await phone.send('PUT', 'me', second)).status).toBe(204)
    for (const device of ['phone', 'laptop']) expect((await byPasskey('maria', device)).status).toBe(204)
  })

  it('is taken where the same request comes twice, since an answer can be lost', async () => {
    const maria = await logIn(server, 'maria')
    const ask = withPasskey('maria', maria.blob, 'phone')
    for (let i = 0; i < 2; i++) expect((await maria.send('PUT', 'me', ask)).status).toBe(204)
    expect((await byPasskey('maria', 'phone')).status).toBe(204)
  })

  it('is nothing any more once the member wrote another blob', async () => {
    const maria = await logIn(server, 'maria')
    const { blob, loginKeys } = withPasskey('maria', maria.blob, 'phone')
    await maria.send('PUT', 'me', { blob, loginKeys })
    const removed = changeEntries(crypto, NETWORK, fromBase64(blob), passphrase('maria'), [passphrase('maria')])
    const ask = { blob: toBase64(removed), loginKeys: [shownFor(seed('maria login'))] }
    expect((await maria.send('PUT', 'me', ask)).status).toBe(204)
    const phone = await byPasskey('maria', 'phone')
    expect([phone.status, (await logIn(server, 'maria')).status]).toEqual([401, 204])
    expect(phone.open).toThrow('blob-member')
  })

  it('that is not there is answered as a member who is not there, in the same shape', async () => {
    const maria = await logIn(server, 'maria')
    await maria.send('PUT', 'me', withPasskey('maria', maria.blob, 'phone'))
    const answer = async (member: string, login: Uint8Array) => {
      const { blob, challenge } = await challengeOf(visitor(server), member, login)
      const bytes = fromBase64(blob)
      return { blob, size: [bytes.length, fromBase64(challenge).length], fixed: [bytes[0], bytes[121], bytes[122]] }
    }
    const { login } = keysOf('another')
    const [known, again, unknown] = [
      await answer(idOf('maria'), login),
      await answer(idOf('maria'), login),
      await answer(idOf('nobody'), login),
    ]
    expect(known).toEqual(again)
    expect({ ...known, blob: '' }).toEqual({ ...unknown, blob: '' })
    expect(known.blob).not.toBe(unknown.blob)
    expect((await byPasskey('nikos', 'phone')).status).toBe(401)
  })

  it('is all that logs in by a member’s id: a passphrase has the one door, whose tries are counted', async () => {
    const who = visitor(server)
    const { blob } = await challengeOf(who, idOf('maria'), seed('maria login'))
    expect(blob).not.toBe((await logIn(server, 'maria')).blob)
    // More often than a name may be tried, and the name is none the worse.
    for (let i = 0; i < 12; i++)
      expect((await who.send('POST', 'login', { member: idOf('maria'), login: toBase64(seed(`${i}`)) })).status).toBe(
        200,
      )
    expect((await logIn(server, 'maria')).status).toBe(204)
    for (const bad of [{ member: 'AAAA', login: toBase64(seed('x')) }, { login: toBase64(seed('x')) }])
      expect(await codeOf(await who.send('POST', 'login', bad))).toBe('400 bad-input')
  })
})

describe('Who adds', () => {
  it('says nothing of log-in keys that stay, and can neither lose nor swap an entry so', async () => {
    const maria = await logIn(server, 'maria')
    const first = withPasskey('maria', maria.blob, 'phone')
    await maria.send('PUT', 'me', first)
    const right = withPasskey('maria', first.blob, 'laptop')
    const bytes = fromBase64(right.blob)
    const without = (from: number, count: number) =>
      toBase64(Uint8Array.from([...bytes.slice(0, 121), count, ...bytes.slice(122, from), ...bytes.slice(from + 73)]))
    const changed = toBase64(bytes.with(122 + 73 + 40, bytes[122 + 73 + 40]! ^ 1))
    const [, , laptop] = right.loginKeys
    const bad = [
      // the phone's entry is missing; it is changed; a new entry without a key; a kept entry with another key
      { blob: without(122 + 73, 2), loginKeys: [null, laptop] },
      { blob: changed, loginKeys: right.loginKeys },
      { blob: right.blob, loginKeys: [null, null, null] },
      { blob: right.blob, loginKeys: [null, laptop, laptop] },
      { blob: right.blob, loginKeys: [null, laptop] },
    ]
    for (const one of bad) expect(await codeOf(await maria.send('PUT', 'me', one))).toBe('400 bad-input')
    expect((await byPasskey('maria', 'phone')).blob).toBe(first.blob)
    expect((await maria.send('PUT', 'me', right)).status).toBe(204)
  })

  it('to a blob that changed in the same moment changes nothing', async () => {
    const { id, blob } = (await server.store.memberByName('maria'))!
    const fresh = changeEntries(crypto, NETWORK, blob, passphrase('maria'), [passphrase('maria')])
    const keep = new Uint8Array(32)
    expect(await server.store.changeLogin(id, fresh, [seed('one')], keep, blob)).toBe(true)
    expect(await server.store.changeLogin(id, blob, [seed('two')], keep, blob)).toBe(false)
    expect(toBase64((await server.store.memberByName('maria'))!.blob)).toBe(toBase64(fresh))
    expect(await server.store.changeLogin(seed('nobody').slice(0, 16), fresh, [seed('one')], keep)).toBe(false)
  })
})
