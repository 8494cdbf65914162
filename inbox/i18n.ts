import { localTime } from '../shared/safeTimes.ts'
import en from './locales/en.json'

export type Key = keyof typeof en
export type Lang = 'en' | 'el' | 'it' | 'de' | 'fr' | 'nl'
/** Words of one language; where one is missing, the English one stands. */
export type Words = Readonly<Partial<Record<Key, string>>>
/** Whether there are words for what came from a file. */
export const isKey = (key: string): key is Key => Object.hasOwn(en, key)
export const LANGUAGES: readonly { readonly tag: Lang; readonly name: string }[] = [
  { tag: 'en', name: 'English' },
  { tag: 'el', name: 'Ελληνικά' },
  { tag: 'it', name: 'Italiano' },
  { tag: 'de', name: 'Deutsch' },
  { tag: 'fr', name: 'Français' },
  { tag: 'nl', name: 'Nederlands' },
]
const isLang = (tag: string | undefined): tag is Lang => LANGUAGES.some((one) => one.tag === tag)

/** What is known by now. Only English stands whole in the page; the others come when they are chosen (tongue.ts). */
const CATALOGS: Record<Lang, Words> = { en, el: {}, it: {}, de: {}, fr: {}, nl: {} }
export const learn = (lang: Lang, words: Words): void => {
  CATALOGS[lang] = { ...CATALOGS[lang], ...words }
}
/** English as written in Europe, so that dates begin with the day. */
export const LOCALES: Readonly<Record<Lang, string>> = {
  en: 'en-GB',
  el: 'el-GR',
  it: 'it-IT',
  de: 'de-DE',
  fr: 'fr-FR',
  nl: 'nl-NL',
}

/** The first of the browser's languages that has a catalog, else English. Nothing remembers a choice. */
export const pickLanguage = (preferred: readonly string[]): Lang =>
  preferred.map((tag) => tag.split('-')[0]).find(isLang) ?? 'en'

const DAY = 86_400

/**
 * What stands in a sentence. Words of a sentence that stays on the screen are made when it is drawn, so that they are of the language
 * that is chosen by then.
 */
export type Values = Readonly<Record<string, string | number | ((say: Speech) => string)>>

/** Words, times and names of one language. All times are seconds UTC and shown in the zone that is passed. */
export interface Speech {
  readonly lang: Lang
  (key: Key, values?: Values): string
  /** "17:00"; a window that ends at midnight ends at "24:00". */
  clock(t: number, tz: string, end?: boolean): string
  /** "today 17:00", "tomorrow 8:00", "Thu 26 Nov, 9:00", as seen from `now`. */
  moment(t: number, now: number, tz: string): string
  /** "Wed 11:20" */
  day(t: number, tz: string): string
  /** When something ends: the clock alone where that is today ("17:00", "24:00"), else with its day. */
  end(t: number, now: number, tz: string): string
  /** The clock alone within a day, else with its day. */
  soon(t: number, now: number, tz: string): string
  /** "in 3 hours" */
  until(t: number, now: number): string
  /** "24 Dec 2026" */
  date(t: number, tz: string): string
  /** "2 hours ago" */
  ago(t: number, now: number): string
  /** "3 hours", "60 seconds" */
  amount(n: number, unit: 'hour' | 'second' | 'minute'): string
  language(tag: string): string
  /** Of two letters; undefined where they name none. */
  country(id: string): string | undefined
  list(items: readonly string[]): string
}

export function speak(lang: Lang): Speech {
  const catalog = CATALOGS[lang]
  const locale = LOCALES[lang]
  const relative = new Intl.RelativeTimeFormat(locale, { numeric: 'auto' })
  const countries = new Intl.DisplayNames([locale], { type: 'region', fallback: 'none' })
  const names = new Intl.DisplayNames([locale], { type: 'language' })
  // A value that ends with a full stop ("27. Dez.") at the end of a sentence is its full stop, too.
  const say = (key: Key, values: Values = {}): string =>
    (catalog[key] ?? en[key]).replace(/{(\w+)}(\.?)/g, (whole, name: string, stop: string) => {
      const value = values[name]
      if (value === undefined) return whole
      return `${typeof value === 'function' ? value(speech) : value}${stop}`.replace(/\.\.$/, '.')
    })
  const clock = (t: number, tz: string, end = false): string => {
    const { hour, minute } = localTime(t, tz)
    return `${end && hour === 0 && minute === 0 ? 24 : hour}:${String(minute).padStart(2, '0')}`
  }
  const dayOf = (t: number, tz: string): string => new Intl.DateTimeFormat('en-CA', { timeZone: tz }).format(t * 1000)
  const dayWords = (t: number, now: number, tz: string): string => {
    for (const apart of [-1, 0, 1])
      if (dayOf(t, tz) === dayOf(now + apart * DAY, tz)) return relative.format(apart, 'day')
    const day = new Intl.DateTimeFormat(locale, { timeZone: tz, weekday: 'short', day: 'numeric', month: 'short' })
    return `${day.format(t * 1000)},`
  }
  const moment = (t: number, now: number, tz: string): string => `${dayWords(t, now, tz)}\u00a0${clock(t, tz)}`
  const speech: Speech = Object.assign(say, {
    lang,
    clock,
    moment,
    day: (t: number, tz: string) =>
      `${new Intl.DateTimeFormat(locale, { timeZone: tz, weekday: 'short' }).format(t * 1000)}\u00a0${clock(t, tz)}`,
    end: (t: number, now: number, tz: string) =>
      dayOf(t - 1, tz) === dayOf(now, tz) ? clock(t, tz, true) : moment(t, now, tz),
    soon: (t: number, now: number, tz: string) => (t - now < DAY ? clock(t, tz) : moment(t, now, tz)),
    until: (t: number, now: number) => {
      const minutes = Math.max(1, Math.round((t - now) / 60))
      return minutes < 60 ? relative.format(minutes, 'minute') : relative.format(Math.round(minutes / 60), 'hour')
    },
    date: (t: number, tz: string) =>
      new Intl.DateTimeFormat(locale, { timeZone: tz, day: 'numeric', month: 'short', year: 'numeric' }).format(
        t * 1000,
      ),
    ago: (t: number, now: number) => {
      const minutes = Math.max(1, Math.round((now - t) / 60))
      if (minutes < 60) return relative.format(-minutes, 'minute')
      const hours = Math.round(minutes / 60)
      return hours < 48 ? relative.format(-hours, 'hour') : relative.format(-Math.round(hours / 24), 'day')
    },
    country: (id: string) => (/^[A-Z]{2}$/.test(id) ? countries.of(id) : undefined),
    amount: (n: number, unit: 'hour' | 'second' | 'minute') =>
      new Intl.NumberFormat(locale, { style: 'unit', unit, unitDisplay: 'long' }).format(n),
    language: (tag: string) => {
      try {
        return names.of(tag) ?? tag
      } catch {
        return tag
      }
    },
    list: (items: readonly string[]) => new Intl.ListFormat(locale, { type: 'conjunction' }).format(items),
  })
  return speech
}
