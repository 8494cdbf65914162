import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { fromBase64, toBase64 } from '../../shared/bytes.ts'
import { invitationId, makeInvitation } from '../../shared/invitation.ts'
import { loginKey, openBlob, writeEntries } from '../../shared/member.ts'
import type { SecretKey } from '../../shared/bytes.ts'
import type { Invited, Invitations, Me } from '../../shared/staffApi.ts'
import type { TeamMember } from '../../shared/team.ts'
import { INVITATIONS } from '../../server/store/store.ts'
import { mitos } from '../support/mitos.ts'
import { crypto, roster, seed, signKey } from './network.ts'
import { type TestServer, codeOf } from './server.ts'
import {
  type Visitor,
  NETWORK,
  firstRoster,
  inboxKey,
  invite,
  joining,
  logIn,
  ngos,
  place,
  team,
  teamServer,
  visitor,
} from './team.ts'

let server: TestServer
let lena: Visitor
beforeEach(async () => {
  server = await teamServer()
  lena = await logIn(server, 'lena')
})
afterEach(() => server.stop())

const ALL = [place('lena', 'lead'), place('maria'), place('nikos')]
const put = (members: readonly TeamMember[], version = 2, keys: readonly object[] = [], who = lena) =>
  who.send('PUT', 'team', { team: team(version, members), keys })
const list = async (who = lena) => ((await (await who.send('GET', 'invitations')).json()) as Invitations).invitations
const join = (request: object) => visitor(server).send('POST', 'join', request)
const look = (secret: Uint8Array) =>
  visitor(server).send('POST', 'invited', { invite: toBase64(invitationId(crypto, secret)) })
const statusOf = async (who: Visitor) => (await who.send('GET', 'me')).status

describe('Somebody new', () => {
  it('comes by an invitation, waits, is signed into the team, and logs in with passphrase or kit', async () => {
    const secret = await invite(lena)
    const hour = server.now - (server.now % 3600)
    expect((await (await look(secret)).json()) as Invited).toEqual({
      ngo: 'a21',
      expires: hour + 72 * 3600,
      member: null,
    })
    expect(await list()).toMatchObject([{ member: null, joined: null, expires: hour + 72 * 3600 }])
    const { request, kit } = joining('elif', secret)
    expect((await join(request)).status).toBe(204)
    const elif = place('elif')
    const { box, sign, id: member, name: shown } = elif
    expect(await list()).toEqual([
      {
        id: request.invite,
        expires: hour + 7 * 86_400,
        member: null,
        joined: { member, name: 'elif', shown, box, sign, mac: request.mac },
      },
    ])
    expect((await logIn(server, 'elif')).status).toBe(401)

    expect((await put([...ALL, elif], 2, [inboxKey(elif)])).status).toBe(204)
    expect(await list()).toEqual([])
    for (const key of [seed('elif login'), kit.login]) {
      const who = await logIn(server, 'elif', key)
      expect([who.status, who.blob]).toEqual([204, request.blob])
      const me = (await (await who.send('GET', 'me')).json()) as Me
      expect([me.member, me.ngo, me.keys.length]).toEqual([member, 'a21', 1])
    }
    expect(openBlob(crypto, NETWORK, fromBase64(request.blob), kit.wrap, undefined, 'kit').boxSecret).toEqual(
      seed('elif box'),
    )
  })

  it('learns nothing of an invitation that never was, was used, is over or was taken back: all are the same', async () => {
    const [used, over, back] = [await invite(lena), await invite(lena), await invite(lena)]
    expect((await join(joining('elif', used).request)).status).toBe(204)
    const id = toBase64(invitationId(crypto, back))
    expect((await lena.send('DELETE', `invitations/${id}`)).status).toBe(204)
    expect((await lena.send('DELETE', `invitations/${id}`)).status).toBe(204)
    const unknown = async (secret: Uint8Array) => {
      expect(await codeOf(await look(secret))).toBe('404 invitation-unknown')
      expect(await codeOf(await join(joining('zoe', secret).request))).toBe('404 invitation-unknown')
    }
    for (const secret of [makeInvitation(crypto), used, back]) await unknown(secret)
    server.now = server.now - (server.now % 3600) + 72 * 3600
    await unknown(over)
  })

  it('cannot take a name or an id that is somebody else’s, and tries again with another', async () => {
    const secret = await invite(lena)
    for (const name of ['maria', 'gina']) {
      expect(await codeOf(await join(joining(name, secret).request))).toBe('409 name-taken')
      expect(await codeOf(await join({ ...joining(name, secret).request, name: 'zoe' }))).toBe('409 name-taken')
    }
    const first = await invite(lena)
    expect((await join(joining('elif', first).request)).status).toBe(204)
    expect(await codeOf(await join(joining('elif', secret).request))).toBe('409 name-taken')
    expect((await join(joining('zoe', secret).request)).status).toBe(204)
  })

  it('is refused where what they sent cannot be right, and the invitation is as good as before', async () => {
    const secret = await invite(lena)
    const { request } = joining('elif', secret)
    const bad: readonly object[] = [
      { name: 'Elif!' },
      { shown: '' },
      { shown: ' Elif' },
      { shown: 'El\u202eif' },
      { shown: 'x'.repeat(201) },
      { box: toBase64(new Uint8Array(32)) },
      { sign: toBase64(new Uint8Array(32)) },
      { mac: 'AAAA' },
      { blob: request.blob.slice(0, -4) },
      { blob: 'A'.repeat(2000) },
      { loginKeys: request.loginKeys.slice(1) },
      { loginKeys: [] },
      { invite: 'x' },
    ]
    for (const change of bad) expect(await codeOf(await join({ ...request, ...change }))).toBe('400 bad-input')
    expect((await join(request)).status).toBe(204)
  })

  it('goes again, with all that they sent, where no coordinator takes them in for a week', async () => {
    const secret = await invite(lena)
    await join(joining('elif', secret).request)
    server.now = server.now - (server.now % 3600) + 7 * 86_400
    lena = await logIn(server, 'lena')
    expect(await list()).toEqual([])
    await server.tick()
    expect(await server.store.invitations('a21')).toEqual([])
  })
})

