import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type DocumentStore, Documents } from '../../server/trust/documents.ts'
import { readChain } from '../../shared/chain.ts'
import type { SignedDocument } from '../../shared/signed.ts'
import { NOW, boxKey, crypto, hashOf, ngo, release, root, roster, sealedFor, signKey } from './network.ts'
import { temporaryFolder } from './folder.ts'
import { type TestServer, codeOf, publishAll, startServer } from './server.ts'

let server: TestServer
beforeEach(async () => void (server = await startServer()))
afterEach(() => server.stop())

describe('A panel fetches the chain of trust', () => {
  it('and is told to come again while nothing is published', async () => {
    expect(await codeOf(await server.get('/trust/chain.json'))).toBe('503 chain-unreachable')
    expect(await codeOf(await server.get('/trust/roster.json'))).toBe('404 not-found')
  })

  it('and believes it, byte for byte, with the hour of the server cut to five minutes', async () => {
    await publishAll(server)
    server.now += 299
    const text = await (await server.get('/trust/chain.json')).text()
    const chain = await readChain(crypto, text, hashOf(root()))
    expect(chain.roster.version).toBe(1)
    expect(chain.time).toBe(NOW)
    expect(text).toBe(
      JSON.stringify({ roots: [root()], release: release(), roster: roster(), switches: [], off: [], time: NOW }),
    )
  })

  it('from any site, kept for five minutes, and not sent again while it is the same', async () => {
    await publishAll(server)
    const first = await server.get('/trust/chain.json')
    expect(first.headers.get('access-control-allow-origin')).toBe('*')
    expect(first.headers.get('cross-origin-resource-policy')).toBe('cross-origin')
    expect(first.headers.get('cache-control')).toBe('public, max-age=300')
    expect(first.headers.get('last-modified')).toBeNull()
    const etag = first.headers.get('etag')!
    const again = () => server.get('/trust/chain.json', { headers: { 'if-none-match': etag } })
    const unchanged = await again()
    expect([unchanged.status, await unchanged.text()]).toEqual([304, ''])
    server.now += 300
    expect((await again()).status).toBe(200)
  })

  it.each(['br', 'gzip', 'identity'])('in %s', async (encoding) => {
    await publishAll(server)
    const response = await server.get('/trust/chain.json', { headers: { 'accept-encoding': encoding } })
    expect(response.headers.get('content-encoding')).toBe(encoding === 'identity' ? null : encoding)
    expect(response.headers.get('vary')).toBe('accept-encoding')
    expect(((await response.json()) as { time: number }).time).toBe(NOW)
  })

  it.each(['br;q=0', 'BR; q=0.000, gzip ;q=0', 'gzip;q=0,br;q=0'])('plain where it says %s', async (accepted) => {
    await publishAll(server)
    for (const path of ['/trust/chain.json', '/w/panel.abc.js']) {
      const response = await server.get(path, { headers: { 'accept-encoding': accepted } })
      expect([path, response.headers.get('content-encoding')]).toEqual([path, null])
    }
  })

  it('and finds every document that was ever published', async () => {
    await publishAll(server)
    const second = roster(2, roster())
    expect((await server.put('roster', second)).status).toBe(204)
    for (const [path, document] of [
      ['root/1.json', root()],
      ['releases/1.json', release()],
      ['rosters/1.json', roster()],
      ['rosters/2.json', second],
      ['roster.json', second],
    ] as const)
      expect(await (await server.get(`/trust/${path}`)).text()).toBe(JSON.stringify(document))
    for (const path of ['rosters/3.json', 'rosters/0.json', 'rosters/1', 'rosters/01.json', 'root/x.json'])
      expect(await codeOf(await server.get(`/trust/${path}`))).toBe('404 not-found')
  })
})

describe('A server', () => {
  it('does not start on the documents of another network', async () => {
    const folder = temporaryFolder()
    const data = join(folder.path, 'data')
    const first = await startServer({ data })
    await publishAll(first)
    await first.stop()
    const other = startServer({ data, root: hashOf(roster()) })
    await expect(other).rejects.toMatchObject({ code: 'config-root', cause: expect.stringContaining('MITOS_ROOT') })
    folder.remove()
  })

  it('that shares its store with another one takes up what that one published', async () => {
    await publishAll(server)
    const second = roster(2, roster(), { ngos: [ngo('a21', 2), ngo('gcr')] })
    const bytes = Buffer.from(JSON.stringify(second))
    await server.get('/trust/chain.json')
    await server.store.addDocument({ kind: 'roster', version: 2, hash: hashOf(second), bytes })
    server.now += 5
    const chain = (await (await server.get('/trust/chain.json')).json()) as { roster: unknown }
    expect(chain.roster).toEqual(second)
    expect((await server.post(sealedFor(boxKey('a21 2')))).status).toBe(204)
  })
})

