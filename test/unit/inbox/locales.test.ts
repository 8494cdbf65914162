import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { isOfLock } from '../../../build/inboxWords.ts'
import { LANGUAGES, isKey, pickLanguage, speak } from '../../../inbox/i18n.ts'
import en from '../../../inbox/locales/en.json'
import messages from '../../../shared/firstMessages.json'
import { firstMessage, tagsOfWords } from '../../../inbox/words.ts'
import { WEDNESDAY } from './facts.ts'

/** Every code of shared/answers.ts, by the name under which the catalogs have its words. */
const CODES: Readonly<Record<string, readonly string[]>> = {
  role: ['health', 'social', 'school', 'labour', 'camp', 'office', 'other'],
  again: ['today', 'week', 'nextweek', 'none'],
  how: ['call', 'app', 'sms', 'email', 'helper', 'icall', 'back'],
  app: ['whatsapp', 'viber', 'signal', 'telegram', 'messenger', 'other'],
  whose: ['mine', 'shared', 'trusted', 'other'],
  when: ['morning', 'afternoon', 'evening', 'night', 'weekend.true', 'weekend.false'],
  ifOther: ['hangup', 'wrong', 'appointment'],
  voicemail: ['true', 'false'],
  voiceMsg: ['true', 'false'],
  first: ['word', 'hello', 'appointment'],
  drop: ['wait', 'again', 'stop'],
  callerId: ['show', 'hide'],
  until: ['3d', '7d', '14d'],
  danger: ['now', 'soon', 'no', 'unsure'],
  place: ['abroad', 'nosay', 'region'],
  read: ['well', 'little', 'listen'],
  interp: ['yes', 'far', 'no'],
  worker: ['woman', 'man', 'any'],
  need: ['talk', 'sleep', 'health', 'work', 'law', 'leave', 'home', 'other'],
  children: ['with', 'elsewhere', 'no', 'nosay'],
  age: ['under18', 'adult', 'unsure', 'nosay'],
  device: ['yes', 'unsure', 'no'],
  share: ['yes', 'ask', 'no'],
}
const ENGLISH: Readonly<Record<string, string>> = en
const FOREIGN = LANGUAGES.filter(({ tag }) => tag !== 'en').map(({ tag }) => ({
  tag,
  strings: JSON.parse(readFileSync(`inbox/locales/${tag}.json`, 'utf8')) as Readonly<Record<string, string>>,
}))
/** For each language what is wrong with it: that a failure names all of it at once. */
const wrongIn = (what: (strings: Readonly<Record<string, string>>, tag: string) => readonly string[]) =>
  Object.fromEntries(
    FOREIGN.map(({ tag, strings }) => [tag, what(strings, tag)] as const).filter(([, wrong]) => wrong.length),
  )

/** Words that are written alike in English. */
const ALIKE: Readonly<Record<string, string>> = {
  el: 'email e-mail',
  it: 'link e-mail h no',
  de: 'name passphrase test link organisation',
  fr: 'test note notes e-mail organisation date danger h',
  nl: 'contact in test week weekends link e-mail',
}
const lettersOf = (text: string): readonly string[] =>
  text
    .replace(/{\w+}/g, ' ')
    .toLowerCase()
    .match(/\p{L}[\p{L}-]*/gu) ?? []

const names = (text: string): readonly string[] => [...text.matchAll(/{\w+}/g)].map(([name]) => name).sort()

