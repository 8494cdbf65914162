import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { toHex } from '../../shared/bytes.ts'
import { readChain } from '../../shared/chain.ts'
import { type SignedDocument, outerCap, signDocument } from '../../shared/signed.ts'
import { backup } from '../../server/backup.ts'
import { KEEP } from '../../shared/keep.ts'
import { restore } from '../../server/restore.ts'
import { lookAtDocuments } from '../../server/cli/check/documents.ts'
import { lookAt } from '../../server/store/sqlite/look.ts'
import { openDatabase } from '../../server/store/sqlite/open.ts'
import { Documents } from '../../server/trust/documents.ts'
import { SWITCHES } from '../../server/trust/switches.ts'
import { temporaryFolder } from './folder.ts'
import {
  NETWORK,
  NOW,
  boxKey,
  crypto,
  hashOf,
  ngo,
  release,
  root,
  roster,
  sealedFor,
  seed,
  signKey,
} from './network.ts'
import { type TestServer, codeOf, startServer } from './server.ts'

const DAY = 86_400
const QUARTER = 15 * 60
const spareOf = (id: string, generation: number) => ({
  generation,
  key: boxKey(`${id} ${generation}`),
  sign: signKey(`${id} sign ${generation}`),
})
/** A roster with leads of two NGOs, of which only a21 has spare keys, unless a test says otherwise. */
const a21 = (changes: object = {}) =>
  ngo('a21', 1, { spare: spareOf('a21', 2), leads: [signKey('a21 lead'), signKey('a21 lead 2')], ...changes })
const first = (changes: object = {}) => roster(1, null, { ngos: [a21(), ngo('gcr')], ...changes })
const next = (previous: SignedDocument, changes: object) => {
  const { version } = JSON.parse(previous.signed) as { version: number }
  return roster(version + 1, previous, { ngos: [a21(), ngo('gcr')], ...changes })
}

/** A switch as a lead of a21 signs it, but for what a test changes. */
const switchOf = (changes: object = {}, signers: readonly string[] = ['a21 lead']) =>
  signDocument(
    crypto,
    { type: 'switch', v: 1, network: NETWORK, ngo: 'a21', generation: 2, issued: NOW, ...changes } as {
      type: 'switch'
    },
    signers.map(seed),
  )

let server: TestServer
const start = async () => void (server = await startServer({ limit: 1000 }))
/** A server for each test. */
const anew = (): void => {
  beforeEach(start)
  afterEach(() => server.stop())
}

const publish = async (list: SignedDocument = first()) => {
  for (const [kind, document] of [
    ['root', root()],
    ['release', release()],
    ['roster', list],
  ] as const)
    expect([kind, (await server.put(kind, document)).status]).toEqual([kind, 204])
}
const put = async (changes: object = {}, signers?: readonly string[]): Promise<string> => {
  const answer = await server.put('switch', switchOf(changes, signers))
  return answer.status === 204 ? '204' : codeOf(answer)
}
const text = async () => (await server.get('/trust/chain.json')).text()
const switches = async () => (JSON.parse(await text()) as { switches: SignedDocument[] }).switches
/** Generation of the keys to which a panel seals for an NGO. */
const box = async (id = 'a21') => {
  const { roster } = await readChain(crypto, await text(), hashOf(root()))
  return roster.ngos.find((one) => one.id === id)!.box.generation
}
const send = async (generation: number, id = 'a21') => {
  const answer = await server.post(sealedFor(boxKey(`${id} ${generation}`)))
  return answer.status === 204 ? '204' : codeOf(answer)
}
const GONE = '410 request-key-unknown'