describe('What was published', () => {
  it('is read one roster at a time, and each once, however many there were', async () => {
    await publishAll(server)
    const all = [roster()]
    for (let version = 2; version < 6; version++) {
      all.push(roster(version, all.at(-1)!, { ngos: [ngo('a21', version), ngo('gcr')] }))
      expect((await server.put('roster', all.at(-1)!)).status).toBe(204)
    }
    const read: unknown[] = []
    const { store } = server
    const noting: DocumentStore = {
      latestDocument: (kind) => store.latestDocument(kind),
      documentByHash: (kind, hash) => store.documentByHash(kind, hash),
      switches: () => store.switches(),
      documents: (kind) => (read.push(`all of ${kind}`), store.documents(kind)),
      document: (kind, version) => (read.push(version), store.document(kind, version)),
    }
    const documents = new Documents(noting, crypto, () => NOW, hashOf(root()))
    expect((await documents.published()).keyIds.get('a21')).toHaveLength(5)
    expect(read).toEqual(['all of root', 1, 2, 3, 4, 5])
    const sixth = roster(6, all.at(-1)!, { ngos: [ngo('a21', 6), ngo('gcr')] })
    expect((await server.put('roster', sixth)).status).toBe(204)
    documents.changed()
    expect((await documents.published()).keyIds.get('a21')).toHaveLength(6)
    expect(read.slice(6)).toEqual(['all of root', 6])
  })
})

