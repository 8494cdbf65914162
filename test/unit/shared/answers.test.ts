import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Answers, type HelperContact, checkAnswers, understand } from '../../../shared/answers.ts'
import { codeOf } from '../../../shared/errors.ts'
import { anyAnswers } from '../anyAnswers.ts'

const refused = (value: unknown): string => {
  try {
    checkAnswers(value)
    return 'ok'
  } catch (error) {
    return codeOf(error)
  }
}
const call = { to: 'person', how: 'call', address: '6900000000', word: 3 } as const

describe('answers', () => {
  it('are taken in every shape that the type has', () => {
    fc.assert(
      fc.property(anyAnswers, (answers) => checkAnswers(answers) === answers && !understand(answers).odd.length),
    )
  })

  it.each([
    ['nothing', undefined],
    ['no contact', { for: 'self' }],
    ['an unknown name', { for: 'self', contact: call, name: 'x' }],
    ['a name that every object inherits', { for: 'self', contact: call, constructor: 1 }],
    ['an unknown code', { for: 'self', contact: { ...call, whose: 'boss' } }],
    ['a field of another way', { for: 'self', contact: { ...call, app: 'viber' } }],
    ['an address with "I will come back"', { for: 'self', contact: { to: 'nobody', how: 'back', address: '1' } }],
    ['a helper for oneself', { for: 'self', contact: { to: 'helper', how: 'call', address: '6900000000' } }],
    [
      'a need of somebody who was not asked',
      {
        for: 'other',
        agreed: false,
        contact: { to: 'helper', how: 'call', address: '69000' },
        more: { need: ['law'] },
      },
    ],
    [
      'a note about somebody who was not asked',
      { for: 'pro', agreed: false, contact: { to: 'helper', how: 'call', address: '69000' }, note: 'x' },
    ],
    ['an empty list', { for: 'self', contact: call, more: { need: [] } }],
    ['an empty more', { for: 'self', contact: call, more: {} }],
    ['no part of the day', { for: 'self', contact: { ...call, when: { parts: [], weekend: true } } }],
    ['word 200', { for: 'self', contact: { ...call, word: 200 } }],
    ['no word', { for: 'self', contact: { to: 'person', how: 'call', address: '6900000000' } }],
    ['65 code points of address', { for: 'self', contact: { ...call, address: '𝄞'.repeat(65) } }],
    ['a list of one code', { for: 'self', contact: { ...call, to: ['person'] } }],
    ['an object that makes no text', { for: 'self', contact: { ...call, how: { toString: 1 } } }],
    [
      'a language of 36 characters',
      { for: 'self', contact: call, more: { speak: `de${'-aaaaaaaa'.repeat(3)}-aaaaaa` } },
    ],
    ['141 code points of note', { for: 'self', contact: call, note: '𝄞'.repeat(141) }],
  ])('are refused before sealing with %s', (_, value) => expect(refused(value)).toBe('answers-invalid'))

  it('of a newer panel are shown as far as they are understood', () => {
    const value = { for: 'self', contact: { ...call, pager: true, whose: 'boss' }, more: { need: ['law'], pet: 'cat' } }
    expect(understand(value)).toEqual({
      answers: { for: 'self', contact: call, more: { need: ['law'] } },
      odd: ['contact.pager', 'contact.whose', 'more.pet'],
    })
  })
})

describe('the type has no place', () => {
  it('for what must not be said', () => {
    const contact: HelperContact = { to: 'helper', how: 'call', address: '6900000000' }
    // @ts-expect-error a need of somebody who did not say yes
    const need: Answers = { for: 'other', agreed: false, contact, more: { need: ['law'] } }
    // @ts-expect-error a note about somebody who did not say yes
    const note: Answers = { for: 'pro', agreed: false, contact, note: 'x' }
    // @ts-expect-error an address where nobody contacts anybody
    const back: Answers = { for: 'self', contact: { to: 'nobody', how: 'back', address: '1' } }
    // @ts-expect-error a word is always set
    const word: Answers = { for: 'self', contact: { to: 'person', how: 'call', address: '6900000000' } }
    // @ts-expect-error an address where the person calls
    const icall: Answers = { for: 'self', contact: { to: 'nobody', how: 'icall', word: 3, address: '1' } }
    // @ts-expect-error "I will come back" for somebody else
    const away: Answers = { for: 'other', agreed: true, contact: { to: 'nobody', how: 'back' } }
    // @ts-expect-error the person's own number, where they did not say yes
    const direct: Answers = { for: 'other', agreed: false, contact: call }
    // @ts-expect-error whether they said yes must be said
    const silent: Answers = { for: 'pro', contact }
    // @ts-expect-error when one sees somebody again who did not say yes
    const again: Answers = { for: 'pro', agreed: false, contact, again: 'week' }
    // @ts-expect-error a place of work of whoever is no professional
    const role: Answers = { for: 'other', agreed: true, contact, role: 'health' }
    // @ts-expect-error a yes of oneself to oneself
    const yes: Answers = { for: 'self', agreed: true, contact: call }
    // @ts-expect-error a word for the helper, whom nobody must tell from another
    const helper: Answers = { for: 'pro', agreed: true, contact: { ...contact, word: 3 } satisfies HelperContact }
    // @ts-expect-error an unknown code
    const code: Answers = { for: 'self', contact: call, more: { age: 'young' } }
    const all = [need, note, back, word, icall, away, direct, silent, again, role, yes, helper, code]
    expect(all.map(refused)).toEqual(Array(13).fill('answers-invalid'))
  })
})