describe('A switch', () => {
  anew()
  it('by a coordinator puts the spare keys in force at once, for all who read the chain and all who send', async () => {
    await publish()
    expect([await box(), await send(1), await send(2)]).toEqual([1, '204', GONE])
    expect(await put()).toBe('204')
    expect(await switches()).toEqual([switchOf()])
    expect([await box(), await box('gcr'), await send(2)]).toEqual([2, 1, '204'])
    const { roster: applied } = await readChain(crypto, await text(), hashOf(root()))
    expect(applied.ngos[0]).toMatchObject({ box: spareOf('a21', 2) })
    expect(applied.ngos[0]).not.toHaveProperty('spare')
    expect(server.events.slice(3)).toEqual(expect.arrayContaining([{ kind: 'switched', ngo: 'a21', generation: 2 }]))
    // A line of the log says no more than of other documents.
    expect(server.lines).toContainEqual({ method: 'PUT', route: '/trust/switch', status: 204, ms: expect.any(Number) })
  })

  it('that comes again, or from another coordinator for the same keys, changes nothing', async () => {
    await publish()
    const answers = [await put(), await put(), await put({ issued: NOW + 60 }), await put({}, ['a21 lead 2'])]
    expect(answers).toEqual(['204', '204', '204', '204'])
    expect(await switches()).toEqual([switchOf()])
    expect(server.events.filter(({ kind }) => kind === 'switched')).toHaveLength(1)
  })

  it('is carried with one signature that counts, and no other', async () => {
    await publish()
    expect(await put({}, ['stranger', 'gcr lead', 'a21 lead', 'a21 lead 2'])).toBe('204')
    expect(await switches()).toEqual([switchOf()])
  })

  it('leaves what is sealed to the box fifteen minutes to arrive, and then takes it no more', async () => {
    await publish()
    server.now = NOW + 1000
    await put()
    server.now += QUARTER - 1
    expect([await send(1), await send(2)]).toEqual(['204', '204'])
    server.now += 1
    expect([await send(1), await send(2), await send(1, 'gcr')]).toEqual([GONE, '204', '204'])
  })

  it('never gives time to keys that are revoked', async () => {
    await publish(first({ revoked: [boxKey('a21 1')] }))
    expect(await put()).toBe('204')
    expect([await send(1), await send(2)]).toEqual([GONE, '204'])
  })

  it('is there after a restart, its quarter of an hour counted from when it was signed, never from tomorrow', async () => {
    await publish()
    server.now = NOW + 1000
    await put({ issued: NOW + 900 })
    const again = async (now: number) => {
      const documents = new Documents(server.store, crypto, () => now, hashOf(root()))
      const published = await documents.published()
      const until = (generation: number) => {
        const id = sealedFor(boxKey(`a21 ${generation}`)).subarray(17, 25)
        return published.accepted.get(toHex(id))
      }
      return [published.switches.map((one) => one.generation), until(1), until(2)]
    }
    expect(await again(NOW + 2000)).toEqual([[2], NOW + 900 + QUARTER, Infinity])
    expect(await again(NOW + 100)).toEqual([[2], NOW + 100 + QUARTER, Infinity])
  })

  it('that another process stored is seen within five seconds', async () => {
    await publish()
    expect(await box()).toBe(1)
    const other = { ngo: 'a21', generation: 2, bytes: Buffer.from(JSON.stringify(switchOf())) }
    await server.store.putSwitch(other)
    server.now += 5
    expect([await box(), await send(2)]).toEqual([2, '204'])
  })

  it('is told to the operator, and after three days that the keeper must act', async () => {
    const before = first()
    await publish(before)
    const check = async (day: number) => {
      const seen = lookAt(server.data)
      const now = NOW + day * DAY
      const published = await new Documents(seen.documents, crypto, () => now, hashOf(root())).published()
      const found = await lookAtDocuments(published, server.data, seen.notice, now)
      seen.close()
      return found.filter(({ name }) => name === 'switch').map(({ state, says }) => `${state} ${says}`)
    }
    expect(await check(0)).toEqual([])
    await put()
    const says = /^ok a21 reads with its spare keys, number 2; switched 3 days ago \([-\d]+ [:\d]+ UTC\)$/
    expect(await check(3)).toEqual([expect.stringMatching(says)])
    const late = /^warn a21 reads .* UTC\): the keeper must publish a roster with new keys$/
    expect(await check(3.1)).toEqual([expect.stringMatching(late)])
    const taken = [{ ...a21(), box: spareOf('a21', 2), spare: spareOf('a21', 3) }, ngo('gcr')]
    await server.put('roster', next(before, { ngos: taken }))
    expect(await check(3.1)).toEqual([])
  })

  it('R48 is in a backup, and in force where that is put back', async () => {
    await publish()
    await put()
    const folder = temporaryFolder()
    const [file, data] = ['one.backup', 'data'].map((name) => `${folder.path}/${name}`)
    expect(backup(server.data, file!, 7, NOW).counts).toMatchObject({ switches: 1 })
    await restore({ file: file!, data: data!, withdrawn: [], keep: KEEP, clock: () => NOW })
    const restored = await startServer({ data: data! })
    expect(await (await restored.get('/trust/chain.json')).text()).toBe(await text())
    await restored.stop()
    folder.remove()
  })

  it('stands in no database of before there were any, which can be looked at all the same', async () => {
    const folder = temporaryFolder()
    const database = openDatabase(folder.path, { clock: () => NOW })
    database.exec('DROP TABLE switches')
    database.close()
    const seen = lookAt(folder.path)
    expect(await seen.documents.switches()).toEqual([])
    seen.close()
    folder.remove()
  })
})

