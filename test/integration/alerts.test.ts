import { describe, expect, it } from 'vitest'
import { lookAt } from '../../server/store/sqlite/look.ts'
import { fromBase64 } from '../../shared/bytes.ts'
import { keyIdOf } from '../../shared/keys.ts'
import { addressOf } from '../../shared/mailbox.ts'
import type { RequestPage } from '../../shared/staffApi.ts'
import { type RequestId, writeBody, writeHeader } from '../../shared/wire.ts'
import { filesWith, findIn } from '../support/canary.ts'
import { startEndpoint, startPushService } from '../support/pushService.ts'
import { MINUTE, alertStage, alertsBy, claimAll, mailTo, put, settings, silent } from './alertStage.ts'
import { type Worker, beginning, rowsOf, write } from './caseOf.ts'
import { sealedRequest } from './caseRequest.ts'
import { NOW, boxKey, crypto, seed } from './network.ts'
import { codeOf } from './server.ts'
import { type Visitor, logIn, place } from './team.ts'

const HOUR = 3600
const stage = alertStage()
const { begin, called, comes, data, keep, next, startMail } = stage

/** What of a mail is the same in all: no stamp of the mail server, no address, no date and no id, which no mail may lack. */
const common = (one: string): string =>
  one
    .replace(/^Envelope-to: .*\n/, '')
    .replace(/^Received: .*\n(\t.*\n)*/m, '')
    .replace(/^(To|Date|Message-ID): .*\n/gm, '')

/** What a push service is told of whose server calls (RFC 8292), of which only the end is another each time. */
const claimsOf = (authorization: unknown): object =>
  authorization === undefined
    ? {}
    : (JSON.parse(Buffer.from(/ t=[^.]+\.([^.]+)/.exec(String(authorization))![1]!, 'base64url').toString()) as object)

