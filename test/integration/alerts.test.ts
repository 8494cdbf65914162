import { readFileSync } from 'node:fs'
import { type AddressInfo, type Server, createServer } from 'node:net'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { AlertConfig } from '../../server/alertConfig.ts'
import type { AlertSettings, AlertWaysRequest } from '../../shared/alertsApi.ts'
import { fromBase64 } from '../../shared/bytes.ts'
import { MitosError } from '../../shared/errors.ts'
import { keyIdOf } from '../../shared/keys.ts'
import type { RequestPage } from '../../shared/staffApi.ts'
import { addressOf } from '../../shared/mailbox.ts'
import { type RequestId, writeBody, writeHeader } from '../../shared/wire.ts'
import { lookAt } from '../../server/store/sqlite/look.ts'
import { filesWith, findIn } from '../support/canary.ts'
import { type MailServer, startMailServer } from '../support/mailServer.ts'
import { type Endpoint, startEndpoint, startPushService } from '../support/pushService.ts'
import { makeCertificate } from '../support/nginx.ts'
import { type Worker, beginning, rowsOf, write } from './caseOf.ts'
import { sealedRequest } from './caseRequest.ts'
import { temporaryFolder } from './folder.ts'
import { NOW, boxKey, crypto, sealedFor, seed } from './network.ts'
import { type TestServer, codeOf, startServer } from './server.ts'
import { type Visitor, inboxKey, logIn, place, team, teamServer } from './team.ts'

const MINUTE = 60
const HOUR = 3600
const ALL = [place('lena', 'lead'), place('maria'), place('nikos')]
const HERE = ['127.0.0.0/8']

let folder: ReturnType<typeof temporaryFolder>
let server: TestServer
let mail: MailServer | undefined
const endpoints: { stop(): Promise<void> }[] = []
beforeEach(() => void (folder = temporaryFolder()))
afterEach(async () => {
  await server.stop()
  await mail?.stop()
  mail = undefined
  for (const one of endpoints.splice(0)) await one.stop()
  folder.remove()
})

const alertsBy = (port: number | undefined, more: Partial<AlertConfig> = {}): AlertConfig => ({
  ...(port !== undefined && { mail: { host: '127.0.0.1', port, secure: false, from: 'list@ngo.example' } }),
  push: true,
  webhook: true,
  networks: HERE,
  ...more,
})
const data = (): string => join(folder.path, 'data')
const begin = async (alerts: AlertConfig): Promise<void> => void (server = await teamServer({ data: data(), alerts }))
const again = async (alerts: AlertConfig): Promise<void> => {
  const { now } = server
  await server.stop()
  server = await startServer({ limit: 1000, data: data(), alerts }, undefined, undefined, now)
}
const keep = async <T extends Endpoint>(starting: Promise<T>): Promise<T> => {
  const one = await starting
  endpoints.push(one)
  return one
}
const put = (who: Visitor, ...ways: AlertWaysRequest['ways'][number][]) => who.send('PUT', 'alerts', { ways })
const settings = async (who: Visitor): Promise<AlertSettings> =>
  (await (await who.send('GET', 'alerts')).json()) as AlertSettings
const mailTo = (name: string) => ({ kind: 'mail', address: `${name}@a21.example` }) as const
/** Somebody writes, and the small delay of R42 goes by. */
const comes = async (fill = 1, minutes = 3): Promise<void> => {
  expect((await server.post(sealedFor(boxKey('a21 1'), fill))).status).toBe(204)
  server.now += minutes * MINUTE
}
const claimAll = async (who: Visitor): Promise<void> => {
  const { requests } = (await (await who.send('GET', 'requests')).json()) as { requests: { id: string }[] }
  for (const { id } of requests) expect((await who.send('POST', `requests/${id}/claim`, {})).status).toBe(200)
}
/** Who got mail, in order of names. */
const called = (): readonly string[] =>
  mail!
    .mails()
    .map((one) => /^To: (.*)@/m.exec(one)![1]!)
    .toSorted()
