import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type Fetch, createApi } from '../../../inbox/api.ts'
import { openRow } from '../../../inbox/list/feed.ts'
import type { Session } from '../../../inbox/session.ts'
import { sodium } from '../../../inbox/unlock/sodium.ts'
import { unlock } from '../../../inbox/unlock/unlock.ts'
import { type PublicKey, fromBase64, toBase64 } from '../../../shared/bytes.ts'
import { applySwitches } from '../../../shared/chain.ts'
import { sealRequest } from '../../../shared/envelope.ts'
import { codeOf } from '../../../shared/errors.ts'
import { checkInvitee, invitationId } from '../../../shared/invitation.ts'
import type { Json } from '../../../shared/json.ts'
import { composeRequest } from '../../../shared/request.ts'
import { deriveCode, makeCode } from '../../../shared/returnCode.ts'
import type { Roster } from '../../../shared/roster.ts'
import { type SignedDocument, signDocument } from '../../../shared/signed.ts'
import { memberWords } from '../../../shared/sixWords.ts'
import type { Invitations, Joined } from '../../../shared/staffApi.ts'
import type { RequestId } from '../../../shared/wire.ts'
import { boxKey, crypto, hashOf, member, roster, seed, signKey } from '../../integration/network.ts'
import { type TestServer, codeOf as problemOf } from '../../integration/server.ts'
import {
  NETWORK,
  firstRoster,
  inboxKey,
  invite,
  joining,
  logIn,
  ngos,
  place,
  putTeam,
  storedMember,
  team,
  teamServer,
  visitor,
} from '../../integration/team.ts'
import { call } from './facts.ts'

/**
 * Whoever runs the server holds the database and answers every question; `eve` is a key of theirs. The tests write to the store
 * past the routes, or bend answers on their way. What refuses is the code that a member's browser runs. Each name ends with who
 * sees it.
 */
let server: TestServer
beforeEach(async () => void (server = await teamServer()))
afterEach(() => server.stop())

const ALL = [place('lena', 'lead'), place('maria'), place('nikos')]

/** A member's browser, with a passphrase that gives the seeds of their name. @param bend changes an answer's text */
async function enter(name: string, bend = (_path: string, text: string) => text): Promise<Session> {
  const { fetch } = visitor(server)
  const bent: Fetch = async (path, init) => {
    const response = await fetch(String(path), init)
    // Without its date, which is the machine's: the clocks here stand.
    if (response.status === 204) return new Response(null, { status: 204 })
    return new Response(bend(String(path), await response.text()), { status: response.status })
  }
  const derive = async () => ({ wrap: seed(`${name} wrap`), login: seed(`${name} login`) })
  const deps = { api: createApi(bent), sodium, derive, now: () => server.now * 1000, origin: server.origin }
  return unlock(deps, { name, passphrase: 'not asked here' }, () => {})
}
const failure = (work: Promise<unknown>): Promise<string> => work.then(() => 'ok', codeOf)
const outcome = (work: () => unknown): string => {
  try {
    return (work(), 'ok')
  } catch (error) {
    return codeOf(error)
  }
}

describe('An honest server', () => {
  it('lets every member in, who holds the key that a coordinator handed over', async () => {
    const session = await enter('maria')
    expect([session.member.login, session.boxes.length, session.refused]).toEqual(['maria', 1, []])
  })
})

