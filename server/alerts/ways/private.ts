import { type LookupAddress, lookup } from 'node:dns'
import { BlockList, type LookupFunction, isIP } from 'node:net'
import { isOwnHost } from '../../config.ts'

/** What of IPv4 is not the public internet (IANA's special-purpose registry), multicast and the rest above it. */
const PRIVATE = [
  '0.0.0.0/8',
  '10.0.0.0/8',
  '100.64.0.0/10',
  '127.0.0.0/8',
  '169.254.0.0/16',
  '172.16.0.0/12',
  '192.0.0.0/24',
  '192.0.2.0/24',
  '192.88.99.0/24',
  '192.168.0.0/16',
  '198.18.0.0/15',
  '198.51.100.0/24',
  '203.0.113.0/24',
  '224.0.0.0/3',
]
/** All of IPv6 but what is given out, 2000::/3; and of that what stands for something else. */
const GIVEN_OUT = '2000::/3'
const NOT_PUBLIC = ['2001::/23', '2001:db8::/32', '2002::/16', '3fff::/20']

function listOf(networks: readonly string[]): BlockList {
  const list = new BlockList()
  for (const network of networks) {
    const [address = '', bits] = network.split('/')
    list.addSubnet(address, Number(bits), isIP(address) === 6 ? 'ipv6' : 'ipv4')
  }
  return list
}
const private4 = listOf(PRIVATE)
const given6 = listOf([GIVEN_OUT])
const private6 = listOf(NOT_PUBLIC)

/** Whom the server may call on a member's word. */
export interface Reach {
  /** whether it may be called at all, as far as the text tells */
  allows(url: URL): boolean
  /** finds addresses, and only those that may be called: what a name means is looked at in the moment in which it is called */
  readonly lookup: LookupFunction
}

/**
 * Nothing but the public internet by https: a member who could make the server call into the operator's own network would have
 * a foot in it.
 * @param networks that may be called although they are private; this machine itself also by http
 */
export function reachOf(networks: readonly string[]): Reach {
  const allowed = listOf(networks)
  const isFine = (address: string): boolean => {
    const family = isIP(address) === 6 ? 'ipv6' : 'ipv4'
    if (allowed.check(address, family)) return true
    if (family === 'ipv4') return !private4.check(address, family)
    return given6.check(address, family) && !private6.check(address, family)
  }
  return {
    allows: (url) => {
      const host = url.hostname.replace(/^\[|\]$/g, '')
      if (url.username || url.password) return false
      if (url.protocol === 'http:') return isIP(host) > 0 && isOwnHost(host) && isFine(host)
      return url.protocol === 'https:' && (isIP(host) === 0 || isFine(host))
    },
    lookup: (host, options, callback) =>
      lookup(host, { ...options, all: true }, (error, found: LookupAddress[]) => {
        const fine = error ? [] : found.filter(({ address }) => isFine(address))
        const [first] = fine
        if (!first) return callback(error ?? Object.assign(new Error('private'), { code: PRIVATE_ADDRESS }), '', 4)
        if (options.all) callback(null, fine)
        else callback(null, first.address, first.family)
      }),
  }
}

/** As the code of what `lookup` fails with. */
export const PRIVATE_ADDRESS = 'MITOS_PRIVATE'
