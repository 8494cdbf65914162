import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { whyRefused } from '../../server/cli/roster/publish/refusals.ts'
import { type Ask, publishAsking } from '../../server/cli/roster/publishVerb.ts'
import { problem } from '../../server/problem.ts'
import { ERROR_CODES, type ErrorCode } from '../../shared/errors.ts'
import { signDocument } from '../../shared/signed.ts'
import { mitos } from '../support/mitos.ts'
import { inProcess } from './inProcess.ts'
import { type Liar, startLiar, told } from './liar.ts'
import { NETWORK, NOW, boxKey, crypto, hashOf, ngo, release, root, roster, seed, signKey } from './network.ts'
import { type TestServer, publishAll, startServer } from './server.ts'

const DAY = 86_400
let server: TestServer
let liar: Liar
let files = 0
function file(content: object): string {
  mkdirSync(join(server.data, 'files'), { recursive: true })
  const path = join(server.data, 'files', `${files++}.json`)
  // With the line's end that editors add, and spaces that no signature covers.
  writeFileSync(path, `${JSON.stringify(content, null, 1)}\n`)
  return path
}
const start = async (): Promise<void> => {
  server = await startServer()
  liar = await startLiar(server.url)
}
const stop = async (): Promise<void> => {
  await liar.stop()
  await server.stop()
}

const never: Ask = () => Promise.reject(new Error('asked'))
const publish = (document: object, args: readonly string[] = ['--yes'], ask: Ask = never, now = NOW) =>
  inProcess([publishAsking(ask)], ['roster', 'publish', file(document), '--to', liar.url, ...args], now)
const puts = () => liar.asked.filter((one) => one.startsWith('PUT '))
const second = roster(2, roster(), { ngos: [ngo('a21', 2), ngo('gcr')] })
const inForce = async () =>
  (JSON.parse(((await (await server.get('/trust/chain.json')).json()) as any).roster.signed) as any).version