describe('The keeper publishes', () => {
  const expectCode = async (kind: string, document: SignedDocument, code: string) =>
    expect(await codeOf(await server.put(kind, document))).toBe(code)

  it('first the root that the operator pinned, and no other', async () => {
    await expectCode('root', root(1, { expires: NOW + 99 * 86_400 }), '403 root-refused')
    await expectCode('root', { ...root(), signatures: root(1, {}, ['stranger']).signatures }, '403 document-signature')
    await expectCode('roster', roster(), '409 root-refused')
    await expectCode('release', release(), '409 root-refused')
    expect((await server.put('root', root())).status).toBe(204)
    expect((await server.put('root', root())).status).toBe(204)
  })

  it('then each next root, signed by the old keys and the new', async () => {
    await publishAll(server)
    const keys = { keys: [signKey('keeper 2')] }
    await expectCode('root', root(2, keys, ['keeper']), '403 document-signature')
    await expectCode('root', root(2, keys, ['keeper 2']), '403 document-signature')
    await expectCode('root', root(3, keys, ['keeper', 'keeper 2']), '409 root-refused')
    expect((await server.put('root', root(2, keys, ['keeper', 'keeper 2']))).status).toBe(204)
    await expectCode('root', root(2, { issued: NOW }), '409 document-conflict')
    const forged = { keys: [signKey('stranger')] }
    for (const version of [1, 2])
      await expectCode('root', root(version, forged, ['stranger']), '403 document-signature')
    const chain = (await (await server.get('/trust/chain.json')).json()) as { roots: unknown[] }
    expect(chain.roots).toHaveLength(2)
  })

  it('a release, which is only stored until a roster names it', async () => {
    await publishAll(server)
    await expectCode('release', release(2, {}, ['roster']), '403 document-signature')
    expect((await server.put('release', release(2, { name: '2' }))).status).toBe(204)
    expect((await server.put('release', release(2, { name: '2' }))).status).toBe(204)
    await expectCode('release', release(2, { name: 'other' }), '409 document-conflict')
    const chain = (await (await server.get('/trust/chain.json')).json()) as { release: unknown }
    expect(chain.release).toEqual(release())
  })

  it('a roster that follows the one in force, and no other', async () => {
    await publishAll(server)
    expect((await server.put('roster', roster())).status).toBe(204)
    await expectCode('roster', roster(2, roster(), {}, ['stranger']), '403 document-signature')
    await expectCode('roster', roster(3, roster()), '409 document-conflict')
    await expectCode('roster', roster(2, roster(2, roster())), '409 document-conflict')
    await expectCode('roster', roster(1, null, { issued: NOW }), '409 document-conflict')
    expect((await server.put('roster', roster(2, roster()))).status).toBe(204)
    await expectCode('roster', roster(2, roster(), { issued: NOW }), '409 document-conflict')
    await expectCode('roster', roster(), '409 document-conflict')
  })

  it('of two keepers at once one is told that the other was faster', async () => {
    await publishAll(server)
    const both = [roster(2, roster()), roster(2, roster(), { issued: NOW })]
    const statuses = await Promise.all(both.map(async (one) => (await server.put('roster', one)).status))
    expect(statuses.sort()).toEqual([204, 409])
  })

  it('no roster whose release is not here, or whose files are not, or are others', async () => {
    await publishAll(server)
    const { panel, ...files } = (JSON.parse(release().signed) as { files: Record<string, object> }).files
    const missing = release(2, { files: { ...files, panel: { ...panel, path: '/w/panel.new.js' } } })
    const next = () => roster(2, roster(), { release: hashOf(missing) })
    await expectCode('roster', next(), '409 release-unknown')
    await server.put('release', missing)
    await expectCode('roster', next(), '409 release-unknown')
    writeFileSync(join(server.data, 'w/panel.new.js'), 'tampered()')
    await expectCode('roster', next(), '409 release-unknown')
  })

  it('no roster that a panel would not believe', async () => {
    await publishAll(server)
    const later = release(2, { minRoster: 9 })
    await server.put('release', later)
    await expectCode('roster', roster(2, roster(), { release: hashOf(later) }), '409 release-refused')
    await expectCode('roster', roster(2, roster(), { network: 'B'.repeat(21) + 'A' }), '409 roster-refused')
    await expectCode('roster', roster(2, roster(), { ngos: [ngo('a21'), ngo('a21')] }), '400 document-shape')
    await expectCode(
      'roster',
      roster(2, roster(), { ngos: [ngo('a21', 1, { leads: ['A'.repeat(43)] }), ngo('gcr')] }),
      '400 document-shape',
    )
  })

  it('no roster with two keys of one key id', async () => {
    // Finding two such keys takes 2^32 tries, so the hash is one that always clashes.
    const clashing: typeof crypto = {
      ...crypto,
      // The server's own secrets are keyed hashes, and stay what they are.
      blake2b: (message, length, key) => (key ? crypto.blake2b(message, length, key) : new Uint8Array(length)),
    }
    const other = await startServer({}, undefined, clashing)
    for (const [kind, document] of [
      ['root', root()],
      ['release', release()],
    ] as const)
      expect((await other.put(kind, document)).status).toBe(204)
    expect(await codeOf(await other.put('roster', roster()))).toBe('409 key-id-clash')
    await other.stop()
  })

  it('nothing that is no document of ours', async () => {
    await publishAll(server)
    const send = (body: string, type = 'application/json') =>
      server.get('/trust/roster', { method: 'PUT', headers: { 'content-type': type }, body })
    expect(await codeOf(await send('{'))).toBe('400 json-not-canonical')
    expect(await codeOf(await send(JSON.stringify(roster(2, roster()), null, 1)))).toBe('400 json-not-canonical')
    for (const one of ['null', '5', '[]', '{}', '{"key":5,"sig":""}', `{"key":"${signKey('roster')}","sig":5}`])
      expect(await codeOf(await send(`{"signed":"","signatures":[${one}]}`))).toBe('400 document-shape')
    expect(await codeOf(await send('{}'))).toBe('400 document-shape')
    expect(await codeOf(await send(''))).toBe('400 json-not-canonical')
    expect(await codeOf(await send(JSON.stringify(release())))).toBe('403 document-signature')
    expect(await codeOf(await send('x'.repeat(1_100_000)))).toBe('413 too-large')
    expect(await codeOf(await send('{}', 'text/plain'))).toBe('415 unsupported-media')
  })

  it('nothing that has expired', async () => {
    await publishAll(server)
    await expectCode('release', release(2, { expires: NOW }), '409 document-refused')
    await expectCode('roster', roster(2, roster(), { expires: NOW }), '409 document-refused')
    await expectCode('root', root(2, { expires: NOW }), '409 document-refused')
    const short = release(2, { expires: NOW + 10 })
    expect((await server.put('release', short)).status).toBe(204)
    server.now += 10
    await expectCode('roster', roster(2, roster(), { release: hashOf(short) }), '409 document-refused')
    // What is here already changes nothing.
    expect((await server.put('release', short)).status).toBe(204)
  })

  it('nothing of more than a day after, by which the next start would find its clock behind', async () => {
    const issued = NOW + 86_400 + 60
    const first = root(1, { issued })
    const early = await startServer({ root: hashOf(first) })
    expect(await codeOf(await early.put('root', first))).toBe('409 document-refused')
    await early.stop()
    expect((await server.put('root', root())).status).toBe(204)
    await expectCode('root', root(2, { issued }), '409 document-refused')
    await publishAll(server)
    await expectCode('release', release(2, { issued }), '409 document-refused')
    const [desk] = (JSON.parse(roster().signed) as { desks: object[] }).desks
    const desks = [{ ...desk, shifts: [[NOW / 60 + 1440, 480, 'a21']] }]
    await expectCode('roster', roster(2, roster(), { issued, desks }), '409 document-refused')
    await expectCode('root', root(2, { issued }), '409 document-refused')
    expect((await server.put('roster', roster(2, roster(), { issued: NOW + 86_400, desks }))).status).toBe(204)
  })

  it('at most 32 roots, also one after the other that has expired where no roster is in force yet', async () => {
    await server.put('root', root())
    for (let version = 2; version <= 32; version++)
      expect((await server.put('root', root(version, { expires: NOW - 1 }))).status).toBe(204)
    await expectCode('root', root(33), '409 document-refused')
  })

  it('as often as people publish, and a flood is slowed', async () => {
    const slow = await startServer({ limit: 2 })
    for (const code of ['403 document-signature', '403 document-signature', '429 too-many'])
      expect(await codeOf(await slow.put('root', { ...root(), signatures: root(1, {}, ['x']).signatures }))).toBe(code)
    await slow.stop()
  })
})