describe('After a switch, the next roster', () => {
  anew()
  it('whose box are the spare keys lets it drop out, and gives no time back to the keys of before', async () => {
    const before = first()
    await publish(before)
    await put()
    server.now += QUARTER
    const taken = [{ ...a21(), box: spareOf('a21', 2), spare: spareOf('a21', 3) }, ngo('gcr')]
    expect((await server.put('roster', next(before, { ngos: taken }))).status).toBe(204)
    expect([await switches(), await box()]).toEqual([[], 2])
    expect([await send(1), await send(2), await send(3)]).toEqual([GONE, '204', GONE])
    // And the next emergency goes the same way.
    expect(await put({ generation: 3 })).toBe('204')
    expect([await box(), await send(3), await send(2)]).toEqual([3, '204', '204'])
    server.now += QUARTER
    expect([await send(3), await send(2)]).toEqual(['204', GONE])
  })

  it('with keys all new takes what is sealed to the spare ones a quarter of an hour longer', async () => {
    const before = first()
    await publish(before)
    await put()
    server.now += QUARTER
    const fresh = [{ ...a21(), box: spareOf('a21', 3), spare: spareOf('a21', 4) }, ngo('gcr')]
    expect((await server.put('roster', next(before, { ngos: fresh }))).status).toBe(204)
    expect([await box(), await send(1), await send(2), await send(3)]).toEqual([3, GONE, '204', '204'])
    server.now += QUARTER
    expect([await send(2), await send(3)]).toEqual([GONE, '204'])
  })

  it('that knows nothing of it leaves it in force', async () => {
    const before = first()
    await publish(before)
    await put()
    server.now += QUARTER
    expect((await server.put('roster', next(before, { expires: NOW + 9 * DAY }))).status).toBe(204)
    expect([await switches(), await box(), await send(1)]).toEqual([[switchOf()], 2, GONE])
  })

  it('that revokes its coordinator ends it, and another coordinator may put it again', async () => {
    const before = first()
    await publish(before)
    await put()
    expect((await server.put('roster', next(before, { revoked: [signKey('a21 lead')] }))).status).toBe(204)
    expect([await switches(), await box()]).toEqual([[], 1])
    expect(await put()).toBe('403 document-signature')
    expect(await put({ issued: NOW + 1 }, ['a21 lead 2'])).toBe('204')
    expect([await box(), await send(1), await send(2)]).toEqual([2, '204', '204'])
  })

  it('retires keys that a switch replaced only when no roster names them any more', async () => {
    const before = first()
    await publish(before)
    await put()
    server.now += QUARTER
    const read = async () => {
      const documents = new Documents(server.store, crypto, () => server.now, hashOf(root()))
      return (await documents.published()).retired.map(({ ngo: of, generation }) => [of, generation])
    }
    expect(await read()).toEqual([])
    const taken = [{ ...a21(), box: spareOf('a21', 2), spare: spareOf('a21', 3) }, ngo('gcr')]
    await server.put('roster', next(before, { ngos: taken }))
    expect(await read()).toEqual([['a21', 1]])
  })

  it('is refused where it would leave no room for switches', async () => {
    const before = first()
    await publish(before)
    // Two letters of the inner text for each, four of the outer one.
    const long = (letters: number) => next(before, { pad: '\\'.repeat(letters) })
    expect(await codeOf(await server.put('roster', long(245_000)))).toBe('409 chain-refused')
    expect((await server.put('roster', long(225_000))).status).toBe(204)
    expect([await put(), await box()]).toEqual(['204', 2])
  })
})