/** Who is called after so many minutes, and was not before. */
const next = async (minutes = 6): Promise<readonly string[]> => {
  const before = [...called()]
  server.now += minutes * MINUTE
  await server.tick()
  await mail!.idle()
  return called().filter((name) => {
    const at = before.indexOf(name)
    if (at >= 0) before.splice(at, 1)
    return at < 0
  })
}
/** What of a mail is the same in all: no stamp of the mail server, no address, no date and no id, which no mail may lack. */
const common = (one: string): string =>
  one
    .replace(/^Envelope-to: .*\n/, '')
    .replace(/^Received: .*\n(\t.*\n)*/m, '')
    .replace(/^(To|Date|Message-ID): .*\n/gm, '')

/** A mail server that takes connections and says nothing. */
async function silent(): Promise<{ port: number; came: Promise<unknown>; count(): number }> {
  let count = 0
  const sockets = new Set<{ destroy(): void }>()
  const listener: Server = createServer()
  const came = new Promise((resolve) =>
    listener.on('connection', (socket) => {
      count++
      sockets.add(socket)
      socket.on('error', () => undefined)
      resolve(undefined)
    }),
  )
  await new Promise<void>((resolve) => listener.listen(0, '127.0.0.1', resolve))
  endpoints.push({
    async stop() {
      for (const socket of sockets) socket.destroy()
      await new Promise((resolve) => listener.close(resolve))
    },
  })
  return { port: (listener.address() as AddressInfo).port, came, count: () => count }
}

describe('Members are called', () => {
  it('by mail, push and webhook with the same bytes whatever came, and none of them says anything (R42)', async () => {
    mail = await startMailServer()
    await begin(alertsBy(mail.port))
    const maria = await logIn(server, 'maria')
    const key = (await settings(maria)).can.push!
    const push = await keep(startPushService(() => key))
    const hook = await keep(startEndpoint())
    const secret = 'jNwQ7canary'
    await put(
      maria,
      mailTo('maria'),
      { kind: 'push', address: `${push.url}/${secret}` },
      { kind: 'webhook', address: `${hook.url}/${secret}` },
    )
    await put(await logIn(server, 'nikos'), mailTo('nikos'))
    for (const fill of [1, 2, 3]) {
      await comes(fill, 6)
      await server.tick()
    }
    await mail.idle()
    expect(called()).toEqual(['maria', 'maria', 'maria', 'nikos', 'nikos', 'nikos'])
    expect(new Set(mail.mails().map(common)).size).toBe(1)
    expect(common(mail.mails()[0]!)).toBe(
      'Auto-Submitted: auto-generated\nFrom: list@ngo.example\nSubject: Please check your list\n' +
        'Content-Transfer-Encoding: 7bit\nMIME-Version: 1.0\nContent-Type: text/plain; charset=utf-8\n\n' +
        'There is something to do. Open the app as usual.\n',
    )
    expect(push.received.map(({ body, headers: { ttl, topic, urgency } }) => [body, ttl, topic, urgency])).toEqual(
      Array.from({ length: 3 }, () => ['', '1800', 'list', 'high']),
    )
    expect(hook.received.map(({ body, headers }) => [body, headers['content-type'], headers['user-agent']])).toEqual(
      Array.from({ length: 3 }, () => [
        'There is something to do. Open the app as usual.',
        'text/plain; charset=utf-8',
        undefined,
      ]),
    )
    // Neither an address nor who is called for whom lies anywhere in the clear.
    for (const canary of ['maria@a21', secret, 'list@ngo'])
      expect([await filesWith(server.data, canary), findIn(JSON.stringify(server.lines), canary)]).toEqual([[], false])
    // The token tells a push service whose server calls (RFC 8292 wants a contact), and nothing else does.
    const posted = [...push.received, ...hook.received].map(({ headers, ...rest }) => ({
      ...rest,
      headers: { ...headers, authorization: undefined },
    }))
    const said = [...mail.mails(), JSON.stringify(posted)].join()
    for (const word of ['mitos.example', 'lena', 'gcr', 'Help Team', '/inbox']) expect(said).not.toContain(word)
  })

  it('not before the small delay is over, then every five minutes until one says that they have seen it', async () => {
    mail = await startMailServer()
    await begin(alertsBy(mail.port))
    const maria = await logIn(server, 'maria')
    await put(maria, mailTo('maria'))
    await comes(1, 0)
    expect((await settings(maria)).runs).toBe(false)
    const counts: number[] = []
    const minutes = async (n: number): Promise<void> => {
      for (let i = 0; i < n; i++) {
        server.now += MINUTE
        await server.tick()
      }
      await mail!.idle()
      counts.push(called().length)
    }
    await minutes(3)
    await minutes(10)
    expect((await settings(maria)).runs).toBe(true)
    expect((await maria.send('POST', 'alerts/ack', {})).status).toBe(204)
    expect((await settings(maria)).runs).toBe(false)
    await minutes(15)
    // After thirty minutes again, although it was seen.
    await minutes(4)
    expect(counts).toEqual([1, 3, 3, 4])
  })

  it('no more once the card was opened, also those whose call has not gone yet', async () => {
    const nowhere = await silent()
    await begin(alertsBy(nowhere.port))
    const maria = await logIn(server, 'maria')
    await put(maria, mailTo('maria'))
    await comes()
    const trying = server.tick()
    await nowhere.came
    await claimAll(maria)
    server.now += MINUTE
    await server.tick()
    expect(await server.store.alerts()).toEqual([])
    expect((await settings(maria)).runs).toBe(false)
    await server.stop()
    await trying
    server = await startServer({ limit: 1000, data: data() }, undefined, undefined, server.now)
  })

  it('for their own NGO only, and nobody who has no way or is elsewhere', async () => {
    mail = await startMailServer()
    await begin(alertsBy(mail.port))
    await put(await logIn(server, 'gina'), mailTo('gina'))
    await comes()
    await server.tick()
    await mail.idle()
    expect(called()).toEqual([])
    await put(await logIn(server, 'nikos'), mailTo('nikos'))
    await server.tick()
    await mail.idle()
    expect(called()).toEqual(['nikos'])
  })
})

