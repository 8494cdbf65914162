/**
 * What Chromium's own Intl does not know of a language, because no Chromium is made in it: it would say "Friday, November 27" in
 * the middle of a sentence. Node's Intl knows them all.
 */
const UNKNOWN_TO_CHROMIUM: readonly string[] = ['sq']

/** Europe and its neighbours, where a desk may be. */
const COUNTRIES =
  'AD AL AM AT AZ BA BE BG BY CH CY CZ DE DK EE ES FI FR GB GE GR HR HU IE IS IT LI LT LU LV MC MD ME MK MT NL NO PL PT RO RS SE SI SK SM TR UA XK'

/**
 * Days and months by their English names, and countries by their code, in a language; undefined where browsers know them.
 */
export function spelledOut(tag: string): Readonly<Record<string, string>> | undefined {
  if (!UNKNOWN_TO_CHROMIUM.includes(tag)) return undefined
  if (!Intl.DateTimeFormat.supportedLocalesOf(tag).length) throw new Error(`this Node does not know ${tag} either`)
  const both = (options: Intl.DateTimeFormatOptions, date: number): readonly string[] =>
    ['en', tag].map((lang) => new Intl.DateTimeFormat(lang, { ...options, timeZone: 'UTC' }).format(date))
  const lands = new Intl.DisplayNames([tag], { type: 'region', fallback: 'none' })
  return Object.fromEntries([
    // 1 January 2024 was a Monday.
    ...Array.from({ length: 7 }, (_, day) => both({ weekday: 'long' }, Date.UTC(2024, 0, 1 + day))),
    ...Array.from({ length: 12 }, (_, month) => both({ month: 'long' }, Date.UTC(2024, month))),
    ...COUNTRIES.split(' ').flatMap((code) => (lands.of(code) ? [[code, lands.of(code)]] : [])),
  ])
}
