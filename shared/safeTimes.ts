import type { DayPart, When } from './answers.ts'
import type { HouseRule } from './roster.ts'

/**
 * When it is safe to reach somebody, in the desk's time zone. All times are seconds UTC; windows begin and end on whole
 * local hours, and are found by asking Intl for the local hour, so changes to and from summer time need no rule of ours.
 */
export interface Window {
  readonly from: number
  readonly to: number
}

const HOUR = 3600
const PARTS: Readonly<Record<DayPart, readonly [number, number]>> = {
  morning: [8, 12],
  afternoon: [12, 17],
  evening: [17, 21],
  night: [21, 24],
}

/**
 * Whether a local hour is safe. "Any time" is all four parts, 8 to 24: nobody who ticked it was asked about four in the
 * morning, so the strict reading holds.
 */
function isSafe(when: When | undefined, rule: HouseRule, weekday: number, hour: number): boolean {
  const weekend = weekday > 5
  if (!when) return (rule.days === 'all' || !weekend) && hour >= rule.from && hour < rule.to
  return (when.weekend || !weekend) && when.parts.some((part) => hour >= PARTS[part][0] && hour < PARTS[part][1])
}

/** Whether this engine knows a time zone of that name; asking for a time in one that it does not know would throw. */
export function isZone(value: unknown): value is string {
  if (typeof value !== 'string' || value.length > 40) return false
  try {
    return !!new Intl.DateTimeFormat('en', { timeZone: value })
  } catch {
    return false
  }
}

const formats = new Map<string, Intl.DateTimeFormat>()

/** Local weekday (1 = Monday … 7 = Sunday), hour and minute in a time zone. */
export function localTime(t: number, tz: string): { weekday: number; hour: number; minute: number } {
  let format = formats.get(tz)
  if (!format) {
    format = new Intl.DateTimeFormat('en-GB', {
      timeZone: tz,
      weekday: 'short',
      hour: '2-digit',
      minute: '2-digit',
      hourCycle: 'h23',
    })
    formats.set(tz, format)
  }
  const parts = format.formatToParts(t * 1000)
  const part = (type: string) => parts.find((one) => one.type === type)?.value ?? ''
  return {
    weekday: ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'].indexOf(part('weekday')) + 1,
    hour: Number(part('hour')) % 24,
    minute: Number(part('minute')),
  }
}

/** The next window at or after `t` (one that runs counts from its beginning's hour on), or undefined within 15 days. */
export function nextWindow(t: number, when: When | undefined, rule: HouseRule, tz: string): Window | undefined {
  const safeAt = (at: number): boolean => {
    const { weekday, hour } = localTime(at, tz)
    return isSafe(when, rule, weekday, hour)
  }
  let from = t - (t % HOUR)
  const last = from + 15 * 24 * HOUR
  while (!safeAt(from)) if ((from += HOUR) > last) return undefined
  let to = from + HOUR
  while (safeAt(to) && to < from + 7 * 24 * HOUR) to += HOUR
  return { from, to }
}

/** Whether `t` lies in a safe time, and until when; else the next one. */
export function safety(
  t: number,
  when: When | undefined,
  rule: HouseRule,
  tz: string,
): { readonly kind: 'now'; readonly until: number } | { readonly kind: 'later'; readonly from: number } | undefined {
  const next = nextWindow(t, when, rule, tz)
  if (!next) return undefined
  return next.from <= t ? { kind: 'now', until: next.to } : { kind: 'later', from: next.from }
}

/**
 * By when somebody tries to reach the person (protocol §5): the first whole hour at or after `start + answersWithin`, if the
 * hour before it is safe; else the end of the next safe window, because only then can the promise be kept.
 * @param start seconds UTC: now, or when the NGO's shift begins
 */
export function replyBy(
  start: number,
  answersWithin: number,
  when: When | undefined,
  rule: HouseRule,
  tz: string,
): number {
  const hour = Math.ceil((start + answersWithin * HOUR) / HOUR) * HOUR
  const next = nextWindow(hour - HOUR, when, rule, tz)
  return !next || next.from < hour ? hour : next.to
}