describe('Nobody is called', () => {
  const token = seed('token').slice(0, 16)
  const address = addressOf(crypto, token)
  const bodyAt = (where: Uint8Array, fill = 1, of = 'a21 1') =>
    writeBody(
      writeHeader({
        id: crypto.random(16) as RequestId,
        keyId: keyIdOf(crypto, fromBase64(boxKey(of))),
        address: where,
        tag: new Uint8Array(8),
      }),
      new Uint8Array(8240).fill(fill),
    )
  const post = async (body: Uint8Array): Promise<void> => expect((await server.post(body)).status).toBe(204)
  const idOf = async (who: Visitor): Promise<string> => {
    const { requests } = (await (await who.send('GET', 'requests')).json()) as { requests: { id: string }[] }
    return requests[0]!.id
  }
  const only = async (name: string): Promise<Visitor> => {
    mail = await startMailServer()
    await begin(alertsBy(mail.port))
    const who = await logIn(server, name)
    await put(who, mailTo(name))
    return who
  }

  it('but its owner for what a person adds to a request that somebody of this NGO has opened', async () => {
    const maria = await only('maria')
    await post(bodyAt(address))
    expect(await next()).toEqual(['maria'])
    await claimAll(maria)
    const nikos = await logIn(server, 'nikos')
    await put(nikos, mailTo('nikos'))
    await post(bodyAt(address, 2))
    // But its owner, until they have read it.
    expect(await next()).toEqual(['maria'])
    const { requests } = (await (await maria.send('GET', 'requests')).json()) as RequestPage
    const added = requests.find(({ claim }) => claim === null)!
    expect((await maria.send('POST', 'alerts/quiet', { id: added.id })).status).toBe(204)
    expect(await next()).toEqual([])
    await post(bodyAt(seed('other').slice(0, 8), 3))
    expect((await next()).toSorted()).toEqual(['maria', 'nikos'])
  })

  it('for another NGO’s request by no claim of this one', async () => {
    const gina = await only('gina')
    const maria = await logIn(server, 'maria')
    await post(bodyAt(address))
    await claimAll(maria)
    await post(bodyAt(address, 2, 'gcr 1'))
    expect(await next()).toEqual(['gina'])
    expect(await codeOf(await maria.send('POST', 'alerts/quiet', { id: await idOf(gina) }))).toBe('404 not-found')
    expect(await next()).toHaveLength(1)
  })

  it('for what was taken back, nor for what takes it back', async () => {
    await only('maria')
    await post(bodyAt(address))
    expect(await next()).toEqual(['maria'])
    const taken = await server.get('/api/mailbox/delete', {
      method: 'POST',
      body: Buffer.concat([token, bodyAt(address, 2)]),
    })
    expect(taken.status).toBe(204)
    expect(await server.store.countRequests([keyIdOf(crypto, fromBase64(boxKey('a21 1')))])).toBe(1)
    expect(await next()).toEqual([])
  })

  it('for a row that cannot be opened, once a member has looked at it', async () => {
    const maria = await only('maria')
    await post(bodyAt(address))
    expect(await next()).toEqual(['maria'])
    expect((await maria.send('POST', 'alerts/quiet', { id: await idOf(maria) })).status).toBe(204)
    expect(await next()).toEqual([])
    expect(await codeOf(await maria.send('POST', 'alerts/quiet', { id: 'x' }))).toBe('400 bad-input')
  })
})

