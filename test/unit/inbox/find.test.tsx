import { describe, expect, it } from 'vitest'
import { Matches } from '../../../inbox/find/Find.tsx'
import { saidBy } from '../../../inbox/find/found.ts'
import { findWords } from '../../../inbox/find/words.ts'
import { speak } from '../../../inbox/i18n.ts'
import type { Session } from '../../../inbox/session.ts'
import type { Inbox } from '../../../inbox/state.ts'
import { nouns, tagsOfWords } from '../../../inbox/words.ts'
import { draw } from './draw.ts'
import { WEDNESDAY, call, factsOf, requestOf } from './facts.ts'
import { noCases, noReferrals } from './fakeCases.ts'

const at = (en: string): number => nouns.findIndex((noun) => noun['en'] === en)
const first = (typed: string, lang = 'el') => findWords(typed, lang)[0]
const accentless = (text: string): string => text.normalize('NFD').replace(/\p{M}/gu, '')

describe('a word that somebody says', () => {
  it('is found in each language, in capitals and without its accents', () => {
    const missed = nouns.flatMap((noun, index) =>
      tagsOfWords
        .map((tag) => accentless(noun[tag]!.toUpperCase()))
        .filter(
          (typed) =>
            !findWords(typed, 'en')
              .slice(0, 2)
              .some((word) => word.index === index),
        ),
    )
    expect(missed).toEqual([])
    expect(first('μήλο')?.index).toBe(at('apple'))
  })

  it('is found by its picture', () => {
    for (const [index, { emoji }] of nouns.entries()) expect(first(emoji)?.index).toBe(index)
  })

  it.each([
    ['the apple', 'apple'],
    ['το μήλο', 'apple'],
    ['ΜΗΛΟ', 'apple'],
    ['der Apfel', 'apple'],
    ["l'orange", 'orange'],
    ['التفاح', 'apple'],
    ['التفاحة', 'apple'],
    ['ябълката', 'apple'],
    ['mărul', 'apple'],
    ['molla', 'apple'],
    ['سيب', 'apple'],
    ['icecream', 'ice cream'],
    ['portok', 'orange'],
  ])('%s is %s, with an article, another ending or half of it', (typed, word) => {
    expect(first(typed)?.index).toBe(at(word))
  })

  it("is shown in the member's language, and as it was heard", () => {
    expect(first('Apfel')).toEqual({ index: at('apple'), emoji: '🍎', own: 'μήλο', as: { tag: 'de', text: 'Apfel' } })
    expect(first('μήλο')?.as).toBeUndefined()
  })

  it('is offered out of all two hundred, whoever wrote; what is no word finds nothing', () => {
    expect(findWords('', 'el')).toHaveLength(200)
    expect(findWords('  ', 'en').map(({ own }) => own)).toEqual(nouns.map((noun) => noun['en']).sort())
    for (const nothing of ['xyzzy', '?', '’', '١']) expect(findWords(nothing, 'el')).toEqual([])
  })
})

describe('the requests that have a word', () => {
  const [apple, lemon] = [at('apple'), at('lemon')]
  const icall = { for: 'self', contact: { to: 'nobody', how: 'icall', word: apple } } as const
  const one = requestOf('one', call({ word: apple, address: '+306944445555' }))
  const other = requestOf('other', call({ word: lemon }))
  const theirs = requestOf('theirs', icall, { claim: { by: 'them', hour: 0 } })
  const removed = requestOf('removed', call({ word: apple }), { withdrawn: true })
  const helper = requestOf('helper', {
    for: 'pro',
    agreed: false,
    contact: { to: 'helper', how: 'call', address: '2100000000' },
  })
  const over = requestOf('over', call({ word: apple }), {
    case: { id: 'case', length: 2, wakeAt: null, closed: 0 },
  })
  const shut = { kind: 'shut', id: 'shut', hour: 0, claim: null, code: 'open-damaged' } as const
  const all = [over, one, other, theirs, removed, helper, shut]

  it('are those whose word it is, and none that was removed', () => {
    expect(saidBy(all, apple).map(({ id }) => id)).toEqual(['one', 'theirs'])
    expect(saidBy(all, lemon).map(({ id }) => id)).toEqual(['other'])
    expect(saidBy(all, at('grape'))).toEqual([])
  })

  it('are found by the word of each way that two messages of an hour name', () => {
    const ways = [call({ word: apple }), call({ word: lemon })].map((answers) => factsOf(answers))
    expect(saidBy([requestOf('two', call({ word: apple }), { ways })], lemon)).toHaveLength(1)
  })

  const drawn = (word: number, lang: 'en' | 'el', reading: object | null = null) => {
    const states = { all, t: WEDNESDAY, openId: null, cursor: null, reading, off: false }
    const inbox = Object.fromEntries(Object.entries(states).map(([name, value]) => [name, { value }]))
    Object.assign(inbox, { cases: noCases, referrals: noReferrals })
    const members = [{ id: 'them', name: 'Nikos' }]
    const session = { member: { id: 'me' }, team: { members } } as unknown as Session
    return draw(<Matches inbox={inbox as unknown as Inbox} say={speak(lang)} session={session} word={word} />)
  }

  it('are perhaps not all while the list is still read, and whoever looks is told, whether or not one was found', () => {
    const line = speak('en')('list.reading', { n: 50, total: 10_000 })
    for (const word of [apple, at('grape')]) {
      expect(drawn(word, 'en', { n: 50, total: 10_000 })).toContain(line)
      expect(drawn(word, 'en')).not.toContain('Reading')
    }
  })

  it('are shown as the list shows them, with nothing of how to reach anybody, and a word of care', () => {
    for (const lang of ['en', 'el'] as const) {
      const say = speak(lang)
      const text = drawn(apple, lang)
      expect(text).toContain(say('find.many', { n: 2 }))
      expect(text).toContain(say('list.taken', { name: 'Nikos' }))
      expect(text).toContain(say('find.care'))
      expect(text).not.toMatch(/4444|5555|•/)
    }
  })

  it('and where there is none, that is said calmly, with what R40 lets one say', () => {
    for (const lang of ['en', 'el'] as const) {
      const say = speak(lang)
      const text = drawn(at('grape'), lang)
      for (const key of ['find.none', 'find.none.body', 'find.say'] as const) expect(text).toContain(say(key))
      expect(text).not.toContain(say('find.care'))
    }
  })
})
