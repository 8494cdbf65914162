import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { renameStart } from '../../../inbox/found/make.ts'
import { sodium } from '../../../inbox/unlock/sodium.ts'
import { fromBase64, toBase64 } from '../../../shared/bytes.ts'
import { codeOf } from '../../../shared/errors.ts'
import type { Me } from '../../../shared/staffApi.ts'
import type { Roster } from '../../../shared/roster.ts'
import {
  type OpenedStart,
  type StartFile,
  judgeStart,
  readStartFile,
  writeStartFile,
} from '../../../shared/startFile.ts'
import { loginMessage, openBlob } from '../../../shared/member.ts'
import type { LoginChallenge } from '../../../shared/staffApi.ts'
import { type SignedDocument, signDocument } from '../../../shared/signed.ts'
import { utf8 } from '../../../shared/text.ts'
import { PASSPHRASE, founded, ngoOfSheet, quickDerive } from './founder.ts'
import { NOW, crypto, ngo, release, root, roster, seed, signKey } from '../../integration/network.ts'
import { type TestServer, codeOf as problemOf, startServer } from '../../integration/server.ts'
import { firstRoster, invite, joining, logIn, ngos, teamServer, visitor } from '../../integration/team.ts'

let server: TestServer
/** two founders of the same NGO, each with keys of their own */
let zoe: OpenedStart
let other: OpenedStart
beforeAll(async () => {
  zoe = await founded()
  other = await founded()
})
beforeEach(async () => {
  server = await teamServer()
})
afterEach(() => server.stop())

const send = ({ file }: Pick<OpenedStart, 'file'>) => visitor(server).send('POST', 'found', file)
const refusal = async (start: Pick<OpenedStart, 'file'>) => problemOf(await send(start))
const begun = async (id: string) => (await visitor(server).send('POST', 'begun', { ngo: id })).json()
/** The keeper's next roster, with the NGO as the sheet says. */
const publish = async (of = zoe, changes: object = {}, rest: object = {}) => {
  const document = roster(2, firstRoster, { ngos: [...ngos(), ngoOfSheet(of, changes)], ...rest })
  const answer = await server.put('roster', document)
  if (answer.status !== 204) throw new Error(await answer.text())
  return document
}
const nothingKept = async (id = 'zoi') => {
  expect(await server.store.team(id)).toBeUndefined()
  expect((await server.store.members()).map(({ name }) => name)).not.toContain('zoe.zoi')
}

const current = async () =>
  JSON.parse(Buffer.from((await server.store.latestDocument('roster'))!.bytes).toString()) as SignedDocument
/** The same founder and keys, with another log-in name. */
const renamed = async (login: string) => {
  const { ngos: of, ...rest } = JSON.parse((await current()).signed) as Roster
  const at = { roster: { ngos: of, ...rest }, ngo: of.find(({ id }) => id === 'zoi')! }
  const means = { crypto: (await sodium()).crypto, derive: quickDerive }
  return readStartFile(crypto, utf8(await renameStart(means, zoe, login, PASSPHRASE, at, NOW)))
}
/** What only the founder can do: sign whatever they like. */
async function handOf({ start }: OpenedStart) {
  const { wrap } = await quickDerive({ passphrase: PASSPHRASE, network: start.network, name: 'zoe.zoi' })
  const { signSeed } = openBlob(crypto, start.network, fromBase64(start.blob), wrap)
  return {
    sign: (inner: object) => JSON.parse(writeStartFile(crypto, inner as StartFile, signSeed)) as SignedDocument,
    team: (changes: object) => signDocument(crypto, { ...JSON.parse(start.team.signed), ...changes }, [signSeed]),
  }
}

/** Logs in with the passphrase, as the inbox does. */
async function enter(of: OpenedStart) {
  const { login: name } = of.founder
  const { wrap, login } = await quickDerive({ passphrase: PASSPHRASE, network: of.start.network, name })
  const who = visitor(server)
  const answer = await who.send('POST', 'login', { name, login: toBase64(login) })
  const { blob, challenge } = (await answer.json()) as LoginChallenge
  const keys = openBlob(crypto, of.start.network, fromBase64(blob), wrap)
  const message = loginMessage(server.origin, keys.id, fromBase64(challenge), server.now)
  const signature = toBase64(crypto.sign(message, keys.signSeed))
  const member = toBase64(keys.id)
  const { status } = await who.send('POST', 'session', { member, challenge, time: server.now, signature })
  return { ...who, status }
}