describe('the catalogs of the inbox', () => {
  it('have every key of English and no other', () => {
    expect({ missing: wrongIn((strings) => Object.keys(en).filter((key) => !(key in strings))) }).toEqual({
      missing: {},
    })
    expect({ unknown: wrongIn((strings) => Object.keys(strings).filter((key) => !isKey(key))) }).toEqual({
      unknown: {},
    })
  })

  it('have them in the order of English, none empty, with the same values to fill in', () => {
    for (const { tag, strings } of FOREIGN)
      expect([tag, Object.keys(strings)]).toEqual([tag, Object.keys(en).filter((key) => key in strings)])
    const same = (strings: Readonly<Record<string, string>>): readonly string[] =>
      Object.entries(strings).flatMap(([key, text]) =>
        text.trim() === text && text && names(text).join() === names(ENGLISH[key] ?? text).join() ? [] : [key],
      )
    expect(wrongIn(same)).toEqual({})
  })

  it('have nothing English left over', () => {
    const english = (strings: Readonly<Record<string, string>>, tag: string): readonly string[] =>
      Object.entries(strings).flatMap(([key, text]) => {
        const alike = ALIKE[tag]?.split(' ') ?? []
        const words = lettersOf(text).filter((word) => !alike.includes(word))
        return words.length && text === ENGLISH[key] ? [`${key}: ${text}`] : []
      })
    expect(wrongIn(english)).toEqual({})
  })

  it('end a sentence where English ends one, so that no button has a point', () => {
    const ends = (text: string): boolean => /[.:?;]\s?[”“»]?$/.test(text)
    const hours = ['list.age.hours', 'list.age.new', 'rota.day.hours']
    const other = (strings: Readonly<Record<string, string>>): readonly string[] =>
      Object.entries(strings).flatMap(([key, text]) =>
        hours.includes(key) || ends(text) === ends(ENGLISH[key] ?? text) ? [] : [`${key}: ${text}`],
      )
    expect(wrongIn(other)).toEqual({})
  })

  it('bring with the page what the lock says', () => {
    for (const path of ['unlock/Unlock.tsx', 'lock/Cover.tsx', 'passkey/ByPasskey.tsx', 'said.ts']) {
      const said = [...readFileSync(`inbox/${path}`, 'utf8').matchAll(/'([\w.-]+)'/g)].map(([, key]) => key!)
      expect([path, said.filter((key) => isKey(key) && !isOfLock(key))]).toEqual([path, []])
    }
  })

  it('have words for every code of the answers', () => {
    const keys = Object.entries(CODES).flatMap(([name, codes]) => codes.map((code) => `${name}.${code}`))
    for (const key of keys)
      for (const { strings } of [{ strings: en }, ...FOREIGN])
        expect(strings).toHaveProperty([key], expect.stringMatching(/./))
  })

  it('follow the browser, else are English', () => {
    expect(pickLanguage(['sq', 'el-GR', 'en'])).toBe('el')
    expect(pickLanguage(['nl-BE', 'fr'])).toBe('nl')
    expect(pickLanguage(['ar'])).toBe('en')
  })

  it("say times in the desk's zone", () => {
    const tz = 'Europe/Athens'
    const [english, greek] = [speak('en'), speak('el')]
    const time = (say: typeof english, hours: number) => say.moment(WEDNESDAY + hours * 3600, WEDNESDAY, tz)
    expect([time(english, 1), time(greek, 1)]).toEqual(['today\u00a012:20', 'σήμερα\u00a012:20'])
    expect([time(english, 24), time(greek, 24)]).toEqual(['tomorrow\u00a011:20', 'αύριο\u00a011:20'])
    expect(time(english, 72)).toBe('Sat 28 Nov,\u00a011:20')
    expect(english.clock(Date.UTC(2026, 10, 25, 22) / 1000, tz, true)).toBe('24:00')
    expect([english.until(WEDNESDAY + 3 * 3600, WEDNESDAY), greek.until(WEDNESDAY + 1800, WEDNESDAY)]).toEqual([
      'in 3 hours',
      'σε 30 λεπτά',
    ])
  })
})

describe('the first message', () => {
  it('is, letter by letter, what the person chose in the panel, in the language in which they chose it', async () => {
    expect(Object.keys(messages.hello)).toEqual(Object.keys(messages.appointment))
    expect(Object.keys(messages.hello).sort()).toEqual([...tagsOfWords].sort())
    for (const tag of tagsOfWords) {
      const panel = (await import(`../../../widget/locales/${tag}.json`, { with: { type: 'json' } })).default
      const word = firstMessage(0, undefined, tag, 'en')!.text
      expect(firstMessage(0, 'word', tag, 'en')).toEqual({ tag, text: word })
      for (const [first, key] of [
        ['hello', 'contact.first.hello'],
        ['appointment', 'contact.first.later'],
      ] as const)
        expect(firstMessage(0, first, tag, 'en')).toEqual({ tag, text: panel[key].replace('{word}', word) })
    }
  })

  it("is in the member's language where the person's has no list", () => {
    expect(firstMessage(0, 'hello', 'ti', 'en')).toEqual({ tag: 'en', text: 'Hello, how are you? apple' })
    expect(firstMessage(200, 'hello', 'en', 'en')).toBeUndefined()
  })
})
