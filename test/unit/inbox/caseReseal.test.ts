import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type CaseApi, createCaseApi } from '../../../inbox/cases/api.ts'
import { knownTeams } from '../../../inbox/cases/teams.ts'
import { type ResealOptions, resealCaseKeys } from '../../../inbox/reseal.ts'
import type { Session } from '../../../inbox/session.ts'
import { type SecretKey, fromBase64, toBase64 } from '../../../shared/bytes.ts'
import { openCaseKey, sealCaseKey, signersIn } from '../../../shared/caseKey.ts'
import { MitosError } from '../../../shared/errors.ts'
import type { Roster } from '../../../shared/roster.ts'
import type { Team } from '../../../shared/team.ts'
import { type Worker, beginning, by, caseKey, caseOf, read, rowsOf } from '../../integration/caseOf.ts'
import { sealedRequest } from '../../integration/caseRequest.ts'
import { boxKey, crypto, roster, seed, signKey } from '../../integration/network.ts'
import { type TestServer, codeOf } from '../../integration/server.ts'
import { firstRoster, logIn, ngos, place, team, teamServer } from '../../integration/team.ts'

let server: TestServer
let maria: Worker
let lena: Worker
let ids: readonly string[]
let second: Roster
const box = (generation: number) => ({
  ngo: 'a21',
  generation,
  publicKey: crypto.boxPublicKey(seed(`a21 ${generation}`)),
  secret: seed(`a21 ${generation}`) as SecretKey,
  signSeed: seed(`a21 sign ${generation}`),
})

const signersOf = async (...asked: Parameters<typeof knownTeams>) => signersIn(await knownTeams(...asked))

/** A member's browser, with the keys of some generations. */
function browser(who: Worker, generations: readonly number[] = [1, 2], bend: Partial<CaseApi> = {}) {
  const fetch = ((path: string, init: RequestInit) => who.fetch(path, init)) as typeof globalThis.fetch
  const api: CaseApi = { ...createCaseApi(fetch), ...bend }
  const ngo = second.ngos[0]!
  const teamNow = JSON.parse(team(2, [place('lena', 'lead'), place('maria')]).signed) as Team
  const keys = { boxSecret: seed(`${who.name} box`) as SecretKey, signSeed: seed(`${who.name} sign`) }
  const session = {
    crypto,
    chain: { roster: second },
    ngo,
    team: teamNow,
    member: place(who.name),
    keys,
    boxes: generations.map(box),
  }
  const own = session as unknown as Session
  return {
    api,
    own,
    signers: () => signersOf(api, own),
    reseal: async (options: Partial<ResealOptions> = {}) =>
      resealCaseKeys(api, own, { signers: await signersOf(api, own), ...options }),
  }
}
const generationsOf = async (id: string) => (await read(maria, id)).keys.map(({ generation }) => generation)

beforeAll(async () => {
  server = await teamServer()
  ;[maria, lena] = [
    { ...(await logIn(server, 'maria')), name: 'maria' },
    { ...(await logIn(server, 'lena')), name: 'lena' },
  ]
  const nikos: Worker = { ...(await logIn(server, 'nikos')), name: 'nikos' }
  for (let i = 0; i < 27; i++) await server.post(sealedRequest(i))
  const begun: string[] = []
  for (const row of await rowsOf(nikos)) {
    const body = await beginning('nikos', row)
    expect((await nikos.send('POST', 'cases', body)).status).toBe(201)
    begun.push(body.case)
  }
  ids = begun
  // Who sealed them leaves.
  const next = team(2, [place('lena', 'lead'), place('maria')])
  expect((await lena.send('PUT', 'team', { team: next, keys: [] })).status).toBe(204)
  const newer = { generation: 2, key: boxKey('a21 2'), sign: signKey('a21 sign 2') }
  const document = roster(2, firstRoster, { ngos: ngos({ box: newer, spare: undefined }) })
  expect((await server.put('roster', document)).status).toBe(204)
  second = JSON.parse(document.signed) as Roster
})
afterAll(() => server.stop())