describe('Whoever runs the server cannot', () => {
  it('add a ghost member: team-refused, and every member sees it at the next log-in', async () => {
    await server.store.putMember(storedMember('ghost', 'a21'))
    const withGhost = [...ALL, place('ghost')]
    const genuine = team(1, ALL)
    const pasted: SignedDocument = { ...genuine, signed: team(2, withGhost).signed }
    const forged = [
      team(2, withGhost, {}, 'eve sign'),
      // a member who helps
      team(2, withGhost, {}, 'maria sign'),
      // another NGO's coordinator who helps
      team(2, withGhost, {}, 'gina sign'),
      pasted,
      team(2, [{ ...place('ghost', 'lead'), sign: signKey('eve sign') }, ...ALL], {}, 'eve sign'),
    ]
    for (const document of forged) {
      await putTeam(server, 'a21', 2, document)
      expect(await failure(enter('maria'))).toBe('team-refused')
    }
    await putTeam(server, 'a21', 1, genuine)
    // With a log-in of the server's making, and the genuine team: nothing is there for the ghost.
    expect(await failure(enter('ghost'))).toBe('team-refused')
  })

  it("swap a member's key in the team: team-refused, and every member sees it at the next log-in", async () => {
    const swapped = [ALL[0]!, ALL[1]!, { ...ALL[2]!, box: boxKey('eve box') }]
    await putTeam(server, 'a21', 2, team(2, swapped, {}, 'eve sign'))
    for (const name of ['lena', 'maria', 'nikos']) expect(await failure(enter(name))).toBe('team-refused')
  })

  it("swap a member's own blob: login-refused, and that member sees it", async () => {
    for (const blob of [member('eve', 'a21').blob, member('nikos', 'a21').blob]) {
      await server.store.putMember({ ...storedMember('maria', 'a21'), blob })
      expect(await failure(enter('maria'))).toBe('login-refused')
    }
  })

  it("swap an NGO's key: roster-refused, and every member and every panel sees it", async () => {
    const eves = { ngos: ngos({ box: { generation: 1, key: boxKey('eve box'), sign: signKey('eve sign') } }) }
    const swapped = (document: SignedDocument) => (path: string, text: string) =>
      path === '/trust/chain.json' ? JSON.stringify({ ...JSON.parse(text), roster: document }) : text
    const forged = [
      roster(2, firstRoster, eves, ['eve']),
      // coordinators sign teams, not rosters
      roster(2, firstRoster, eves, ['lena sign']),
      { ...firstRoster, signed: roster(2, firstRoster, eves).signed },
    ]
    for (const document of forged) expect(await failure(enter('maria', swapped(document)))).toBe('roster-refused')
    expect(await problemOf(await server.put('roster', forged[0]!))).toBe('403 document-signature')
  })

  it('hand out an inbox key of their own: it is not taken, and the member who got it sees why', async () => {
    const { id } = place('maria')
    const handOver = async (sealed: string): Promise<[number, readonly string[]]> => {
      await server.store.putInboxKey({ member: fromBase64(id), generation: 1, sealed: fromBase64(sealed) })
      const { boxes, refused } = await enter('maria')
      return [boxes.length, refused]
    }
    const eves = inboxKey(place('maria'), 1, 'eve sign', 'eve box').sealed
    expect(await handOver(eves)).toEqual([0, ['inbox-key-signer']])
    // A right one, of the NGO's own keys, by somebody who is no coordinator.
    expect(await handOver(inboxKey(place('maria'), 1, 'nikos sign').sealed)).toEqual([0, ['inbox-key-signer']])
    // One that a coordinator made for somebody else.
    expect(await handOver(inboxKey(place('nikos')).sealed)).toEqual([0, ['open-damaged']])
    const other = { ...place('nikos'), box: place('maria').box }
    expect(await handOver(inboxKey(other).sealed)).toEqual([0, ['inbox-key-recipient']])
    // One that a coordinator made of keys that no roster names.
    expect(await handOver(inboxKey(place('maria'), 1, 'lena sign', 'eve box').sealed)).toEqual([
      0,
      ['inbox-key-mismatch'],
    ])
    expect(await handOver(inboxKey(place('maria')).sealed)).toEqual([1, []])
  })
})

