import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { AUDIT_DAYS, type AuditPlace, NO_LINES, auditKeyOf, placeBehind, writeAuditLine } from '../../shared/audit.ts'
import { fromBase64, toBase64 } from '../../shared/bytes.ts'
import { sealCaseKey } from '../../shared/caseKey.ts'
import type { AuditPage } from '../../shared/staffApi.ts'
import { boxKey, crypto, seed } from './network.ts'
import { type TestServer, codeOf } from './server.ts'
import { NETWORK, type Visitor, logIn, place, putTeam, storedMember, team, teamServer } from './team.ts'

const HOUR = 3600
const OF = { network: NETWORK, ngo: 'a21' }
const KEY = seed('audit key')
let server: TestServer
let lena: Visitor, maria: Visitor, nikos: Visitor, petra: Visitor, gina: Visitor

beforeAll(async () => {
  server = await teamServer()
  await server.store.putMember(storedMember('petra', 'a21'))
  const members = [place('lena', 'lead'), place('maria'), place('nikos'), place('petra', 'privacy')]
  await putTeam(server, 'a21', 2, team(2, members))
  const enter = (name: string): Promise<Visitor> => logIn(server, name)
  lena = await enter('lena')
  maria = await enter('maria')
  nikos = await enter('nikos')
  petra = await enter('petra')
  gina = await enter('gina')
})
afterAll(() => server.stop())

const read = async (who: Visitor, from = 0): Promise<AuditPage> =>
  (await who.fetch(`/api/inbox/audit?from=${from}`)).json() as Promise<AuditPage>
const end = async (who = lena): Promise<AuditPlace> => {
  const { length, head } = await read(who)
  return { length, head }
}
/** A line as a member's browser sends it. */
async function line(by: string, at: AuditPlace, changes: { hour?: number; keys?: string; ngo?: string } = {}) {
  const { hour = server.now, keys = by, ngo = 'a21' } = changes
  const entry = { by: place(by).id, at: hour, did: { what: 'audit-read' } } as const
  const made = await writeAuditLine(crypto, KEY, { ...OF, ngo }, at, entry, seed(`${keys} sign`))
  return { line: toBase64(made.line), detail: toBase64(made.detail) }
}
const append = (who: Visitor, body: object): Promise<Response> => who.send('POST', 'audit', body)
const record = (generation: number) => {
  const by = { id: place('maria').id, signSeed: seed('maria sign') }
  return toBase64(sealCaseKey(crypto, { ...auditKeyOf(OF), key: KEY }, by, fromBase64(boxKey(`a21 ${generation}`), 32)))
}

