import type { HouseRule, Line } from '../../shared/roster.ts'
import { localTime } from '../../shared/safeTimes.ts'
import type { Catalog } from '../boot/context.ts'

/** Dates, times and numbers in the panel's language and the desk's time zone. Times are seconds UTC. */

// Europe's English writes the day before the month.
const locale = (lang: string): string => (lang === 'en' ? 'en-GB' : lang)

const isArabicScript = (lang: string): boolean => /^(ar|fa|ps|ur|ckb)\b/.test(lang)
const comma = (lang: string): string => (isArabicScript(lang) ? '، ' : ', ')

/**
 * A whole number from zero on. Intl is asked only where digits may be others than 0–9: the first formatter of a page costs a
 * slow phone 80 ms, and the first screen has a number.
 */
export const number = (value: number, lang: string, digits = 1): string =>
  isArabicScript(lang)
    ? new Intl.NumberFormat(lang, { minimumIntegerDigits: digits, useGrouping: false }).format(value)
    : String(value).padStart(digits, '0')

/** `9:00`; 24:00 is the end of a day, which no Date can say. */
export const clock = (minutes: number, lang: string): string =>
  `${number(Math.floor(minutes / 60), lang)}:${number(minutes % 60, lang, 2)}`

let spelled: Catalog['spelled']
/** The catalog that is shown: what it spells out is not asked of Intl, which would answer in English. */
export const spell = (catalog: Catalog): void => void (spelled = catalog.spelled)

const date = (t: number, lang: string, timeZone: string, options: Intl.DateTimeFormatOptions): string =>
  new Intl.DateTimeFormat(`${locale(spelled ? 'en' : lang)}-u-ca-gregory`, { ...options, timeZone })
    .format(t * 1000)
    .replace(/[A-Z]\w+/g, (name) => spelled?.[name] ?? name)

/** @param day 1 (Monday) – 7 */
export const weekday = (day: number, lang: string): string =>
  date(Date.UTC(2024, 0, day, 12) / 1000, lang, 'UTC', { weekday: 'long' })

const timeOf = (t: number, lang: string, tz: string): string => {
  const { hour, minute } = localTime(t, tz)
  return clock(60 * hour + minute, lang)
}

/** The whole day and time, for a promise that is read again later. */
export const promise = (t: number, lang: string, tz: string): string =>
  date(t, lang, tz, { weekday: 'long', day: 'numeric', month: 'long' }) + comma(lang) + timeOf(t, lang, tz)

/** As short as can be understood now: the time today, with the weekday within six days, else with the date. */
export function soon(t: number, now: number, lang: string, tz: string): string {
  const days = (t - now) / 86_400
  if (days > 6) return promise(t, lang, tz)
  const today = date(t, 'en', tz, { dateStyle: 'short' }) === date(now, 'en', tz, { dateStyle: 'short' })
  return (today ? '' : date(t, lang, tz, { weekday: 'long' }) + comma(lang)) + timeOf(t, lang, tz)
}

/** `Monday–Friday, 9:00–17:00` */
export const houseRule = (rule: HouseRule, lang: string): string =>
  `${weekday(1, lang)}–${weekday(rule.days === 'all' ? 7 : 5, lang)}${comma(lang)}${clock(60 * rule.from, lang)}–${clock(60 * rule.to, lang)}`

/** The country's name, where the browser knows it. */
export function country(code: string, lang: string): string | undefined {
  try {
    return spelled?.[code] ?? new Intl.DisplayNames([locale(lang)], { type: 'region' }).of(code)
  } catch {
    return undefined
  }
}

/** Whether a line answers now, else when it next does; undefined where its hours are not known. */
export function lineHours(
  hours: Line['hours'],
  now: number,
  lang: string,
  tz: string,
): { readonly kind: 'open' } | { readonly kind: 'opens'; readonly from: string } | undefined {
  if (hours === 'always') return { kind: 'open' }
  if (!hours) return undefined
  const here = localTime(now, tz)
  const minute = 60 * here.hour + here.minute
  const today = hours.filter(([day]) => day === here.weekday)
  if (today.some(([, from, to]) => from <= minute && minute < to)) return { kind: 'open' }
  for (let ahead = 0; ahead < 8; ahead++) {
    const day = ((here.weekday - 1 + ahead) % 7) + 1
    const froms = hours.filter((one) => one[0] === day && (ahead > 0 || one[1] > minute)).map((one) => one[1])
    if (!froms.length) continue
    const at = clock(Math.min(...froms), lang)
    return { kind: 'opens', from: ahead ? weekday(day, lang) + comma(lang) + at : at }
  }
  return undefined
}
