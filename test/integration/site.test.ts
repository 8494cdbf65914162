import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { join } from 'node:path'
import { readChain } from '../../shared/chain.ts'
import { whoReads } from '../../shared/onDuty.ts'
import { SITES_OFF } from '../../server/store/store.ts'
import { mitos } from '../support/mitos.ts'
import { NOW, crypto, hashOf, root } from './network.ts'
import { type TestServer, publishAll, startServer } from './server.ts'

let server: TestServer
beforeEach(async () => {
  server = await startServer()
  await publishAll(server)
})
afterEach(() => server.stop())

const site = (...args: string[]) => mitos(server.data, 'site', ...args)
/** What the panel makes of the chain that is served now. */
const judged = async (id: string | null) => {
  const chain = await readChain(crypto, await (await server.get('/trust/chain.json')).text(), hashOf(root()))
  return whoReads(chain, 'GR', id, NOW, NOW).duty
}

describe('R3 A site that a coordinator switches off', () => {
  it('shows lines only in the next panel that is opened there, no other site does, and it can be on again', async () => {
    expect((await judged('limani')).kind).toBe('on')
    expect(await site('off', 'limani')).toEqual({
      code: 0,
      out: 'limani is off; every page knows within 5 minutes\n',
      err: '',
    })
    expect(await judged('limani')).toEqual({ kind: 'none', reason: 'off' })
    expect((await judged('kyada')).kind).toBe('on')
    expect((await judged(null)).kind).toBe('on')
    expect((await site('off', 'limani')).out).toBe('limani is off already\n')
    expect((await site('list')).out).toBe('limani\n')
    expect((await site('on', 'limani')).out).toBe('limani is on; every page knows within 5 minutes\n')
    expect((await judged('limani')).kind).toBe('on')
    expect((await site('list')).out).toBe('')
  })

  it('is off everywhere within five minutes, since nobody may keep the chain for longer', async () => {
    const before = await server.get('/trust/chain.json')
    await server.store.setSite('limani', true)
    const after = await server.get('/trust/chain.json', {
      headers: { 'if-none-match': before.headers.get('etag')! },
    })
    expect(after.status).toBe(200)
    expect(before.headers.get('cache-control')).toBe('public, max-age=300')
  })

  it('is refused where it is no site, and where there is no network', async () => {
    for (const id of ['Limani', 'a b', 'x'.repeat(25), '../x'])
      expect(await site('off', id)).toMatchObject({ code: 1, err: expect.stringMatching(/^mitos: bad-input: /) })
    expect((await mitos('', 'site', 'list')).err).toMatch(/^mitos: config-data: MITOS_DATA/)
    expect((await mitos(join(server.data, 'nowhere'), 'site', 'list')).err).toMatch(/^mitos: not-found: /)
    expect((await judged('limani')).kind).toBe('on')
  })

  it('is one of no more than every panel reads: one more would stop them all', async () => {
    await Promise.all(Array.from({ length: SITES_OFF }, (_, i) => server.store.setSite(`site-${i}`, true)))
    expect((await judged('site-0')).kind).toBe('none')
    expect((await site('off', 'limani')).err).toMatch(/^mitos: too-many: /)
    await expect(server.store.setSite('limani', true)).rejects.toMatchObject({ code: 'too-many' })
    expect((await judged('limani')).kind).toBe('on')
  })
})
