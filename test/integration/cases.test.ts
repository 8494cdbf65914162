import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { fromBase64, toBase64 } from '../../shared/bytes.ts'
import type { CasePage, RequestPage, RequestRow } from '../../shared/staffApi.ts'
import { filesWith } from '../support/canary.ts'
import {
  type Worker,
  beginning,
  caseOf,
  nextPlace,
  opened,
  read,
  rowsOf,
  sealAct,
  write,
  writeNotes,
} from './caseOf.ts'
import { sealedRequest } from './caseRequest.ts'
import { crypto } from './network.ts'
import { type TestServer, codeOf } from './server.ts'
import { logIn, place, team, teamServer } from './team.ts'

const HOUR = 3600
const note = (text: string) => ({ kind: 'note', text }) as const
let server: TestServer
let lena: Worker, maria: Worker, nikos: Worker, gina: Worker
let people = 0

beforeAll(async () => {
  server = await teamServer()
  const worker = async (name: string): Promise<Worker> => ({ ...(await logIn(server, name)), name })
  ;[lena, maria, nikos, gina] = (await Promise.all(['lena', 'maria', 'nikos', 'gina'].map(worker))) as [
    Worker,
    Worker,
    Worker,
    Worker,
  ]
})
afterAll(() => server.stop())

/** A request of somebody new, as a row of the list. */
async function comes(kind: 'request' | 'withdraw' = 'request', person = ++people, text = ''): Promise<RequestRow> {
  const body = sealedRequest(person, kind, text)
  expect((await server.post(body)).status).toBe(204)
  const id = toBase64(body.slice(1, 17))
  return (await rowsOf(maria)).find((row) => row.id === id)!
}
/** Maria's case of somebody new. */
async function begun(who = maria, row?: RequestRow): Promise<string> {
  const body = await beginning(who.name, row ?? (await comes()))
  expect((await who.send('POST', 'cases', body)).status).toBe(201)
  return body.case
}
const one = async (who: Worker, id: string) => (await rowsOf(who)).find((row) => row.case?.id === id)
const mark = async (who: Worker): Promise<string> =>
  ((await (await who.fetch('/api/inbox/requests')).json()) as RequestPage).mark

describe('A case', () => {
  it('begins with the claim and its first event, and is read by every member in its order, page by page', async () => {
    const row = await comes()
    const body = await beginning('maria', row)
    expect((await maria.send('POST', 'cases', body)).status).toBe(201)
    await writeNotes(maria, body.case, 30)
    const page = await read(nikos, body.case)
    expect(page).toMatchObject({
      id: body.case,
      request: row.id,
      claim: { by: place('maria').id },
      length: 31,
      closed: null,
    })
    const { standing, notes, marks } = await opened(page)
    expect([standing?.state, standing?.owner, marks]).toEqual(['claimed', place('maria').id, []])
    expect(notes.map(({ text }) => text)).toEqual(Array.from({ length: 30 }, (_, i) => `${i}`))
    expect(await one(nikos, body.case)).toMatchObject({ id: row.id, case: { length: 31, wakeAt: null, closed: null } })
    const first = (await (await nikos.fetch(`/api/inbox/cases/${body.case}`)).json()) as CasePage
    expect([first.events.length, first.next]).toEqual([25, 25])
  })

  it('is begun once: the same bytes again are the same, another of the same request is told whose', async () => {
    const row = await comes()
    const [hers, his] = [await beginning('maria', row), await beginning('nikos', row)]
    expect((await maria.send('POST', 'cases', hers)).status).toBe(201)
    expect((await maria.send('POST', 'cases', hers)).status).toBe(200)
    const refused = await nikos.send('POST', 'cases', his)
    expect([refused.status, await refused.json()]).toMatchObject([409, { code: 'case-taken', case: hers.case }])
  })

  it('of a request that somebody else has claimed is not begun, and neither is it claimed', async () => {
    const row = await comes()
    expect((await nikos.send('POST', `requests/${row.id}/claim`, {})).status).toBe(200)
    const refused = await maria.send('POST', 'cases', await beginning('maria', row))
    expect([refused.status, await refused.json()]).toMatchObject([
      409,
      { code: 'claim-taken', claim: { by: place('nikos').id } },
    ])
    expect((await nikos.send('POST', 'cases', await beginning('nikos', row))).status).toBe(201)
  })

  it('may be begun without a claim, and be taken then', async () => {
    const row = await comes()
    const body = await beginning('maria', row, crypto.random(16), false)
    expect((await maria.send('POST', 'cases', body)).status).toBe(201)
    expect((await write(maria, body.case, { kind: 'set-aside' })).status).toBe(201)
    expect(await one(nikos, body.case)).toMatchObject({ claim: null })
    expect((await write(nikos, body.case, { kind: 'claim' }, { claim: { kind: 'take', from: null } })).status).toBe(201)
    expect(await one(maria, body.case)).toMatchObject({ claim: { by: place('nikos').id } })
  })

  it('tells the list of each change', async () => {
    const id = await begun()
    const since = await mark(nikos)
    await write(maria, id, note('x'), { wakeAt: 5 * HOUR })
    const page = (await (await nikos.fetch(`/api/inbox/requests?since=${since}`)).json()) as RequestPage
    expect(page.requests.map((row) => row.case)).toEqual([{ id, length: 2, wakeAt: 5 * HOUR, closed: null }])
  })
})

