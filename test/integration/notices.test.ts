import { createHash } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { NOTICE_SIZE, noticeFile } from '../../shared/notice.ts'
import { outerCap, signDocument } from '../../shared/signed.ts'
import { NOTICES } from '../../server/store/store.ts'
import { NOW, crypto, ngo, roster, seed } from './network.ts'
import { type TestServer, codeOf, publishAll, startServer } from './server.ts'

let server: TestServer
beforeAll(async () => {
  server = await startServer({ limit: 1000 })
  await publishAll(server)
})
afterAll(() => server.stop())

const TEXT = '# Ποιος είναι υπεύθυνος\nA21\n\n- Μόνο εμείς'
const hashOf = (text: string): string => createHash('sha256').update(noticeFile(text)).digest('base64url')
const network = (JSON.parse(roster().signed) as { network: string }).network

/** A notice as a lead of a21 signs it, but for what a test changes. */
const notice = (changes: object = {}, signers: readonly string[] = ['a21 lead']) =>
  signDocument(
    crypto,
    { type: 'notice', v: 1, network, ngo: 'a21', issued: NOW, text: TEXT, ...changes } as { type: 'notice' },
    signers.map(seed),
  )
const put = async (changes: object = {}, signers?: readonly string[]): Promise<string> => {
  const answer = await server.put('notices', notice(changes, signers))
  return answer.status === 204 ? '204' : codeOf(answer)
}
const get = (hash: string, init?: RequestInit) => server.get(`/trust/notices/${hash}`, init)

describe('What an NGO tells about data', () => {
  it('is put by one of its leads, again without a change, and read by its hash', async () => {
    expect(await codeOf(await get(hashOf(TEXT)))).toBe('404 not-found')
    expect([await put(), await put(), await put({ issued: NOW - 5 })]).toEqual(['204', '204', '204'])
    const answer = await get(hashOf(TEXT))
    const file = Buffer.from(await answer.arrayBuffer())
    expect(createHash('sha256').update(file).digest('base64url')).toBe(hashOf(TEXT))
    expect(file.toString('utf8').trimEnd()).toBe(TEXT)
  })

  it('R37, R51 has one size whatever it says, is kept by no browser, and compressed by nobody on the way', async () => {
    const long = 'ж'.repeat(NOTICE_SIZE / 2)
    expect([await put(), await put({ text: 'a' }), await put({ text: long })]).toEqual(['204', '204', '204'])
    for (const text of [TEXT, 'a', long]) {
      const answer = await get(hashOf(text), { headers: { 'accept-encoding': 'gzip, br' } })
      expect(Object.fromEntries(answer.headers)).toMatchObject({
        'content-length': String(NOTICE_SIZE),
        'content-type': 'text/plain; charset=utf-8',
        'cache-control': 'no-store, no-transform',
        'cdn-cache-control': 'public, max-age=31536000, no-transform',
        'access-control-allow-origin': '*',
        'cross-origin-resource-policy': 'cross-origin',
        'x-content-type-options': 'nosniff',
        'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
        etag: `"${hashOf(text)}"`,
      })
      expect(answer.headers.get('content-encoding')).toBeNull()
      expect((await answer.arrayBuffer()).byteLength).toBe(NOTICE_SIZE)
    }
    const known = await get(hashOf('a'), { headers: { 'if-none-match': `"${hashOf('a')}"` } })
    expect([known.status, await known.text()]).toEqual([304, ''])
  })

  it.each(['x', `${'a'.repeat(42)}.`, 'a'.repeat(44), 'a'.repeat(43), '..%2f..%2fmitos.db', '%00'])(
    'is not found by %s',
    async (hash) => {
      await put()
      expect(await codeOf(await get(hash))).toMatch(/^40[04] (not-found|bad-input)$/)
    },
  )
})