describe('A case', () => {
  /** Maria's, and Nikos is there. */
  const begun = async (): Promise<{ maria: Worker; id: string }> => {
    mail = await startMailServer()
    await begin(alertsBy(mail.port))
    const maria = { ...(await logIn(server, 'maria')), name: 'maria' }
    await put(maria, mailTo('maria'))
    await put(await logIn(server, 'nikos'), mailTo('nikos'))
    expect((await server.post(sealedRequest(1))).status).toBe(204)
    expect(await next()).toEqual(['maria', 'nikos'])
    const body = await beginning('maria', (await rowsOf(maria))[0]!)
    expect((await maria.send('POST', 'cases', body)).status).toBe(201)
    expect(await next()).toEqual([])
    return { maria, id: body.case }
  }
  const note = { kind: 'note', text: 'x' } as const

  it('calls its owner at the hour that they set, until somebody has written into it', async () => {
    const { maria, id } = await begun()
    const wakeAt = NOW + 2 * HOUR
    expect((await write(maria, id, note, { wakeAt })).status).toBe(201)
    expect(await next(60)).toEqual([])
    server.now = wakeAt - 6 * MINUTE
    expect(await next()).toEqual(['maria'])
    expect(await next()).toEqual(['maria'])
    await write(maria, id, note)
    expect(await next()).toEqual([])
  })

  it('given away with an hour rests until then, and then calls as one that came in that hour', async () => {
    const { maria, id } = await begun()
    const wakeAt = NOW + 80 * HOUR
    const on = { kind: 'hand-over', to: null, note: '' } as const
    expect((await write(maria, id, on, { wakeAt, claim: { kind: 'release' } })).status).toBe(201)
    expect([await next(), await next(73 * 60)]).toEqual([[], []])
    const look = lookAt(data())
    const waits = (hours: number) =>
      look.unopenedSince([keyIdOf(crypto, fromBase64(boxKey('a21 1')))], NOW + hours * HOUR)
    expect([await waits(79), await waits(80)]).toEqual([false, true])
    look.close()
    server.now = wakeAt
    expect(await next()).toEqual(['maria', 'nikos'])
    expect(server.lines).not.toContainEqual(expect.objectContaining({ alert: 'incident' }))
  })

  it('set aside calls nobody, restored it calls again, and so it does given back by who took it since', async () => {
    mail = await startMailServer()
    await begin(alertsBy(mail.port))
    const maria = { ...(await logIn(server, 'maria')), name: 'maria' }
    await put(maria, mailTo('maria'))
    expect((await server.post(sealedRequest(1))).status).toBe(204)
    expect(await next()).toEqual(['maria'])
    const row = (await rowsOf(maria))[0]!
    const body = await beginning('maria', row, undefined, false)
    expect((await maria.send('POST', 'cases', body)).status).toBe(201)
    const aside = async (kind: 'set-aside' | 'restore'): Promise<void> => {
      const calls = kind === 'restore'
      expect((await write(maria, body.case, { kind })).status).toBe(201)
      expect((await maria.send('POST', 'alerts/quiet', { id: row.id, ...(calls && { calls }) })).status).toBe(204)
    }
    // The server does not read that it is set aside.
    expect(await next()).toEqual(['maria'])
    await aside('set-aside')
    expect(await next(150)).toEqual([])
    await aside('restore')
    expect(await next()).toEqual(['maria'])
    await aside('set-aside')
    const take = { kind: 'take', from: null } as const
    expect((await write(maria, body.case, { kind: 'claim' }, { claim: take })).status).toBe(201)
    expect(await next()).toEqual([])
    const back = { kind: 'give-back', reason: 'break' } as const
    expect((await write(maria, body.case, back, { claim: { kind: 'release' } })).status).toBe(201)
    expect(await next()).toEqual(['maria'])
    expect(await codeOf(await maria.send('POST', 'alerts/quiet', { id: row.id, calls: 1 }))).toBe('400 bad-input')
  })

  it('is told to all but who stepped back from it (R46)', async () => {
    const { maria, id } = await begun()
    const left = await write(maria, id, { kind: 'step-back' }, { claim: { kind: 'step-back' } })
    expect(left.status).toBe(201)
    expect(await next()).toEqual(['nikos'])
  })
})

