import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { grade, syllables } from '../support/reading.ts'
import { catalogOf, directionOf, englishIn, foreignIn } from '../support/tongues.ts'

const languages = JSON.parse(readFileSync('widget/locales/index.json', 'utf8')) as { tag: string; dir: string }[]
const english = catalogOf('en')
/** Words that hardly any English sentence does without, and that no other of our languages has. */
const ENGLISH = /\b(the|you|your|this|they|please|and|which|what|when|who|can|with|not|now|safe|write|read|yes)\b/i

describe.each(languages)('the catalog in $tag', ({ tag, dir }) => {
  const strings = catalogOf(tag)

  it('is written in the script of its language, and in its direction', () => {
    for (const [key, text] of Object.entries(strings)) expect([key, ...foreignIn(tag, bare(text))]).toEqual([key])
    expect(dir).toBe(directionOf(tag))
  })
})

it.each(languages.filter(({ tag }) => tag !== 'en'))('the catalog in $tag has no English left in it', ({ tag }) => {
  const strings = catalogOf(tag)
  for (const [key, text] of Object.entries(strings)) expect(bare(text), key).not.toMatch(ENGLISH)
  expect(englishIn(tag, Object.values(strings))).toEqual([])
})

const bare = (text: string): string => text.replace(/\{\w+\}/g, '')

it('finds a word of another script, and a sentence that was left in English', () => {
  expect(foreignIn('bg', 'Изпратете SMS или Υes')).toEqual(['Υes'])
  expect(foreignIn('fr', 'Écrivez à ми')).toEqual(['ми'])
  expect(foreignIn('ur', 'WhatsApp پر 112')).toEqual([])
  expect(englishIn('de', ['Weiter', 'Call me', 'Rufen Sie an. Not sent'])).toEqual([
    'Call me',
    'Rufen Sie an. Not sent',
  ])
})

describe('R19 the English words are read with four years of school', () => {
  it('counts syllables as they are spoken', () => {
    const known = {
      1: 'a safe used phone through voice tries friend’s ways sure please',
      2: 'answer people little places something safely someone maybe wanted moment device leaving before outside',
      3: 'together somebody officers ambulance area afternoon companion another nobody reception asylum',
      4: 'community emergency interpreter',
      5: 'organisation',
    }
    for (const [count, words] of Object.entries(known))
      for (const word of words.split(' ')) expect(`${word} ${syllables(word)}`).toBe(`${word} ${count}`)
  })

  it('computes what Flesch and Kincaid do', () => {
    // Six words, six syllables; thirteen words, twenty-four syllables.
    expect(grade(['The cat sat on the mat.'])).toBeCloseTo(0.39 * 6 + 11.8 - 15.59, 10)
    const hard = 'The Australian platypus is seemingly a hybrid of a mammal and reptilian creature.'
    expect(grade([hard])).toBeCloseTo(0.39 * 13 + (11.8 * 24) / 13 - 15.59, 10)
  })

  /** What stands on one screen together; else the beginning of a key is its screen. */
  const SCREENS: Readonly<Record<string, string>> = {
    launcher: 'frame',
    lang: 'frame',
    common: 'frame',
    progress: 'frame',
    wait: 'frame',
    interp: 'speak',
  }
  const screens = new Map<string, string[]>()
  for (const [key, text] of Object.entries(english)) {
    const [start] = key.split('.') as [string]
    const screen = SCREENS[start] ?? start
    screens.set(screen, [...(screens.get(screen) ?? []), ...sentencesOf(text)])
  }

  it.each([...screens])('on the screen %s', (_, sentences) => {
    expect(grade(sentences)).toBeLessThanOrEqual(4)
    // So that no hard sentence hides among easy ones.
    for (const one of sentences.filter((one) => one.split(' ').length >= 7))
      expect(grade([one]), one).toBeLessThanOrEqual(8)
  })
})

/** With values as long as the demo's. */
function sentencesOf(text: string): readonly string[] {
  const filled = text
    .replace(/\{(ngo|fullName)\}/g, 'the Help Team')
    .replace(/\{replyBy\}/g, 'Tuesday 14:00')
    .replace(/\{\w+\}/g, '9')
  return filled.split(/(?<=[.!?:])\s/).filter((one) => /\w/.test(one))
}
