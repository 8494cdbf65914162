import { isIP } from 'node:net'
import * as v from 'valibot'
import { type ErrorCode, MitosError } from '../shared/errors.ts'
import { fromBase64 } from '../shared/bytes.ts'
import { KEEP, type Keep } from '../shared/keep.ts'
import { ALERTS, ALERTS_WANTED, type AlertConfig, alertsOf } from './alertConfig.ts'

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
  /** addresses of proxies whose `X-Forwarded-For` counts; none so wide that visitors are among them */
  readonly trustProxy: readonly string[]
  /** hash of the network's first root, base64url: what everything else is checked against */
  readonly root: string
  /** the folder where backups lie, for the command line */
  readonly backups?: string
  readonly keep?: Keep
  /** how members are called; undefined: they look for themselves */
  readonly alerts?: AlertConfig
}

/** Nothing can be kept for ever. */
const KEEP_AT_MOST: Keep = { unread: 60, closed: 180, open: 365 }

export const CONNECTIONS = 4096

export type Variables = Readonly<Record<string, string | undefined>>

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
/** A proxy's network is never as wide as this: half of the internet would be believed what it says about addresses. */
const isNarrow = (text: string): boolean => {
  const [address = '', bits] = text.split('/')
  return bits === undefined || Number(bits) >= (isIP(address) === 4 ? 8 : 16)
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
      v.array(v.pipe(v.string(), v.check(isAddress), v.check(isNarrow))),
    ),
    '',
  ),
  MITOS_ROOT: v.pipe(v.string(), v.check(isHash)),
  MITOS_BACKUP: v.optional(v.string()),
  ...RETENTION,
  ...ALERTS,
})

/** What the operator is told of a variable that does not fit. */
const WANTED: Readonly<Partial<Record<string, readonly [code: ErrorCode, wanted: string]>>> = {
  MITOS_ROOT: ['config-root', "set it to the hash of the network's first root, 43 characters, which the keeper has"],
  MITOS_DATA: ['config-data', 'set it to the folder that holds the database'],
  MITOS_TRUST_PROXY: [
    'config-proxy',
    'name the addresses of your own proxy, with commas between; one that trusts everybody believes every visitor',
  ],
  MITOS_ORIGIN: ['config-invalid', 'set it to the public address, such as https://help.example, without a path'],
  MITOS_PORT: ['config-invalid', 'set it to a number from 0 to 65535'],
  MITOS_LIMIT: ['config-invalid', 'set it to a number from 1'],
  MITOS_CONNECTIONS: ['config-invalid', 'set it to a number from 1'],
  MITOS_KEEP_UNREAD: ['config-invalid', `set it to 1 to ${KEEP_AT_MOST.unread} days`],
  MITOS_KEEP_CLOSED: ['config-invalid', `set it to 1 to ${KEEP_AT_MOST.closed} days`],
  MITOS_KEEP_OPEN: ['config-invalid', `set it to 1 to ${KEEP_AT_MOST.open} days`],
  ...ALERTS_WANTED,
}

/**
 * Reads the configuration. An empty variable counts as one that is not set.
 * @throws MitosError `config-root` | `config-data` | `config-proxy` | `config-invalid`, with the variable's name (never its
 *   value) and what to do as the cause
 */
export function loadConfig(environment: Variables): Config {
  const env = read(Environment, environment)
  const port = env.MITOS_PORT
  // What log-ins sign must be known before a free port is found.
  if (!env.MITOS_ORIGIN && !port) throw unfit('MITOS_ORIGIN')
  const alerts = alertsOf(env)
  if (typeof alerts === 'string') throw unfit(alerts)
  return {
    port,
    host: env.MITOS_HOST,
    origin: env.MITOS_ORIGIN ?? `http://${isIP(env.MITOS_HOST) === 6 ? `[${env.MITOS_HOST}]` : env.MITOS_HOST}:${port}`,
    data: env.MITOS_DATA,
    limit: env.MITOS_LIMIT,
    connections: env.MITOS_CONNECTIONS,
    trustProxy: env.MITOS_TRUST_PROXY,
    root: env.MITOS_ROOT,
    ...(env.MITOS_BACKUP && { backups: env.MITOS_BACKUP }),
    keep: keepOf(env),
    ...(alerts && { alerts }),
  }
}

/** How long requests are kept, for verbs that need no server. @throws MitosError `config-invalid` */
export const loadKeep = (environment: Variables): Keep => keepOf(read(v.object(RETENTION), environment))

function read<S extends v.ObjectSchema<v.ObjectEntries, undefined>>(
  schema: S,
  environment: Variables,
): v.InferOutput<S> {
  const set = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== ''))
  const result = v.safeParse(schema, set)
  if (!result.success) throw unfit(String(result.issues[0].path?.[0]?.key))
  return result.output
}

const keepOf = (env: { MITOS_KEEP_UNREAD: number; MITOS_KEEP_CLOSED: number; MITOS_KEEP_OPEN: number }): Keep => ({
  unread: env.MITOS_KEEP_UNREAD,
  closed: env.MITOS_KEEP_CLOSED,
  open: env.MITOS_KEEP_OPEN,
})

/**
 * The data folder alone, which is all that most verbs of the command line need.
 * @throws MitosError `config-data`
 */
export function dataFolder(environment: Variables): string {
  const folder = environment['MITOS_DATA']
  if (!folder) throw unfit('MITOS_DATA')
  return folder
}

function unfit(name: string): MitosError {
  const [code, wanted] = WANTED[name] ?? ['config-invalid', '']
  return new MitosError(code, wanted ? `${name}: ${wanted}` : name)
}

/**
 * A name that no part of the server reads is a typing error, and what was meant is then silently not so.
 * @throws MitosError `config-unknown`, with the name as the cause
 */
export function refuseUnknown(environment: Variables): void {
  for (const name of Object.keys(environment))
    if (name.startsWith('MITOS_') && !(name in Environment.entries))
      throw new MitosError('config-unknown', `${name}: no setting has this name; correct it or take it out`)
}

/** Whether a host is this machine alone. */
export const isOwnHost = (host: string): boolean =>
  host === 'localhost' || host === '::1' || /^127(\.\d{1,3}){3}$/.test(host)

/** Whether an origin may be served without TLS: only this machine itself. */
export const isLoopback = (origin: string): boolean => isOwnHost(new URL(origin).hostname.replace(/^\[|\]$/g, ''))
