import { readFileSync } from 'node:fs'
import { describe, expect, it, test, vi } from 'vitest'
import { languagesOf } from '../../../widget/later/languages.ts'
import { byName, found, nearFirst } from '../../../widget/panel/languages.ts'
import type { Panel } from '../../../widget/panel/view.ts'

const languages = JSON.parse(readFileSync('widget/locales/index.json', 'utf8')) as {
  tag: string
  name: string
  latin?: string
}[]
const all = languagesOf({ state: { catalog: { languages } } } as unknown as Panel)
const tags = (list: readonly { tag: string }[]) => list.map(({ tag }) => tag)

describe('a language is found', () => {
  it.each([
    ['arab', 'ar'],
    ['ARABIYA', 'ar'],
    ['urdu', 'ur'],
    ['shqip', 'sq'],
    ['alban', 'sq'],
    ['ukr', 'uk'],
    ['greek', 'el'],
    ['ellinika', 'el'],
    ['  Ellin ', 'el'],
    ['ελληνικα', 'el'],
    ['bulg', 'bg'],
    ['balgarski', 'bg'],
    ['romana', 'ro'],
    ['francais', 'fr'],
    // Without the article that its own name begins with.
    ['عرب', 'ar'],
  ])('by %j among those of the panel', (typed, tag) => {
    expect(tags(found(languages, typed, ['en']))).toEqual([tag])
  })

  it.each([
    ['farsi', ['fa']],
    ['dari', ['fa-AF']],
    ['kurd', ['kmr', 'ckb']],
    ['sorani', ['ckb']],
    ['tigrinya', ['ti']],
    ['twi', []],
    ['tagalog', ['fil']],
    ['chin', ['zh-Hans']],
    ['mandarin', ['zh-Hans']],
    ['tieng viet', ['vi']],
    ['yoruba', ['yo']],
  ])('by %j among all in which somebody may be spoken to', (typed, wanted) => {
    expect(tags(found(all, typed, ['en']))).toEqual(wanted)
  })

  it('by the name that it has in the language of who helps', () => {
    expect(tags(found(languages, 'griech', ['de']))).toEqual(['el'])
    expect(tags(found(languages, 'αραβ', ['el']))).toEqual(['ar'])
    expect(tags(found(languages, 'griech', ['el']))).toEqual([])
  })

  it('by each beginning of its own name, and by its Latin one', () => {
    for (const { tag, name, latin } of all)
      for (const typed of [name, name.toLowerCase(), name.slice(0, 4), latin || name])
        expect(tags(found(all, typed, [])), typed).toContain(tag)
  })

  it('only where a word of a name begins so, unless none does', () => {
    // Italian has it, too, and does not begin with it.
    expect(tags(found(languages, 'al', ['en']))).toEqual(['sq'])
    expect(tags(found(languages, 'lian', ['en']))).toEqual(['it'])
    expect(tags(found(languages, 'en', ['en']))).toEqual(['en'])
  })

  it('among all of them where nothing was typed, or nothing that is a letter', () => {
    for (const typed of ['', ' ', '12']) expect(found(languages, typed, ['en'])).toHaveLength(12)
  })

  it('by its own name where the browser knows no names of languages, or not in this language', () => {
    expect(tags(found(languages, 'ellinika', ['a browser’s odd tag']))).toEqual(['el'])
    vi.stubGlobal('Intl', {})
    try {
      expect(tags(found(languages, 'ellinika', ['en']))).toEqual(['el'])
      expect(tags(found(languages, 'greek', ['en']))).toEqual([])
    } finally {
      vi.unstubAllGlobals()
    }
  })
})

describe('languages stand', () => {
  it('with the nearest first, and the others as they stood', () => {
    const list = ['en', 'el', 'ar', 'pt-BR', 'fa', 'fa-AF'].map((tag) => ({ tag, name: tag }))
    expect(tags(nearFirst(list, ['ar-EG', 'pt-PT', 'ar', 'el']))).toEqual(['ar', 'pt-BR', 'el', 'en', 'fa', 'fa-AF'])
    expect(tags(nearFirst(list, ['fa-IR']))).toEqual(['fa', 'fa-AF', 'en', 'el', 'ar', 'pt-BR'])
    expect(tags(nearFirst(list, []))).toEqual(tags(list))
  })

  it('by name else: one script after the other', () => {
    expect(tags(byName(languages)).join(' ')).toBe('de en fr it nl ro sq el bg uk ur ar')
  })
})

test('each language whose script is not Latin is found by letters that are, whatever the browser knows', () => {
  for (const { tag, name, latin } of languages)
    if (!/\p{Script=Latin}/u.test(name) && tag !== 'ur') expect(latin, tag).toMatch(/^[A-Z][a-z]+$/)
  expect(all).toHaveLength(41)
  expect(new Set(tags(all)).size).toBe(41)
})
