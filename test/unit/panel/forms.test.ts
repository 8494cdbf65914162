import { describe, expect, test } from 'vitest'
import { titleOf } from '../../../widget/later/codes.ts'
import type { Actions } from '../../../widget/panel/actions.ts'
import { formed, formsOf } from '../../../widget/panel/forms.ts'
import type { State } from '../../../widget/panel/state.ts'
import { panelOf } from '../../../widget/panel/view.ts'
import { told } from './fixtures.ts'

const strings = {
  'age.q': 'How old are you?',
  'age.q/other': 'How old is the person?',
  'contact.q': 'How can we reach you?',
  'contact.q/person': 'How can we reach the person?',
  'contact.app': 'Write in an app',
  'contact.app.other': 'Another app',
  'sent.word': 'Our word is “{word}”. We will say it to you.',
  'sent.word/person': 'Our word is “{word}”. Please tell it to the person.',
}
const self = told({ for: 'self' })
const reachedThemselves = told({ for: 'pro', agreed: true, reach: 'person' })
const reachedHelper = told({ for: 'other', agreed: true, reach: 'helper' })
const notAsked = told({ for: 'other', agreed: false, reach: 'person' })

describe('a sentence', () => {
  const says = (draft: typeof self, key: string) =>
    strings[formed(key, formsOf(draft), strings) as keyof typeof strings]

  test('says “you” to the person whom it is about, and before anybody has told for whom', () => {
    for (const draft of [self, told({})])
      expect(['age.q', 'contact.q'].map((key) => says(draft, key))).toEqual([
        'How old are you?',
        'How can we reach you?',
      ])
  })
  test('is about the person, and about how the person is reached, where somebody else writes', () => {
    expect(says(reachedThemselves, 'age.q')).toBe('How old is the person?')
    expect(says(reachedThemselves, 'contact.q')).toBe('How can we reach the person?')
  })
  test('asks who writes for their own number, and still about the person, where they are the one who is reached', () => {
    for (const draft of [reachedHelper, told({ for: 'pro', agreed: true })]) {
      expect(says(draft, 'age.q')).toBe('How old is the person?')
      expect(says(draft, 'contact.q')).toBe('How can we reach you?')
    }
  })
  test('means who writes where the person was not asked, but for the area (R29)', () => {
    expect(says(notAsked, 'age.q')).toBe('How old are you?')
    expect(says(notAsked, 'contact.q')).toBe('How can we reach you?')
    expect(titleOf('place', notAsked)).toBe('place.q/other')
    expect([titleOf('place', self), titleOf('age', notAsked)]).toEqual(['place.q', 'age.q'])
  })
  test('without a second form is the same for all, whatever other keys are called', () => {
    expect(says(reachedThemselves, 'contact.app')).toBe('Write in an app')
  })
})

describe('the panel', () => {
  const panel = (fields: Partial<State>) =>
    panelOf({ catalog: { tag: 'en', strings }, judged: {}, draft: told({}), ...fields } as State, {} as Actions)

  test('asks as the draft calls for', () => {
    expect(panel({ draft: reachedThemselves }).t('contact.q')).toBe('How can we reach the person?')
    expect(panel({ draft: self }).t('contact.q')).toBe('How can we reach you?')
  })
  test('still speaks of the person once all that was told is wiped', () => {
    const sent = { forms: formsOf(reachedThemselves) } as unknown as NonNullable<State['sent']>
    expect(panel({ sent }).t('sent.word', { word: 'apple' })).toBe('Our word is “apple”. Please tell it to the person.')
  })
  test('shows a key that no catalog has as it is', () => {
    expect(panel({}).t('no.such')).toBe('no.such')
  })
})
