import { describe, expect, it } from 'vitest'
import { reachOf } from '../../../server/alerts/ways/private.ts'
import { post } from '../../../server/alerts/ways/post.ts'

const allows = (address: string, networks: readonly string[] = []) => reachOf(networks).allows(new URL(address))
const found = (host: string, networks: readonly string[] = [], all = true) =>
  new Promise((resolve) =>
    reachOf(networks).lookup(host, { all }, (error, address) => resolve(error ? error.code : address)),
  )

describe('On a member’s word the server calls', () => {
  it.each([
    'https://hook.example/a?b=c',
    'https://8.8.8.8/',
    'https://[2606:4700::1111]/',
    'https://hook.example:8443/',
  ])('%s', (address) => expect(allows(address)).toBe(true))

  it.each([
    'http://hook.example/',
    'http://8.8.8.8/',
    'https://user@hook.example/',
    'https://127.0.0.1/',
    'https://0x7f.1/',
    'https://2130706433/',
    'https://0/',
    'https://10.1.2.3/',
    'https://100.64.0.1/',
    'https://169.254.169.254/latest/meta-data/',
    'https://172.31.255.255/',
    'https://192.168.1.1/',
    'https://224.0.0.1/',
    'https://255.255.255.255/',
    'https://[::]/',
    'https://[::1]/',
    'https://[::ffff:127.0.0.1]/',
    'https://[64:ff9b::7f00:1]/',
    'https://[fe80::1]/',
    'https://[fd00::1]/',
    'https://[2002:7f00:1::]/',
    'ftp://hook.example/',
  ])('not %s', (address) => expect(allows(address)).toBe(false))

  it('into a private network only where the operator names it, and without TLS this machine alone', () => {
    const networks = ['10.1.0.0/16', '127.0.0.0/8', '::1/128', 'fd00::/8']
    expect(
      ['https://10.1.2.3/', 'http://127.0.0.1:1/', 'http://[::1]:1/', 'https://[fd00::1]/'].map((one) =>
        allows(one, networks),
      ),
    ).toEqual([true, true, true, true])
    expect(['https://10.2.0.1/', 'http://10.1.2.3/', 'http://localhost/'].map((one) => allows(one, networks))).toEqual([
      false,
      false,
      false,
    ])
  })

  it('not by a name that leads to a private address at the moment in which it is called', async () => {
    expect(await found('localhost')).toBe('MITOS_PRIVATE')
    expect(await found('localhost', ['127.0.0.0/8', '::1/128'], false)).toMatch(/^(127\.0\.0\.1|::1)$/)
    const called = post('https://localhost:1/', {}, '', reachOf([]), AbortSignal.timeout(5000))
    await expect(called).rejects.toMatchObject({ code: 'alert-refused' })
    const open = post('https://localhost:1/', {}, '', reachOf(['127.0.0.0/8', '::1/128']), AbortSignal.timeout(5000))
    await expect(open).rejects.toMatchObject({ code: 'alert-unreachable' })
  })
})