describe('mitos roster publish', () => {
  beforeEach(start)
  afterEach(stop)

  it('begins a network: root, then release, then roster, and reads it back', async () => {
    const { code, out } = await publish(roster(), ['--root', file(root()), '--release', file(release()), '--yes'])
    expect(out).toMatch(/^! the launch check has \d red findings/)
    expect(out).toContain('This is the first roster there: 2 NGOs, 1 desk\n- a21, 1 lead\n- gcr, 1 lead')
    expect(out).toMatch(
      /\nto send: root 1, then release 1, then roster 1\n.*\nroster 1 is in force until .*\(Europe\/Athens\)/s,
    )
    expect(puts()).toEqual(['PUT /trust/root', 'PUT /trust/release', 'PUT /trust/roster'])
    expect([code, await inForce()]).toEqual([0, 1])
  })

  it('shows what changes, asks, and sends only after a yes', async () => {
    await publishAll(server)
    const questions: string[] = []
    const answering =
      (answer: string): Ask =>
      (question) => (questions.push(question), Promise.resolve(answer))
    const no = await publish(second, [], answering('n'))
    expect([no.code, puts(), await inForce()]).toEqual([1, [], 1])
    expect(no.out).toMatch(
      /In force there is roster 1\. With roster 2:\nLook at these first.*\n! a21: the key of generation 1/,
    )
    expect(no.out).toMatch(/Nothing was sent\.$/)
    expect(questions).toEqual([`Put this in force at ${liar.url}? Type yes: `])
    const yes = await publish(second, [], answering(' Yes\n'))
    expect([yes.code, puts(), await inForce()]).toEqual([0, ['PUT /trust/roster'], 2])
    expect((await publish(second)).out).toBe('roster 2 is in force there already; nothing was sent')
  })

  it('changes the keys of rosters and releases, in the one order that works', async () => {
    await publishAll(server)
    const keys = { rosterKeys: [signKey('new roster')], releaseKeys: [signKey('new release')] }
    const roots = [file(root()), file(root(2, keys))]
    const anew = file(release(1, {}, ['new release']))
    const next = roster(2, roster(), {}, ['new roster'])
    expect((await publish(next)).err).toMatch(/^mitos: document-signature: the roster is refused: too few/)
    expect((await publish(next, ['--root', ...roots, '--yes'])).err).toMatch(/^mitos: release-refused: .*newest root/)
    expect(puts()).toEqual([])
    const { code, out } = await publish(next, ['--root', ...roots, '--release', anew, '--yes'])
    expect(out).toContain('to send: root 2, then release 1, then roster 2')
    expect([code, await inForce()]).toEqual([0, 2])
  })

  it('finds a release that waits there already', async () => {
    await publishAll(server)
    const other = release(2, { name: '1.1.0' })
    expect((await publish(roster(2, roster(), { release: hashOf(other) }))).err).toMatch(
      /^mitos: release-unknown: .*--release/,
    )
    await server.put('release', other)
    const { code, out } = await publish(roster(2, roster(), { release: hashOf(other) }))
    expect(out).toContain('! other code will run')
    expect(code).toBe(0)
  })

  it('says that it would undo a switch, and nothing where it takes the spare keys up or leaves the switch in force', async () => {
    const of = (generation: number) => ({
      generation,
      key: boxKey(`a21 ${generation}`),
      sign: signKey(`a21 sign ${generation}`),
    })
    const spared = roster(1, null, { ngos: [ngo('a21', 1, { spare: of(2) }), ngo('gcr')] })
    await server.put('root', root())
    await server.put('release', release())
    await server.put('roster', spared)
    const inner = { type: 'switch', v: 1, network: NETWORK, ngo: 'a21', generation: 2, issued: NOW } as const
    expect((await server.put('switch', signDocument(crypto, inner, [seed('a21 lead')]))).status).toBe(204)
    const says = async (a21: object) =>
      (await publish(roster(2, spared, { ngos: [a21, ngo('gcr')] }), ['--dry-run'])).out.split('\n')
    const undone = expect.stringMatching(
      /^! a21 reads with its keys number 2 now, and this roster puts number 1 in force again: .*shut out could read again/,
    )
    expect(await says(ngo('a21', 1, { spare: of(3) }))).toContainEqual(undone)
    expect(await says(ngo('a21', 1))).toContainEqual(undone)
    for (const right of [ngo('a21', 1, { spare: of(2) }), ngo('a21', 2, { spare: of(3) }), ngo('a21', 3)])
      expect((await says(right)).join()).not.toContain('in force again')
  })

  it('says that a cache still gives the one before', async () => {
    await publishAll(server)
    const before = await (await server.get('/trust/chain.json')).text()
    liar.lies['/trust/chain.json'] = () => told(200, before)
    const { code, out } = await publish(second)
    expect([code, await inForce()]).toEqual([3, 2])
    expect(out).toMatch(/chain\.json still gives roster 1: a cache/)
  })

  it('says that nobody believes what is given now', async () => {
    await publishAll(server)
    let asked = 0
    liar.lies['/trust/chain.json'] = async (truth) => {
      const { body } = await truth()
      return told(200, asked++ ? body.toString('utf8').replace('1109', '1108') : body)
    }
    expect((await publish(second)).err).toMatch(/^mitos: roster-refused: all was taken, but no panel believes/)
  })

  it('stops at the first that is refused, and says what was taken', async () => {
    liar.lies['PUT /trust/release'] = () => told(507, '{"code":"store-full"}')
    const { code, out, err } = await publish(roster(), ['--root', file(root()), '--release', file(release()), '--yes'])
    expect(out).toMatch(/root 1 was taken$/)
    expect(err).toBe(
      'mitos: store-full: the server refuses the release (507): its disk is full: ask its operator; then run the same again',
    )
    expect([code, puts()]).toEqual([1, ['PUT /trust/root', 'PUT /trust/release']])
    delete liar.lies['PUT /trust/release']
    expect((await publish(roster(), ['--release', file(release()), '--yes'])).code).toBe(0)
  })
})