describe('Whoever carries an invitation cannot', () => {
  const invitee = { network: NETWORK, ngo: 'a21' }
  const judge = (secret: Uint8Array, { name, box, sign, mac }: Joined) =>
    outcome(() => checkInvitee(crypto, secret, { ...invitee, name, box, sign }, mac))
  const cameBy = async (secret: Uint8Array): Promise<Joined> => {
    const lena = await logIn(server, 'lena')
    const { invitations } = (await (await lena.send('GET', 'invitations')).json()) as Invitations
    return invitations.find(({ id }) => id === toBase64(invitationId(crypto, secret)))!.joined!
  }
  const join = (request: object) => visitor(server).send('POST', 'join', request)

  it('put in a key of their own: invitation-mac, and the coordinator sees it; so do both by the six words', async () => {
    const secret = await invite(await logIn(server, 'lena'))
    const { request } = joining('elif', secret)
    // What elif sent is held back; eve knows all of it, and the invitation's id, but not the link.
    for (const change of [{ box: boxKey('eve box') }, { sign: signKey('eve sign') }, { name: 'eve' }]) {
      await server.store.removeInvitation('a21', fromBase64(request.invite))
      const invitation = { id: fromBase64(request.invite), ngo: 'a21', member: null, expires: server.now + 3600 }
      await server.store.addInvitation(invitation, server.now)
      expect((await join({ ...request, ...change })).status).toBe(204)
      expect(judge(secret, await cameBy(secret))).toBe('invitation-mac')
    }
    const words = (box: string) => memberWords(crypto, fromBase64(box), fromBase64(request.sign))
    expect(words(boxKey('eve box'))).not.toEqual(words(request.box))
  })

  it('use it a second time: invitation-unknown, and who comes second sees it', async () => {
    const secret = await invite(await logIn(server, 'lena'))
    const { request } = joining('elif', secret)
    expect((await join(request)).status).toBe(204)
    expect(await problemOf(await join(request))).toBe('404 invitation-unknown')
    expect(judge(secret, await cameBy(secret))).toBe('ok')
  })

  it('bring who came once by another invitation: invitation-mac, and the coordinator sees it', async () => {
    const lena = await logIn(server, 'lena')
    const [first, second] = [await invite(lena), await invite(lena)]
    const { request } = joining('elif', first)
    const replayed = { ...request, invite: toBase64(invitationId(crypto, second)) }
    expect((await join(replayed)).status).toBe(204)
    expect(judge(second, await cameBy(second))).toBe('invitation-mac')
  })

  it("take an invitee to another NGO: invitation-mac, and that NGO's coordinator sees it", async () => {
    const secret = await invite(await logIn(server, 'lena'))
    const { request } = joining('elif', secret)
    const { name, box, sign, mac } = request
    expect(outcome(() => checkInvitee(crypto, secret, { ...invitee, ngo: 'gcr', name, box, sign }, mac))).toBe(
      'invitation-mac',
    )
  })
})

describe('Nobody can replay', () => {
  it('a log-in: login-refused, and whoever replays it sees it', async () => {
    const { log } = await logIn(server, 'maria')
    const [, body] = log.find(([path]) => path.endsWith('/session'))!
    expect(await problemOf(await visitor(server).send('POST', 'session', JSON.parse(body)))).toBe('401 login-refused')
  })

  it('an old team, from the roster on that raises teamMin: team-refused, and every member sees it', async () => {
    const lena = await logIn(server, 'lena')
    expect((await lena.send('PUT', 'team', { team: team(2, [ALL[0]!, ALL[2]!]), keys: [] })).status).toBe(204)
    await putTeam(server, 'a21', 1, team(1, ALL))
    // Until then a browser that remembers nothing cannot know (docs/threat-model.md).
    expect((await enter('nikos')).team.version).toBe(1)
    expect((await server.put('roster', roster(2, firstRoster, { ngos: ngos({ teamMin: 2 }) }))).status).toBe(204)
    for (const name of ['lena', 'nikos']) expect(await failure(enter(name))).toBe('team-refused')
  })
})

