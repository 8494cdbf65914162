import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { toBase64 } from '../../shared/bytes.ts'
import { KEEP } from '../../shared/keep.ts'
import type { LoginChallenge, RequestPage } from '../../shared/staffApi.ts'
import { boxKey, crypto, loginSignature, member, ngo, root, roster, sealedFor, seed } from './network.ts'
import { type TestServer, codeOf, publishAll, startServer } from './server.ts'

const maria = member('maria', 'a21')
const nikos = member('nikos', 'a21')
const eleni = member('eleni', 'gcr')
const SAME = { 'sec-fetch-site': 'same-origin' }

let server: TestServer
beforeAll(async () => {
  server = await startServer({ limit: 1000 })
  await publishAll(server)
  for (const one of [maria, nikos, eleni]) {
    const { login: _, ...stored } = one
    await server.store.putMember(stored)
  }
  // Any signed document does: the server never reads a team.
  for (const of of ['a21', 'gcr'])
    await server.store.putTeam({ ngo: of, version: 1, bytes: Buffer.from(JSON.stringify(root())) })
  await server.store.putInboxKey({ member: maria.id, generation: 1, sealed: new Uint8Array(1072).fill(7) })
})
afterAll(() => server.stop())

const send = (path: string, body: unknown, headers: Record<string, string> = SAME) =>
  server.get(`/api/inbox/${path}`, {
    method: 'POST',
    headers: { ...headers, ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
const login = (name: string, key: Uint8Array, headers = SAME) => send('login', { name, login: toBase64(key) }, headers)
const challengeOf = async (who: typeof maria) => (await (await login(who.name, who.login)).json()) as LoginChallenge
const answer = (who: typeof maria, challenge: string, time = server.now, origin = server.origin) => ({
  member: toBase64(who.id),
  challenge,
  time,
  signature: loginSignature(who.name, origin, who.id, challenge, time),
})
const cookieOf = async (who: typeof maria) => {
  const response = await send('session', answer(who, (await challengeOf(who)).challenge))
  return response.headers.get('set-cookie')!.split(';')[0]!
}
const ask = (path: string, cookie: string, init: RequestInit = {}) =>
  server.get(`/api/inbox/${path}`, { ...init, headers: { ...SAME, cookie, ...(init.headers as object) } })

describe('A member logs in', () => {
  it('with their name and passphrase, and gets their own keys', async () => {
    const { blob, challenge } = await challengeOf(maria)
    expect(blob).toBe(toBase64(maria.blob))
    const response = await send('session', answer(maria, challenge))
    expect(response.status).toBe(204)
    const cookie = response.headers.get('set-cookie')!
    expect(cookie.replace(/=[^;]+/, '=…')).toBe('__Host-mitos=…; Path=/; HttpOnly; Secure; SameSite=Strict')
    const me = await (await ask('me', cookie.split(';')[0]!)).json()
    expect(me).toEqual({
      member: toBase64(maria.id),
      ngo: 'a21',
      team: root(),
      keys: [toBase64(new Uint8Array(1072).fill(7))],
      keep: KEEP,
    })
  })

  it('and a stranger cannot tell a member from a name that does not exist', async () => {
    const known = await login('maria', seed('guess'))
    const unknown = await login('nobody', seed('guess'))
    const [one, two] = [(await known.json()) as LoginChallenge, (await unknown.json()) as LoginChallenge]
    expect([known.status, Object.keys(one), one.blob.length, one.challenge.length]).toEqual([
      unknown.status,
      Object.keys(two),
      two.blob.length,
      two.challenge.length,
    ])
    expect(one.blob.length).toBe(toBase64(maria.blob).length)
    const again = (await (await login('nobody', seed('other guess'))).json()) as LoginChallenge
    expect(again.blob).toBe(two.blob)
    expect(one.blob).not.toBe(toBase64(maria.blob))
    const shape = (blob: string) => [0, 121, 122].map((at) => Buffer.from(blob, 'base64url')[at])
    expect(shape(two.blob)).toEqual(shape(toBase64(maria.blob)))
  })

  it('and the challenge of a wrong log-in is worth nothing, whoever signs it', async () => {
    const { challenge } = (await (await login('maria', seed('guess'))).json()) as LoginChallenge
    expect(await codeOf(await send('session', answer(maria, challenge)))).toBe('401 login-refused')
  })

  it('and a challenge is good once, for a minute, for one member', async () => {
    const { challenge } = await challengeOf(maria)
    expect((await send('session', answer(maria, challenge))).status).toBe(204)
    expect(await codeOf(await send('session', answer(maria, challenge)))).toBe('401 login-refused')
    const late = await challengeOf(maria)
    server.now += 60
    expect(await codeOf(await send('session', answer(maria, late.challenge)))).toBe('401 login-refused')
    const hers = await challengeOf(maria)
    expect(await codeOf(await send('session', answer(nikos, hers.challenge)))).toBe('401 login-refused')
  })

  it('and a challenge that failed once cannot be tried again', async () => {
    const { challenge } = await challengeOf(maria)
    const right = answer(maria, challenge)
    expect(await codeOf(await send('session', { ...right, signature: toBase64(new Uint8Array(64)) }))).toBe(
      '401 login-refused',
    )
    expect(await codeOf(await send('session', right))).toBe('401 login-refused')
  })

  it('and a signature counts only for this origin, this key and this minute', async () => {
    const wrong = [
      async () => answer(maria, (await challengeOf(maria)).challenge, server.now, 'https://evil.example'),
      async () => answer(maria, (await challengeOf(maria)).challenge, server.now - 61),
      async () => answer(maria, (await challengeOf(maria)).challenge, server.now + 61),
      async () => {
        const { challenge } = await challengeOf(maria)
        return { ...answer(maria, challenge), signature: answer(nikos, challenge).signature }
      },
    ]
    for (const make of wrong) expect(await codeOf(await send('session', await make()))).toBe('401 login-refused')
    const skewed = answer(maria, (await challengeOf(maria)).challenge, server.now - 60)
    expect((await send('session', skewed)).status).toBe(204)
  })

  it('only from the inbox itself', async () => {
    const headers: readonly Record<string, string>[] = [
      { 'sec-fetch-site': 'cross-site' },
      { 'sec-fetch-site': 'same-site', origin: server.origin },
      { origin: 'https://evil.example' },
      {},
    ]
    for (const one of headers)
      expect(await codeOf(await send('login', { name: 'maria', login: toBase64(maria.login) }, one))).toBe(
        '403 origin-refused',
      )
    expect((await login('maria', maria.login, { origin: server.origin } as never)).status).toBe(200)
    const cookie = await cookieOf(maria)
    expect((await ask('requests', cookie, { headers: { 'sec-fetch-site': 'cross-site' } })).status).toBe(403)
  })

  it('and what is no log-in is refused without a word of it', async () => {
    const canary = 'CANARY-in-a-body'
    for (const body of [{}, { name: canary, login: 'x' }, { name: 'maria', login: 'AA' }, [], 'x', null]) {
      const response = await send('login', body)
      const text = await response.text()
      expect([response.status, text.includes(canary)]).toEqual([400, false])
    }
    const broken = await server.get('/api/inbox/login', {
      method: 'POST',
      headers: { ...SAME, 'content-type': 'application/json' },
      body: `{"${canary}`,
    })
    expect(await broken.text()).toBe('{"type":"about:blank","title":"Bad Request","status":400,"code":"bad-input"}')
  })

  it('until there were too many wrong ones for a name, known or not', async () => {
    for (const name of ['eleni', 'nobody-else']) {
      for (let i = 0; i < 10; i++) expect((await login(name, seed('guess'))).status).toBe(200)
      const refused = await login(name, seed('guess'))
      expect(Number(refused.headers.get('retry-after'))).toBe(300 - (server.now % 300))
      expect(await codeOf(refused)).toBe('429 too-many')
    }
    expect(await codeOf(await login('eleni', eleni.login))).toBe('429 too-many')
    expect((await login('maria', maria.login)).status).toBe(200)
    server.now += 300
    expect((await login('eleni', eleni.login)).status).toBe(200)
  })
})

describe('A flood of one client', () => {
  it('is slowed at each route of the staff, and is told for how long', async () => {
    const slow = await startServer({ limit: 2 })
    const post = (path: string, body: object) =>
      slow.get(`/api/inbox/${path}`, {
        method: 'POST',
        headers: { ...SAME, 'content-type': 'application/json' },
        body: JSON.stringify(body),
      })
    const no = { member: toBase64(maria.id), challenge: toBase64(new Uint8Array(32)), time: slow.now }
    const ask = (method: string, path: string) => slow.get(`/api/inbox/${path}`, { method, headers: SAME })
    const routes: readonly [number, number, () => Promise<Response>][] = [
      [2, 200, () => post('login', { name: 'maria', login: toBase64(seed('guess')) })],
      [2, 401, () => post('session', { ...no, signature: toBase64(new Uint8Array(64)) })],
      [2, 204, () => post('logout', {})],
      [20, 401, () => slow.get('/api/inbox/me', { headers: SAME })],
      [20, 401, () => slow.get('/api/inbox/requests', { headers: SAME })],
      [20, 401, () => post(`requests/${toBase64(new Uint8Array(16))}/claim`, {})],
      [20, 401, () => ask('GET', 'teams/1')],
      [20, 401, () => post('cases', {})],
      [20, 401, () => ask('GET', 'cases/keys?before=1')],
      [20, 401, () => ask('GET', `cases/${toBase64(new Uint8Array(16))}`)],
      [20, 401, () => post(`cases/${toBase64(new Uint8Array(16))}/events`, {})],
      [20, 401, () => post(`requests/${toBase64(new Uint8Array(16))}/remove`, {})],
      [20, 401, () => post('taken-back', {})],
      [20, 401, () => ask('PUT', `cases/${toBase64(new Uint8Array(16))}/keys/2`)],
      [20, 401, () => ask('DELETE', `cases/${toBase64(new Uint8Array(16))}/keys/1`)],
      [2, 404, () => post('invited', { invite: toBase64(new Uint8Array(16)) })],
      [2, 400, () => post('join', {})],
      [2, 401, () => post('invitations', {})],
      [20, 401, () => ask('GET', 'invitations')],
      [2, 401, () => ask('DELETE', `invitations/${toBase64(new Uint8Array(16))}`)],
      [2, 401, () => ask('PUT', 'me')],
      [2, 401, () => ask('PUT', 'team')],
      [2, 401, () => post('logout-everywhere', {})],
    ]
    for (const [most, status, ask] of routes) {
      for (let i = 0; i < most; i++) expect((await ask()).status).toBe(status)
      const refused = await ask()
      expect(refused.headers.get('retry-after')).toMatch(/^\d+$/)
      expect(await codeOf(refused)).toBe('429 too-many')
    }
    await slow.stop()
  })
})

describe('The tabs of one browser', () => {
  const tabs = Array.from({ length: 9 }, (_, i) => toBase64(new Uint8Array(16).fill(i)))
  const begin = async (who: typeof maria, tab: string, cookie = '') => {
    const headers = { ...SAME, cookie, 'mitos-tab': tab }
    return send('session', answer(who, (await challengeOf(who)).challenge), headers)
  }
  const cookieIn = (response: Response): string => response.headers.get('set-cookie')!.split(';')[0]!
  const named = (tab: string) => ({ headers: { 'mitos-tab': tab } })
  const statuses = (cookie: string, some: readonly string[]) =>
    Promise.all(some.map(async (tab) => (await ask('me', cookie, named(tab))).status))

  it('have a session each in one cookie, of which a tab ends its own; the cookie goes with the last one', async () => {
    const first = cookieIn(await begin(maria, tabs[0]!))
    const second = await begin(maria, tabs[1]!, first)
    const flags = second.headers.get('set-cookie')!.replace(/=[^;]+/, '=…')
    expect(flags).toBe('__Host-mitos=…; Path=/; HttpOnly; Secure; SameSite=Strict')
    const cookie = cookieIn(second)
    expect(await statuses(cookie, tabs.slice(0, 3))).toEqual([200, 200, 401])
    // The name of a tab opens nothing without the cookie, nor with that of another one.
    expect([await statuses('', [tabs[1]!]), await statuses(first, [tabs[1]!])]).toEqual([[401], [401]])
    const out = (tab: string) => ask('logout', cookie, { method: 'POST', ...named(tab) })
    expect((await out(tabs[2]!)).headers.get('set-cookie')).toBeNull()
    expect((await out(tabs[0]!)).headers.get('set-cookie')).toBeNull()
    expect(await statuses(cookie, tabs.slice(0, 2))).toEqual([401, 200])
    expect((await out(tabs[1]!)).headers.get('set-cookie')).toMatch(/^__Host-mitos=;/)
    expect(await statuses(cookie, tabs.slice(0, 2))).toEqual([401, 401])
  })

  it('are eight at most, of one member: of more the oldest ends, and of another member all', async () => {
    let cookie = ''
    for (const tab of tabs) cookie = cookieIn(await begin(maria, tab, cookie))
    expect(await statuses(cookie, tabs)).toEqual([401, ...tabs.slice(1).map(() => 200)])
    const before = cookie
    cookie = cookieIn(await begin(nikos, tabs[0]!, cookie))
    expect(cookie.split('.').length).toBe(1)
    expect(await statuses(before, tabs)).toEqual(tabs.map(() => 401))
    expect(await codeOf(await begin(nikos, 'no tab', cookie))).toBe('400 bad-input')
  })

  it('lock all where one is locked by hand, and are all out with a log-out everywhere', async () => {
    for (const [path, body] of [
      ['logout', { all: true }],
      ['logout-everywhere', undefined],
    ] as const) {
      const cookie = cookieIn(await begin(maria, tabs[1]!, cookieIn(await begin(maria, tabs[0]!))))
      const out = await send(path, body, { ...SAME, cookie, 'mitos-tab': tabs[0]! })
      expect([out.status, out.headers.get('set-cookie')]).toEqual([204, expect.stringMatching(/^__Host-mitos=;/)])
      expect(await statuses(cookie, tabs.slice(0, 2))).toEqual([401, 401])
    }
  })
})

describe('A session', () => {
  it('is asked for everywhere', async () => {
    for (const cookie of ['', '__Host-mitos=', `__Host-mitos=${toBase64(seed('guess'))}`]) {
      expect(await codeOf(await ask('me', cookie))).toBe('401 not-logged-in')
      expect(await codeOf(await ask('requests', cookie))).toBe('401 not-logged-in')
      const claim = ask(`requests/${toBase64(new Uint8Array(16))}/claim`, cookie, { method: 'POST' })
      expect(await codeOf(await claim)).toBe('401 not-logged-in')
    }
  })

  it('ends with a log-out', async () => {
    const cookie = await cookieOf(maria)
    expect((await ask('me', cookie)).status).toBe(200)
    expect((await ask('logout', cookie, { method: 'POST' })).status).toBe(204)
    expect(await codeOf(await ask('me', cookie))).toBe('401 not-logged-in')
  })

  it('ends after twelve hours', async () => {
    const cookie = await cookieOf(maria)
    const hour = server.now - (server.now % 3600)
    server.now = hour + 12 * 3600 - 1
    expect((await ask('me', cookie)).status).toBe(200)
    server.now = hour + 12 * 3600
    expect(await codeOf(await ask('me', cookie))).toBe('401 not-logged-in')
  })

  it('that is over is erased when the next one begins', async () => {
    const old = await crypto.sha256(Buffer.from((await cookieOf(maria)).split('=')[1]!, 'base64url'))
    server.now += 13 * 3600
    expect(await server.store.session(old)).toBeDefined()
    await cookieOf(nikos)
    expect(await server.store.session(old)).toBeUndefined()
  })

  it('is not in the store as it is in the cookie', async () => {
    const token = (await cookieOf(maria)).split('=')[1]!
    expect(await server.store.session(Buffer.from(token, 'base64url'))).toBeUndefined()
    expect(await server.store.session(await crypto.sha256(Buffer.from(token, 'base64url')))).toBeDefined()
  })
})

describe('Members see', () => {
  const list = async (who: typeof maria, query = '') =>
    (await (await ask(`requests${query}`, await cookieOf(who))).json()) as RequestPage

  it('what was sealed for their NGO, older keys too, and nothing of another', async () => {
    const first = sealedFor(boxKey('a21 1'))
    await server.post(first)
    await server.put('roster', roster(2, roster(), { ngos: [ngo('a21', 2), ngo('gcr')] }))
    const second = sealedFor(boxKey('a21 2'))
    await server.post(second)
    const { requests, next } = await list(maria)
    expect(requests.map((row) => row.sealed).sort()).toEqual([first, second].map(toBase64).sort())
    expect(requests[0]).toMatchObject({ hour: server.now - (server.now % 3600), check: false, claim: null })
    expect(next).toBeNull()
    expect(await list(eleni)).toMatchObject({ whole: true, requests: [], next: null, total: 0 })
  })

  it('at most fifty at once, and the rest on the next page', async () => {
    for (let i = 0; i < 50; i++) await server.post(sealedFor(boxKey('a21 2'), i))
    const page = await list(maria)
    const rest = await list(maria, `?after=${page.next}`)
    expect([page.requests.length, rest.requests.length, rest.next]).toEqual([50, 2, null])
    expect([page.total, rest.total]).toEqual([52, null])
    expect(new Set([...page.requests, ...rest.requests].map((row) => row.id)).size).toBe(52)
    expect((await ask('requests?after=nonsense', await cookieOf(maria))).status).toBe(400)
  })

  it('who has claimed a request; the second to try is told, another NGO learns nothing', async () => {
    const { requests } = await list(maria)
    const claim = async (who: typeof maria) =>
      ask(`requests/${requests[0]!.id}/claim`, await cookieOf(who), { method: 'POST' })
    const held = { by: toBase64(maria.id), hour: server.now - (server.now % 3600) }
    for (let i = 0; i < 2; i++) {
      const mine = await claim(maria)
      expect([mine.status, await mine.json()]).toEqual([200, held])
    }
    const taken = await claim(nikos)
    expect([taken.status, await taken.json()]).toMatchObject([409, { code: 'claim-taken', claim: held }])
    expect(await codeOf(await claim(eleni))).toBe('404 not-found')
    expect((await list(nikos)).requests[0]!.claim).toEqual(held)
  })

  it('what came or was claimed since they looked, and nothing else', async () => {
    const { mark } = await list(maria)
    expect(await list(maria, `?since=${mark}`)).toEqual({ whole: false, requests: [], next: null, mark, total: null })
    const sealed = sealedFor(boxKey('a21 2'), 99)
    await server.post(sealed)
    const came = await list(maria, `?since=${mark}`)
    expect([came.whole, came.requests.map((row) => row.sealed), came.total]).toEqual([false, [toBase64(sealed)], 53])
    await ask(`requests/${came.requests[0]!.id}/claim`, await cookieOf(nikos), { method: 'POST' })
    const claimed = await list(maria, `?since=${came.mark}`)
    expect(claimed.requests).toMatchObject([{ id: came.requests[0]!.id, claim: { by: toBase64(nikos.id) } }])
    expect((await list(maria, `?since=${claimed.mark}`)).requests).toEqual([])
  })

  it('everything where the server does not know the mark', async () => {
    const { mark, total } = await list(maria)
    for (const since of ['nonsense', `${mark}.0`, mark.replace(/\.\d+$/, '.9999'), mark.replace(/\.\d+$/, '.-1')])
      expect(await list(maria, `?since=${since}`)).toMatchObject({ whole: true, total })
    // Nothing of another NGO can be learned from a mark.
    expect((await list(eleni, `?since=${mark}`)).requests).toEqual([])
  })
})