describe('Of many who write at once', () => {
  it('forty events each get a number of their own, and none is lost', async () => {
    const id = await begun(lena)
    const told = new Set<number>()
    let known = (await read(lena, id)).events
    const tell = async (i: number, events: readonly string[]): Promise<boolean> => {
      const response = await write(lena, id, note(`${i}`), {}, { events })
      told.add(response.status)
      if (response.status === 201) return true
      const { code, events: newer } = (await response.json()) as { code: string; events: string[] }
      expect(code).toBe('case-seq')
      // What came meanwhile is told with the refusal: nothing else need be read.
      if (events.length + newer.length > known.length) known = [...events, ...newer]
      return false
    }
    const all = Array.from({ length: 40 }, (_, i) => i)
    const before = known
    const written = await Promise.all(all.map((i) => tell(i, before)))
    const lost = all.filter((i) => !written[i])
    expect(lost).toHaveLength(39)
    const again = async (some: readonly number[]): Promise<void> => {
      for (const i of some) while (!(await tell(i, known)));
    }
    await Promise.all([0, 1, 2].map((third) => again(lost.filter((_, i) => i % 3 === third))))
    const page = await read(lena, id)
    const { notes, marks } = await opened(page)
    expect(notes.map(({ text }) => Number(text)).sort((a, b) => a - b)).toEqual(all)
    expect([page.length, marks, [...told].sort()]).toEqual([41, [], [201, 409]])
  })

  it('forty who take it make one owner', async () => {
    const row = await comes()
    const answers = await Promise.all(
      Array.from({ length: 40 }, async (_, i) => {
        const who = i % 2 ? maria : nikos
        return (await who.send('POST', 'cases', await beginning(who.name, row))).status
      }),
    )
    expect(answers.filter((status) => status === 201)).toHaveLength(1)
    expect(answers.filter((status) => status === 409)).toHaveLength(39)
  })
})