describe('Whoever writes', () => {
  it('gets their answer before anybody is called, and while a mail server hangs', async () => {
    const nowhere = await silent()
    await begin(alertsBy(nowhere.port))
    await put(await logIn(server, 'maria'), mailTo('maria'))
    await comes()
    expect(nowhere.count()).toBe(0)
    const trying = server.tick()
    await nowhere.came
    expect((await server.post(sealedFor(boxKey('a21 1'), 2))).status).toBe(204)
    // The next minute comes although the last one still hangs, and begins nothing twice.
    server.now += MINUTE
    await server.tick()
    expect(nowhere.count()).toBe(1)
    await server.stop()
    await trying
    server = await startServer({ limit: 1000, data: data() }, undefined, undefined, server.now)
  })
})

describe('A store that fails', () => {
  it('is told once, and members are called when it works again', async () => {
    mail = await startMailServer()
    await begin(alertsBy(mail.port))
    await put(await logIn(server, 'maria'), mailTo('maria'))
    await comes()
    const { alertWays } = server.store
    server.store.alertWays = () => Promise.reject(new MitosError('store-failed'))
    for (let i = 0; i < 3; i++) await server.tick()
    server.store.alertWays = alertWays
    expect(server.lines.filter((line) => 'alert' in line)).toEqual([{ alert: 'failed', code: 'store-failed' }])
    expect(await next()).toEqual(['maria'])
  })
})