describe('A coordinator', () => {
  it('is the only one to invite and to change the team; another NGO’s sees and changes nothing here', async () => {
    const secret = await invite(lena)
    const id = toBase64(invitationId(crypto, secret))
    const maria = await logIn(server, 'maria')
    const asks: readonly [string, string, object?][] = [
      ['POST', 'invitations', { id }],
      ['GET', 'invitations'],
      ['DELETE', `invitations/${id}`],
      ['PUT', 'team', { team: team(2, ALL), keys: [] }],
    ]
    for (const ask of asks) {
      expect(await codeOf(await maria.send(...ask))).toBe('403 lead-only')
      expect(await codeOf(await visitor(server).send(...ask))).toBe('401 not-logged-in')
    }
    // Not even read: it would be too large.
    const large = { team: {}, keys: 'x'.repeat(1 << 20) }
    expect(await codeOf(await maria.send('PUT', 'team', large))).toBe('403 lead-only')
    expect(await codeOf(await lena.send('PUT', 'team', large))).toBe('413 too-large')
    const gina = await logIn(server, 'gina')
    expect(await list(gina)).toEqual([])
    expect((await gina.send('DELETE', `invitations/${id}`)).status).toBe(204)
    expect(await codeOf(await gina.send('PUT', 'team', { team: team(2, ALL), keys: [] }))).toBe('403 team-refused')
    expect(await list()).toHaveLength(1)
    // Who is a coordinator by the team, and not by the roster in force, is none.
    await server.put('roster', roster(2, firstRoster, { ngos: ngos({ leads: [place('maria').sign] }) }))
    expect(await codeOf(await lena.send('GET', 'invitations'))).toBe('403 lead-only')
    expect(await codeOf(await maria.send('GET', 'invitations'))).toBe('403 lead-only')
  })

  it('has at most fifty invitations open, each for nobody or for somebody of the team', async () => {
    await invite(lena)
    const rest = Array.from({ length: INVITATIONS - 1 }, (_, i) => new Uint8Array(16).fill(i))
    const others = { ngo: 'a21', member: null, expires: server.now + 3600 }
    await Promise.all(rest.map((id) => server.store.addInvitation({ id, ...others }, server.now)))
    await expect(invite(lena)).rejects.toThrow('too-many')
    server.now = server.now - (server.now % 3600) + 72 * 3600
    lena = await logIn(server, 'lena')
    const secret = await invite(lena)
    await expect(invite(lena, place('zoe').id)).rejects.toThrow('not-found')
    await expect(invite(lena, place('gina').id)).rejects.toThrow('not-found')
    const again = { id: toBase64(invitationId(crypto, secret)) }
    expect(await codeOf(await lena.send('POST', 'invitations', again))).toBe('400 bad-input')
  })

  it('signs the team that follows the present one; of two at once one is told to look again', async () => {
    expect(await codeOf(await put(ALL, 1))).toBe('409 team-version')
    expect(await codeOf(await put(ALL, 3))).toBe('409 team-version')
    const both = await Promise.all([put(ALL.slice(0, 2)), put([ALL[0]!, ALL[2]!])])
    expect(both.map((one) => one.status).sort()).toEqual([204, 409])
  })

  it('is stopped where the team is not as every member would read it', async () => {
    const send = async (document: object) => codeOf(await lena.send('PUT', 'team', { team: document, keys: [] }))
    expect(await send(team(2, ALL, {}, 'maria sign'))).toBe('403 team-refused')
    expect(await send(team(2, ALL, { network: toBase64(new Uint8Array(16)) }))).toBe('403 team-refused')
    expect(await send(team(2, [place('lena', 'lead'), place('maria', 'lead')]))).toBe('403 team-refused')
    expect(await send(team(2, ALL, { issued: server.now + 86_401 }))).toBe('403 team-refused')
    expect(await send({})).toBe('403 team-refused')
    expect(await send(team(2, ALL.slice(1)))).toBe('409 team-last-lead')
    for (const body of [{}, { team: 1, keys: [] }, { team: team(2, ALL) }])
      expect(await codeOf(await lena.send('PUT', 'team', body))).toBe('400 bad-input')
  })

  it('adds nobody who did not come by an invitation with these very keys, and changes nobody’s keys', async () => {
    const refused = async (members: readonly TeamMember[]) =>
      expect(await codeOf(await put(members))).toBe('409 team-invitee')
    await refused([...ALL, place('zoe')])
    await refused([ALL[0]!, place('maria', 'member', 'other'), ALL[2]!])
    await refused([ALL[0]!, { ...ALL[1]!, box: place('other').box }, ALL[2]!])
    await refused([...ALL, place('gina')])
    const secret = await invite(lena)
    await join(joining('elif', secret).request)
    await refused([...ALL, { ...place('elif'), box: place('other').box }])
    await refused([...ALL, { ...place('elif'), id: place('zoe').id }])
    expect((await list())[0]?.joined?.name).toBe('elif')
  })

  it('hands keys to members of the team only, of their size, and of generations that are or may be to come', async () => {
    const key = inboxKey(place('maria'))
    const bad = [
      { ...key, member: place('zoe').id },
      { ...key, sealed: key.sealed.slice(4) },
      { ...key, generation: 103 },
      { ...key, generation: 0 },
    ]
    for (const one of bad) expect(await codeOf(await put(ALL, 2, [one]))).toBe('400 bad-input')
    expect((await put(ALL, 2, [inboxKey(place('maria'), 2)])).status).toBe(204)
    const me = (await (await (await logIn(server, 'maria')).send('GET', 'me')).json()) as Me
    expect(me.keys).toHaveLength(2)
  })

  it('adds keys that wait for a roster, for the present team only, and never replaces one of them', async () => {
    const add = (keys: readonly object[], version = 1, who = lena) =>
      who.send('PUT', 'keys', { team: version, keys }).then((response) => (response.ok ? 'stored' : codeOf(response)))
    const keys = [inboxKey(place('maria'), 3), inboxKey(place('nikos'), 3)]
    const maria = await logIn(server, 'maria')
    const held = async () => ((await (await maria.send('GET', 'me')).json()) as Me).keys
    expect(await add(keys, 1, maria)).toBe('403 lead-only')
    expect(await add(keys, 2)).toBe('409 team-version')
    expect(await add([{ ...keys[0]!, member: place('zoe').id }])).toBe('400 bad-input')
    // Somebody went meanwhile.
    expect(await add([{ ...keys[0]!, member: place('zoe').id }], 2)).toBe('409 team-version')
    expect(await add([{ ...keys[0]!, generation: 103 }])).toBe('400 bad-input')
    expect(await held()).toHaveLength(1)
    expect(await add(keys)).toBe('stored')
    // Another coordinator made some at the same time: neither theirs nor any of them may take the place of these.
    const others = inboxKey(place('maria'), 3, 'lena sign', 'other')
    expect(await add([inboxKey(place('lena', 'lead'), 4), others])).toBe('409 team-version')
    expect(await codeOf(await put(ALL, 2, [others]))).toBe('409 team-version')
    expect(await held()).toContain(keys[0]!.sealed)
    expect(await held()).toHaveLength(2)
    expect(((await (await lena.send('GET', 'me')).json()) as Me).keys).toHaveLength(1)
    // Those of a generation that the roster names may be sealed anew.
    expect(await add([inboxKey(place('maria'), 1)])).toBe('stored')
  })
})

