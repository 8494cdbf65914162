import { isIP } from 'node:net'
import * as v from 'valibot'
import { isMailAddress } from './alerts/addresses.ts'

/** How members can be called. What is not set up is not offered to them. */
export interface AlertConfig {
  /** the operator's mail server, and the address that stands as sender */
  readonly mail?: Smtp & { readonly from: string }
  /** whether the server may reach out to push services */
  readonly push: boolean
  /** whether the server may reach out to members' own web addresses */
  readonly webhook: boolean
  /** networks that it may reach although they are private: `10.1.0.0/16` */
  readonly networks: readonly string[]
}
export interface Smtp {
  readonly host: string
  readonly port: number
  /** TLS from the first byte; false: none at all, for this machine only */
  readonly secure: boolean
  readonly login?: { readonly user: string; readonly pass: string }
}

/** By TLS from the first byte (RFC 8314): one that begins in the clear can be kept there by whoever is between. */
const TLS = 'smtps:'

/** @returns undefined for what is no address of a mail server */
export function readSmtp(text: string): Smtp | undefined {
  const url = URL.canParse(text) ? new URL(text) : undefined
  if (!url || ![TLS, 'smtp:'].includes(url.protocol) || !url.hostname) return undefined
  if (!['', '/'].includes(url.pathname) || url.search || url.hash || Boolean(url.username) !== Boolean(url.password))
    return undefined
  const secure = url.protocol === TLS
  const login = { user: decoded(url.username), pass: decoded(url.password) }
  if (login.user === undefined || login.pass === undefined) return undefined
  return {
    host: url.hostname.replace(/^\[|\]$/g, ''),
    port: url.port ? Number(url.port) : secure ? 465 : 25,
    secure,
    ...(url.username && { login: { user: login.user, pass: login.pass } }),
  }
}

function decoded(text: string): string | undefined {
  try {
    return decodeURIComponent(text)
  } catch {
    return undefined
  }
}

const words = (text: string): readonly string[] => text.split(',').flatMap((one) => one.trim() || [])
const isNetwork = (text: string): boolean => {
  const [address = '', bits, ...more] = text.split('/')
  const size = isIP(address) === 4 ? 32 : 128
  return isIP(address) > 0 && /^\d{1,3}$/.test(bits ?? '') && Number(bits) <= size && !more.length
}

export const ALERTS = {
  MITOS_SMTP_URL: v.optional(
    v.pipe(
      v.string(),
      v.check((text) => readSmtp(text) !== undefined),
      v.transform((text) => readSmtp(text)!),
    ),
  ),
  MITOS_MAIL_FROM: v.optional(v.pipe(v.string(), v.check(isMailAddress))),
  MITOS_ALERT_WAYS: v.optional(
    v.pipe(v.string(), v.transform(words), v.array(v.picklist(['push', 'webhook'])), v.readonly()),
    '',
  ),
  MITOS_ALERT_NETWORKS: v.optional(
    v.pipe(v.string(), v.transform(words), v.array(v.pipe(v.string(), v.check(isNetwork))), v.readonly()),
    '',
  ),
}

/** What the operator is told of one that does not fit. */
export const ALERTS_WANTED = {
  MITOS_SMTP_URL: [
    'config-invalid',
    'set it to smtps://NAME:PASSWORD@HOST, or to smtp://127.0.0.1 for a mail server here',
  ],
  MITOS_MAIL_FROM: ['config-invalid', 'set it to the address that mails come from, and set MITOS_SMTP_URL too'],
  MITOS_ALERT_WAYS: ['config-invalid', 'name push, webhook or both with a comma between, or leave it out'],
  MITOS_ALERT_NETWORKS: ['config-invalid', 'name networks such as 10.1.0.0/16, with commas between'],
} as const

interface Read {
  readonly MITOS_SMTP_URL?: Smtp | undefined
  readonly MITOS_MAIL_FROM?: string | undefined
  readonly MITOS_ALERT_WAYS: readonly ('push' | 'webhook')[]
  readonly MITOS_ALERT_NETWORKS: readonly string[]
}

/** Undefined where nothing is set up; the name of the variable that is missing where a half is. */
export function alertsOf(env: Read): AlertConfig | undefined | keyof typeof ALERTS {
  const { MITOS_SMTP_URL: smtp, MITOS_MAIL_FROM: from, MITOS_ALERT_WAYS: ways, MITOS_ALERT_NETWORKS: networks } = env
  if (smtp && from === undefined) return 'MITOS_MAIL_FROM'
  if (!smtp && from !== undefined) return 'MITOS_SMTP_URL'
  if (!smtp && !ways.length) return undefined
  return {
    ...(smtp && from !== undefined && { mail: { ...smtp, from } }),
    push: ways.includes('push'),
    webhook: ways.includes('webhook'),
    networks,
  }
}
