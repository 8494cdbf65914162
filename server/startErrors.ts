import { type ErrorCode, MitosError } from '../shared/errors.ts'
import { adviceFor } from './store/advice.ts'

/** `EX_CONFIG` of sysexits: starting again changes nothing, somebody must do something. The systemd unit does not try again. */
const NEEDS_SOMEBODY = 78
const AGAIN = 1

/**
 * Refusals that may go by themselves: another process ends, an address comes up, a disk gets room, the clock is set (a machine
 * without a battery begins in 1970 and asks the network for the time).
 */
const PASSING: readonly ErrorCode[] = [
  'data-busy',
  'config-port',
  'config-host',
  'store-full',
  'store-failed',
  'clock-behind',
  'internal',
]

export function exitCodeOf(error: unknown): number {
  return error instanceof MitosError && !PASSING.includes(error.code) ? NEEDS_SOMEBODY : AGAIN
}

/** `CODE: what to do` for the operator; undefined where it is no error of ours. A cause that is a text is words of ours. */
export function whyNot(error: unknown): string | undefined {
  if (!(error instanceof MitosError)) return undefined
  const words = typeof error.cause === 'string' ? error.cause : adviceFor(error.code)
  return words ? `${error.code}: ${words}` : error.code
}

/** What listening failed of. @returns MitosError `config-port` | `config-host`, or the error itself */
export function listenError(error: unknown): unknown {
  switch ((Object(error) as NodeJS.ErrnoException).code) {
    case 'EADDRINUSE':
      return new MitosError('config-port', 'MITOS_PORT: another program has this port; stop it, or take another port')
    case 'EACCES':
      return new MitosError('config-port', 'MITOS_PORT: this account may not take this port; take one above 1023')
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return new MitosError('config-host', 'MITOS_HOST: this machine has no such address; take 127.0.0.1')
    default:
      return error
  }
}
