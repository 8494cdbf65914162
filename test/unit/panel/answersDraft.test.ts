import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type More, checkAnswers } from '../../../shared/answers.ts'
import {
  ANSWER_FIELDS,
  DAY_PARTS,
  type Draft,
  type How,
  answersOr,
  asks,
  changeFor,
  changeHow,
  toAnswers,
  ways,
  withFields,
  withMore,
} from '../../../widget/panel/answersDraft.ts'
import { checkAddress } from '../../../widget/panel/validate.ts'
import { WORD, told } from './fixtures.ts'

const HOWS: readonly How[] = ['call', 'app', 'sms', 'email', 'helper', 'icall']
const whole = { address: '+30 694 000 1234', checked: true }

/** What a person can do on the way: each is one tap or one Next. */
const deed = fc.oneof(
  fc
    .record(
      {
        for: fc.constantFrom('self', 'other', 'pro'),
        now: fc.boolean(),
        agreed: fc.boolean(),
        reach: fc.constantFrom('person', 'helper'),
      },
      { requiredKeys: [] },
    )
    .map((about) => (draft: Draft) => changeFor(draft, about)),
  fc.constantFrom(...HOWS).map((how) => (draft: Draft) => (ways(draft).includes(how) ? changeHow(draft, how) : draft)),
  fc
    .record(
      {
        danger: fc.constantFrom('now', 'soon', 'no', undefined),
        place: fc.constantFrom<More['place']>({ region: 'attica' }, 'abroad', 'nosay', undefined),
        need: fc.constantFrom<More['need']>(['talk'], ['sleep', 'home'], undefined),
        age: fc.constantFrom('under18', undefined),
        share: fc.constantFrom('ask', undefined),
      } as const,
      { requiredKeys: [] },
    )
    .map((more) => (draft: Draft) => withMore(draft, more)),
  fc
    .record(
      {
        role: fc.constantFrom('health', undefined),
        again: fc.constantFrom('week', undefined),
        drop: fc.constantFrom('stop', undefined),
        callerId: fc.constantFrom('hide', undefined),
        until: fc.constantFrom('3d', undefined),
      } as const,
      { requiredKeys: [] },
    )
    .map((fields) => (draft: Draft) => withFields(draft, fields)),
  fc.constantFrom('', ' ', 'ring twice').map((note) => (draft: Draft) => ({ ...draft, note })),
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
        ANSWER_FIELDS.filter((field) => asks(draft, field)).map((field) => [field, answersOr(draft)[field]]),
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
      { numRuns: 3000 },
    )
  })
  test('R29 of somebody who did not say yes nothing is sent but the area, whatever was told before', () => {
    const asked = changeFor(told({ for: 'pro', agreed: true, reach: 'person', how: 'call', ...whole }), {})
    const full = {
      ...withMore(asked, { place: 'abroad', age: 'under18', need: ['talk'] }),
      note: 'she is there',
      role: 'health' as const,
      again: 'week' as const,
    }
    const no = changeHow(changeFor(full, { agreed: false }), 'email')
    expect(toAnswers({ ...no, address: 'me@example.org', checked: true })).toEqual({
      for: 'pro',
      agreed: false,
      role: 'health',
      contact: { to: 'helper', how: 'email', address: 'me@example.org' },
      more: { place: 'abroad' },
    })
  })
  test('R54 a note loses marks of direction and of control, however its screen was left', () => {
    const note = ' ring\u202e twice\u0007\n then wait '
    expect(toAnswers(told({ how: 'call', ...whole, note }))).toMatchObject({ note: 'ring twice then wait' })
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

describe('for somebody else', () => {
  const mine = told({ for: 'self', how: 'call', ...whole, whose: 'mine', ifOther: 'wrong' })
  test('the number of the one is never taken for the number of the other', () => {
    const theirs = changeFor(mine, { for: 'other', agreed: true, reach: 'helper' })
    expect(theirs).not.toHaveProperty('how')
    expect(theirs).toMatchObject({ address: '', checked: false })
    const whose = changeHow(theirs, 'call')
    const helper = { ...whose, ...whole }
    expect(changeFor(helper, { reach: 'person' })).toMatchObject({ address: '', checked: false })
    // Two who help are one: whether the person said yes does not change whose number it is.
    expect(changeFor(helper, { agreed: false })).toMatchObject(whole)
  })
  test('what was told besides stays until it is sent, and comes back with the yes', () => {
    const told = withMore(changeFor(mine, { for: 'other', agreed: true }), { need: ['sleep'] })
    const no = changeFor(told, { agreed: false })
    expect(changeFor(no, { agreed: true }).more).toEqual({ need: ['sleep'] })
  })
  test('nobody can be sent for before it is known whether the person said yes', () => {
    const draft = changeHow(changeFor(told({}), { for: 'other' }), 'call')
    expect(toAnswers({ ...draft, ...whole })).toBeUndefined()
  })
  test('"in danger now" is told by the first tap, and taken back by another first tap', () => {
    const now = changeFor(told({}), { for: 'self', now: true })
    expect(now.more).toEqual({ danger: 'now' })
    const calm = changeFor(now, { for: 'self', now: false })
    expect(calm.more).toEqual({})
    expect(calm).not.toHaveProperty('now')
    // What was said on its own screen stays.
    expect(changeFor(withMore(calm, { danger: 'soon' }), { for: 'self', now: false }).more).toEqual({ danger: 'soon' })
  })
})
