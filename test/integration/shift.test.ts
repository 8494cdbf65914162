import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { toBase64 } from '../../shared/bytes.ts'
import { SLOT_SIZE } from '../../shared/mailbox.ts'
import { composeAnswer, sealAnswer } from '../../shared/referralAnswer.ts'
import type { Roster } from '../../shared/roster.ts'
import type { RequestPage, RequestRow } from '../../shared/staffApi.ts'
import { type RequestId, type SealedRequest, readHeader } from '../../shared/wire.ts'
import { alertsBy } from './alertStage.ts'
import { type Worker, beginning, write } from './caseOf.ts'
import { sealedRequest } from './caseRequest.ts'
import { RETRY, hear } from './hear.ts'
import { NOW, crypto, hashOf, seed } from './network.ts'
import { type TestServer, codeOf } from './server.ts'
import { type Visitor, firstRoster, logIn, place, putTeam, storedMember, team, teamServer } from './team.ts'

const HOUR = 3600
/** The NGO's shift began ten minutes before; maria has its first four hours, nikos the rest of eight. */
const BEGAN = NOW / 60 - 10
const MEMBERS = [place('lena', 'lead'), place('maria'), place('nikos'), place('petra', 'privacy')]
const ROTA = [
  [BEGAN, 240, place('maria').id],
  [BEGAN + 240, 240, place('nikos').id],
] as const
const ENDS = 60 * (BEGAN + 480)

type Member = Visitor & Worker
let server: TestServer
let who: Record<string, Member>
let people = 100

beforeAll(async () => {
  server = await teamServer({ alerts: alertsBy(undefined) })
  await server.store.putMember(storedMember('petra', 'a21'))
  await putTeam(server, 'a21', 2, team(2, MEMBERS, { duty: ROTA }))
  const names = ['lena', 'maria', 'nikos', 'petra', 'gina']
  const inside = await Promise.all(names.map(async (name) => ({ ...(await logIn(server, name)), name })))
  who = Object.fromEntries(inside.map((one) => [one.name, one]))
})
afterAll(() => server.stop())

const page = async (name: string, query = ''): Promise<RequestPage> =>
  (await (await who[name]!.send('GET', `requests${query}`)).json()) as RequestPage
const idsOf = async (name: string): Promise<readonly string[]> => (await page(name)).requests.map(({ id }) => id)
const sees = async (name: string, { id }: { readonly id: string }): Promise<boolean> => (await idsOf(name)).includes(id)

/** Somebody writes. */
async function comes(
  person = ++people,
  kind: 'request' | 'follow-up' | 'withdraw' = 'request',
): Promise<RequestRow & { readonly person: number; readonly header: ReturnType<typeof readHeader> }> {
  const body = sealedRequest(person, kind)
  expect((await server.post(body)).status).toBe(204)
  const header = readHeader(body)
  const row = (await page('lena')).requests.find(({ id }) => id === toBase64(header.id))!
  return { ...row, person, header }
}
/** It came in a shift that is over. */
async function lay(hour = NOW - 5 * HOUR): Promise<{ readonly id: string; readonly person: number }> {
  const body = sealedRequest(++people)
  await server.store.addRequest({ ...readHeader(body), sealed: body, hour, check: false })
  return { id: toBase64(readHeader(body).id), person: people }
}
async function take(name: string, row: RequestRow): Promise<string> {
  const begun = await beginning(name, row)
  const answer = await who[name]!.send('POST', 'cases', begun)
  if (answer.status !== 201) throw new Error(await codeOf(answer))
  return begun.case
}
const answerOf = async (name: string, path: string, body?: unknown): Promise<string> => {
  const response = await who[name]!.send(body === undefined ? 'GET' : 'POST', path, body)
  return response.status < 300 ? `${response.status}` : codeOf(response)
}
const reply = { sealed: toBase64(new Uint8Array(SLOT_SIZE)) }

/** Every way to a request and to its case, and what each answers. */
const answersTo = async (name: string, row: RequestRow, of: string): Promise<readonly string[]> => [
  `list ${await sees(name, row)}`,
  await answerOf(name, `cases/${of}`),
  await answerOf(name, `requests/${row.id}/replies`, reply),
  await answerOf(name, `requests/${row.id}/claim`, {}),
  await answerOf(name, 'cases', await beginning(name, row)),
  await answerOf(name, `requests/${row.id}/remove`, { also: [], withdrawal: row.id }),
  await answerOf(name, 'alerts/quiet', { id: row.id, calls: true }),
  await answerOf(name, `cases/${of}/events`, { seq: 1, event: toBase64(new Uint8Array(1092)) }),
]
const MISSING = ['list false', ...Array.from({ length: 7 }, () => '404 not-found')]

