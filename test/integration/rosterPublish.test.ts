import { createHash } from 'node:crypto'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { whyRefused } from '../../server/cli/roster/publish/refusals.ts'
import type { Ask } from '../../server/cli/roster/publish/run.ts'
import { publishAsking } from '../../server/cli/roster/publishVerb.ts'
import { problem } from '../../server/problem.ts'
import { ERROR_CODES, type ErrorCode } from '../../shared/errors.ts'
import { noticeFile } from '../../shared/notice.ts'
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
    expect(out).toMatch(
      /^This is the first root there, [\w-]{43}; it ends .*\nrelease 1, called 1\.0\.0, runs by this roster\n! the launch check has \d red findings/,
    )
    expect(out).toContain('This is the first roster there: 2 NGOs, 1 desk\n- a21, 1 lead\n- gcr, 1 lead')
    expect(out).toMatch(
      /\nto send: root 1, then release 1, then roster 1\n.*\nroster 1 is in force until .*\(Europe\/Athens\)/s,
    )
    expect(puts()).toEqual(['PUT /trust/root', 'PUT /trust/release', 'PUT /trust/roster'])
    expect(out).toMatch(/\nNew keys: a21, gcr\. Let a coordinator of each press “Send a test” in the inbox/)
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
    expect(yes.out).toContain('\nNew keys: a21. Let')
    expect((await publish(second)).out).toBe('roster 2 is in force there already; nothing was sent')
    const third = await publish(roster(3, second, { ngos: [ngo('a21', 2), ngo('gcr')] }))
    expect([third.code, third.out.includes('New keys')]).toEqual([0, false])
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

describe('mitos publish', () => {
  beforeEach(start)
  afterEach(stop)
  const some = (documents: readonly object[], more: readonly string[] = ['--yes']) =>
    inProcess([publishAsking(never)], ['publish', ...documents.map(file), '--to', liar.url, ...more])

  it('begins a network with files in any order, and sends nothing twice', async () => {
    const { code, out } = await some([roster(), root(), release()])
    expect(out).toContain('\nto send: root 1, then release 1, then roster 1\n')
    expect([code, await inForce()]).toEqual([0, 1])
    expect((await some([release(), root()])).out).toBe('all of this is there already; nothing was sent')
    expect(puts()).toHaveLength(3)
  })

  it('puts a root or a release alone, and looks that pages believe what is there', async () => {
    await publishAll(server)
    const later = await some([root(2, { expires: NOW + 150 * DAY })])
    expect(later.out).toMatch(
      /^With root 2:\n- changes no key\n- ends .*50 days later.*\nto send: root 2\nroot 2 was taken\n/,
    )
    expect(later.out).toMatch(/roster 1 is in force until .*; pages believe what is there$/)
    const keys = await some([root(3, { rosterKeys: [signKey('new roster')] })], ['--dry-run'])
    expect(keys.out).toMatch(/^With root 3:\n! drops roster-1 .*it cannot say who reads.*\n! adds roster-1 /)
    const other = release(2, { name: '1.1.0' })
    expect((await some([other])).out).toMatch(/^release 2, called 1\.1\.0, waits there until a roster names it\n/)
    expect((await some([other])).out).toMatch(
      /^release 2 waits there until a roster names it\nall of this is there already; nothing was sent$/,
    )
    expect(puts()).toEqual(['PUT /trust/root', 'PUT /trust/release'])
  })

  it('says that a root only waits, as long as the release is not signed as it asks', async () => {
    await publishAll(server)
    const keys = root(2, { releaseKeys: [signKey('new release')] })
    const { code, out } = await some([keys])
    expect(out).toContain('root 2 was taken\n')
    expect(out).toMatch(/\n! root 2 only waits there, and root 1 is in force: a key that was dropped still counts\..*$/)
    expect(code).toBe(3)
    const again = await some([keys])
    expect(again.out).toMatch(/^all of this is there already; nothing was sent\n! root 2 only waits there, and root 1 /)
    expect(again.code).toBe(3)
    expect((await some([release(1, {}, ['new release'])])).code).toBe(0)
    expect((await some([keys])).code).toBe(0)
    const chain = (await (await server.get('/trust/chain.json')).json()) as any
    expect(chain.roots.length).toBe(2)
  })

  it('puts a root without an old release key together with the release signed anew', async () => {
    await publishAll(server)
    const keys = root(2, { releaseKeys: [signKey('new release')] })
    const { code, out } = await some([release(1, {}, ['new release']), keys])
    expect(out).toContain('to send: root 2, then release 1')
    const chain = (await (await server.get('/trust/chain.json')).json()) as any
    expect([code, chain.roots.length]).toEqual([0, 2])
  })

  it('begins with what is there, and says that nothing is in force before a roster is', async () => {
    expect((await some([root()])).out).toMatch(/root 1 was taken\nNothing is in force there before a roster is\.$/)
    expect((await some([root()])).out).toMatch(/^Nothing is in force there before a roster is\.\nall of this/)
    expect((await some([release()])).code).toBe(0)
    expect((await some([roster()])).out).toMatch(/roster 1 is in force until .*every page knows/)
  })

  it('refuses what is none of them, two rosters, and a draft', async () => {
    expect((await some([roster(), second])).err).toMatch(/^mitos: bad-input: these are two rosters/)
    expect((await some([{ type: 'team' }])).err).toMatch(
      /^mitos: bad-input: a file is no root, release or roster: it says/,
    )
    expect((await some([[1]])).err).toMatch(/^mitos: bad-input: a file is no root, release or roster: it says no type/)
    expect((await some([JSON.parse(root().signed) as object])).err).toMatch(/^mitos: bad-input: this root is a draft/)
    expect((await some([release()])).err).toMatch(
      /root-refused: the release is refused: no root is published there yet/,
    )
    expect((await some([], ['--yes'])).code).toBe(2)
    expect(puts()).toEqual([])
  })

  it('tells whom a roster would lock out, and which notices people could not read', async () => {
    await publishAll(server)
    const text = 'Who is responsible: A21.'
    const hash = createHash('sha256').update(noticeFile(text)).digest('base64url')
    const named = (leads: readonly string[]) =>
      roster(2, roster(), { ngos: [ngo('a21', 1, { leads, notices: { el: hash, en: hash } }), ngo('gcr')] })
    const dry = async (leads = ['a21 lead']) => (await some([named(leads.map(signKey))], ['--dry-run'])).out
    expect(await dry()).toMatch(
      /^(! the launch.*\n)?! what a21 tells about data in Greek \(el\) is not on the server: .*\n! what .*English/,
    )
    expect(await dry(['somebody'])).toContain('! red   lead-all-new: a21: ')
    const notice = { type: 'notice', v: 1, network: NETWORK, ngo: 'a21', issued: NOW, text } as const
    expect((await server.put('notices', signDocument(crypto, notice, [seed('a21 lead')]))).status).toBe(204)
    expect(await dry()).not.toContain('tells about data in')
    liar.lies[`/trust/notices/${hash}`] = () => told(200, text)
    expect(await dry()).toContain(
      '! what a21 tells about data in Greek (el) is another text there than the roster names',
    )
    liar.lies[`/trust/notices/${hash}`] = () => 'cut'
    expect((await some([named([signKey('a21 lead')])], ['--dry-run'])).err).toMatch(/^mitos: server-unreachable: /)
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
    const others =
      /^(request-|login-|not-logged|claim-|case-|notice-|switch-|mailbox-|reply-|invitation-|name-taken|lead-only|team-|start-|ngo-|blob-|clock-|alert-|referral-|guide-|audit-)/
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
