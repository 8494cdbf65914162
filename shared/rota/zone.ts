/**
 * Wall clocks of a time zone, found by asking Intl, so changes to and from summer time need no rule of ours. A day is a whole
 * number of days since 1970-01-01 on the desk's calendar; moments are minutes since the epoch, as in a shift.
 */
export interface Wall {
  readonly day: number
  /** minute of the day as a clock on the wall shows it, 0–1439 */
  readonly minute: number
}

export const DAY_MINUTES = 1440

const formats = new Map<string, Intl.DateTimeFormat>()

function formatOf(tz: string): Intl.DateTimeFormat {
  let format = formats.get(tz)
  if (!format) {
    format = new Intl.DateTimeFormat('en-GB', {
      timeZone: tz,
      calendar: 'iso8601',
      numberingSystem: 'latn',
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
      hourCycle: 'h23',
    })
    formats.set(tz, format)
  }
  return format
}

/** The wall clock's reading as minutes since the epoch, as if the zone were UTC; asks Intl, which takes long. */
function askLocal(at: number, tz: string): number {
  const parts: Record<string, number> = {}
  for (const { type, value } of formatOf(tz).formatToParts(at * 60_000)) parts[type] = Number(value)
  const { year, month, day, hour, minute } = parts as Record<'year' | 'month' | 'day' | 'hour' | 'minute', number>
  return Date.UTC(year, month - 1, day, hour % 24, minute) / 60_000
}

/** A UTC day's offset in minutes; from `change` on it is `after`. No zone changes twice within a day. */
interface Offsets {
  readonly before: number
  readonly change: number
  readonly after: number
}
/** By zone and UTC day, as Intl takes long. */
const known = new Map<string, Map<number, Offsets>>()

function offsetsOf(utcDay: number, tz: string): Offsets {
  const start = utcDay * DAY_MINUTES
  const ask = (at: number): number => askLocal(at, tz) - at
  const before = ask(start)
  const after = ask(start + DAY_MINUTES - 1)
  let [low, high] = [start, before === after ? start : start + DAY_MINUTES - 1]
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2)
    if (ask(middle) === before) low = middle
    else high = middle
  }
  return { before, change: high, after }
}

/** How many minutes the zone is ahead of UTC. */
function offsetOf(at: number, tz: string): number {
  const days = known.get(tz) ?? new Map<number, Offsets>()
  known.set(tz, days)
  const utcDay = Math.floor(at / DAY_MINUTES)
  const found = days.get(utcDay) ?? offsetsOf(utcDay, tz)
  days.set(utcDay, found)
  return at < found.change ? found.before : found.after
}

/** What calendar and clock say at a moment. */
export function wallOf(at: number, tz: string): Wall {
  const local = at + offsetOf(at, tz)
  const day = Math.floor(local / DAY_MINUTES)
  return { day, minute: local - day * DAY_MINUTES }
}

/**
 * The moment at which the clock says so. A time that comes twice is its first; a time that the clock leaps over is the moment of
 * the leap. So later readings are never earlier moments, and two shifts that meet on the wall meet.
 * @param minute of the day, 0–1440, where 1440 is the next day's 0:00
 */
export function minuteOf(day: number, minute: number, tz: string): number {
  const local = day * DAY_MINUTES + minute
  const offset = (at: number): number => offsetOf(at, tz)
  const before = offset(local - DAY_MINUTES)
  const after = offset(local + DAY_MINUTES)
  const found = [local - before, local - after].filter((at) => at + offset(at) === local)
  if (found.length) return Math.min(...found)
  // Leapt over: the first moment that has the later offset.
  let [low, high] = [local - after, local - before]
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2)
    if (offset(middle) === before) low = middle
    else high = middle
  }
  return high
}

/** Whether the clock says this for the second time, as in the hour after the change from summer time. */
export const isSecond = (at: number, tz: string): boolean => {
  const { day, minute } = wallOf(at, tz)
  return minuteOf(day, minute, tz) < at
}

/** How many minutes a day has: 1,380, 1,440 or 1,500. */
export const lengthOf = (day: number, tz: string): number => minuteOf(day + 1, 0, tz) - minuteOf(day, 0, tz)

/** 1 (Monday) – 7 */
export const weekdayOf = (day: number): number => ((((day + 3) % 7) + 7) % 7) + 1

/** Monday of the day's week. */
export const mondayOf = (day: number): number => day - weekdayOf(day) + 1
