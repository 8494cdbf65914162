import { describe, expect, it } from 'vitest'
import { isLoopback, loadConfig, refuseUnknown } from '../../../server/config.ts'

const ROOT = 'A'.repeat(43)
const needed = { MITOS_DATA: '/data', MITOS_ROOT: ROOT }

describe('An operator configures the server', () => {
  it('with a data folder and a root alone', () => {
    expect(loadConfig(needed)).toEqual({
      port: 8080,
      host: '127.0.0.1',
      origin: 'http://127.0.0.1:8080',
      data: '/data',
      limit: 60,
      connections: 4096,
      trustProxy: [],
      root: ROOT,
      keep: { unread: 14, closed: 30, open: 180 },
    })
  })

  it('with everything', () => {
    const config = loadConfig({
      ...needed,
      MITOS_PORT: '0',
      MITOS_HOST: '::1',
      MITOS_ORIGIN: 'https://help.example',
      MITOS_LIMIT: '100000',
      MITOS_KEEP_UNREAD: '7',
      MITOS_KEEP_CLOSED: '1',
      MITOS_TRUST_PROXY: '10.0.0.1, 10.1.0.0/16,::1',
      MITOS_SMTP_URL: 'smtps://list%40ngo.example:p%2Fw@mail.example',
      MITOS_MAIL_FROM: 'list@ngo.example',
      MITOS_ALERT_WAYS: 'push, webhook',
      MITOS_ALERT_NETWORKS: '10.9.0.0/16',
    })
    expect(config.alerts).toEqual({
      mail: {
        host: 'mail.example',
        port: 465,
        secure: true,
        login: { user: 'list@ngo.example', pass: 'p/w' },
        from: 'list@ngo.example',
      },
      push: true,
      webhook: true,
      networks: ['10.9.0.0/16'],
    })
    expect(config).toMatchObject({
      port: 0,
      origin: 'https://help.example',
      limit: 100_000,
      keep: { unread: 7, closed: 1, open: 180 },
    })
    expect(config.trustProxy).toEqual(['10.0.0.1', '10.1.0.0/16', '::1'])
  })

  const OWN: Readonly<Record<string, string>> = {
    MITOS_DATA: 'config-data',
    MITOS_ROOT: 'config-root',
    MITOS_TRUST_PROXY: 'config-proxy',
  }
  const wrong: readonly (readonly [string, string | undefined])[] = [
    ['MITOS_PORT', '-1'],
    ['MITOS_PORT', '65536'],
    ['MITOS_PORT', 'http'],
    ['MITOS_ORIGIN', 'help.example'],
    ['MITOS_ORIGIN', 'https://help.example/'],
    ['MITOS_ORIGIN', 'ftp://help.example'],
    ['MITOS_DATA', undefined],
    ['MITOS_DATA', ''],
    ['MITOS_LIMIT', '0'],
    ['MITOS_CONNECTIONS', '0'],
    ['MITOS_TRUST_PROXY', 'anyone'],
    ['MITOS_TRUST_PROXY', '127.0.0.1/99'],
    ['MITOS_TRUST_PROXY', '0.0.0.0/0'],
    ['MITOS_TRUST_PROXY', '127.0.0.1, 128.0.0.0/1'],
    ['MITOS_TRUST_PROXY', '2000::/3'],
    ['MITOS_TRUST_PROXY', '::1/129'],
    ['MITOS_TRUST_PROXY', 'fe80::1%eth0'],
    // R48: nothing is kept for ever.
    ['MITOS_KEEP_UNREAD', '61'],
    ['MITOS_KEEP_UNREAD', 'never'],
    ['MITOS_KEEP_CLOSED', '181'],
    ['MITOS_KEEP_CLOSED', '0'],
    ['MITOS_KEEP_OPEN', '366'],
    ['MITOS_KEEP_OPEN', '-1'],
    ['MITOS_SMTP_URL', 'mail.example'],
    ['MITOS_SMTP_URL', 'https://mail.example'],
    ['MITOS_SMTP_URL', 'smtps://mail.example/?tls.rejectUnauthorized=false'],
    ['MITOS_SMTP_URL', 'smtps://name@mail.example'],
    ['MITOS_SMTP_URL', 'smtps://%ff:x@mail.example'],
    ['MITOS_MAIL_FROM', 'list'],
    ['MITOS_MAIL_FROM', 'list@ngo.example, all@ngo.example'],
    ['MITOS_ALERT_WAYS', 'pigeon'],
    ['MITOS_ALERT_NETWORKS', '10.0.0.0'],
    ['MITOS_ALERT_NETWORKS', '10.0.0.0/33'],
    ['MITOS_ROOT', undefined],
    ['MITOS_ROOT', 'B'.repeat(43)],
  ]
  it('by mail whole or not at all', () => {
    const half = (name: string, value: string) => () => loadConfig({ ...needed, [name]: value })
    const missing = (name: string) =>
      expect.objectContaining({ code: 'config-invalid', cause: expect.stringContaining(name) })
    expect(half('MITOS_SMTP_URL', 'smtps://mail.example')).toThrow(missing('MITOS_MAIL_FROM'))
    expect(half('MITOS_MAIL_FROM', 'list@ngo.example')).toThrow(missing('MITOS_SMTP_URL'))
  })

  it.each(wrong)('and is told the name of %s when it is %j, never its value', (name, value) => {
    const attempt = (): unknown => loadConfig({ ...needed, [name]: value })
    const cause = expect.stringMatching(new RegExp(`^${name}: `))
    expect(attempt).toThrow(expect.objectContaining({ code: OWN[name] ?? 'config-invalid', cause }))
    if (value) expect(attempt).not.toThrow(expect.objectContaining({ cause: expect.stringContaining(` ${value} `) }))
  })

  it('and must say the origin where the port is any', () => {
    const attempt = (): unknown => loadConfig({ ...needed, MITOS_PORT: '0' })
    expect(attempt).toThrow(expect.objectContaining({ cause: expect.stringMatching(/^MITOS_ORIGIN: /) }))
  })

  it('and is told of a name that nothing reads, also where it is empty', () => {
    expect(() => refuseUnknown({ MITOS_TRUSTPROXY: '' })).toThrow(
      expect.objectContaining({ code: 'config-unknown', cause: expect.stringMatching(/^MITOS_TRUSTPROXY: /) }),
    )
    expect(() => refuseUnknown({ ...needed, MITOS_TRUST_PROXY: '127.0.0.1', PATH: '/bin' })).not.toThrow()
  })
})

describe('An origin without TLS', () => {
  it.each(['http://127.0.0.1:8080', 'http://localhost:1', 'http://[::1]:2'])('is this machine at %s', (origin) =>
    expect(isLoopback(origin)).toBe(true),
  )
  it.each(['http://help.example', 'http://127.0.0.1.example', 'http://10.0.0.1'])(
    'is not this machine at %s',
    (origin) => expect(isLoopback(origin)).toBe(false),
  )
})