describe('Members are called', () => {
  it('R42 by mail, push and webhook with the same bytes whatever came, and none of them says anything', async () => {
    const mail = await startMail()
    await begin(alertsBy(mail.port))
    const maria = await logIn(stage.server, 'maria')
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
    await put(await logIn(stage.server, 'nikos'), mailTo('nikos'))
    for (const fill of [1, 2, 3]) {
      await comes(fill, 6)
      await stage.server.tick()
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
      expect([await filesWith(stage.server.data, canary), findIn(JSON.stringify(stage.server.lines), canary)]).toEqual([
        [],
        false,
      ])
    // The token tells a push service whose server calls (RFC 8292 wants a contact), and nothing else does.
    const posted = [...push.received, ...hook.received].map(({ headers, ...rest }) => ({
      ...rest,
      headers: { ...headers, authorization: undefined },
    }))
    const said = [...mail.mails(), JSON.stringify(posted)].join()
    for (const word of ['mitos.example', 'lena', 'gcr', 'Help Team', '/inbox']) expect(said).not.toContain(word)
  })

  it('R42 with the same bytes whatever it is that calls: what is new, waits, waits for days, or was handed over, a set hour, more from a person', async () => {
    const mail = await startMail()
    await begin(alertsBy(mail.port))
    const [maria, nikos] = [await logIn(stage.server, 'maria'), await logIn(stage.server, 'nikos')]
    const key = (await settings(maria)).can.push!
    const push = await keep(startPushService(() => key))
    const hook = await keep(startEndpoint())
    const everyWay = (name: string) => [
      mailTo(name),
      ...(['push', 'webhook'] as const).map((kind) => ({
        kind,
        address: `${(kind === 'push' ? push : hook).url}/${name}`,
      })),
    ]
    for (const [name, who] of Object.entries({ maria, nikos })) await put(who, ...everyWay(name))
    const post = async (...sealed: Parameters<typeof sealedRequest>): Promise<void> =>
      expect((await stage.server.post(sealedRequest(...sealed))).status).toBe(204)
    const note = { kind: 'note', text: 'x' } as const
    const heard: Record<string, readonly string[]> = {}

    await post(1)
    heard['new'] = await next()
    const hers: Worker = { ...maria, name: 'maria' }
    const body = await beginning('maria', (await rowsOf(hers))[0]!)
    expect((await maria.send('POST', 'cases', { ...body, wakeAt: NOW + 2 * HOUR })).status).toBe(201)
    stage.server.now = NOW + 2 * HOUR - 6 * MINUTE
    heard['wake'] = await next()
    heard['late'] = await next(120)
    await write(hers, body.case, note)
    await post(1, 'follow-up')
    heard['added'] = await next()
    const added = (await rowsOf(hers)).find(({ claim }) => claim === null)!
    await maria.send('POST', 'alerts/quiet', { id: added.id })
    const { id: to } = place('nikos')
    const over = { kind: 'hand-over', to, note: '' } as const
    const hour = stage.server.now - (stage.server.now % HOUR)
    await write(hers, body.case, over, { wakeAt: hour, claim: { kind: 'give', to } })
    heard['handed over'] = await next()
    await write({ ...nikos, name: 'nikos' }, body.case, note)
    expect(await next()).toEqual([])
    await post(2)
    // Each a little later than its clock, by the small delay.
    for (const [what, after] of Object.entries({ remind: 33, second: 90, lead: 22 * 60, incident: 48 * 60 }))
      heard[what] = await next(after)

    const both = ['maria', 'nikos']
    expect(heard).toEqual({
      new: both,
      wake: ['maria'],
      late: both,
      added: ['maria'],
      'handed over': ['nikos'],
      remind: both,
      second: both,
      lead: both,
      incident: both,
    })
    expect(stage.server.lines).toContainEqual(expect.objectContaining({ alert: 'incident' }))
    expect(new Set(mail.mails().map(common)).size).toBe(1)
    const posted = ({ received }: typeof push): Set<string> =>
      new Set(
        received.map(({ body, headers: { authorization, ...headers } }) =>
          JSON.stringify({ body, headers, token: { ...claimsOf(authorization), exp: 0 } }),
        ),
      )
    expect([push.received.length, hook.received.length]).toEqual([15, 15])
    expect([posted(push).size, posted(hook).size]).toEqual([1, 1])
  })

  it('not before the small delay is over, then every five minutes until one says that they have seen it', async () => {
    const mail = await startMail()
    await begin(alertsBy(mail.port))
    const maria = await logIn(stage.server, 'maria')
    await put(maria, mailTo('maria'))
    await comes(1, 0)
    expect((await settings(maria)).runs).toBe(false)
    const counts: number[] = []
    const minutes = async (n: number): Promise<void> => {
      for (let i = 0; i < n; i++) {
        stage.server.now += MINUTE
        await stage.server.tick()
      }
      await mail.idle()
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
    const nowhere = await keep(silent())
    await begin(alertsBy(nowhere.port))
    const maria = await logIn(stage.server, 'maria')
    await put(maria, mailTo('maria'))
    await comes()
    const trying = stage.server.tick()
    await nowhere.came
    await claimAll(maria)
    stage.server.now += MINUTE
    await stage.server.tick()
    expect(await stage.server.store.alerts()).toEqual([])
    expect((await settings(maria)).runs).toBe(false)
    await stage.again()
    await trying
  })

  it('for their own NGO only, and nobody who has no way or is elsewhere', async () => {
    const mail = await startMail()
    await begin(alertsBy(mail.port))
    await put(await logIn(stage.server, 'gina'), mailTo('gina'))
    await comes()
    await stage.server.tick()
    await mail.idle()
    expect(called()).toEqual([])
    await put(await logIn(stage.server, 'nikos'), mailTo('nikos'))
    await stage.server.tick()
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
  const post = async (body: Uint8Array): Promise<void> => expect((await stage.server.post(body)).status).toBe(204)
  const idOf = async (who: Visitor): Promise<string> => {
    const { requests } = (await (await who.send('GET', 'requests')).json()) as { requests: { id: string }[] }
    return requests[0]!.id
  }
  const only = async (name: string): Promise<Visitor> => {
    const mail = await startMail()
    await begin(alertsBy(mail.port))
    const who = await logIn(stage.server, name)
    await put(who, mailTo(name))
    return who
  }

  it('but its owner for what a person adds to a request that somebody of this NGO has opened', async () => {
    const maria = await only('maria')
    await post(bodyAt(address))
    expect(await next()).toEqual(['maria'])
    await claimAll(maria)
    const nikos = await logIn(stage.server, 'nikos')
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
    const maria = await logIn(stage.server, 'maria')
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
    const taken = await stage.server.get('/api/mailbox/delete', {
      method: 'POST',
      body: Buffer.concat([token, bodyAt(address, 2)]),
    })
    expect(taken.status).toBe(204)
    expect(await stage.server.store.countRequests([keyIdOf(crypto, fromBase64(boxKey('a21 1')))])).toBe(1)
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
  const begun = async (rest: object = {}): Promise<{ maria: Worker; id: string }> => {
    const mail = await startMail()
    await begin(alertsBy(mail.port))
    const maria = { ...(await logIn(stage.server, 'maria')), name: 'maria' }
    await put(maria, mailTo('maria'))
    await put(await logIn(stage.server, 'nikos'), mailTo('nikos'))
    expect((await stage.server.post(sealedRequest(1))).status).toBe(204)
    expect(await next()).toEqual(['maria', 'nikos'])
    const body = await beginning('maria', (await rowsOf(maria))[0]!)
    expect((await maria.send('POST', 'cases', { ...body, ...rest })).status).toBe(201)
    expect(await next()).toEqual([])
    return { maria, id: body.case }
  }
  const note = { kind: 'note', text: 'x' } as const

  it('calls its owner at the hour that they set, until somebody has written into it', async () => {
    const { maria, id } = await begun()
    const wakeAt = NOW + 2 * HOUR
    expect((await write(maria, id, note, { wakeAt })).status).toBe(201)
    expect(await next(60)).toEqual([])
    stage.server.now = wakeAt - 6 * MINUTE
    expect(await next()).toEqual(['maria'])
    expect(await next()).toEqual(['maria'])
    await write(maria, id, note)
    expect(await next()).toEqual([])
  })

  it('taken with an hour calls its owner then, and two hours later all, unless something is written', async () => {
    const { maria, id } = await begun({ wakeAt: NOW + 2 * HOUR })
    stage.server.now = NOW + 2 * HOUR - 6 * MINUTE - 1
    expect(await next()).toEqual([])
    stage.server.now += 1
    expect(await next(0)).toEqual(['maria'])
    expect(await next(120)).toEqual(['maria', 'nikos'])
    expect((await write(maria, id, note)).status).toBe(201)
    expect(await next(150)).toEqual([])
  })

  it('taken with an hour calls nobody then of which something was written', async () => {
    const { maria, id } = await begun({ wakeAt: NOW + 2 * HOUR })
    expect((await write(maria, id, note)).status).toBe(201)
    stage.server.now = NOW + 2 * HOUR
    expect(await next()).toEqual([])
  })

  it('handed over calls who has it now at once, and once they have written into it nobody', async () => {
    const { maria, id } = await begun()
    const nikos = { ...(await logIn(stage.server, 'nikos')), name: 'nikos' }
    const { id: to } = place('nikos')
    const hour = stage.server.now - (stage.server.now % HOUR)
    const over = { kind: 'hand-over', to, note: '' } as const
    expect((await write(maria, id, over, { wakeAt: hour, claim: { kind: 'give', to } })).status).toBe(201)
    expect(await next()).toEqual(['nikos'])
    expect((await write(nikos, id, note)).status).toBe(201)
    expect(await next(150)).toEqual([])
  })

  it('calls at once also where the hour ended while it was sent', async () => {
    const { maria, id } = await begun()
    const wakeAt = stage.server.now - (stage.server.now % HOUR)
    stage.server.now = wakeAt + HOUR
    expect((await write(maria, id, note, { wakeAt })).status).toBe(201)
    expect(await next()).toEqual(['maria'])
    // What is older, as nobody sets it, calls nobody.
    expect((await write(maria, id, note, { wakeAt: wakeAt - HOUR })).status).toBe(201)
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
    stage.server.now = wakeAt
    expect(await next()).toEqual(['maria', 'nikos'])
    expect(stage.server.lines).not.toContainEqual(expect.objectContaining({ alert: 'incident' }))
  })

  it('set aside calls nobody, restored it calls again, and so it does given back by who took it since', async () => {
    const mail = await startMail()
    await begin(alertsBy(mail.port))
    const maria = { ...(await logIn(stage.server, 'maria')), name: 'maria' }
    await put(maria, mailTo('maria'))
    expect((await stage.server.post(sealedRequest(1))).status).toBe(204)
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

  it('R46 is told to all but who stepped back from it', async () => {
    const { maria, id } = await begun()
    const left = await write(maria, id, { kind: 'step-back' }, { claim: { kind: 'step-back' } })
    expect(left.status).toBe(201)
    expect(await next()).toEqual(['nikos'])
  })
})