describe('Who is removed', () => {
  it('has nothing from the next request on, and no log-in any more', async () => {
    const maria = await logIn(server, 'maria')
    const challenge = visitor(server)
    const login = { name: 'maria', login: toBase64(seed('maria login')) }
    const { blob } = (await (await challenge.send('POST', 'login', login)).json()) as { blob: string }
    expect((await put([ALL[0]!, ALL[2]!])).status).toBe(204)
    for (const path of ['me', 'requests']) expect(await codeOf(await maria.send('GET', path))).toBe('401 not-logged-in')
    const decoy = (await (await challenge.send('POST', 'login', login)).json()) as { blob: string }
    expect(decoy.blob).not.toBe(blob)
    expect((await logIn(server, 'maria')).status).toBe(401)
    const id = fromBase64(place('maria').id)
    expect(await server.store.memberById(id)).toBeUndefined()
    expect([await server.store.inboxKeys(id), await server.store.sessionsOf(id)]).toEqual([[], []])
  })

  it('has no session left where only the member is gone', async () => {
    const maria = await logIn(server, 'maria')
    const stay = await logIn(server, 'nikos')
    const id = fromBase64(place('maria').id)
    const [session] = await server.store.sessionsOf(id)
    await put([ALL[0]!, ALL[2]!])
    // As an operator might, or a restored copy.
    await server.store.addSession(session!)
    expect(await codeOf(await maria.send('GET', 'me'))).toBe('401 not-logged-in')
    expect(await server.store.sessionsOf(id)).toEqual([])
    expect(await statusOf(stay)).toBe(200)
  })
})