describe('mitos roster publish, where nothing is sent', () => {
  beforeAll(async () => {
    await start()
    await publishAll(server)
  })
  afterAll(stop)
  beforeEach(() => {
    liar.asked.length = 0
    for (const path of Object.keys(liar.lies)) delete liar.lies[path]
  })

  it('does all but send where it is dry', async () => {
    const { code, out } = await publish(second, ['--dry-run'])
    expect([code, puts(), await inForce()]).toEqual([0, [], 1])
    expect(out).toMatch(/to send: roster 2\nEverything would be taken\. Nothing was sent/)
  })

  it.each([
    ['it does not follow', () => roster(3, roster()), /document-conflict: .*does not follow.*draft is old/],
    ['it follows another one', () => roster(2, roster(2, roster())), /document-conflict: /],
    ['nobody signed it who may', () => roster(2, roster(), {}, ['gcr lead']), /document-signature: .*too few/],
    [
      'it has ended',
      () => roster(2, roster(), { issued: NOW - 9 * DAY, expires: NOW - 60 }),
      /document-refused: .*ended/,
    ],
    ['it is of another network', () => roster(2, roster(), { network: 'A'.repeat(22) }), /roster-refused: /],
    ['two shifts overlap', () => overlapping(), /document-shape: .*mitos roster check/],
    ['it is a draft', () => JSON.parse(second.signed) as object, /bad-input: .*draft: it has to be signed/],
  ])('sends nothing where %s', async (_, document, says) => {
    const { code, err } = await publish(document())
    expect(err).toMatch(says)
    expect([code, puts()]).toEqual([1, []])
  })
  function overlapping() {
    const [desk] = (JSON.parse(roster().signed) as any).desks
    const shifts = [desk.shifts[0], [desk.shifts[0][0] + 60, 480, 'gcr']]
    return roster(2, roster(), { desks: [{ ...desk, shifts }] })
  }

  it('sends nothing where nobody can be asked', async () => {
    // A process of its own, since a test may run at a terminal.
    const { code, err } = await mitos('', 'roster', 'publish', file(second), '--to', liar.url)
    expect(err).toMatch(/^mitos: bad-input: nobody can be asked here; .*--yes\n$/)
    expect([code, puts()]).toEqual([1, []])
  })

  it('sends nothing where a file of the release is not as it was signed', async () => {
    liar.lies['/w/panel.abc.js'] = () => told(200, 'other()')
    expect((await publish(second)).err).toMatch(/^mitos: release-unknown: .*not all its files/)
    expect(puts()).toEqual([])
  })

  it.each([
    ['no network', () => told(404), /not-found: there is no Mitos server/],
    ['a page', () => told(200, '<p>'), /not-found: /],
    ['no roster', () => told(200, '{"roots":[{"signed":"{}"}],"release":1,"roster":2}'), /not-found: /],
    ['silence that breaks', () => 'cut' as const, /server-unreachable: it does not answer/],
    ['something without an end', () => 'drip' as const, /server-unreachable: .*larger/],
  ])('refuses an address where there is %s', async (_, lie, says) => {
    liar.lies['/trust/chain.json'] = lie
    expect(await publish(second)).toMatchObject({ code: 1, err: expect.stringMatching(says) })
    expect(puts()).toEqual([])
  })

  it('has words for every refusal of a server, and for what is none', async () => {
    // What other routes say, to people who send requests, to members and to leads.
    const others = /^(request-|login-|not-logged|claim-|notice-|switch-|invitation-|name-taken|lead-only|team-)/
    const codes = ERROR_CODES.filter((code) => problem(code).status !== 500 && !others.test(code))
    expect(codes.length).toBeGreaterThan(25)
    for (const code of [...codes, 'internal'] satisfies ErrorCode[]) {
      expect(whyRefused('roster', code), code).toMatch(/.{20}/)
      const { body, status } = problem(code)
      liar.lies['PUT /trust/roster'] = () => told(status, body)
      if (codes.indexOf(code) % 8 === 0)
        expect((await publish(second)).err).toBe(
          `mitos: ${code}: the server refuses the roster (${status}): ${whyRefused('roster', code)}`,
        )
    }
    liar.lies['PUT /trust/roster'] = () => told(200, '<p>Welcome')
    expect((await publish(second)).err).toMatch(/\(200\): something else than a Mitos server answers/)
    liar.lies['PUT /trust/roster'] = () => 'cut'
    expect((await publish(second)).err).toMatch(/server-unreachable: the roster: it does not answer, so nobody knows/)
    liar.lies['PUT /trust/roster'] = () => told(307, '', { location: '/elsewhere' })
    expect((await publish(second)).code).toBe(1)
    expect(liar.asked.filter((one) => one.endsWith('/elsewhere'))).toEqual([])
  })
})
