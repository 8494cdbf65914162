import { afterEach, describe, expect, test } from 'vitest'
import { spelledOut } from '../../../build/spelled.ts'
import type { Catalog } from '../../../widget/boot/context.ts'
import {
  clock,
  country,
  houseRule,
  lineHours,
  number,
  promise,
  soon,
  spell,
  weekday,
} from '../../../widget/panel/format.ts'
import { HOUSE_RULE } from './fixtures.ts'

const ATHENS = 'Europe/Athens'
/** Tuesday, 24 November 2026, 15:00 in Athens. */
const NOW = Date.UTC(2026, 10, 24, 13) / 1000
const HOUR = 3600

describe('the house rule', () => {
  test.each([
    ['en', 'Monday–Friday, 9:00–17:00'],
    ['el', 'Δευτέρα–Παρασκευή, 9:00–17:00'],
  ])('reads in %s', (lang, words) => {
    expect(houseRule(HOUSE_RULE, lang)).toBe(words)
  })
  test('reads in Arabic, with its own comma and the digits that Intl has for it', () => {
    const digits = new Intl.NumberFormat('ar', { useGrouping: false })
    const two = new Intl.NumberFormat('ar', { minimumIntegerDigits: 2 })
    const at = (hour: number) => `${digits.format(hour)}:${two.format(0)}`
    expect(houseRule(HOUSE_RULE, 'ar')).toBe(`الاثنين–الجمعة، ${at(9)}–${at(17)}`)
  })
  test('every day, until the end of the day', () => {
    expect(houseRule({ ...HOUSE_RULE, days: 'all', to: 24 }, 'en')).toBe('Monday–Sunday, 9:00–24:00')
  })
})

test.each(['en', 'el', 'fr', 'de', 'it', 'nl', 'ro', 'bg', 'sq', 'uk'])('a number in %s is what Intl says', (lang) => {
  for (const [value, digits] of [
    [0, 1],
    [4, 1],
    [7, 2],
    [30, 2],
    [24, 1],
  ] as const)
    expect(number(value, lang, digits)).toBe(
      new Intl.NumberFormat(lang, { minimumIntegerDigits: digits, useGrouping: false }).format(value),
    )
})

test('Persian has its own digits and our calendar', () => {
  expect(clock(9 * 60, 'fa')).toBe('۹:۰۰')
  expect(promise(NOW, 'fa', ATHENS)).toContain('۲۴')
})

test('the week begins on Monday', () => {
  expect([1, 7].map((day) => weekday(day, 'en'))).toEqual(['Monday', 'Sunday'])
})

describe('times are the desk’s', () => {
  test('a promise names day, date and time', () => {
    expect(promise(NOW, 'en', ATHENS)).toBe('Tuesday 24 November, 15:00')
    expect(promise(NOW, 'el', ATHENS)).toBe('Τρίτη 24 Νοεμβρίου, 15:00')
    expect(promise(NOW, 'en', 'Asia/Kathmandu')).toBe('Tuesday 24 November, 18:45')
  })
  test('what is soon is short', () => {
    expect(soon(NOW + 2 * HOUR, NOW, 'en', ATHENS)).toBe('17:00')
    expect(soon(NOW + 17 * HOUR, NOW, 'en', ATHENS)).toBe('Wednesday, 8:00')
    expect(soon(NOW + 7 * 24 * HOUR, NOW, 'en', ATHENS)).toBe('Tuesday 1 December, 15:00')
  })
})

describe('a line’s hours', () => {
  const hours = [
    [2, 540, 1020],
    [4, 600, 720],
  ] as const
  const at = (t: number) => lineHours(hours, t, 'en', ATHENS)
  test('open now, and opening later today or on another day', () => {
    expect(at(NOW)).toEqual({ kind: 'open' })
    expect(at(NOW - 7 * HOUR)).toEqual({ kind: 'opens', from: '9:00' })
    expect(at(NOW + 2 * HOUR)).toEqual({ kind: 'opens', from: 'Thursday, 10:00' })
    expect(at(NOW + 2 * 24 * HOUR)).toEqual({ kind: 'opens', from: 'Tuesday, 9:00' })
  })
  test('always open, not known, and never', () => {
    expect(lineHours('always', NOW, 'en', ATHENS)).toEqual({ kind: 'open' })
    expect(lineHours(null, NOW, 'en', ATHENS)).toBeUndefined()
    expect(lineHours([], NOW, 'en', ATHENS)).toBeUndefined()
  })
})

describe('a language that some browsers do not know', () => {
  const shown = (spelled: Catalog['spelled']): void => spell({ spelled } as Catalog)
  afterEach(() => shown(undefined))

  test('has its days, months and countries from its catalog', () => {
    shown({ Tuesday: 'the day', November: 'the month', GR: 'the country' })
    expect(promise(NOW, 'sq', ATHENS)).toMatch(/^the day,? 24 the month, 15:00$/)
    expect(country('GR', 'sq')).toBe('the country')
  })
  test('is Albanian, whose words Node has for them', () => {
    expect(Object.keys(spelledOut('sq')!).length).toBeGreaterThan(50)
    shown(spelledOut('sq'))
    expect(promise(NOW, 'sq', ATHENS)).toMatch(/^e martë,? 24 nëntor, 15:00$/)
    expect(soon(NOW + 24 * HOUR, NOW, 'sq', ATHENS)).toBe('e mërkurë, 15:00')
    expect(houseRule(HOUSE_RULE, 'sq')).toBe('e hënë–e premte, 9:00–17:00')
    expect(country('GR', 'sq')).toBe('Greqi')
  })
  test('of another language nothing is spelled out, and nothing replaced', () => {
    expect(['en', 'el', 'fr', 'de', 'it', 'nl', 'ar', 'ro', 'bg', 'uk', 'ur'].map(spelledOut)).toEqual(
      Array(11).fill(undefined),
    )
    shown(undefined)
    expect(promise(NOW, 'de', ATHENS)).toBe('Dienstag, 24. November, 15:00')
  })
  test('every day of every month is another, and none is English', () => {
    shown(spelledOut('sq'))
    const days = Array.from({ length: 365 }, (_, day) => promise(NOW + 86_400 * day, 'sq', 'UTC'))
    expect(new Set(days).size).toBe(365)
    expect(days.filter((day) => /[A-Z]/.test(day))).toEqual([])
  })
})