describe('The audit on the server', () => {
  it('is nothing at first, is asked for by members only, and is each organisation’s own', async () => {
    expect(await read(maria)).toEqual({ ...NO_LINES, first: 0, lines: [], keys: [], next: null })
    expect(await codeOf(await server.get('/api/inbox/audit', { headers: { 'sec-fetch-site': 'same-origin' } }))).toBe(
      '401 not-logged-in',
    )
    expect(await codeOf(await maria.fetch('/api/inbox/audit?from=x'))).toBe('400 bad-input')
    expect((await append(maria, await line('maria', NO_LINES))).status).toBe(201)
    expect((await read(gina)).length).toBe(0)
    expect(await codeOf(await append(gina, await line('maria', NO_LINES)))).toBe('403 audit-other')
  })

  it('takes the next line, once; the same bytes again are the same; another in its place is told where the end is', async () => {
    const at = await end()
    const [hers, his] = [await line('maria', at), await line('nikos', at)]
    expect((await append(maria, hers)).status).toBe(201)
    expect((await append(maria, hers)).status).toBe(200)
    const refused = await append(nikos, his)
    const now = await placeBehind(crypto, fromBase64(hers.line), at.length)
    expect([refused.status, await refused.json()]).toMatchObject([409, { code: 'audit-seq', ...now }])
    expect((await append(nikos, await line('nikos', now))).status).toBe(201)
    // The number is right, and what it follows is not.
    const { length } = await end()
    expect(await codeOf(await append(nikos, await line('nikos', { ...at, length })))).toBe('409 audit-seq')
  })

  it('of forty who write at once keeps one line a place, and none is lost', async () => {
    const before = await end()
    const write = async (): Promise<void> => {
      for (;;) {
        const response = await append(maria, await line('maria', await end(maria)))
        if (response.status === 201) return
        if (response.status !== 409) throw new Error(await response.text())
      }
    }
    await Promise.all(Array.from({ length: 8 }, write))
    expect((await end()).length).toBe(before.length + 8)
  })

  it('takes no line that its sender did not write now', async () => {
    const at = await end()
    for (const [body, code] of [
      [await line('maria', at), '403 audit-refused'],
      [await line('nikos', at, { keys: 'maria' }), '403 audit-refused'],
      [await line('nikos', at, { ngo: 'gcr' }), '403 audit-other'],
      [await line('nikos', at, { hour: server.now + 2 * HOUR }), '409 audit-time'],
      [await line('nikos', at, { hour: server.now - 2 * HOUR }), '409 audit-time'],
      [{ ...(await line('nikos', at)), detail: (await line('nikos', at)).detail }, '400 audit-detail'],
      [{ ...(await line('nikos', at)), line: 'AAAA' }, '400 audit-line'],
      [{ ...(await line('nikos', at)), detail: 'AAAA' }, '400 bad-input'],
      [{ line: 'A'.repeat(2000), detail: '' }, '400 bad-input'],
      [{}, '400 bad-input'],
    ] as const)
      expect(await codeOf(await append(nikos, body))).toBe(code)
    expect(await end()).toEqual(at)
  })

  it('gives what was done to who did it, a coordinator and the privacy person, and the lines to all', async () => {
    const owners = async (who: Visitor) => {
      const { lines } = await read(who)
      return lines.map(({ line: one, detail }) => {
        const { by } = JSON.parse(Buffer.from(fromBase64(one).slice(64)).toString()) as { by: string }
        return [by, detail !== null] as const
      })
    }
    for (const who of [lena, petra]) expect((await owners(who)).every(([, given]) => given)).toBe(true)
    const his = await owners(nikos)
    expect(his.filter(([by, given]) => given !== (by === place('nikos').id))).toEqual([])
    expect(his.length).toBe((await owners(lena)).length)
  })

  it('is read in pages', async () => {
    for (let at = await end(); at.length < 203;) {
      const body = await line('maria', at)
      expect((await append(maria, body)).status).toBe(201)
      at = await placeBehind(crypto, fromBase64(body.line), at.length)
    }
    const first = await read(lena)
    expect([first.lines.length, first.next]).toEqual([200, 200])
    const second = await read(lena, 200)
    expect([second.lines.length, second.next]).toEqual([3, null])
    expect((await read(lena, 2 ** 32 - 1)).lines).toEqual([])
  })

  it('keeps its key for generations that the roster names, each newer than those that are there', async () => {
    const put = (generation: number, sealed = record(generation)) =>
      maria.send('PUT', `audit/keys/${generation}`, { sealed })
    expect(await codeOf(await put(3))).toBe('409 case-generation')
    expect(await codeOf(await put(1, 'AAAA'))).toBe('400 bad-input')
    expect((await put(1)).status).toBe(204)
    expect(await codeOf(await put(1))).toBe('409 case-generation')
    expect((await put(2)).status).toBe(204)
    expect((await read(nikos)).keys.map(({ generation }) => generation)).toEqual([1, 2])
  })

  it('holds a generation until its key is sealed for a newer one, and lets the older record go with it', async () => {
    const generation = (of: number) => ({ ngo: 'a21', generation: of, keyId: new Uint8Array(8) as never, retired: 0 })
    expect(await server.store.destroyGeneration(generation(2), false)).toBeNull()
    expect(await server.store.destroyGeneration(generation(1), false)).not.toBeNull()
    expect((await read(nikos)).keys.map(({ generation: of }) => of)).toEqual([2])
  })

  it('forgets lines after two years but the newest of them, and everything where there is none newer', async () => {
    const old = await end()
    server.now += (AUDIT_DAYS + 1) * 24 * HOUR
    const [again, coordinator] = [await logIn(server, 'maria'), await logIn(server, 'lena')]
    expect((await append(again, await line('maria', old))).status).toBe(201)
    await server.store.sweepAudit(server.now - AUDIT_DAYS * 24 * HOUR)
    const left = await read(coordinator)
    expect([left.first, left.lines.length, left.length]).toEqual([old.length - 1, 2, old.length + 1])
    await server.store.sweepAudit(server.now + HOUR)
    expect(await read(coordinator)).toEqual({ ...NO_LINES, first: 0, lines: [], keys: [], next: null })
  })
})