describe('A notice is refused', () => {
  it.each([
    ["another NGO's lead", {}, ['gcr lead'], '403 document-signature'],
    ['a stranger', {}, ['stranger'], '403 document-signature'],
    ['the keeper', {}, ['keeper'], '403 document-signature'],
    ['nobody', {}, [], '403 document-signature'],
    ['a lead for an NGO that is not there', { ngo: 'nobody' }, ['a21 lead'], '403 document-signature'],
  ] as const)('from %s', async (_, changes, signers, code) => {
    const text = `by ${signers.join()}`
    expect(await put({ text, ...changes }, signers)).toBe(code)
    expect((await get(hashOf(text))).status).toBe(404)
  })

  it('whose signature is for other words, or for another kind of document', async () => {
    const other = { ...notice(), signatures: notice({ text: 'other' }).signatures }
    expect(await codeOf(await server.put('notices', other))).toBe('403 document-signature')
    expect(await put({ type: 'team' })).toBe('403 document-signature')
    expect(await put({ v: 2 })).toBe('400 document-type')
  })

  it.each([
    ['for another network', { network: 'AAAAAAAAAAAAAAAAAAAAAA' }, '409 document-refused'],
    ['of a day after now', { issued: NOW + 2 * 86_400 }, '409 document-refused'],
    ['without a text', { text: undefined }, '400 document-shape'],
    ['with a text that is none', { text: ['a'] }, '400 document-shape'],
    ['of an NGO with an odd name', { ngo: '../a21' }, '400 document-shape'],
    ['issued at no time', { issued: -1 }, '400 document-shape'],
    ['that says nothing', { text: '' }, '400 notice-text'],
    ['that ends with a space, since two would be one file', { text: 'a ' }, '400 notice-text'],
    ['that begins with an empty line', { text: '\na' }, '400 notice-text'],
    ['with a mark that turns the direction', { text: 'a\u202eb' }, '400 notice-text'],
    ['with a tab', { text: 'a\tb' }, '400 notice-text'],
    ['with line ends of another kind', { text: 'a\r\nb' }, '400 notice-text'],
    ['with a letter in two parts', { text: 'e\u0301' }, '400 notice-text'],
    ['one byte too long', { text: 'a'.repeat(NOTICE_SIZE + 1) }, '413 notice-too-long'],
    ['too long to be read', { text: 'a'.repeat(41 << 10) }, '400 document-shape'],
  ] as const)('%s', async (_, changes, code) => {
    expect(await put(changes)).toBe(code)
  })

  it('that is no signed document, no JSON, of another type, or larger than any', async () => {
    const send = async (body: string, type = 'application/json') =>
      codeOf(await server.get('/trust/notices', { method: 'PUT', headers: { 'content-type': type }, body }))
    expect(await send('{}')).toBe('400 document-shape')
    expect(await send('{')).toBe('400 json-not-canonical')
    expect(await send(`${JSON.stringify(notice())} `)).toBe('400 json-not-canonical')
    expect(await send(JSON.stringify(notice()), 'text/plain')).toBe('415 unsupported-media')
    expect(await send('x'.repeat(outerCap('notice') + 1))).toBe('413 too-large')
    expect(await codeOf(await server.get('/trust/notices', { method: 'PUT' }))).toBe('400 bad-input')
    expect(await codeOf(await server.get('/trust/notices', { method: 'POST' }))).toBe('405 method-not-allowed')
  })

  it('while no roster says who leads', async () => {
    const empty = await startServer()
    expect(await codeOf(await empty.put('notices', notice()))).toBe('409 roster-refused')
    await empty.stop()
  })

  it('once its NGO has brought as many as are kept; another NGO still may', async () => {
    const kept = Array.from({ length: NOTICES }, (_, i) => ({ hash: String(i), ngo: 'a21', text: 'a' }))
    await Promise.allSettled(kept.map((one) => server.store.addNotice(one)))
    expect(await put({ text: 'one more' })).toBe('429 too-many')
    expect(await put({ ngo: 'gcr', text: 'ours' }, ['gcr lead'])).toBe('204')
    // What is there already changes nothing.
    expect(await put()).toBe('204')
  })

  it('when too many come in a minute', async () => {
    const busy = await startServer({ limit: 1 })
    expect((await busy.put('notices', notice())).status).toBe(409)
    expect(await codeOf(await busy.put('notices', notice()))).toBe('429 too-many')
    await busy.stop()
  })

  // Last, since the rosters stay in force.
  it('from a lead whose key a newer roster revokes; what was put before stays readable', async () => {
    await put()
    const revoked = notice().signatures.map(({ key }) => key)
    const second = roster(2, roster(), { revoked, ngos: [ngo('a21', 2), ngo('gcr')] })
    expect((await server.put('roster', second)).status).toBe(204)
    expect(await put()).toBe('403 document-signature')
    expect((await get(hashOf(TEXT))).status).toBe(200)
  })
})