describe('Who has a case', () => {
  const owner = async (id: string) => (await one(lena, id))?.claim?.by ?? null
  const take = (from: string | null) => ({ claim: { kind: 'take', from } }) as const

  it('gives it back, hands it over, or it is taken over from whom one believes to have it', async () => {
    const id = await begun()
    expect(await codeOf(await write(nikos, id, { kind: 'take-over', reason: 'other' }, take(null)))).toBe(
      '409 claim-taken',
    )
    expect((await write(nikos, id, { kind: 'take-over', reason: 'other' }, take(place('maria').id))).status).toBe(201)
    expect(await owner(id)).toBe(place('nikos').id)
    const handed = { kind: 'hand-over', to: place('maria').id, note: '' } as const
    expect((await write(nikos, id, handed, { claim: { kind: 'give', to: place('maria').id } })).status).toBe(201)
    expect(await owner(id)).toBe(place('maria').id)
    expect(
      (await write(maria, id, { kind: 'give-back', reason: 'break' }, { claim: { kind: 'release' } })).status,
    ).toBe(201)
    expect(await owner(id)).toBeNull()
    expect((await opened(await read(lena, id))).events.flatMap(({ refused }) => refused ?? [])).toEqual([])
  })

  it.each([
    ['writes nothing into what another has', note('x'), undefined],
    ['gives away nothing of another', note('x'), { kind: 'give', to: place('nikos').id }],
    ['gives back nothing of another', note('x'), { kind: 'release' }],
    ['closes nothing of another', note('x'), { kind: 'close' }],
    ['opens nothing again', note('x'), { kind: 'open' }],
  ] as const)('no member %s', async (_, act, claim) => {
    const id = await begun()
    expect(await codeOf(await write(nikos, id, act, claim ? { claim } : {}))).toBe('403 case-refused')
    expect([await owner(id), (await read(lena, id)).length]).toEqual([place('maria').id, 1])
  })

  it('closes it; then only a coordinator opens it again', async () => {
    const id = await begun()
    expect((await write(maria, id, { kind: 'close', reason: 'helped' }, { claim: { kind: 'close' } })).status).toBe(201)
    expect(await one(nikos, id)).toMatchObject({ case: { closed: server.now - (server.now % HOUR) } })
    for (const kind of ['close', 'release'] as const)
      expect(await codeOf(await write(maria, id, note('x'), { claim: { kind } }))).toBe('409 case-closed')
    expect(await codeOf(await write(nikos, id, note('x'), take(place('maria').id)))).toBe('409 case-closed')
    expect(await codeOf(await write(maria, id, { kind: 'reopen' }, { claim: { kind: 'open' } }))).toBe(
      '403 case-refused',
    )
    expect((await write(lena, id, { kind: 'reopen' }, { claim: { kind: 'open' } })).status).toBe(201)
    expect(await one(nikos, id)).toMatchObject({ case: { closed: null }, claim: { by: place('lena').id } })
  })

  it('is of their own NGO', async () => {
    const id = await begun()
    expect(await codeOf(await write(maria, id, note('x'), { claim: { kind: 'give', to: place('gina').id } }))).toBe(
      '400 bad-input',
    )
  })
})

describe('Who stepped back', () => {
  it('finds the case no more, nor its request: as if there were none', async () => {
    const row = await comes()
    const person = people
    const id = await begun(maria, row)
    const before = await mark(nikos)
    expect((await write(nikos, id, { kind: 'step-back' }, { claim: { kind: 'step-back' } })).status).toBe(201)
    const other = toBase64(crypto.random(16))
    const event = {
      seq: 0,
      event: toBase64(sealAct('nikos', caseOf(fromBase64(id)), { seq: 0, prev: new Uint8Array(32) }, note('x'))),
    }
    const asks: ((id: string) => Promise<Response>)[] = [
      (of) => nikos.fetch(`/api/inbox/cases/${of}`),
      (of) => nikos.send('POST', `cases/${of}/events`, event),
      (of) => nikos.send('PUT', `cases/${of}/keys/2`, { sealed: toBase64(new Uint8Array(560)) }),
      (of) => nikos.send('DELETE', `cases/${of}/keys/1`),
    ]
    for (const ask of asks) {
      const [hidden, none] = [await ask(id), await ask(other)]
      expect([hidden.status, await hidden.text()]).toEqual([404, await none.text()])
    }
    expect(await codeOf(await nikos.send('POST', `requests/${row.id}/claim`, {}))).toBe('404 not-found')
    expect(await codeOf(await nikos.send('POST', 'cases', await beginning('nikos', row)))).toBe('404 not-found')
    const reply = { sealed: toBase64(crypto.seal(crypto.random(4096), crypto.boxPublicKey(crypto.random(32)))) }
    expect(await codeOf(await nikos.send('POST', `requests/${row.id}/replies`, reply))).toBe('404 not-found')
    expect((await maria.send('POST', `requests/${row.id}/replies`, reply)).status).toBe(204)
    expect(await codeOf(await nikos.send('POST', `requests/${row.id}/remove`, { also: [], withdrawal: null }))).toBe(
      '404 not-found',
    )
    const page = (await (await nikos.fetch('/api/inbox/requests')).json()) as RequestPage
    const whole = (await (await maria.fetch('/api/inbox/requests')).json()) as RequestPage
    expect([page.requests.some((held) => held.id === row.id), page.total]).toEqual([false, whole.total! - 1])
    const changes = (await (await nikos.fetch(`/api/inbox/requests?since=${before}`)).json()) as RequestPage
    expect([changes.requests, changes.gone]).toEqual([[], [row.id]])
    expect((await opened(await read(maria, id))).standing).toMatchObject({
      owner: place('maria').id,
      away: [place('nikos').id],
    })
    // Nobody hands it to them either.
    expect(await codeOf(await write(maria, id, note('x'), { claim: { kind: 'give', to: place('nikos').id } }))).toBe(
      '403 case-refused',
    )
    // Nor do they find what comes from the same address after it.
    const later = await comes('request', person)
    expect(await one(nikos, await begun(maria, later))).toBeUndefined()
    expect(
      await codeOf(await nikos.send('POST', 'cases', await beginning('nikos', await comes('request', person)))),
    ).toBe('404 not-found')
  })

  it('leaves their own to the others', async () => {
    const id = await begun()
    expect((await write(maria, id, { kind: 'step-back' }, { claim: { kind: 'step-back' } })).status).toBe(201)
    expect(await one(maria, id)).toBeUndefined()
    expect(await one(nikos, id)).toMatchObject({ claim: null })
  })
})