describe('A member who was removed', () => {
  const secondRoster = () => {
    const { spare, ...rest } = ngos({ teamMin: 2 })[0] as ReturnType<typeof ngos>[0] & { spare: object }
    return roster(2, firstRoster, { ngos: [{ ...rest, box: spare }, ngos()[1]] })
  }
  /** What a person sends who reads this roster, as the list shows it. */
  const written = async (of: Roster, hash: string) => {
    const code = await deriveCode(crypto, async () => crypto.random(32), makeCode(crypto.random), NETWORK)
    const setting = { rosterHash: hash, ngo: 'a21', desk: 'GR', site: null, t: server.now, skew: null, tz: null }
    const request = composeRequest(crypto, call(), { roster: of, lang: 'el', shown: null, ...setting }, code)
    const id = crypto.random(16) as RequestId
    const sealed = sealRequest(crypto, request, code, id)
    return { id: toBase64(id), hour: server.now, check: false, sealed: toBase64(sealed), claim: null }
  }
  const sent = async (document: SignedDocument) => {
    const row = await written(JSON.parse(document.signed) as Roster, hashOf(document))
    expect((await server.post(fromBase64(row.sealed))).status).toBe(204)
    return row
  }

  it('opens nothing that is sealed after a switch, which a coordinator signs', async () => {
    const maria = await enter('maria')
    const inner = { type: 'switch', v: 1, network: NETWORK, ngo: 'a21', generation: 2, issued: server.now } as const
    const signed = signDocument(crypto, inner, [seed('lena sign')])
    const first = JSON.parse(firstRoster.signed) as Roster
    const row = await written(await applySwitches(crypto, first, [signed as unknown as Json]), hashOf(firstRoster))
    expect((await openRow(maria, row)).read).toEqual({ kind: 'shut', code: 'open-wrong-key' })
    const { id } = place('nikos')
    const sealed = fromBase64(inboxKey(place('nikos'), 2).sealed)
    await server.store.putInboxKey({ member: fromBase64(id), generation: 2, sealed })
    const nikos = await enter('nikos', (path, text) =>
      path === '/trust/chain.json' ? JSON.stringify({ ...JSON.parse(text), switches: [signed] }) : text,
    )
    expect((await openRow(nikos, row)).read.kind).toBe('opened')
    // By another's signature it is none: people would go on writing to the key that they know.
    const eves = signDocument(crypto, inner, [seed('eve sign')]) as unknown as Json
    expect(await applySwitches(crypto, first, [eves])).toEqual(first)
  })

  it('opens nothing that is sealed from the next generation on, with all that they have and all that a server gives', async () => {
    const maria = await enter('maria')
    expect((await openRow(maria, await sent(firstRoster))).read.kind).toBe('opened')
    const lena = await logIn(server, 'lena')
    const stay = [ALL[0]!, ALL[2]!]
    const keys = stay.map((one) => inboxKey(one, 2))
    expect((await lena.send('PUT', 'team', { team: team(2, stay), keys })).status).toBe(204)
    const second = secondRoster()
    expect((await server.put('roster', second)).status).toBe(204)
    const row = await sent(second)

    expect((await openRow(maria, row)).read).toEqual({ kind: 'shut', code: 'open-wrong-key' })
    const to = fromBase64(boxKey('a21 2')) as PublicKey
    const bytes = fromBase64(row.sealed).slice(41)
    for (const { secret } of [...maria.boxes, { secret: maria.keys.boxSecret }])
      expect([crypto.open(bytes, to, secret), crypto.open(bytes, crypto.boxPublicKey(secret), secret)]).toEqual([
        undefined,
        undefined,
      ])
    // The keys that others got, the member's row and the old team, all put back by whoever runs the server.
    await server.store.putMember(storedMember('maria', 'a21'))
    const id = fromBase64(place('maria').id)
    await server.store.putInboxKey({ member: id, generation: 2, sealed: fromBase64(keys[1]!.sealed) })
    expect(await failure(enter('maria'))).toBe('team-refused')
    await putTeam(server, 'a21', 1, team(1, ALL))
    expect(await failure(enter('maria'))).toBe('team-refused')
    await putTeam(server, 'a21', 2, team(2, stay))
    const nikos = await enter('nikos')
    expect((await openRow(nikos, row)).read.kind).toBe('opened')
  })
})
