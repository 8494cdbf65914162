import de from './locales/de.json'
import el from './locales/el.json'
import en from './locales/en.json'
import fr from './locales/fr.json'
import it from './locales/it.json'
import nl from './locales/nl.json'

export type Key = keyof typeof en
export type Strings = Readonly<Record<Key, string>>

/** The languages of this page, in the order of its switch. */
export const CATALOGS: Readonly<Record<string, Strings>> = { en, el, de, it, fr, nl }

export interface Speech {
  readonly lang: string
  (key: Key, values?: Readonly<Record<string, string | number>>): string
}

/**
 * @param lang anything; English where there is no catalog
 * @param always values that stand in many sentences
 */
export function speak(lang: string, always: Readonly<Record<string, string>> = {}): Speech {
  const tag = Object.hasOwn(CATALOGS, lang) ? lang : 'en'
  const strings = CATALOGS[tag]!
  const say = (key: Key, values: Readonly<Record<string, string | number>> = {}): string =>
    strings[key].replace(/{(\w+)}/g, (whole, name: string) => String(values[name] ?? always[name] ?? whole))
  return Object.assign(say, { lang: tag })
}