describe('An NGO', () => {
  it('begins when the roster names its founder, who logs in, and leads at once', async () => {
    expect(await refusal(zoe)).toBe('404 ngo-unknown')
    await nothingKept()
    await publish()
    expect(await begun('zoi')).toEqual({ begun: false })
    expect((await send(zoe)).status).toBe(204)
    expect(await begun('zoi')).toEqual({ begun: true })
    const who = await enter(zoe)
    expect(who.status).toBe(204)
    const me = (await (await who.send('GET', 'me')).json()) as Me
    expect([me.ngo, me.member, me.keys]).toEqual(['zoi', zoe.founder.id, zoe.start.keys.map(({ sealed }) => sealed)])
    expect(await invite(who)).toHaveLength(16)
  })

  it('begins once: the same file again changes nothing, also after the founder changed their passphrase', async () => {
    await publish()
    await send(zoe)
    const who = await enter(zoe)
    expect((await send(zoe)).status).toBe(204)
    const blob = toBase64(fromBase64(zoe.start.blob).with(130, 7))
    expect((await who.send('PUT', 'me', { blob, loginKeys: zoe.start.loginKeys })).status).toBe(204)
    expect((await send(zoe)).status).toBe(204)
    const [stored] = (await server.store.members()).filter(({ name }) => name === 'zoe.zoi')
    expect(toBase64(stored!.blob)).toBe(blob)
  })

  it('can begin before the first roster is there: the page comes with the release', async () => {
    const first = await startServer()
    expect(await problemOf(await first.get('/inbox/'))).toBe('503 chain-unreachable')
    await first.put('root', root())
    await first.put('release', release())
    expect((await first.get('/inbox/')).status).toBe(200)
    expect(await problemOf(await first.get('/trust/chain.json'))).toBe('503 chain-unreachable')
    expect(await problemOf(await visitor(first).send('POST', 'found', zoe.file))).toBe('404 ngo-unknown')
    const document = roster(1, null, { ngos: [ngoOfSheet(zoe)], desks: [desk('zoi')] })
    expect((await first.put('roster', document)).status).toBe(204)
    expect((await visitor(first).send('POST', 'found', zoe.file)).status).toBe(204)
    await first.stop()
  })
})

const desk = (who: string) => {
  const { desks } = JSON.parse(roster().signed) as { desks: readonly object[] }
  return { ...desks[0], shifts: [[NOW / 60 - 10, 480, who]] }
}

