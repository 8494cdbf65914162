import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { fromBase64, toBase64 } from '../../shared/bytes.ts'
import { passkeyKeys } from '../../shared/passkey.ts'
import { openBlob, writeEntries } from '../../shared/member.ts'
import { openSpoken, sealSpoken } from '../../shared/spoken.ts'
import type { Me, MemberNote, MemberNotes } from '../../shared/staffApi.ts'
import { filesWith } from '../support/canary.ts'
import { crypto, seed } from './network.ts'
import { type TestServer, codeOf } from './server.ts'
import { NETWORK, type Visitor, logIn, place, storedMember, team, teamServer } from './team.ts'

const KEPT = { unread: 5, closed: 6, open: 70 }
const DAY = 86_400
const ALL = ['lena', 'maria', 'nikos']
let server: TestServer
let lena: Visitor, maria: Visitor, gina: Visitor
beforeAll(async () => {
  server = await teamServer({ keep: KEPT })
  lena = await logIn(server, 'lena')
  maria = await logIn(server, 'maria')
  gina = await logIn(server, 'gina')
})
afterAll(() => server.stop())

const box = crypto.boxPublicKey(seed('a21 1'))
const spokenOf = (name: string, languages: readonly string[]): string => {
  const of = { network: NETWORK, ngo: 'a21', by: place(name).id, issued: 1, languages }
  return toBase64(sealSpoken(crypto, of, seed(`${name} sign`), box))
}
const notes = async (who: Visitor): Promise<readonly MemberNote[]> =>
  ((await (await who.send('GET', 'members')).json()) as MemberNotes).members
const noteOf = async (who: Visitor, name: string) => (await notes(who)).find(({ member }) => member === place(name).id)

describe('What the server tells its members', () => {
  it('has the days for which it keeps, as its operator set them', async () => {
    expect(((await (await lena.send('GET', 'me')).json()) as Me).keep).toEqual(KEPT)
  })

  it('is whoever has a log-in, with passkey and the day of the last unlocking to coordinators alone', async () => {
    const today = server.now - (server.now % DAY)
    expect(await noteOf(lena, 'maria')).toEqual({
      member: place('maria').id,
      spoken: null,
      passkey: false,
      seen: today,
    })
    expect(await noteOf(lena, 'nikos')).toMatchObject({ seen: null })
    expect((await notes(maria)).map((one) => Object.keys(one))).toEqual(ALL.map(() => ['member', 'spoken']))
    expect(await notes(gina)).toEqual([{ member: place('gina').id, spoken: null, passkey: false, seen: today }])
    expect(await codeOf(await server.get('/api/inbox/members', { headers: { 'sec-fetch-site': 'same-origin' } }))).toBe(
      '401 not-logged-in',
    )
  })

  it('has a day and no hour, and of the days only the last one', async () => {
    server.now += DAY + 3 * 3600
    await logIn(server, 'nikos')
    server.now += 2 * DAY
    await logIn(server, 'nikos')
    lena = await logIn(server, 'lena')
    maria = await logIn(server, 'maria')
    gina = await logIn(server, 'gina')
    expect((await noteOf(lena, 'nikos'))!.seen).toBe(server.now - (server.now % DAY))
  })

  it('tells of a passkey by the kinds that stand open in the blob, and of one that cannot be read nothing', async () => {
    const { id, blob } = storedMember('nikos', 'a21')
    const keys = openBlob(crypto, NETWORK, blob, seed('nikos wrap'))
    const { wrap } = passkeyKeys(crypto, seed('nikos prf'))
    const entries = [
      { kind: 'passphrase', wrap: seed('nikos wrap') },
      { kind: 'passkey', wrap },
    ] as const
    const loginKeys = [seed('one'), seed('two')]
    await server.store.putMember({
      ...storedMember('nikos', 'a21'),
      blob: writeEntries(crypto, NETWORK, id, keys, entries),
      loginKeys,
    })
    expect((await noteOf(lena, 'nikos'))!.passkey).toBe(true)
    await server.store.putMember({ ...storedMember('nikos', 'a21'), blob: new Uint8Array(3) })
    expect(Object.keys((await noteOf(lena, 'nikos'))!)).toEqual(['member', 'spoken', 'seen'])
    expect((await notes(lena)).length).toBe(3)
  })
})

describe('The languages that a member speaks', () => {
  const put = async (who: Visitor, body: object): Promise<string> => {
    const answer = await who.send('PUT', 'me/spoken', body)
    return answer.status === 204 ? '204' : codeOf(answer)
  }

  it('are their own word, in the place of what they told before, and their NGO’s to read', async () => {
    const sealed = spokenOf('maria', ['el', 'ur'])
    expect(await put(maria, { generation: 1, sealed: spokenOf('maria', ['fr']) })).toBe('204')
    expect(await put(maria, { generation: 1, sealed })).toBe('204')
    expect((await noteOf(maria, 'maria'))!.spoken).toEqual({ generation: 1, sealed })
    expect((await noteOf(lena, 'maria'))!.spoken).toEqual({ generation: 1, sealed })
    expect((await notes(gina)).some(({ spoken }) => spoken)).toBe(false)
    const pair = { publicKey: box, secret: seed('a21 1') } as Parameters<typeof openSpoken>[2]
    const of = { network: NETWORK, ngo: 'a21', by: place('maria').id }
    const signers = () => [place('maria').sign]
    expect((await openSpoken(crypto, sealed, pair, of, signers)).languages).toEqual(['el', 'ur'])
  })

  it('have one size whatever they are, and stand nowhere as they were written', async () => {
    expect(await put(maria, { generation: 1, sealed: spokenOf('maria', ['xqz-canary']) })).toBe('204')
    expect(await filesWith(server.data, 'xqz-canary')).toEqual([])
    expect(fromBase64(spokenOf('maria', [])).length).toBe(fromBase64(spokenOf('maria', ['el', 'ur', 'fr'])).length)
    for (const body of [{}, { generation: 0, sealed: spokenOf('maria', []) }, { generation: 1, sealed: 'AAAA' }])
      expect(await put(maria, body)).toBe('400 bad-input')
  })

  it('go with the member, and so does the day', async () => {
    expect((await lena.send('PUT', 'team', { team: team(2, [place('lena', 'lead')]), keys: [] })).status).toBe(204)
    expect((await notes(lena)).map(({ member }) => member)).toEqual([place('lena').id])
    await server.store.putMember(storedMember('maria', 'a21'))
    expect(await noteOf(lena, 'maria')).toMatchObject({ spoken: null, seen: null })
    await server.store.putSpoken(seed('nobody').slice(0, 16), 1, new Uint8Array(560))
    expect((await notes(lena)).length).toBe(2)
  })
})