describe('R41 a member off shift gets nothing new', () => {
  it('by no way, as if it was not there; who is on shift and a coordinator do', async () => {
    const row = await comes()
    const before = { id: toBase64(crypto.random(16)), sealed: row.sealed } as RequestRow
    expect(await answersTo('nikos', before, toBase64(crypto.random(16)))).toEqual(MISSING)
    expect(await answersTo('nikos', row, toBase64(crypto.random(16)))).toEqual(MISSING)
    expect([await sees('maria', row), await sees('lena', row), await sees('petra', row)]).toEqual([true, true, false])
    expect([(await page('nikos')).shift, (await page('maria')).shift, (await page('lena')).shift]).toEqual([
      'off',
      undefined,
      undefined,
    ])
    const of = await take('maria', row)
    expect(await answersTo('nikos', row, of)).toEqual(MISSING)
    expect(await answerOf('maria', `cases/${of}`)).toBe('200')
    expect(await answerOf('lena', `cases/${of}`)).toBe('200')
    expect(await answerOf('petra', `cases/${of}`)).toBe('200')
  })

  it('is told what is their own, with all that the person adds to it, and with it alone', async () => {
    const row = await comes()
    const of = await take('maria', row)
    const given = await write(
      who['maria']!,
      of,
      { kind: 'hand-over', to: place('nikos').id, note: '' },
      { claim: { kind: 'give', to: place('nikos').id } },
    )
    expect(given.status).toBe(201)
    const added = await comes(row.person, 'follow-up')
    expect([await sees('nikos', row), await sees('nikos', added)]).toEqual([true, true])
    expect(await answerOf('nikos', `cases/${of}`)).toBe('200')
    expect(await answerOf('nikos', `requests/${row.id}/replies`, reply)).toBe('204')
    expect((await page('nikos')).total).toBe((await idsOf('nikos')).length)
  })

  it('sees what came before and nobody took, and what the same person adds; not once a colleague has it', async () => {
    const old = await lay()
    const added = await comes(old.person, 'follow-up')
    expect([await sees('nikos', old), await sees('nikos', added)]).toEqual([true, true])
    const reach = async () => [
      await answerOf('nikos', `requests/${old.id}/replies`, reply),
      await answerOf('nikos', `requests/${added.id}/replies`, reply),
    ]
    expect(await reach()).toEqual(['204', '204'])
    const { mark, total } = await page('nikos')
    await take(
      'maria',
      (await page('maria')).requests.find(({ id }) => id === old.id)!,
    )
    const then = await page('nikos', `?since=${mark}`)
    expect([then.whole, then.shift, then.gone, then.total]).toEqual([true, 'off', [], total! - 2])
    expect(then.requests.map(({ id }) => id)).not.toContain(added.id)
    expect(await reach()).toEqual(['404 not-found', '404 not-found'])
  })

  it('hears what changed of that alone, and by name what is gone', async () => {
    const old = await lay()
    const { mark } = await page('nikos')
    await comes()
    const quiet = await page('nikos', `?since=${mark}`)
    expect([quiet.whole, quiet.requests, quiet.gone, quiet.total]).toEqual([false, [], undefined, null])
    expect(await answerOf('lena', `requests/${old.id}/remove`, { also: [], withdrawal: null })).toBe('204')
    const then = await page('nikos', `?since=${quiet.mark}`)
    expect([then.whole, then.gone]).toEqual([false, [old.id]])
  })

  it('learns that somebody took back what was not theirs', async () => {
    const row = await comes()
    const { header } = row
    const body = sealedRequest(row.person, 'withdraw')
    const withdrawal = { ...readHeader(body), address: header.address, sealed: body, hour: NOW, check: false }
    expect(await sees('nikos', row)).toBe(false)
    await server.store.wipeMailbox(header.address, withdrawal)
    expect(await sees('nikos', { id: toBase64(withdrawal.id) })).toBe(true)
    // What the person writes after that is new.
    expect(await sees('nikos', await comes(row.person))).toBe(false)
  })

  it('is shown what another NGO answers as anything that comes', async () => {
    const roster = JSON.parse(firstRoster.signed) as Roster
    const between = { from: 'gcr', to: 'a21', at: NOW, re: toBase64(crypto.random(16)) }
    const answer = composeAnswer(roster, hashOf(firstRoster), between, { answer: 'accepted' })
    const sealed = sealAnswer(crypto, answer, seed('gcr sign 1'), crypto.random(16))
    expect(await answerOf('gina', 'referrals', { sealed: toBase64(sealed) })).toBe('204')
    const row = { id: toBase64(sealed.slice(1, 17)) }
    expect([await sees('maria', row), await sees('lena', row), await sees('nikos', row)]).toEqual([true, true, false])
    // Whose it is ends its calls; from then on nothing is to be done with it.
    expect(await answerOf('lena', 'alerts/quiet', { id: row.id })).toBe('204')
    expect(await sees('nikos', row)).toBe(true)
  })

  it('sees what they are called for, as the second person after two hours', async () => {
    const [{ now }, row] = [server, await comes()]
    expect((await who['nikos']!.send('PUT', 'alerts', { ways: [WAY] })).status).toBe(200)
    expect((await who['maria']!.send('PUT', 'alerts', { ways: [WAY] })).status).toBe(200)
    server.now = now + 2 * HOUR - 60
    await server.tick()
    expect(await sees('nikos', row)).toBe(false)
    const { mark } = await page('nikos')
    server.now = now + 2 * HOUR + 180
    const later = await comes()
    await server.tick()
    expect([await sees('nikos', row), await sees('nikos', later)]).toEqual([true, false])
    expect((await page('nikos', `?since=${mark}`)).whole).toBe(true)
    server.now = now
  })

  it('gets the whole list when their turn begins, and nothing new when it ends', async () => {
    const { now } = server
    for (const name of ['maria', 'nikos']) await who[name]!.send('PUT', 'alerts', { ways: [] })
    await server.tick()
    const row = await comes()
    const marks = [(await page('nikos')).mark, (await page('maria')).mark]
    server.now = 60 * (BEGAN + 240)
    const [begins, ends] = [await page('nikos', `?since=${marks[0]}`), await page('maria', `?since=${marks[1]}`)]
    expect([begins.whole, begins.shift, ends.whole, ends.shift, ends.gone]).toEqual([true, undefined, true, 'off', []])
    expect([await sees('nikos', row), await sees('maria', row)]).toEqual([true, false])
    server.now = ENDS
    expect([await sees('nikos', row), await sees('maria', row), await sees('petra', row)]).toEqual([true, true, true])
    server.now = now
  })

  it('is told by no word of the stream that something new came', async () => {
    const { words, stop, next } = await hear(who['nikos']!)
    const maria = await hear(who['maria']!)
    const heard = maria.next()
    await comes()
    await heard
    const old = await lay()
    const word = next()
    // One that they see.
    expect(await answerOf('lena', `requests/${old.id}/claim`, {})).toBe('200')
    expect(await answerOf('lena', `requests/${old.id}/remove`, { also: [], withdrawal: null })).toBe('204')
    expect(await word).toBe('data: 1')
    expect(words).toEqual([RETRY, 'data: 1'])
    stop()
    maria.stop()
  })

  it('gets full pages, however much lies there that they do not see', async () => {
    for (let i = 0; i < 60; i++) {
      const body = sealedRequest(7) as SealedRequest
      const id = crypto.random(16) as RequestId
      const address = crypto.random(8)
      await server.store.addRequest({ ...readHeader(body), id, address, sealed: body, hour: NOW, check: false })
      const other = { id: crypto.random(16) as RequestId, address: crypto.random(8), hour: NOW - 9 * HOUR }
      await server.store.addRequest({ ...readHeader(body), ...other, sealed: body, check: false })
    }
    const first = await page('nikos')
    expect(first.requests).toHaveLength(50)
    const second = await page('nikos', `?after=${first.next}`)
    const all = [...first.requests, ...second.requests]
    expect([second.next, first.total]).toEqual([null, all.length])
    expect(all.filter(({ hour }) => hour === NOW - 9 * HOUR)).toHaveLength(60)
  })
})

const WAY = { kind: 'webhook', address: 'https://127.0.0.1:9/' } as const
