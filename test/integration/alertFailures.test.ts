import { readFileSync } from 'node:fs'
import { type AddressInfo, createServer } from 'node:net'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { MitosError } from '../../shared/errors.ts'
import { makeCertificate } from '../support/nginx.ts'
import { startEndpoint, startPushService } from '../support/pushService.ts'
import { MINUTE, alertStage, alertsBy, mailTo, put, settings, silent } from './alertStage.ts'
import { boxKey, sealedFor } from './network.ts'
import { logIn } from './team.ts'

const stage = alertStage()
const { again, begin, called, comes, folder, keep, next, startMail } = stage

describe('Whoever writes', () => {
  it('gets their answer before anybody is called, and while a mail server hangs', async () => {
    const nowhere = await keep(silent())
    await begin(alertsBy(nowhere.port))
    await put(await logIn(stage.server, 'maria'), mailTo('maria'))
    await comes()
    expect(nowhere.count()).toBe(0)
    const trying = stage.server.tick()
    await nowhere.came
    expect((await stage.server.post(sealedFor(boxKey('a21 1'), 2))).status).toBe(204)
    // The next minute comes although the last one still hangs, and begins nothing twice.
    stage.server.now += MINUTE
    await stage.server.tick()
    expect(nowhere.count()).toBe(1)
    await stage.again()
    await trying
  })
})

describe('A store that fails', () => {
  it('is told once, and members are called when it works again', async () => {
    const mail = await startMail()
    await begin(alertsBy(mail.port))
    await put(await logIn(stage.server, 'maria'), mailTo('maria'))
    await comes()
    const { alertWays } = stage.server.store
    stage.server.store.alertWays = () => Promise.reject(new MitosError('store-failed'))
    for (let i = 0; i < 3; i++) await stage.server.tick()
    stage.server.store.alertWays = alertWays
    expect(stage.server.lines.filter((line) => 'alert' in line)).toEqual([{ alert: 'failed', code: 'store-failed' }])
    expect(await next()).toEqual(['maria'])
  })
})

describe('A call that does not go', () => {
  it('goes after another start, once', async () => {
    const nowhere = await keep(silent())
    await begin(alertsBy(nowhere.port))
    await put(await logIn(stage.server, 'maria'), mailTo('maria'))
    await put(await logIn(stage.server, 'nikos'), mailTo('nikos'))
    await comes()
    const trying = stage.server.tick()
    await nowhere.came
    const mail = await startMail()
    await again(alertsBy(mail.port))
    await trying
    // The try that was cut off does not count.
    expect((await stage.server.store.alerts()).map(({ tries }) => tries)).toEqual([0, 0])
    for (let i = 0; i < 4; i++) {
      await stage.server.tick()
      stage.server.now += MINUTE
    }
    await mail.idle()
    expect(called()).toEqual(['maria', 'nikos'])
    expect(await stage.server.store.alerts()).toEqual([])
  })

  it('is tried five times within a quarter of an hour, then given up with a line of the journal, once', async () => {
    const refusing = createServer((socket) => socket.end('421 not now\r\n'))
    let count = 0
    refusing.on('connection', () => count++)
    await new Promise<void>((resolve) => refusing.listen(0, '127.0.0.1', resolve))
    await keep({ stop: async () => void (await new Promise((resolve) => refusing.close(resolve))) })
    await begin(alertsBy((refusing.address() as AddressInfo).port))
    const maria = await logIn(stage.server, 'maria')
    await put(maria, mailTo('maria'))
    await comes()
    const tries: number[] = []
    for (let minute = 0; minute < 40; minute++) {
      const before = count
      await stage.server.tick()
      if (count > before) tries.push(minute)
      stage.server.now += MINUTE
    }
    expect(tries.slice(0, 5)).toEqual([0, 1, 3, 7, 15])
    expect(stage.server.lines.filter((line) => 'alert' in line)).toEqual([
      { alert: 'given up', by: 'mail', code: 'alert-unreachable' },
    ])
    expect((await settings(maria)).ways).toMatchObject([{ shown: 'maria@a21.example', result: 'alert-unreachable' }])
  })

  it('is not told to a mail server for which nobody vouches', async () => {
    await makeCertificate(folder())
    const [key, cert] = ['privkey.pem', 'fullchain.pem'].map((name) => readFileSync(join(folder(), name), 'utf8'))
    const mail = await startMail({ key: key!, cert: cert! })
    await begin({
      ...alertsBy(undefined),
      mail: { host: '127.0.0.1', port: mail.port, secure: true, from: 'a@b.example' },
    })
    const maria = await logIn(stage.server, 'maria')
    await put(maria, mailTo('maria'))
    expect(await (await maria.send('POST', 'alerts/test', {})).json()).toMatchObject({
      ways: [{ result: 'alert-unreachable' }],
    })
    await mail.idle()
    expect(called()).toEqual([])
  })

  it('because the other side wants none is given up at once: an address, a browser that is gone, a page that leads elsewhere', async () => {
    const mail = await startMail()
    await begin(alertsBy(mail.port))
    const maria = await logIn(stage.server, 'maria')
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
    await stage.server.tick()
    expect(other.received).toEqual([])
    const { ways } = await settings(maria)
    expect(Object.fromEntries(ways.map(({ kind, result }) => [kind, result]))).toEqual({
      mail: 'alert-refused',
      push: 'alert-gone',
      webhook: 'alert-refused',
    })
    expect(await stage.server.store.alerts()).toEqual([])
  })
})