describe('A call that does not go', () => {
  it('goes after another start, once', async () => {
    const nowhere = await silent()
    await begin(alertsBy(nowhere.port))
    await put(await logIn(server, 'maria'), mailTo('maria'))
    await put(await logIn(server, 'nikos'), mailTo('nikos'))
    await comes()
    const trying = server.tick()
    await nowhere.came
    mail = await startMailServer()
    await again(alertsBy(mail.port))
    await trying
    // The try that was cut off does not count.
    expect((await server.store.alerts()).map(({ tries }) => tries)).toEqual([0, 0])
    for (let i = 0; i < 4; i++) {
      await server.tick()
      server.now += MINUTE
    }
    await mail.idle()
    expect(called()).toEqual(['maria', 'nikos'])
    expect(await server.store.alerts()).toEqual([])
  })

  it('is tried five times within a quarter of an hour, then given up with a line of the journal, once', async () => {
    const refusing = createServer((socket) => socket.end('421 not now\r\n'))
    let count = 0
    refusing.on('connection', () => count++)
    await new Promise<void>((resolve) => refusing.listen(0, '127.0.0.1', resolve))
    endpoints.push({ stop: async () => void (await new Promise((resolve) => refusing.close(resolve))) })
    await begin(alertsBy((refusing.address() as AddressInfo).port))
    const maria = await logIn(server, 'maria')
    await put(maria, mailTo('maria'))
    await comes()
    const tries: number[] = []
    for (let minute = 0; minute < 40; minute++) {
      const before = count
      await server.tick()
      if (count > before) tries.push(minute)
      server.now += MINUTE
    }
    expect(tries.slice(0, 5)).toEqual([0, 1, 3, 7, 15])
    expect(server.lines.filter((line) => 'alert' in line)).toEqual([
      { alert: 'given up', by: 'mail', code: 'alert-unreachable' },
    ])
    expect((await settings(maria)).ways).toMatchObject([{ shown: 'maria@a21.example', result: 'alert-unreachable' }])
  })

  it('is not told to a mail server for which nobody vouches', async () => {
    await makeCertificate(folder.path)
    const [key, cert] = ['privkey.pem', 'fullchain.pem'].map((name) => readFileSync(join(folder.path, name), 'utf8'))
    mail = await startMailServer({ key: key!, cert: cert! })
    await begin({
      ...alertsBy(undefined),
      mail: { host: '127.0.0.1', port: mail.port, secure: true, from: 'a@b.example' },
    })
    const maria = await logIn(server, 'maria')
    await put(maria, mailTo('maria'))
    expect(await (await maria.send('POST', 'alerts/test', {})).json()).toMatchObject({
      ways: [{ result: 'alert-unreachable' }],
    })
    await mail.idle()
    expect(called()).toEqual([])
  })

  it('because the other side wants none is given up at once: an address, a browser that is gone, a page that leads elsewhere', async () => {
    mail = await startMailServer()
    await begin(alertsBy(mail.port))
    const maria = await logIn(server, 'maria')
    const key = (await settings(maria)).can.push!
    const push = await keep(startPushService(() => key))
    const hook = await keep(startEndpoint())
    const other = await keep(startEndpoint())
    push.answer = { status: 410 }
    hook.answer = { status: 307, location: other.url }
    const address = 'refused@a21.example'
    await put(
      maria,
      { kind: 'mail', address },
      { kind: 'push', address: push.url },
      { kind: 'webhook', address: hook.url },
    )
    await comes()
    await server.tick()
    expect(other.received).toEqual([])
    const { ways } = await settings(maria)
    expect(Object.fromEntries(ways.map(({ kind, result }) => [kind, result]))).toEqual({
      mail: 'alert-refused',
      push: 'alert-gone',
      webhook: 'alert-refused',
    })
    expect(await server.store.alerts()).toEqual([])
  })
})