describe('What is no case', () => {
  it('is refused with its code, and nothing is lost', async () => {
    const id = await begun()
    const page = await read(maria, id)
    const at = await nextPlace(page)
    const event = toBase64(sealAct('maria', caseOf(fromBase64(id)), at, note('x')))
    const send = (body: object) => maria.send('POST', `cases/${id}/events`, body)
    for (const body of [
      {},
      { seq: -1, event },
      { seq: 1.5, event },
      { seq: 2 ** 32, event },
      { seq: 1, event: event.slice(4) },
      { seq: 1, event: `${event}=` },
      { seq: 1, event: toBase64(new Uint8Array(40)) },
      { seq: 1, event: toBase64(new Uint8Array(40 + 17 * 1024)) },
      { seq: 1, event, wakeAt: 1 },
      { seq: 1, event, wakeAt: 'now' },
      { seq: 1, event, claim: { kind: 'sell' } },
      { seq: 1, event, claim: { kind: 'take' } },
      { seq: 1, event, claim: { kind: 'give', to: 'nikos' } },
    ])
      expect(await codeOf(await send(body))).toBe('400 bad-input')
    expect(await codeOf(await send({ seq: 2, event }))).toBe('409 case-seq')
    expect(await codeOf(await send({ seq: 0, event }))).toBe('409 case-seq')
    expect((await send({ seq: 1, event })).status).toBe(201)
    // The answer was lost on the way, and the browser asks again.
    expect((await send({ seq: 1, event })).status).toBe(200)
    expect((await read(maria, id)).events).toEqual([...page.events, event])
  })

  it.each([
    ['without a key', { key: undefined }, '400 bad-input'],
    ['with a key that is too short', { key: toBase64(new Uint8Array(559)) }, '400 bad-input'],
    ['with an id that is too short', { case: 'AAAA' }, '400 bad-input'],
    ['with an hour that is none', { wakeAt: 1 }, '400 bad-input'],
    ['with an event of no length', { event: toBase64(new Uint8Array(1000)) }, '400 bad-input'],
    ['of a request that is not there', { request: toBase64(new Uint8Array(16)) }, '404 not-found'],
    ['for a generation that no roster names', { generation: 3 }, '409 case-generation'],
  ] as const)('begins none: %s', async (_, change, code) => {
    const body = { ...(await beginning('maria', await comes())), ...change }
    expect(await codeOf(await maria.send('POST', 'cases', body))).toBe(code)
    expect((await rowsOf(maria)).find((row) => row.id === body.request)?.claim ?? null).toBeNull()
  })

  it('has an hour from its beginning only where it is taken with it', async () => {
    for (const claim of [true, false]) {
      const body = { ...(await beginning('maria', await comes(), undefined, claim)), wakeAt: 5 * HOUR }
      expect((await maria.send('POST', 'cases', body)).status).toBe(201)
      expect((await one(maria, body.case))!.case!.wakeAt).toBe(claim ? 5 * HOUR : null)
    }
  })

  it('is what another NGO sees of one, and what nobody sees who is not logged in', async () => {
    const row = await comes()
    const id = await begun(maria, row)
    expect(await codeOf(await gina.fetch(`/api/inbox/cases/${id}`))).toBe('404 not-found')
    expect(await codeOf(await gina.send('POST', 'cases', await beginning('maria', row)))).toBe('404 not-found')
    const { request } = await read(maria, id)
    expect(await codeOf(await gina.send('POST', `requests/${request}/remove`, { also: [], withdrawal: null }))).toBe(
      '404 not-found',
    )
    expect(await codeOf(await gina.send('PUT', `cases/${id}/keys/2`, { sealed: toBase64(new Uint8Array(560)) }))).toBe(
      '404 not-found',
    )
    expect(await (await gina.fetch('/api/inbox/cases/keys?before=9')).json()).toEqual({ cases: [], next: null })
    const headers = { 'sec-fetch-site': 'same-origin' }
    expect(await codeOf(await server.get(`/api/inbox/cases/${id}`, { headers }))).toBe('401 not-logged-in')
    expect(await codeOf(await server.get('/api/inbox/cases/keys?before=9', { headers }))).toBe('401 not-logged-in')
  })
})