describe('A member who lost passphrase and kit', () => {
  it('comes by an invitation that names them, and has new keys once a coordinator signed, not before', async () => {
    const before = await logIn(server, 'maria')
    const secret = await invite(lena, place('maria').id)
    expect(((await (await look(secret)).json()) as Invited).member).toEqual({ id: place('maria').id, name: 'maria' })
    expect(await codeOf(await join({ ...joining('maria', secret, 'new').request, name: 'mary' }))).toBe(
      '409 name-taken',
    )
    expect(await codeOf(await join(joining('zoe', secret).request))).toBe('409 name-taken')
    expect((await join(joining('maria', secret, 'new').request)).status).toBe(204)
    // Whoever found the link has changed nothing by it.
    expect(await statusOf(before)).toBe(200)
    expect((await logIn(server, 'maria', seed('new login'), 'new')).status).toBe(401)

    const renewed = place('maria', 'member', 'new')
    const key = inboxKey(renewed)
    expect((await put([ALL[0]!, renewed, ALL[2]!], 2, [key])).status).toBe(204)
    expect(await statusOf(before)).toBe(401)
    expect((await logIn(server, 'maria')).status).toBe(401)
    const after = await logIn(server, 'maria', seed('new login'), 'new')
    expect(((await (await after.send('GET', 'me')).json()) as Me).keys).toEqual([key.sealed])
  })

  it('cannot come any more where they were removed meanwhile', async () => {
    const secret = await invite(lena, place('maria').id)
    await put([ALL[0]!, ALL[2]!])
    expect(await codeOf(await look(secret))).toBe('404 invitation-unknown')
    expect(await codeOf(await join(joining('maria', secret, 'new').request))).toBe('404 invitation-unknown')
  })
})