describe('A member', () => {
  it('sees what arrived and when, to the minute while the server runs, to the hour after another start', async () => {
    mail = await startMailServer()
    await begin(alertsBy(mail.port))
    const maria = await logIn(server, 'maria')
    expect(await settings(maria)).toEqual({
      ways: [],
      can: { mail: true, push: expect.stringMatching(/^[A-Za-z0-9_-]{87}$/), webhook: true },
      runs: false,
      team: null,
    })
    await put(maria, mailTo('maria'))
    server.now += 61 * MINUTE
    const tested = (await (await maria.send('POST', 'alerts/test', {})).json()) as AlertSettings
    expect(tested.ways).toEqual([
      { id: expect.any(String), kind: 'mail', shown: 'maria@a21.example', result: 'arrived', at: server.now },
    ])
    expect(await codeOf(await maria.send('POST', 'alerts/test', {}))).toBe('429 too-many')
    await mail.idle()
    expect(called()).toEqual(['maria'])
    await again(alertsBy(mail.port))
    const [way] = (await settings(await logIn(server, 'maria'))).ways
    expect(way).toMatchObject({ result: 'arrived', at: server.now - MINUTE })
  })

  it('keeps the ways that they name, and the others are gone with what was still to go out', async () => {
    const nowhere = await silent()
    await begin(alertsBy(nowhere.port))
    const maria = await logIn(server, 'maria')
    const hook = await keep(startEndpoint())
    const made = await put(maria, mailTo('maria'), { kind: 'webhook', address: `${hook.url}/secret?of=mine` })
    const [kept, gone] = ((await made.json()) as AlertSettings).ways.toSorted((a) => (a.kind === 'webhook' ? -1 : 1))
    expect(kept!.shown).toBe(hook.url)
    await server.store.addAlerts([fromBase64(kept!.id), fromBase64(gone!.id)])
    const left = (await (await put(maria, { id: kept!.id })).json()) as AlertSettings
    expect(left.ways).toEqual([kept])
    expect((await server.store.alerts()).map(({ way }) => Buffer.from(way).toString('base64url'))).toEqual([kept!.id])
    const nikos = await logIn(server, 'nikos')
    expect(await codeOf(await put(nikos, { id: kept!.id }))).toBe('404 not-found')
    expect((await settings(nikos)).ways).toEqual([])
  })

  it('is told which addresses cannot be', async () => {
    await begin(alertsBy(1, { networks: [] }))
    const maria = await logIn(server, 'maria')
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
    server = await teamServer({ data: data() })
    const maria = await logIn(server, 'maria')
    expect((await settings(maria)).can).toEqual({ mail: false, push: null, webhook: false })
    for (const way of [mailTo('maria'), { kind: 'push', address: 'https://push.example/' } as const])
      expect(await codeOf(await put(maria, way))).toBe('409 alert-off')
    expect(await codeOf(await server.get('/api/inbox/alerts'))).toBe('401 not-logged-in')
  })

  it('who is removed loses all of it at once', async () => {
    mail = await startMailServer()
    await begin(alertsBy(mail.port))
    const lena = await logIn(server, 'lena')
    await put(lena, mailTo('lena'))
    await put(await logIn(server, 'maria'), mailTo('maria'))
    await server.store.addAlerts((await server.store.alertWays()).map(({ id }) => id))
    const next = { team: team(2, [ALL[0]!, ALL[2]!]), keys: [inboxKey(ALL[2]!)] }
    expect((await lena.send('PUT', 'team', next)).status).toBe(204)
    const maria = fromBase64(ALL[1]!.id)
    expect(await server.store.alertWaysOf(maria)).toEqual([])
    expect(await server.store.alerts()).toHaveLength(1)
    await comes()
    await server.tick()
    await mail.idle()
    expect(called()).toEqual(['lena'])
  })
})

describe('The worker that wakes a browser', () => {
  it('is the same for everybody, may ask for nothing but the page, and touches no store of the browser', async () => {
    server = await teamServer({ data: data() })
    const [one, two] = [await server.get('/inbox/sw.js'), await (await logIn(server, 'maria')).fetch('/inbox/sw.js')]
    expect([one.status, one.headers.get('content-type'), one.headers.get('cache-control')]).toEqual([
      200,
      'text/javascript; charset=utf-8',
      'no-store',
    ])
    expect(one.headers.get('content-security-policy')).toBe(`default-src 'none'; connect-src ${server.origin}/inbox/`)
    const text = await one.text()
    expect(await two.text()).toBe(text)
    expect(text).toContain('showNotification("Please check your list"')
    expect(text).not.toMatch(/caches|indexedDB|importScripts|event\.data|\/api\//)
  })
})

describe('A coordinator', () => {
  it('sees who can be called, and not how', async () => {
    mail = await startMailServer()
    await begin(alertsBy(mail.port))
    const maria = await logIn(server, 'maria')
    await put(maria, mailTo('maria'))
    await put(await logIn(server, 'nikos'), { kind: 'mail', address: 'refused@a21.example' })
    await comes()
    await server.tick()
    const seen = await settings(await logIn(server, 'lena'))
    expect(seen.team).toEqual([
      { member: ALL[0]!.id, works: false },
      { member: ALL[1]!.id, works: true },
      { member: ALL[2]!.id, works: false },
    ])
    expect(JSON.stringify(seen)).not.toContain('@')
    expect((await settings(maria)).team).toBeNull()
  })
})
