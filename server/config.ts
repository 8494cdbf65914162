import { isIP } from 'node:net'
import * as v from 'valibot'
import { MitosError } from '../shared/errors.ts'
import { fromBase64 } from '../shared/bytes.ts'

/** How a server is set up. This is the only file that reads the environment. */
export interface Config {
  /** 0: any free one */
  readonly port: number
  readonly host: string
  /** the public origin, which log-ins sign */
  readonly origin: string
  /** the data folder */
  readonly data: string
  /** requests a minute and client, above which a row is marked */
  readonly limit: number
  /** connections that may be open at once; half of the files that the process may open at most */
  readonly connections?: number
  /** addresses of proxies whose `X-Forwarded-For` counts */
  readonly trustProxy: readonly string[]
  /** hash of the network's first root, base64url: what everything else is checked against */
  readonly root: string
  readonly keep?: Keep
}

/** How long a request is kept, in days. */
export interface Keep {
  /** since it came, where nobody claims it */
  readonly unread: number
  /** since it was closed */
  readonly closed: number
  /** since it was claimed, where nobody closes it */
  readonly open: number
}
export const KEEP: Keep = { unread: 14, closed: 30, open: 180 }
/** Nothing can be kept for ever. */
const KEEP_AT_MOST: Keep = { unread: 60, closed: 180, open: 365 }

export const CONNECTIONS = 4096

const whole = (max: number) => v.pipe(v.string(), v.regex(/^\d{1,9}$/), v.transform(Number), v.maxValue(max))
const isOrigin = (text: string): boolean => {
  const url = URL.canParse(text) ? new URL(text) : undefined
  return url?.origin === text && ['http:', 'https:'].includes(url.protocol)
}
const isHash = (text: string): boolean => {
  try {
    return fromBase64(text, 32).length === 32
  } catch {
    return false
  }
}
/** As Fastify reads them, which throws on others: an address without a zone, and how many of its bits count. */
const isAddress = (text: string): boolean => {
  const [address = '', bits, ...more] = text.split('/')
  const version = isIP(address)
  if (!version || address.includes('%') || more.length) return false
  return bits === undefined || (/^[1-9]\d{0,2}$/.test(bits) && Number(bits) <= (version === 4 ? 32 : 128))
}

const days = (what: keyof Keep) => v.optional(v.pipe(whole(KEEP_AT_MOST[what]), v.minValue(1)), String(KEEP[what]))

const RETENTION = {
  MITOS_KEEP_UNREAD: days('unread'),
  MITOS_KEEP_CLOSED: days('closed'),
  MITOS_KEEP_OPEN: days('open'),
}

const Environment = v.object({
  MITOS_PORT: v.optional(whole(65_535), '8080'),
  MITOS_HOST: v.optional(v.pipe(v.string(), v.nonEmpty()), '127.0.0.1'),
  MITOS_ORIGIN: v.optional(v.pipe(v.string(), v.check(isOrigin))),
  MITOS_DATA: v.pipe(v.string(), v.nonEmpty()),
  MITOS_LIMIT: v.optional(v.pipe(whole(1e9), v.minValue(1)), '60'),
  MITOS_CONNECTIONS: v.optional(v.pipe(whole(1e6), v.minValue(1)), String(CONNECTIONS)),
  MITOS_TRUST_PROXY: v.optional(
    v.pipe(
      v.string(),
      v.transform((text) => text.split(',').flatMap((one) => one.trim() || [])),
      v.array(v.pipe(v.string(), v.check(isAddress))),
    ),
    '',
  ),
  MITOS_ROOT: v.pipe(v.string(), v.check(isHash)),
  ...RETENTION,
})

/**
 * Reads the configuration. An empty variable counts as one that is not set.
 * @throws MitosError `config-invalid`, with the variable's name (never its value) as the cause
 */
export function loadConfig(environment: Variables): Config {
  const env = read(Environment, environment)
  const port = env.MITOS_PORT
  // What log-ins sign must be known before a free port is found.
  if (!env.MITOS_ORIGIN && !port) throw new MitosError('config-invalid', 'MITOS_ORIGIN')
  return {
    port,
    host: env.MITOS_HOST,
    origin: env.MITOS_ORIGIN ?? `http://${isIP(env.MITOS_HOST) === 6 ? `[${env.MITOS_HOST}]` : env.MITOS_HOST}:${port}`,
    data: env.MITOS_DATA,
    limit: env.MITOS_LIMIT,
    connections: env.MITOS_CONNECTIONS,
    trustProxy: env.MITOS_TRUST_PROXY,
    root: env.MITOS_ROOT,
    keep: keepOf(env),
  }
}

/** How long requests are kept, for verbs that need no server. @throws MitosError `config-invalid` */
export const loadKeep = (environment: Variables): Keep => keepOf(read(v.object(RETENTION), environment))

type Variables = Readonly<Record<string, string | undefined>>

function read<S extends v.ObjectSchema<v.ObjectEntries, undefined>>(
  schema: S,
  environment: Variables,
): v.InferOutput<S> {
  const set = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== ''))
  const result = v.safeParse(schema, set)
  if (!result.success) throw new MitosError('config-invalid', String(result.issues[0].path?.[0]?.key))
  return result.output
}

const keepOf = (env: { MITOS_KEEP_UNREAD: number; MITOS_KEEP_CLOSED: number; MITOS_KEEP_OPEN: number }): Keep => ({
  unread: env.MITOS_KEEP_UNREAD,
  closed: env.MITOS_KEEP_CLOSED,
  open: env.MITOS_KEEP_OPEN,
})

/**
 * The data folder alone, which is all that most verbs of the command line need.
 * @throws MitosError `config-invalid`
 */
export function dataFolder(environment: Variables): string {
  const folder = environment['MITOS_DATA']
  if (!folder) throw new MitosError('config-invalid', 'MITOS_DATA')
  return folder
}

/** Whether an origin may be served without TLS: only this machine itself. */
export function isLoopback(origin: string): boolean {
  const { hostname } = new URL(origin)
  return hostname === 'localhost' || hostname === '[::1]' || /^127(\.\d{1,3}){3}$/.test(hostname)
}