describe('A start file is refused, and nothing of it is kept,', () => {
  it('where the roster names somebody else, revokes the founder, or names other keys of the inbox', async () => {
    const { box, spare } = other.sheet
    const judged = async (changes: object, rest: object = {}) => {
      const inner = JSON.parse(roster(2, firstRoster, { ngos: [ngoOfSheet(zoe, changes)], ...rest }).signed)
      return judgeStart(crypto, zoe, inner as Roster).then(() => 'ok', codeOf)
    }
    const { spare: _, ...poor } = ngoOfSheet(zoe)
    expect([
      await judged({}),
      await judged({}, { ngos: [poor] }),
      await judged({ leads: [signKey('somebody')] }),
      await judged({}, { revoked: [zoe.founder.sign] }),
      await judged({ box }),
      await judged({ spare }),
      // the NGO has had later teams, and the server has lost them
      await judged({ teamMin: 2 }),
      await judged({}, { ngos: [ngo('a21')] }),
      await judged({}, { network: toBase64(seed('other').slice(0, 16)) }),
    ]).toEqual([
      'ok',
      'ok',
      'start-founder',
      'start-founder',
      'start-keys',
      'start-keys',
      'team-refused',
      'ngo-unknown',
      'start-network',
    ])
    await publish(zoe, { leads: [signKey('somebody')] })
    expect(await refusal(zoe)).toBe('403 start-founder')
    const elsewhere = await founded({ network: toBase64(seed('other').slice(0, 16)) })
    expect(await refusal(elsewhere)).toBe('409 start-network')
    await nothingKept()
  })

  it('where the NGO has a team: of another founder, and of the same one later on', async () => {
    await publish(zoe, { leads: [zoe.founder.sign, other.founder.sign] })
    await send(zoe)
    // Their sheet names keys of their own, so the roster that took zoe's does not fit.
    expect(await refusal(other)).toBe('409 start-keys')
    const lena = await founded({ ngo: 'a21', login: 'other' })
    const replaced = { ...ngoOfSheet(lena), id: 'a21' }
    const third = roster(3, await current(), { ngos: [replaced, ngos()[1], ngoOfSheet(zoe)] })
    expect((await server.put('roster', third)).status).toBe(204)
    // The keeper changed all keys of an NGO that has a team: its members' list stays.
    expect(await refusal(lena)).toBe('409 team-exists')
    expect((await server.store.team('a21'))!.version).toBe(1)
  })

  it('when it comes again after the NGO has had later teams', async () => {
    await publish()
    await send(zoe)
    const team = (await handOf(zoe)).team({ version: 2 })
    expect((await (await enter(zoe)).send('PUT', 'team', { team, keys: [] })).status).toBe(204)
    expect(await refusal(zoe)).toBe('409 team-exists')
  })

  it('whose log-in name or id is somebody’s: a member’s, or of who waits to be taken in', async () => {
    const lena = await logIn(server, 'lena')
    await visitor(server).send('POST', 'join', joining('elif', await invite(lena)).request)
    await publish()
    for (const login of ['maria', 'elif']) {
      const taken = await renamed(login)
      expect(await refusal(taken)).toBe('409 name-taken')
      expect(await server.store.team('zoi')).toBeUndefined()
    }
    expect((await send(zoe)).status).toBe(204)
  })

  it('that was made ahead of the server’s clock', async () => {
    const early = await founded({}, NOW + 2 * 86_400)
    await publish(early)
    expect(await refusal(early)).toBe('409 clock-ahead')
    server.now += 86_400
    expect((await send(early)).status).toBe(204)
  })

  it('in whatever place it was changed', async () => {
    await publish()
    const inner = JSON.parse(zoe.file.signed)
    const changes: readonly object[] = [
      { blob: other.start.blob },
      { loginKeys: other.start.loginKeys },
      { keys: other.start.keys },
      { team: other.start.team },
      { sheet: other.start.sheet },
      { ngo: 'a21' },
    ]
    for (const change of changes) {
      const signed = JSON.stringify({ ...inner, ...change })
      expect(await refusal({ file: { ...zoe.file, signed } })).toBe('403 document-signature')
    }
    const cut = { ...zoe.file, signatures: [] }
    expect(await refusal({ file: cut })).toBe('400 document-shape')
    expect(await refusal({ file: other.start.sheet })).toBe('403 document-signature')
    expect(await refusal({ file: { ...zoe.file, signed: 'x'.repeat(30_000) } })).toBe('413 too-large')
    await nothingKept()
    expect((await send(zoe)).status).toBe(204)
  })

  it('that its own founder put together of parts that do not belong together', async () => {
    await publish()
    const mine = { ...zoe, ...(await handOf(zoe)) }
    const bad: readonly (readonly [object, string])[] = [
      // another member's blob, so that the log-in would be theirs
      [{ blob: other.start.blob }, 'blob-member'],
      [{ blob: toBase64(fromBase64(zoe.start.blob).slice(1)) }, 'blob-length'],
      [{ loginKeys: mine.start.loginKeys.slice(1) }, 'document-shape'],
      [{ sheet: other.start.sheet }, 'document-shape'],
      [{ team: other.start.team }, 'team-refused'],
      [{ team: mine.team({ version: 2 }) }, 'document-shape'],
      [{ team: mine.team({ members: [mine.founder, other.founder] }) }, 'team-refused'],
      [{ team: mine.team({ members: [{ ...mine.founder, role: 'member' }] }) }, 'document-shape'],
      [{ keys: mine.start.keys.toReversed() }, 'document-shape'],
      [{ keys: mine.start.keys.slice(1) }, 'document-shape'],
      [{ network: toBase64(seed('other').slice(0, 16)) }, 'document-shape'],
      [{ type: 'other' }, 'document-shape'],
    ]
    for (const [change, code] of bad) {
      const file = mine.sign({ ...zoe.start, ...change })
      const read = await readStartFile(crypto, utf8(JSON.stringify(file))).then(() => 'ok', codeOf)
      expect([Object.keys(change)[0], read]).toEqual([Object.keys(change)[0], code])
      expect(await refusal({ file })).toBe(`${code === 'team-refused' ? 403 : 400} ${code}`)
    }
    await nothingKept()
  })
})

describe('Whoever runs the server', () => {
  it('cannot found an NGO with keys of their own: no roster names them', async () => {
    await publish()
    for (const id of ['zoi', 'a21', 'fresh']) {
      const eve = await founded({ ngo: id, login: 'eve' })
      expect(await refusal(eve)).toBe(id === 'fresh' ? '404 ngo-unknown' : '403 start-founder')
    }
    const eves = roster(3, await current(), { ngos: [...ngos(), ngo('fresh', 1)] }, ['eve'])
    expect(await problemOf(await server.put('roster', eves))).toBe('403 document-signature')
  })
})
