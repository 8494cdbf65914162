import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { fromBase64, toBase64 } from '../../shared/bytes.ts'
import type { RequestRow } from '../../shared/staffApi.ts'
import { type Worker, beginning, opened, read, rowsOf, write } from './caseOf.ts'
import { sealedRequest } from './caseRequest.ts'
import { crypto } from './network.ts'
import { type TestServer, codeOf } from './server.ts'
import { logIn, place, team, teamServer } from './team.ts'
import { filesThatHold, pieces } from './traces.ts'

let server: TestServer
const who: Record<string, Worker> = {}
let people = 0

/** lena coordinates, nikos is the privacy person, maria is neither; gina is of another NGO. */
beforeAll(async () => {
  server = await teamServer()
  for (const name of ['lena', 'maria', 'nikos', 'gina']) who[name] = { ...(await logIn(server, name)), name }
  const next = team(2, [place('lena', 'lead'), place('maria'), place('nikos', 'privacy')])
  expect((await who['lena']!.send('PUT', 'team', { team: next, keys: [] })).status).toBe(204)
})
afterAll(() => server.stop())

async function comes(kind: 'request' | 'withdraw' = 'request', person = ++people): Promise<RequestRow> {
  const body = sealedRequest(person, kind)
  expect((await server.post(body)).status).toBe(204)
  const id = toBase64(body.slice(1, 17))
  return (await rowsOf(who['maria']!)).find((row) => row.id === id)!
}
/** Maria's case of a row. */
async function begun(row: RequestRow): Promise<string> {
  const body = await beginning('maria', row)
  expect((await who['maria']!.send('POST', 'cases', body)).status).toBe(201)
  return body.case
}
async function remove(name: string, id: string, withdrawal: string | null = null, also: readonly string[] = []) {
  const response = await who[name]!.send('POST', `requests/${id}/remove`, { also, withdrawal })
  return response.status === 204 ? '204' : codeOf(response)
}
const there = async (id: string): Promise<boolean> => (await rowsOf(who['maria']!)).some((row) => row.id === id)

describe('A request that is deleted without a code', () => {
  it.each([
    ['a coordinator', 'lena', '204', '204'],
    // What is new is not for who is off shift (R41).
    ['the privacy person', 'nikos', '204', '404 not-found'],
    ['a member, even who has it', 'maria', '403 case-refused', '403 case-refused'],
    ['somebody of another NGO', 'gina', '404 not-found', '404 not-found'],
  ])('is asked for by %s', async (_, name, answer, ofNew) => {
    const [fresh, row] = [await comes(), await comes()]
    const id = await begun(row)
    const gone = answer.startsWith('204')
    expect([await remove(name, fresh.id), await remove(name, row.id)]).toEqual([ofNew, answer])
    expect([await there(fresh.id), await there(row.id)]).toEqual([!ofNew.startsWith('204'), !gone])
    const status = (await who['maria']!.fetch(`/api/inbox/cases/${id}`)).status
    expect(status).toBe(gone ? 404 : 200)
  })

  it('names its reason as the last event of the case, which nobody else may write into what another has', async () => {
    const id = await begun(await comes())
    const act = { kind: 'erase', reason: 'person-asked' } as const
    const claim = { kind: 'erase' } as const
    expect(await codeOf(await write(who['nikos']!, id, act))).toBe('403 case-refused')
    expect(await codeOf(await write(who['maria']!, id, act, { claim }))).toBe('403 case-refused')
    expect((await write(who['lena']!, id, act, { claim })).status).toBe(201)
    expect((await opened(await read(who['maria']!, id))).standing?.state).toBe('gone')
  })

  it('leaves no byte of request, case and answers in any file, and is not taken again', async () => {
    const row = await comes()
    const id = await begun(row)
    const sealed = crypto.random(4144)
    expect((await who['maria']!.send('POST', `requests/${row.id}/replies`, { sealed: toBase64(sealed) })).status).toBe(
      204,
    )
    const page = await read(who['maria']!, id)
    // Behind the header, whose zeros are anywhere.
    const content = toBase64(fromBase64(row.sealed).slice(41))
    const bytes = [content, toBase64(sealed), row.id, id, ...page.events, ...page.keys.map((key) => key.sealed)]
    const traces = () =>
      filesThatHold(
        server.data,
        bytes.flatMap((one) => pieces(fromBase64(one))),
      )
    expect(traces()).not.toEqual({})
    expect(await remove('nikos', row.id)).toBe('204')
    expect(traces()).toEqual({})
    expect((await server.post(fromBase64(row.sealed))).status).toBe(204)
    expect([await there(row.id), traces()]).toEqual([false, {}])
  })

  it('is one that is there, by ids that are some', async () => {
    expect(await remove('lena', toBase64(crypto.random(16)))).toBe('404 not-found')
    const row = await comes()
    expect(await remove('lena', row.id, null, ['x'])).toBe('400 bad-input')
    expect(await codeOf(await who['lena']!.send('POST', `requests/${row.id}/remove`, { also: [] }))).toBe(
      '400 bad-input',
    )
    expect(await there(row.id)).toBe(true)
  })
})

describe('A request that the person took back', () => {
  it('goes by whichever member saw it; the row that says so stays, and can be no other one', async () => {
    const [row, other] = [await comes(), await comes()]
    const mine = await comes('withdraw', people - 1)
    expect(await remove('maria', row.id, row.id)).toBe('403 case-refused')
    expect(await remove('maria', other.id, mine.id)).toBe('403 case-refused')
    expect(await remove('maria', row.id, toBase64(crypto.random(16)))).toBe('404 not-found')
    expect(await remove('gina', row.id, mine.id)).toBe('404 not-found')
    expect([await there(row.id), await there(other.id)]).toEqual([true, true])
    expect(await remove('maria', row.id, mine.id, [mine.id, other.id])).toBe('204')
    expect([await there(row.id), await there(other.id), await there(mine.id)]).toEqual([false, true, true])
  })
})
