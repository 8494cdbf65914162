import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { readChain } from '../../shared/chain.ts'
import type { SignedDocument } from '../../shared/signed.ts'
import { crypto, hashOf, release, root, roster, signKey } from './network.ts'
import { type TestServer, codeOf, publishAll, startServer } from './server.ts'

let server: TestServer
beforeEach(async () => void (server = await startServer()))
afterEach(() => server.stop())

describe('When the keeper changes keys', () => {
  const chain = async () => {
    const text = await (await server.get('/trust/chain.json')).text()
    return readChain(crypto, text, hashOf(root()))
  }
  const put = async (kind: string, document: SignedDocument) =>
    expect([kind, (await server.put(kind, document)).status]).toEqual([kind, 204])
  const expectCode = async (kind: string, document: SignedDocument, code: string) =>
    expect(await codeOf(await server.put(kind, document))).toBe(code)
  const NEW = { rosterKeys: [signKey('roster 2')], releaseKeys: [signKey('release 2')] }

  it('of rosters, the new root waits, and comes into force with the first roster that is signed by them', async () => {
    await publishAll(server)
    const second = root(2, { rosterKeys: [signKey('roster 2')] })
    await put('root', second)
    expect((await chain()).root.version).toBe(1)
    // What is urgent may still be signed by the old keys.
    const between = roster(2, roster())
    await put('roster', between)
    expect(await chain()).toMatchObject({ root: { version: 1 }, roster: { version: 2 } })
    const last = roster(3, between, {}, ['roster 2'])
    await put('roster', last)
    expect(await chain()).toMatchObject({ root: { version: 2 }, roster: { version: 3 } })
    await expectCode('roster', roster(4, last), '403 document-signature')
    expect(await (await server.get('/trust/root/2.json')).json()).toEqual(second)
  })

  it('of releases, the same release signed anew is enough, and each signature stays', async () => {
    await publishAll(server)
    await put('root', root(2, { releaseKeys: [signKey('release 2')] }))
    expect((await chain()).root.version).toBe(1)
    await expectCode('release', release(1, {}, ['stranger']), '403 document-signature')
    const signed = release(1, {}, ['release 2', 'stranger'])
    await put('release', signed)
    expect(await chain()).toMatchObject({ root: { version: 2 }, release: { version: 1 }, roster: { version: 1 } })
    const kept = (await (await server.get('/trust/releases/1.json')).json()) as SignedDocument
    expect(kept).toEqual({ ...signed, signatures: [signed.signatures[0], release().signatures[0]] })
    await put('release', signed)
    await expectCode('release', release(), '403 document-signature')
  })

  it('of both at once, all come into force together, also seen by another process', async () => {
    await publishAll(server)
    await put('root', root(2, NEW))
    await put('release', release(1, {}, ['release 2']))
    expect((await chain()).root.version).toBe(1)
    await expectCode(
      'roster',
      roster(2, roster(), { release: hashOf(release(2)) }, ['roster 2']),
      '409 release-unknown',
    )
    await put('roster', roster(2, roster(), {}, ['roster 2']))
    expect(await chain()).toMatchObject({ root: { version: 2 }, roster: { version: 2 } })
  })

  it('and roster and release are signed by keys of different roots, the roster is refused', async () => {
    await publishAll(server)
    await put('root', root(2, NEW))
    await expectCode('roster', roster(2, roster(), {}, ['roster 2']), '409 release-refused')
    expect(await chain()).toMatchObject({ root: { version: 1 }, roster: { version: 1 } })
  })

  it('no roster leads back to a root that was replaced, by a release that only the old keys signed', async () => {
    await publishAll(server)
    const old = release(2, { name: 'signed by the old keys' })
    await put('release', old)
    await put('root', root(2, { releaseKeys: [signKey('release 2')] }))
    await put('release', release(1, {}, ['release 2']))
    expect((await chain()).root.version).toBe(2)
    await expectCode('roster', roster(2, roster(), { release: hashOf(old) }), '409 release-refused')
    expect(await chain()).toMatchObject({ root: { version: 2 }, roster: { version: 1 } })
  })

  it('twice before a roster follows, the newest root under which all hold is in force', async () => {
    await publishAll(server)
    await put('root', root(2, NEW))
    await put('root', root(3, { ...NEW, releaseKeys: [signKey('release 3')] }))
    await put('release', release(1, {}, ['release 3']))
    await put('roster', roster(2, roster(), {}, ['roster 2']))
    expect((await chain()).root.version).toBe(3)
  })
})