describe('A member’s own keys', () => {
  const own = (name: string, wraps: readonly string[]) => ({
    blob: toBase64(
      writeEntries(
        crypto,
        NETWORK,
        seed(`${name} id`).slice(0, 16),
        { boxSecret: seed(`${name} box`) as SecretKey, signSeed: seed(`${name} sign`) },
        wraps.map((wrap, i) => ({ kind: i ? 'kit' : 'passphrase', wrap: seed(`${wrap} wrap`) })),
      ),
    ),
    loginKeys: wraps.map((wrap) => toBase64(loginKey(crypto, seed(`${wrap} login`)))),
  })

  it('get a new passphrase: the old one logs in nowhere, and every other session ends', async () => {
    const [here, there] = [await logIn(server, 'maria'), await logIn(server, 'maria')]
    expect((await here.send('PUT', 'me', own('maria', ['fresh', 'paper']))).status).toBe(204)
    expect([await statusOf(here), await statusOf(there)]).toEqual([200, 401])
    expect((await logIn(server, 'maria')).status).toBe(401)
    for (const name of ['fresh', 'paper'])
      expect((await logIn(server, 'maria', seed(`${name} login`), 'maria')).status).toBe(204)
  })

  it('are not changed by what is no blob of theirs, or has not one log-in key for each way in', async () => {
    const maria = await logIn(server, 'maria')
    const right = own('maria', ['fresh', 'paper'])
    const bad = [
      own('nikos', ['fresh']),
      { ...right, loginKeys: right.loginKeys.slice(1) },
      { ...right, blob: right.blob.slice(0, -4) },
      {},
    ]
    for (const one of bad) expect(await codeOf(await maria.send('PUT', 'me', one))).toBe('400 bad-input')
    expect(await codeOf(await visitor(server).send('PUT', 'me', right))).toBe('401 not-logged-in')
    expect((await logIn(server, 'maria')).status).toBe(204)
  })

  it('log out everywhere', async () => {
    const [here, there, other] = [
      await logIn(server, 'maria'),
      await logIn(server, 'maria'),
      await logIn(server, 'nikos'),
    ]
    expect((await here.send('POST', 'logout-everywhere')).status).toBe(204)
    expect([await statusOf(here), await statusOf(there), await statusOf(other)]).toEqual([401, 401, 200])
    expect(await codeOf(await here.send('POST', 'logout-everywhere'))).toBe('401 not-logged-in')
  })

  it('are asked for by the inbox’s own page only', async () => {
    const maria = await logIn(server, 'maria')
    const headers = { 'sec-fetch-site': 'cross-site', 'content-type': 'application/json' }
    for (const [method, path] of [
      ['PUT', 'me'],
      ['PUT', 'team'],
      ['POST', 'invitations'],
      ['POST', 'invited'],
      ['POST', 'join'],
      ['POST', 'logout-everywhere'],
      ['DELETE', 'me'],
    ] as const) {
      const response = await maria.fetch(`/api/inbox/${path}`, { method, headers, body: '{}' })
      expect(await codeOf(response)).toBe('403 origin-refused')
    }
  })
})