describe('When a generation has begun', () => {
  it('a browser that lacks one of the two keys changes nothing', async () => {
    expect(await browser(maria, [1]).reseal()).toEqual({ done: 0, failed: [], more: false })
    const { done, failed } = await browser(maria, [2]).reseal()
    expect([done, new Set(failed.map(({ code }) => code)), failed.length]).toEqual([0, new Set(['open-wrong-key']), 27])
    expect(await generationsOf(ids[0]!)).toEqual([1])
  })

  it('nor does one that does not know who sealed them', async () => {
    const { failed } = await browser(maria, [1, 2], {
      pastTeam: async () => Promise.reject(new MitosError('not-found')),
    }).reseal({ most: 1 })
    expect(failed.map(({ code }) => code)).toEqual(['open-author'])
  })

  it('it seals a few at a time, stops when it is told to, and goes on where it stopped', async () => {
    expect(await browser(maria).reseal({ isOver: () => true })).toEqual({ done: 0, failed: [], more: true })
    let pauses = 0
    const pause = async () => void pauses++
    expect(await browser(maria).reseal({ most: 4, pause })).toEqual({ done: 4, failed: [], more: true })
    expect(pauses).toBe(4)
  })

  it('cut off anywhere it leaves a key that opens, and the next browser ends it', async () => {
    const cut = () => Promise.reject(new MitosError('server-unreachable'))
    for (const bend of [{ putKey: cut }, { read: cut }, { dropKey: cut }])
      await expect(browser(maria, [1, 2], bend).reseal({ most: 1 })).rejects.toMatchObject({
        code: 'server-unreachable',
      })
    const signers = await browser(maria).signers()
    for (const id of ids) {
      const [oldest] = (await read(maria, id)).keys
      const opened = await openCaseKey(
        crypto,
        fromBase64(oldest!.sealed),
        box(oldest!.generation),
        caseOf(fromBase64(id)),
        signers,
      )
      expect(opened.key).toEqual(caseKey)
    }
  })

  it('two browsers do it at once: all open by the new key alone, but where somebody put what does not open the older one stays', async () => {
    const { api, signers } = browser(maria)
    const [other, spoilt] = (await api.oldKeys(2, null)).cases
      .filter(({ keys }) => keys.length === 1)
      .slice(-2)
      .map((one) => one.case) as [string, string]
    await api.putKey(spoilt, 2, toBase64(crypto.random(560)))
    const { publicKey } = box(2)
    const another = sealCaseKey(crypto, { ...caseOf(fromBase64(other)), key: seed('another') }, by('lena'), publicKey)
    await api.putKey(other, 2, toBase64(another))
    const why = [
      { case: other, code: 'open-key' },
      { case: spoilt, code: 'open-damaged' },
    ]
    const [hers, theirs] = await Promise.all([browser(maria).reseal(), browser(lena).reseal()])
    expect([hers.failed, theirs.failed]).toEqual([why, why])
    const known = await signers()
    for (const id of ids) {
      const { keys } = await read(maria, id)
      expect(keys.map(({ generation }) => generation)).toEqual(id === spoilt || id === other ? [1, 2] : [2])
      const { generation, sealed } = keys[0]!
      const opened = await openCaseKey(crypto, fromBase64(sealed), box(generation), caseOf(fromBase64(id)), known)
      expect(opened.key).toEqual(caseKey)
    }
  })
})

describe('The server', () => {
  it.each([
    ['the same generation again', 'PUT', 2, '409 case-generation'],
    ['an older one', 'PUT', 1, '409 case-generation'],
    ['one that no roster names', 'PUT', 3, '409 case-generation'],
    ['no number', 'PUT', 'x', '400 bad-input'],
    ['the newest away', 'DELETE', 2, '409 case-generation'],
  ] as const)('takes no key of %s', async (_, method, generation, code) => {
    const id = ids.at(-1)!
    const before = (await read(maria, id)).keys
    const body = method === 'PUT' ? { sealed: toBase64(new Uint8Array(560)) } : undefined
    expect(await codeOf(await maria.send(method, `cases/${id}/keys/${generation}`, body))).toBe(code)
    expect((await read(maria, id)).keys).toEqual(before)
  })

  it('takes none that is too short', async () => {
    const sealed = toBase64(new Uint8Array(559))
    expect(await codeOf(await maria.send('PUT', `cases/${ids[0]}/keys/2`, { sealed }))).toBe('400 bad-input')
  })
})

it('signers are of teams that a lead signed, and of no other', async () => {
  const { own, signers } = browser(maria)
  expect((await signers())(by('nikos').id)).toEqual([place('nikos').sign])
  const forged = team(1, [place('gina')], {}, 'gina sign')
  const lied = (document: typeof forged) =>
    signersOf({ pastTeam: async () => ({ team: document as never }) }, own).then((known) => known(place('gina').id))
  expect(await lied(forged)).toEqual([])
  expect(await lied(team(1, [place('gina')]))).toEqual([place('gina').sign])
  // Another version, or another NGO's, under this number.
  expect(await lied(team(7, [place('gina')]))).toEqual([])
  expect(await lied(team(1, [place('gina')], { ngo: 'gcr' }))).toEqual([])
})
