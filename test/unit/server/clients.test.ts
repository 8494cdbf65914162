import { describe, expect, it } from 'vitest'
import { standardSodium } from '../../../shared/crypto/standard.ts'
import { Clients, networkOf } from '../../../server/clients.ts'

const crypto = await standardSodium()

describe('A client that limits count', () => {
  it.each([
    ['203.0.113.9', '203.0.113.9'],
    ['::ffff:203.0.113.9', '203.0.113.9'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2'],
    ['2001:DB8:0001:2::9', '2001:db8:1:2'],
    ['2001:db8::1', '2001:db8:0:0'],
    ['fe80::1%eth0', 'fe80:0:0:0'],
    ['::', '0:0:0:0'],
  ])('at %s is %s: an address, or the half of it that a household has', (address, expected) =>
    expect(networkOf(address)).toBe(expected),
  )

  it.each(['127.0.0.1', '127.8.8.8', '::1', '::ffff:127.0.0.1', 'unix:', ''])(
    'that comes over this machine (%j) shares one name with all who do',
    (address) => expect(networkOf(address)).toBe('shared'),
  )

  it('has a name that does not hold its address, and another one after ten minutes and in another process', () => {
    let now = 0
    const clients = new Clients(crypto, () => now)
    const name = clients.nameOf('203.0.113.9')
    expect(name).toMatch(/^[0-9a-f]{32}$/)
    expect(clients.nameOf('203.0.113.9')).toBe(name)
    expect(clients.nameOf('203.0.113.10')).not.toBe(name)
    expect(new Clients(crypto, () => now).nameOf('203.0.113.9')).not.toBe(name)
    now = 600
    expect(clients.nameOf('203.0.113.9')).not.toBe(name)
  })
})