describe('Who leaves', () => {
  const leave = (who: Visitor, name: string) => who.send('DELETE', 'me', { name })
  const all = async () => (await (await lena.send('GET', 'invitations')).json()) as Invitations

  it('has no log-in, no keys and no session from then on; the team goes on, and a coordinator takes the name out', async () => {
    const [here, there] = [await logIn(server, 'maria'), await logIn(server, 'maria')]
    expect((await all()).left).toEqual([])
    expect((await leave(here, 'maria')).status).toBe(204)
    expect([await statusOf(here), await statusOf(there), await statusOf(lena)]).toEqual([401, 401, 200])
    expect((await logIn(server, 'maria')).status).toBe(401)
    const { id } = place('maria')
    expect(await server.store.inboxKeys(fromBase64(id))).toEqual([])
    expect((await all()).left).toEqual([id])
    // What is done meanwhile does not stop at who is gone; nobody comes in their place.
    expect((await put(ALL, 2, [inboxKey(place('maria')), inboxKey(place('nikos'), 2)])).status).toBe(204)
    expect(await server.store.inboxKeys(fromBase64(id))).toEqual([])
    for (const other of [place('maria', 'member', 'other'), { ...place('maria'), login: 'mary' }])
      expect(await codeOf(await put([ALL[0]!, other, ALL[2]!], 3))).toBe('409 team-invitee')
    expect((await put([ALL[0]!, ALL[2]!], 3)).status).toBe(204)
    expect((await all()).left).toEqual([])
    expect(await codeOf(await put(ALL, 4))).toBe('409 team-invitee')
  })

  it('types their own name, so that nobody leaves by a slip', async () => {
    const maria = await logIn(server, 'maria')
    for (const body of [{}, { name: '' }, { name: 'nikos' }, { name: 7 }, undefined])
      expect(await codeOf(await maria.send('DELETE', 'me', body))).toBe('400 bad-input')
    expect(await codeOf(await leave(visitor(server), 'maria'))).toBe('401 not-logged-in')
    expect(await statusOf(maria)).toBe(200)
  })

  it('is not the last coordinator: another has to be one by team and roster, and still has to be there', async () => {
    expect(await codeOf(await leave(lena, 'lena'))).toBe('409 team-last-lead')
    expect(await statusOf(lena)).toBe(200)
    const leads = [signKey('lena sign'), place('maria').sign]
    await server.put('roster', roster(2, firstRoster, { ngos: ngos({ leads }) }))
    expect(await codeOf(await leave(lena, 'lena'))).toBe('409 team-last-lead')
    expect((await put([ALL[0]!, place('maria', 'lead'), ALL[2]!])).status).toBe(204)
    const maria = await logIn(server, 'maria')
    expect((await leave(lena, 'lena')).status).toBe(204)
    expect(await codeOf(await leave(maria, 'maria'))).toBe('409 team-last-lead')
    // Who coordinates signs for who is gone.
    expect(
      (
        await maria.send('PUT', 'team', {
          team: team(3, [place('maria', 'lead'), ALL[2]!], {}, 'maria sign'),
          keys: [],
        })
      ).status,
    ).toBe(204)
  })

  it('is not the last coordinator whose key the roster accepts', async () => {
    const first = roster(2, firstRoster, { ngos: ngos({ leads: [signKey('lena sign'), place('maria').sign] }) })
    await server.put('roster', first)
    await put([ALL[0]!, place('maria', 'lead'), ALL[2]!])
    await server.put(
      'roster',
      roster(3, first, {
        ngos: ngos({ leads: [signKey('lena sign'), place('maria').sign] }),
        revoked: [place('maria').sign],
      }),
    )
    expect(await codeOf(await leave(lena, 'lena'))).toBe('409 team-last-lead')
  })
})

describe('Whoever runs the server', () => {
  const member = (...args: string[]) => mitos(server.data, 'member', ...args)

  it('sees who has a log-in, and ends the sessions of one; nothing else', async () => {
    const maria = await logIn(server, 'maria')
    expect((await member('list')).out).toBe('gina gcr 0\nlena a21 1\nmaria a21 1\nnikos a21 0\n')
    expect(await member('sessions', 'end', 'maria')).toEqual({
      code: 0,
      out: 'maria is logged out everywhere (1); to shut somebody out for good is a coordinator’s work, in the inbox\n',
      err: '',
    })
    expect(await statusOf(maria)).toBe(401)
    expect(await statusOf(lena)).toBe(200)
    expect((await logIn(server, 'maria')).status).toBe(204)
    expect(await member('sessions', 'end', 'zoe')).toMatchObject({
      code: 1,
      err: 'mitos: not-found: nobody has this log-in name; mitos member list shows them\n',
    })
  })
})