describe('A case that is removed', () => {
  it('is gone with its request and what else came from that return code, and with no other', async () => {
    const [row, other] = [await comes(), await comes()]
    const id = await begun(maria, row)
    const withdrawal = await comes('withdraw', people - 1)
    const again = await comes('request', people - 1)
    const since = await mark(maria)
    const body = { also: [again.id, other.id, withdrawal.id], withdrawal: withdrawal.id }
    expect((await nikos.send('POST', `requests/${row.id}/remove`, body)).status).toBe(204)
    const page = (await (await maria.fetch(`/api/inbox/requests?since=${since}`)).json()) as RequestPage
    expect([page.gone, page.requests.map((one) => one.id)]).toEqual([[row.id, again.id], []])
    expect(await codeOf(await maria.fetch(`/api/inbox/cases/${id}`))).toBe('404 not-found')
    const held = (await rowsOf(maria)).map((one) => one.id)
    expect([row, again, other, withdrawal].map(({ id: of }) => held.includes(of))).toEqual([false, false, true, true])
    // The first body again: not taken, and nobody is told.
    expect((await server.post(fromBase64(row.sealed))).status).toBe(204)
    expect((await rowsOf(maria)).map((one) => one.id)).not.toContain(row.id)
  })
})

it('of what was written nothing lies readable in the data folder', async () => {
  const canary = 'Kanarienvogel-im-Fall'
  const row = await comes('request', ++people, canary)
  const id = await begun(maria, row)
  await write(maria, id, note(canary))
  await write(maria, id, { kind: 'hand-over', to: null, note: canary })
  expect((await opened(await read(maria, id))).notes.map(({ text }) => text)).toEqual([canary])
  await server.store.settle()
  expect(await filesWith(server.data, canary)).toEqual([])
  // Nor does the server's log hold an id.
  expect(JSON.stringify(server.lines)).not.toContain(id)
})

it('a member who was removed has nothing of it', async () => {
  const id = await begun(nikos)
  const document = team(2, [place('lena', 'lead'), place('maria')])
  expect((await lena.send('PUT', 'team', { team: document, keys: [] })).status).toBe(204)
  expect(await codeOf(await nikos.fetch(`/api/inbox/cases/${id}`))).toBe('401 not-logged-in')
  // What they signed stays theirs, by the team that was, and a coordinator takes over.
  const { team: was } = (await (await maria.fetch('/api/inbox/teams/1')).json()) as { team: { signed: string } }
  expect(was.signed).toContain(place('nikos').sign)
  for (const version of ['2', '0'])
    expect(await codeOf(await maria.fetch(`/api/inbox/teams/${version}`))).toBe('404 not-found')
  expect(await codeOf(await maria.fetch('/api/inbox/teams/one'))).toBe('400 bad-input')
  expect(await codeOf(await gina.fetch('/api/inbox/teams/1'))).toBe('404 not-found')
  expect(
    (
      await write(
        lena,
        id,
        { kind: 'take-over', reason: 'owner-away' },
        { claim: { kind: 'take', from: place('nikos').id } },
      )
    ).status,
  ).toBe(201)
  expect((await opened(await read(maria, id))).standing?.owner).toBe(place('lena').id)
})
