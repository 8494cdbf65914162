import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { boxKey, sealedFor } from './network.ts'
import { RETRY, hear } from './hear.ts'
import { type TestServer, codeOf } from './server.ts'
import { logIn, place, putTeam, team, teamServer } from './team.ts'

describe('An open inbox is told that something changed', () => {
  let server: TestServer
  beforeAll(async () => void (server = await teamServer()))
  afterAll(() => server.stop())

  it('at once, to all of the NGO and to nobody else, in a number and nothing more', async () => {
    const [maria, nikos, gina] = await Promise.all(['maria', 'nikos', 'gina'].map((name) => logIn(server, name)))
    const heard = await Promise.all([maria!, nikos!, gina!].map(hear))
    const first = [heard[0]!.next(), heard[1]!.next()]
    await server.post(sealedFor(boxKey('a21 1')))
    expect(await Promise.all(first)).toEqual(['data: 1', 'data: 1'])
    const id = (await (await maria!.send('GET', 'requests')).json()).requests[0].id as string
    const second = heard[1]!.next()
    await maria!.send('POST', `requests/${id}/claim`, {})
    expect(await second).toBe('data: 2')
    const own = heard[2]!.next()
    await server.post(sealedFor(boxKey('gcr 1')))
    expect(await own).toBe('data: 1')
    expect(heard[2]!.words).toEqual([RETRY, 'data: 1'])
    for (const one of heard) one.stop()
  })

  it('once for all that comes together', async () => {
    const maria = await logIn(server, 'maria')
    const heard = await hear(maria)
    const next = heard.next()
    await Promise.all(Array.from({ length: 20 }, (_, i) => server.post(sealedFor(boxKey('a21 1'), i))))
    expect(await next).toBe('data: 1')
    const more = heard.next()
    await server.post(sealedFor(boxKey('a21 1'), 99))
    await more
    expect(heard.words.length).toBeLessThan(8)
    heard.stop()
  })

  it('never without a session, and by at most six browsers of one member', async () => {
    const stranger = await server.get('/api/inbox/changes', { headers: { 'sec-fetch-site': 'same-origin' } })
    expect(await codeOf(stranger)).toBe('401 not-logged-in')
    const nikos = await logIn(server, 'nikos')
    const heard = await Promise.all(Array.from({ length: 6 }, () => hear(nikos)))
    await expect(hear(nikos)).rejects.toThrow('429 too-many')
    heard[0]!.stop()
    await heard[0]!.ended
    await expect.poll(() => hear(nikos).then((one) => one.stop(), String)).toBe(undefined)
    for (const one of heard) one.stop()
  })

  it('and a removed member hears nothing more: the stream ends with the first word', async () => {
    const nikos = await logIn(server, 'nikos')
    const heard = await hear(nikos)
    const lena = await logIn(server, 'lena')
    const next = team(2, [place('lena', 'lead'), place('maria')])
    expect((await lena.send('PUT', 'team', { team: next, keys: [] })).status).toBe(204)
    await server.post(sealedFor(boxKey('a21 1'), 77))
    await heard.ended
    expect(heard.words).toEqual([RETRY])
    await putTeam(server, 'a21', 3, team(3, [place('lena', 'lead'), place('maria')]))
  })

  it('and nothing in the log tells how long somebody was there', async () => {
    const maria = await logIn(server, 'maria')
    server.lines.length = 0
    const heard = await hear(maria)
    heard.stop()
    await heard.ended
    await server.get('/healthz')
    expect(server.lines.map((line) => (line as { route: string }).route)).toEqual(['/healthz'])
  })
})

describe('A server that stops', () => {
  it('ends the streams instead of waiting for them', async () => {
    const server = await teamServer()
    const heard = await hear(await logIn(server, 'maria'))
    await server.stop()
    await heard.ended
    expect(heard.words).toEqual([RETRY])
  })
})