describe('A switch is refused', () => {
  beforeAll(async () => {
    await start()
    await publish(first({ revoked: [signKey('a21 lead 2')] }))
  })
  afterAll(() => server.stop())
  afterEach(async () => expect([await switches(), await box(), await send(2)]).toEqual([[], 1, GONE]))

  it.each([
    ["another NGO's lead", {}, ['gcr lead'], '403 document-signature'],
    ['a member', {}, ['maria sign'], '403 document-signature'],
    ['a coordinator whose key is revoked', {}, ['a21 lead 2'], '403 document-signature'],
    ['the keeper', {}, ['keeper', 'roster'], '403 document-signature'],
    ['the keys themselves', {}, ['a21 sign 1', 'a21 sign 2'], '403 document-signature'],
    ['nobody', {}, [], '403 document-signature'],
    ['a lead for an NGO that is not there', { ngo: 'nobody' }, ['a21 lead'], '403 document-signature'],
    ['a lead for another NGO', { ngo: 'gcr' }, ['a21 lead'], '403 document-signature'],
  ] as const)('by %s', async (_, changes, signers, code) => {
    expect(await put(changes, signers)).toBe(code)
  })

  it.each([
    ['to the generation that reads already', { generation: 1 }, '409 switch-refused'],
    ['to a generation that is not there yet', { generation: 3 }, '409 switch-refused'],
    ['for another network', { network: 'AAAAAAAAAAAAAAAAAAAAAA' }, '409 document-refused'],
    ['of a day after now', { issued: NOW + DAY + 1 }, '409 document-refused'],
    ['without a generation', { generation: undefined }, '400 document-shape'],
    ['to no generation', { generation: 0 }, '400 document-shape'],
    ['of an NGO with an odd name', { ngo: '../a21' }, '400 document-shape'],
    ['issued at no time', { issued: -1 }, '400 document-shape'],
    ['of another version', { v: 2 }, '400 document-type'],
    ['that is another document', { type: 'notice' }, '403 document-signature'],
    ['longer than any', { pad: 'a'.repeat(1024) }, '400 document-shape'],
  ] as const)('%s', async (_, changes, code) => {
    expect(await put(changes)).toBe(code)
  })

  it('for an NGO without spare keys', async () => {
    expect(await put({ ngo: 'gcr' }, ['gcr lead'])).toBe('409 switch-refused')
  })

  it('whose signature is for other words', async () => {
    const other = { ...switchOf(), signatures: switchOf({ issued: 1 }).signatures }
    expect(await codeOf(await server.put('switch', other))).toBe('403 document-signature')
  })

  it('that is no signed document, no JSON, or larger than any', async () => {
    const body = async (content: string, type = 'application/json') =>
      codeOf(await server.get('/trust/switch', { method: 'PUT', headers: { 'content-type': type }, body: content }))
    expect(await body('{}')).toBe('400 document-shape')
    expect(await body('[]')).toBe('400 document-shape')
    expect(await body('{')).toBe('400 json-not-canonical')
    expect(await body('\ufeff{}')).toBe('400 json-not-canonical')
    expect(await body(`${JSON.stringify(switchOf())} `)).toBe('400 json-not-canonical')
    expect(await body(JSON.stringify(switchOf()), 'text/plain')).toBe('415 unsupported-media')
    expect(await body('x'.repeat(outerCap('switch') + 1))).toBe('413 too-large')
    expect(await codeOf(await server.get('/trust/switch', { method: 'PUT' }))).toBe('400 bad-input')
    expect(await codeOf(await server.get('/trust/switch'))).toBe('405 method-not-allowed')
  })
})

describe('There are limits', () => {
  anew()
  it('while no roster says who leads', async () => {
    expect(await put()).toBe('409 roster-refused')
  })

  it('of how many come in a minute', async () => {
    const busy = await startServer({ limit: 1 })
    expect(await codeOf(await busy.put('switch', switchOf()))).toBe('409 roster-refused')
    expect(await codeOf(await busy.put('switch', switchOf()))).toBe('429 too-many')
    await busy.stop()
  })

  it('of how many a chain carries: the next one has to wait for a roster, and none gives way', async () => {
    const ids = Array.from({ length: SWITCHES + 1 }, (_, i) => `ngo-${String(i).padStart(2, '0')}`)
    const all = ids.map((id) => ngo(id, 1, { spare: spareOf(id, 2) }))
    const before = roster(1, null, { ngos: [a21(), ...all] })
    await publish(before)
    const last = ids.pop()!
    for (const id of ids) expect(await put({ ngo: id }, [`${id} lead`])).toBe('204')
    expect(await put({ ngo: last }, [`${last} lead`])).toBe('409 switch-refused')
    expect(await put({ ngo: ids[0]! }, [`${ids[0]!} lead`])).toBe('204')
    expect(await switches()).toEqual(ids.map((id) => switchOf({ ngo: id }, [`${id} lead`])))
    expect([await box(ids[0]), await box(ids.at(-1)), await box(last)]).toEqual([2, 2, 1])
    const taken = all.map((one, i) => ({ ...one, box: spareOf(one.id, 2), spare: spareOf(one.id, 3 + (i % 2)) }))
    expect((await server.put('roster', next(before, { ngos: [a21(), ...taken] }))).status).toBe(204)
    expect(await switches()).toEqual([])
    expect(await put()).toBe('204')
  })
})
