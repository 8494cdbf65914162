import { DAY_MINUTES } from '../../../../shared/rota/zone.ts'

export const ZONES = ['Europe/Athens', 'Europe/Brussels', 'Europe/Berlin', 'Europe/Rome'] as const

const formats = new Map<string, Intl.DateTimeFormat>()

/** "2026-11-26 17:05": another way to ask Intl than the one under test. */
export function label(at: number, tz: string): string {
  let format = formats.get(tz)
  if (!format)
    formats.set(
      tz,
      (format = new Intl.DateTimeFormat('sv-SE', { timeZone: tz, dateStyle: 'short', timeStyle: 'short' })),
    )
  return format.format(at * 60_000)
}

const offsetOf = (at: number, tz: string): number => Date.parse(`${label(at, tz).replace(' ', 'T')}Z`) / 60_000 - at

/** The first minute of each offset from 1970 to 2070. */
function changesOf(tz: string): readonly number[] {
  const changes: number[] = []
  const end = Date.UTC(2070, 0, 1) / 60_000
  const step = 7 * DAY_MINUTES
  for (let at = 0; at < end; at += step) {
    if (offsetOf(at, tz) === offsetOf(at + step, tz)) continue
    let [low, high] = [at, at + step]
    while (high - low > 1) {
      const middle = Math.floor((low + high) / 2)
      if (offsetOf(middle, tz) === offsetOf(at, tz)) low = middle
      else high = middle
    }
    changes.push(high)
  }
  return changes
}

export const CHANGES = ZONES.map((tz) => ({ tz, changes: changesOf(tz) }))
