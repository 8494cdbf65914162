import { describe, expect, test } from 'vitest'
import type { Draft, How } from '../../../widget/panel/answersDraft.ts'
import { type Asked, back, moreRows, next, path, progress } from '../../../widget/panel/way.ts'
import { told } from './fixtures.ts'

const whole = { address: '+30 694 000 1234', checked: true }

/** Presses Next until the review. */
function walk(how: How, rest: Partial<Draft> = {}): string {
  const draft = told({ how, ...whole, ...rest })
  const seen: Asked[] = ['start']
  while (seen[seen.length - 1] !== 'review' && seen.length < 20) seen.push(next(seen[seen.length - 1]!, draft))
  return seen.join(' ')
}

describe('the way through the panel', () => {
  test('taking the first option everywhere walks start, how, address, when, answer, word, more, review', () => {
    expect(walk('call')).toBe('start how address when answer word more review')
  })
  test('who writes in an app is asked which one', () => {
    expect(walk('app')).toBe('start how app address when answer word more review')
  })
  test('who calls us is asked for nothing but the word', () => {
    expect(walk('icall')).toBe('start how word more review')
  })
  test('who comes back for the answer is asked for nothing at all', () => {
    expect(walk('back')).toBe('start how more review')
  })
  test('R25 who is in danger now sees the numbers first, and goes on', () => {
    expect(walk('call', { now: true, more: { danger: 'now' } })).toBe(
      'start danger how address when answer word more review',
    )
  })
  test('for somebody else it is asked whether they said yes, and who is contacted', () => {
    expect(walk('sms', { for: 'other', agreed: true, reach: 'person' })).toBe(
      'start agree reach how address when answer word more review',
    )
    expect(walk('sms', { for: 'pro', agreed: true, reach: 'helper' })).toBe(
      'start agree reach how address when more review',
    )
    expect(walk('app', { for: 'pro', agreed: false })).toBe('start agree how app address when more review')
  })
  test('R26 under 18 takes not one screen more', () => {
    expect(walk('call', { more: { age: 'under18' } })).toBe(walk('call', { more: { age: 'adult' } }))
  })
  test('Back leads the same way in the other direction, and nowhere from the first screen', () => {
    for (const how of ['call', 'app', 'sms', 'email', 'helper', 'icall', 'back'] as const) {
      const draft = told({ how })
      const way = path(draft)
      way.forEach((step, i) => expect(back(step, draft)).toBe(way[i - 1]))
    }
  })
})

describe('Change on the review', () => {
  test('opens one screen; Next and Back from it lead to the review again', () => {
    const draft = told({ how: 'call', ...whole })
    for (const step of ['how', 'address', 'when', 'answer', 'word'] as const) {
      expect(next(step, draft, step)).toBe('review')
      expect(back(step, draft, step)).toBe('review')
    }
  })
  test('another way asks for what it lacks before the review', () => {
    const changed = told({ how: 'app' })
    expect(next('how', changed, 'how')).toBe('app')
    expect(next('app', { ...changed, app: 'viber' }, 'how')).toBe('address')
    expect(next('address', { ...changed, app: 'viber', ...whole }, 'how')).toBe('review')
    expect(next('how', told({ how: 'email' }), 'how')).toBe('address')
  })
  test('"I will call you" lacks nothing', () => {
    expect(next('how', told({ how: 'icall' }), 'how')).toBe('review')
    expect(next('how', told({ how: 'back' }), 'how')).toBe('review')
  })
})

describe('what can be told besides', () => {
  const rows = (rest: Partial<Draft>) => moreRows(told({ how: 'call', ...whole, ...rest })).join(' ')
  const PERSON = 'place speak need who-talks children age device call-rules share note'
  test('is as much as there is a place for', () => {
    expect(rows({})).toBe(`danger ${PERSON}`)
    expect(rows({ now: true })).toBe(PERSON)
    for (const how of ['icall', 'back'] as const)
      expect(rows({ how })).toBe(`danger ${PERSON}`.replace(' call-rules', ''))
    expect(rows({ for: 'pro', agreed: true, reach: 'person' })).toBe(`danger ${PERSON} role again`)
    expect(rows({ for: 'other', agreed: true, reach: 'helper' })).toBe(`danger ${PERSON}`.replace(' call-rules', ''))
  })
  test('R29 is the area, and where one works, while nobody said yes', () => {
    expect(rows({ for: 'other', agreed: false })).toBe('place')
    expect(rows({ for: 'pro', agreed: false })).toBe('place role')
  })
  test('each row leads back to the list, or to the review where it was opened from there', () => {
    const draft = told({ how: 'call', ...whole, more: { age: 'adult' } })
    expect(next('more-age', draft)).toBe('more')
    expect(back('more-age', draft)).toBe('more')
    expect(next('more-age', draft, 'more-age')).toBe('review')
    expect(back('more-age', draft, 'more-age')).toBe('review')
    expect(next('more-age', draft, 'more')).toBe('more')
    expect(next('more', draft, 'more')).toBe('review')
  })
  test('R25 danger now, told late, shows the numbers before it goes back', () => {
    const draft = told({ how: 'call', ...whole, more: { danger: 'now' } })
    expect(next('more-danger', draft)).toBe('danger')
    expect(next('danger', draft)).toBe('more')
    expect(next('danger', draft, 'more-danger')).toBe('review')
  })
})

test('the thread is never drawn backwards on the way', () => {
  for (const how of ['app', 'icall', 'back'] as const) {
    const drawn = [...path(told({ how })), 'sending' as const, 'sent' as const].map((step) => progress(step))
    drawn.forEach((one, i) => {
      if (!i) return
      expect(one.drawn).toBeGreaterThanOrEqual(drawn[i - 1]!.drawn)
      expect(one.part).toBeGreaterThanOrEqual(drawn[i - 1]!.part)
    })
  }
})
