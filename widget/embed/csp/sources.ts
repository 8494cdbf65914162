/** An address that the widget needs, and the scheme of the page that asks for it. */
export interface Wanted {
  readonly url: URL
  /** `https:` or `http:` */
  readonly pageScheme: string
}

const SCHEME = /^[a-z][a-z0-9+.-]*:$/i
const HOST =
  /^(?:([a-z][a-z0-9+.-]*):\/\/)?(\*|(?:\*\.)?[a-z0-9_-]+(?:\.[a-z0-9_-]+)*\.?|\[[0-9a-f:]+\])(?::(\d+|\*))?(\/[^?#]*)?$/i
const PORTS: Readonly<Record<string, string>> = { 'http:': '80', 'https:': '443' }

/** Sources without those that do not count: 'none' beside others. */
export const isNone = (sources: readonly string[]): boolean => sources.every((one) => one.toLowerCase() === "'none'")
export const has = (sources: readonly string[], keyword: string): boolean =>
  sources.some((one) => one.toLowerCase() === keyword)
export const hasNonce = (sources: readonly string[]): boolean => sources.some((one) => /^'nonce-.+'$/i.test(one))

/** Whether a list of sources names an address by host, scheme or `*` (CSP 3 §6.7.2.8). 'self' is another site than ours. */
export const names = (sources: readonly string[], wanted: Wanted): boolean =>
  sources.some((one) => matches(one, wanted))

function matches(source: string, { url, pageScheme }: Wanted): boolean {
  if (source === '*') return /^(https?|wss?):$/.test(url.protocol) || url.protocol === pageScheme
  if (SCHEME.test(source)) return schemeFits(source.toLowerCase(), url.protocol)
  const [, scheme, host, port, path] = HOST.exec(source) ?? []
  if (host === undefined) return false
  return (
    schemeFits(scheme === undefined ? pageScheme : `${scheme.toLowerCase()}:`, url.protocol) &&
    hostFits(host.toLowerCase(), url.hostname) &&
    portFits(port, scheme, url) &&
    pathFits(path ?? '', url.pathname)
  )
}

/** A policy that allows http allows https as well, never the other way. */
const schemeFits = (allowed: string, scheme: string): boolean =>
  allowed === scheme || (allowed === 'http:' && scheme === 'https:')

const hostFits = (pattern: string, host: string): boolean =>
  pattern === '*' || (pattern.startsWith('*.') ? host.endsWith(pattern.slice(1)) : pattern === host)

function portFits(port: string | undefined, scheme: string | undefined, url: URL): boolean {
  const actual = url.port || PORTS[url.protocol]
  if (port === '*') return true
  if (port === undefined) return actual === PORTS[url.protocol]
  return port === actual || (port === '80' && actual === '443' && scheme !== 'https')
}

/** A path that ends in a slash allows all below it, any other only itself. */
function pathFits(pattern: string, path: string): boolean {
  if (pattern === '' || pattern === '/') return true
  const decoded = decode(pattern)
  return decoded.endsWith('/') ? decode(path).startsWith(decoded) : decode(path) === decoded
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
