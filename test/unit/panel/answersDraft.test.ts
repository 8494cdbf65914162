import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { checkAnswers } from '../../../shared/answers.ts'
import {
  ANSWER_FIELDS,
  DAY_PARTS,
  type Draft,
  type How,
  answersOr,
  asks,
  changeHow,
  toAnswers,
  withFields,
} from '../../../widget/panel/answersDraft.ts'
import { checkAddress } from '../../../widget/panel/validate.ts'
import { WORD, told } from './fixtures.ts'

const HOWS: readonly How[] = ['call', 'app', 'sms', 'email', 'helper', 'icall']
const whole = { address: '+30 694 000 1234', checked: true }

/** What a person can do on the way: each is one tap or one Next. */
const deed = fc.oneof(
  fc.constantFrom(...HOWS).map((how) => (draft: Draft) => changeHow(draft, how)),
  fc
    .constantFrom('whatsapp', 'viber', 'signal', 'telegram', 'messenger', 'other')
    .map((app) => (draft: Draft) => (draft.how === 'app' ? withFields(draft, { app: app as 'viber' }) : draft)),
  fc
    .oneof(
      fc.constantFrom('6940001234', '+49 170 1234567', 'name@example.org', 'κάτια', '٦٩٤٠٠٠١٢٣٤'),
      fc.string({ unit: 'grapheme' }),
    )
    .map((typed) => (draft: Draft) => {
      const checked = draft.how && checkAddress(draft.how, typed, '^69')
      return checked?.kind === 'good' ? { ...draft, address: checked.address, checked: true } : draft
    }),
  fc
    .constantFrom('mine', 'shared', 'trusted', 'other', undefined)
    .map((whose) => (draft: Draft) => withFields(draft, { whose: whose as 'mine' })),
  fc.tuple(fc.subarray([...DAY_PARTS]), fc.boolean()).map(
    ([parts, weekend]) =>
      (draft: Draft) =>
        withFields(draft, { when: parts.length ? { parts, weekend } : undefined }),
  ),
  fc.constant((draft: Draft) =>
    withFields(
      draft,
      Object.fromEntries(
        ANSWER_FIELDS.filter((field) => asks(draft.how ?? 'call', field)).map((field) => [
          field,
          answersOr(draft)[field],
        ]),
      ),
    ),
  ),
  fc.nat(199).map((word) => (draft: Draft) => ({ ...draft, word })),
)

describe('draft → answers', () => {
  test('whatever somebody does in the form, the answers that come of it may be sealed', () => {
    fc.assert(
      fc.property(fc.array(deed, { maxLength: 25 }), (deeds) => {
        const answers = toAnswers(deeds.reduce((draft, change) => change(draft), told({})))
        if (answers) expect(checkAnswers(answers)).toBe(answers)
      }),
      { numRuns: 2000 },
    )
  })
  test('nothing is sent while nobody could be reached', () => {
    expect(toAnswers(told({}))).toBeUndefined()
    expect(toAnswers(told({ how: 'call', address: '12' }))).toBeUndefined()
  })
  test('what was skipped is absent, not "no"', () => {
    expect(toAnswers(told({ how: 'call', ...whole }))).toEqual({
      for: 'self',
      contact: { to: 'person', how: 'call', address: whole.address, word: WORD },
    })
  })
  test('the strict answers that stood on the screen are sent as chosen', () => {
    const { ifOther, voicemail } = answersOr(told({}))
    expect(toAnswers(told({ how: 'call', ...whole, ifOther, voicemail }))?.contact).toMatchObject({
      ifOther: 'hangup',
      voicemail: false,
    })
  })
  test('"I will call you" holds nothing but the word', () => {
    const draft = changeHow(told({ how: 'call', ...whole, whose: 'mine', ifOther: 'wrong' }), 'icall')
    expect(toAnswers(draft)).toEqual({ for: 'self', contact: { to: 'nobody', how: 'icall', word: WORD } })
  })
})

describe('another way', () => {
  const call = told({
    how: 'call',
    ...whole,
    whose: 'mine',
    ifOther: 'wrong',
    voicemail: true,
    when: { parts: ['night'], weekend: true },
  })
  test('keeps the number between a call and a text message', () => {
    expect(changeHow(call, 'sms')).toEqual(told({ how: 'sms', ...whole, whose: 'mine', when: call.when! }))
  })
  test('drops the number where it would be somebody else’s or something else', () => {
    for (const how of ['app', 'email', 'helper'] as const) {
      const changed = changeHow(call, how)
      expect(changed).toMatchObject({ address: '', checked: false, when: call.when })
      expect(changed).not.toHaveProperty('whose')
      expect(changed).not.toHaveProperty('voicemail')
    }
    expect(changeHow(call, 'helper').ifOther).toBe('wrong')
  })
  test('the same way again changes nothing', () => {
    expect(changeHow(call, 'call')).toEqual(call)
  })
})
