import { describe, expect, it } from 'vitest'
import type { AlertSettings } from '../../shared/alertsApi.ts'
import { fromBase64 } from '../../shared/bytes.ts'
import { startEndpoint } from '../support/pushService.ts'
import { ALL, MINUTE, alertStage, alertsBy, mailTo, put, settings, silent } from './alertStage.ts'
import { codeOf } from './server.ts'
import { inboxKey, logIn, team } from './team.ts'

const stage = alertStage()
const { again, begin, called, comes, keep, startMail } = stage

describe('A member', () => {
  it('sees what arrived and when, to the minute while the server runs, to the hour after another start', async () => {
    const mail = await startMail()
    await begin(alertsBy(mail.port))
    const maria = await logIn(stage.server, 'maria')
    expect(await settings(maria)).toEqual({
      ways: [],
      can: { mail: true, push: expect.stringMatching(/^[A-Za-z0-9_-]{87}$/), webhook: true },
      runs: false,
      team: null,
    })
    await put(maria, mailTo('maria'))
    stage.server.now += 61 * MINUTE
    const tested = (await (await maria.send('POST', 'alerts/test', {})).json()) as AlertSettings
    expect(tested.ways).toEqual([
      { id: expect.any(String), kind: 'mail', shown: 'maria@a21.example', result: 'arrived', at: stage.server.now },
    ])
    expect(await codeOf(await maria.send('POST', 'alerts/test', {}))).toBe('429 too-many')
    await mail.idle()
    expect(called()).toEqual(['maria'])
    await again(alertsBy(mail.port))
    const [way] = (await settings(await logIn(stage.server, 'maria'))).ways
    expect(way).toMatchObject({ result: 'arrived', at: stage.server.now - MINUTE })
  })

  it('keeps the ways that they name, and the others are gone with what was still to go out', async () => {
    const nowhere = await keep(silent())
    await begin(alertsBy(nowhere.port))
    const maria = await logIn(stage.server, 'maria')
    const hook = await keep(startEndpoint())
    const made = await put(maria, mailTo('maria'), { kind: 'webhook', address: `${hook.url}/secret?of=mine` })
    const [kept, gone] = ((await made.json()) as AlertSettings).ways.toSorted((a) => (a.kind === 'webhook' ? -1 : 1))
    expect(kept!.shown).toBe(hook.url)
    await stage.server.store.addAlerts([fromBase64(kept!.id), fromBase64(gone!.id)])
    const left = (await (await put(maria, { id: kept!.id })).json()) as AlertSettings
    expect(left.ways).toEqual([kept])
    expect((await stage.server.store.alerts()).map(({ way }) => Buffer.from(way).toString('base64url'))).toEqual([
      kept!.id,
    ])
    const nikos = await logIn(stage.server, 'nikos')
    expect(await codeOf(await put(nikos, { id: kept!.id }))).toBe('404 not-found')
    expect((await settings(nikos)).ways).toEqual([])
  })

  it('is told which addresses cannot be', async () => {
    await begin(alertsBy(1, { networks: [] }))
    const maria = await logIn(stage.server, 'maria')
    const bad = [
      ['mail', 'maria'],
      ['mail', 'maria@a21.example\r\nBcc: all@a21.example'],
      ['mail', 'maria@a21.example, nikos@a21.example'],
      ['mail', '"a b"@a21.example'],
      ['webhook', 'http://hook.example/'],
      ['webhook', 'https://10.0.0.1/'],
      ['webhook', 'http://127.0.0.1/'],
      ['webhook', 'https://[::1]/'],
      ['webhook', 'https://user:pass@hook.example/'],
      ['push', 'ftp://push.example/'],
    ] as const
    for (const [kind, address] of bad)
      expect([address, await codeOf(await put(maria, { kind, address }))]).toEqual([address, '400 alert-address'])
    const six = Array.from({ length: 6 }, (_, i) => mailTo(`maria${i}`))
    expect(await codeOf(await put(maria, ...six))).toBe('400 bad-input')
    expect(await codeOf(await maria.send('PUT', 'alerts', { ways: [{ kind: 'pigeon', address: 'x' }] }))).toBe(
      '400 bad-input',
    )
    expect((await settings(maria)).ways).toEqual([])
  })

  it('is offered nothing that the operator has not set up', async () => {
    await begin()
    const maria = await logIn(stage.server, 'maria')
    expect((await settings(maria)).can).toEqual({ mail: false, push: null, webhook: false })
    for (const way of [mailTo('maria'), { kind: 'push', address: 'https://push.example/' } as const])
      expect(await codeOf(await put(maria, way))).toBe('409 alert-off')
    expect(await codeOf(await stage.server.get('/api/inbox/alerts'))).toBe('401 not-logged-in')
  })

  it('who is removed loses all of it at once', async () => {
    const mail = await startMail()
    await begin(alertsBy(mail.port))
    const lena = await logIn(stage.server, 'lena')
    await put(lena, mailTo('lena'))
    await put(await logIn(stage.server, 'maria'), mailTo('maria'))
    await stage.server.store.addAlerts((await stage.server.store.alertWays()).map(({ id }) => id))
    const next = { team: team(2, [ALL[0]!, ALL[2]!]), keys: [inboxKey(ALL[2]!)] }
    expect((await lena.send('PUT', 'team', next)).status).toBe(204)
    const maria = fromBase64(ALL[1]!.id)
    expect(await stage.server.store.alertWaysOf(maria)).toEqual([])
    expect(await stage.server.store.alerts()).toHaveLength(1)
    await comes()
    await stage.server.tick()
    await mail.idle()
    expect(called()).toEqual(['lena'])
  })
})

describe('The worker that wakes a browser', () => {
  it('is the same for everybody, may ask for nothing but the page, and touches no store of the browser', async () => {
    await begin()
    const [one, two] = [
      await stage.server.get('/inbox/sw.js'),
      await (await logIn(stage.server, 'maria')).fetch('/inbox/sw.js'),
    ]
    expect([one.status, one.headers.get('content-type'), one.headers.get('cache-control')]).toEqual([
      200,
      'text/javascript; charset=utf-8',
      'no-store',
    ])
    expect(one.headers.get('content-security-policy')).toBe(
      `default-src 'none'; connect-src ${stage.server.origin}/inbox/`,
    )
    const text = await one.text()
    expect(await two.text()).toBe(text)
    expect(text).toContain('showNotification("Please check your list"')
    expect(text).not.toMatch(/caches|indexedDB|importScripts|event\.data|\/api\//)
  })
})

describe('A coordinator', () => {
  it('sees who can be called, and not how', async () => {
    const mail = await startMail()
    await begin(alertsBy(mail.port))
    const maria = await logIn(stage.server, 'maria')
    await put(maria, mailTo('maria'))
    await put(await logIn(stage.server, 'nikos'), { kind: 'mail', address: 'refused@a21.example' })
    await comes()
    await stage.server.tick()
    const seen = await settings(await logIn(stage.server, 'lena'))
    expect(seen.team).toEqual([
      { member: ALL[0]!.id, works: false },
      { member: ALL[1]!.id, works: true },
      { member: ALL[2]!.id, works: false },
    ])
    expect(JSON.stringify(seen)).not.toContain('@')
    expect((await settings(maria)).team).toBeNull()
  })
})
