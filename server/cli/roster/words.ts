/** Words, times and lengths as a keeper reads them. Times are seconds UTC unless they say otherwise. */

const formats = new Map<string, Intl.DateTimeFormat>()

function partsOf(t: number, tz: string): (type: string) => string {
  const format =
    formats.get(tz) ??
    new Intl.DateTimeFormat('en-US', {
      timeZone: tz,
      weekday: 'short',
      day: 'numeric',
      month: 'short',
      year: 'numeric',
      hour: 'numeric',
      minute: '2-digit',
      hourCycle: 'h23',
    })
  formats.set(tz, format)
  const parts = format.formatToParts(t * 1000)
  return (type) => parts.find((one) => one.type === type)?.value ?? ''
}

const clockOf = (part: (type: string) => string): string => `${Number(part('hour')) % 24}:${part('minute')}`
const dayOf = (part: (type: string) => string): string => `${part('weekday')} ${part('day')} ${part('month')}`

/** `Mon 3 Mar 8:00`, in a time zone. A time that no calendar has stands as a number. */
export function localTime(t: number, tz: string): string {
  if (!isCalendar(t)) return `second ${t}`
  const part = partsOf(t, tz)
  return `${dayOf(part)} ${clockOf(part)}`
}

/** `Mon 3 Mar 2027 8:00 (Europe/Athens)` */
export function fullTime(t: number, tz: string): string {
  if (!isCalendar(t)) return `second ${t}`
  const part = partsOf(t, tz)
  return `${dayOf(part)} ${part('year')} ${clockOf(part)} (${tz})`
}

/** `Mon 3 Mar 8:00 – 20:00 (12 h)`: the length too, since a day with a change of the clocks has 23 or 25. */
export function span(from: number, to: number, tz: string): string {
  const length = `(${lengthOf(to - from)})`
  if (!isCalendar(from) || !isCalendar(to)) return `second ${from} – ${to} ${length}`
  const [start, end] = [partsOf(from, tz), partsOf(to, tz)]
  const until = dayOf(start) === dayOf(end) ? clockOf(end) : localTime(to, tz)
  return `${localTime(from, tz)} – ${until} ${length}`
}

/** 1 January 10000 is after all that a document of ours can be about. */
const isCalendar = (t: number): boolean => Number.isSafeInteger(t) && t >= 0 && t < 253_402_300_800

/** `45 min`, `12 h`, `1 h 30 min`, `3 days` */
export function lengthOf(seconds: number): string {
  const minutes = Math.round(seconds / 60)
  const [hours, rest] = [Math.floor(minutes / 60), minutes % 60]
  if (hours >= 72) return `${Math.floor(hours / 24)} days${hours % 24 ? ` ${hours % 24} h` : ''}`
  return [hours ? `${hours} h` : '', rest || !hours ? `${rest} min` : ''].filter(Boolean).join(' ')
}

/** `1 shift`, `14 shifts` */
export const count = (n: number, one: string, many = `${one}s`): string => `${n} ${n === 1 ? one : many}`

const LANGUAGES = new Intl.DisplayNames('en', { type: 'language' })
/** `Urdu (ur)`; a tag that is none stands as it is. */
export function language(tag: string): string {
  try {
    const name = LANGUAGES.of(tag)
    return name && name !== tag ? `${name} (${tag})` : tag
  } catch {
    return tag
  }
}

/** An NGO as people say it, with the id where that is another word. */
export const nameOf = ({ id, name }: { readonly id: string; readonly name: string }): string =>
  name.toLowerCase() === id ? name : `${name} (${id})`

/**
 * Text of others as a terminal may show it. Without this a name with control characters could draw over a line, or turn it
 * round, and what is signed would not be what was read.
 */
export const visible = (text: string): string =>
  text.replace(
    /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu,
    (char) => `\\u{${char.codePointAt(0)!.toString(16).padStart(4, '0')}}`,
  )

/** A value as it stands in the document. */
export const shown = (value: unknown): string => {
  if (value === undefined) return 'nothing'
  return typeof value === 'string' ? `“${value}”` : JSON.stringify(value)
}
