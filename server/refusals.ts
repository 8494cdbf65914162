import { existsSync } from 'node:fs'
import { isAbsolute, join, relative, resolve } from 'node:path'
import { MitosError } from '../shared/errors.ts'
import { DAY } from '../shared/root.ts'
import { type Config, isLoopback, isOwnHost } from './config.ts'
import type { Published } from './trust/documents.ts'

/**
 * What `npm start` refuses before it touches anything: each with a code of its own, and with what to do as the cause.
 * @param builtDir the built code, which a build empties
 * @throws MitosError `config-tls` | `config-data` | `data-place` | `data-demo`
 */
export function refuseUnsafe(config: Config, builtDir: string): void {
  refuseWithoutTls(config)
  refuseClearMail(config)
  refusePlace(config.data, builtDir)
  if (existsSync(join(config.data, 'demo.json')))
    throw new MitosError('data-demo', 'the data folder is of a demo, whose keys are known; take a new one')
}

function refuseWithoutTls({ origin, host, trustProxy }: Config): void {
  if (origin.startsWith('http:') && !isLoopback(origin))
    throw new MitosError(
      'config-tls',
      'MITOS_ORIGIN: a public address needs TLS in front; set it up (docs/nginx.md) and name the https address',
    )
  if (isOwnHost(host)) return
  if (origin.startsWith('http:') || !trustProxy.length)
    throw new MitosError(
      'config-tls',
      'MITOS_HOST: others could reach this server without TLS; take 127.0.0.1, or name the proxy in front of it in ' +
        'MITOS_TRUST_PROXY and its https address in MITOS_ORIGIN',
    )
}

/** A mail server elsewhere would be told in the clear who is called, and the operator's password. */
function refuseClearMail({ alerts }: Config): void {
  if (alerts?.mail && !alerts.mail.secure && !isOwnHost(alerts.mail.host))
    throw new MitosError(
      'config-tls',
      'MITOS_SMTP_URL: only a mail server on this machine may be reached without TLS; name it as smtps://',
    )
}

function refusePlace(data: string, builtDir: string): void {
  if (!isAbsolute(data))
    throw new MitosError(
      'config-data',
      'MITOS_DATA: give the whole path, which means the same wherever the server starts',
    )
  if (contains(builtDir, data))
    throw new MitosError(
      'data-place',
      'the data folder lies in the built code, which a build empties; take another one',
    )
}

const contains = (outer: string, inner: string): boolean => {
  const way = relative(resolve(outer), resolve(inner))
  return way.split('/')[0] !== '..' && !isAbsolute(way)
}

/**
 * A clock that is behind what was signed makes expired documents look good and gives every request a wrong hour. Keepers'
 * clocks are not exact either, so a day is let pass.
 * @throws MitosError `clock-behind`
 */
export function refuseOldClock(now: number, { stored, roster, release }: Published): void {
  const issued = [...stored.map(({ value }) => value.issued), roster?.value.issued ?? 0, release?.value.issued ?? 0]
  if (now < Math.max(0, ...issued) - DAY)
    throw new MitosError('clock-behind', 'the clock stands before the newest signed document; set it (timedatectl)')
}

/** How long after its roster's end a network may be late with the next one before the clock is what is doubted, days. */
const LATE = 7
/** What an operator is told of a clock that is ahead. */
export const CLOCK_AHEAD = `the clock stands more than ${LATE} days after the roster's end; set it (timedatectl), or publish a roster`

/** Whether a clock is more likely wrong than right: what is shredded by it cannot be had back. @param expires the roster's */
export const isFarAhead = (now: number, expires: number | undefined): boolean =>
  expires !== undefined && now > expires + LATE * DAY
