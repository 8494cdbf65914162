import { describe, expect, test } from 'vitest'
import type { How } from '../../../widget/panel/answersDraft.ts'
import { type Asked, back, next, path, progress } from '../../../widget/panel/way.ts'
import { told } from './fixtures.ts'

const whole = { address: '+30 694 000 1234', checked: true }

/** Presses Next until the review. */
function walk(how: How): Asked[] {
  const draft = told({ how, ...whole })
  const seen: Asked[] = ['start']
  while (seen[seen.length - 1] !== 'review' && seen.length < 20) seen.push(next(seen[seen.length - 1]!, draft, false))
  return seen
}

describe('the way through the panel', () => {
  test('taking the first option everywhere walks start, how, address, when, answer, word, review', () => {
    expect(walk('call')).toEqual(['start', 'how', 'address', 'when', 'answer', 'word', 'review'])
  })
  test('who writes in an app is asked which one', () => {
    expect(walk('app')).toEqual(['start', 'how', 'app', 'address', 'when', 'answer', 'word', 'review'])
  })
  test('who calls us is asked for nothing but the word', () => {
    expect(walk('icall')).toEqual(['start', 'how', 'word', 'review'])
  })
  test('Back leads the same way in the other direction, and nowhere from the first screen', () => {
    for (const how of ['call', 'app', 'sms', 'email', 'helper', 'icall'] as const) {
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
      expect(next(step, draft, true)).toBe('review')
      expect(back(step, draft, step)).toBe('review')
    }
  })
  test('another way asks for what it lacks before the review', () => {
    const changed = told({ how: 'app' })
    expect(next('how', changed, true)).toBe('app')
    expect(next('app', { ...changed, app: 'viber' }, true)).toBe('address')
    expect(next('address', { ...changed, app: 'viber', ...whole }, true)).toBe('review')
    expect(next('how', told({ how: 'email' }), true)).toBe('address')
  })
  test('"I will call you" lacks nothing', () => {
    expect(next('how', told({ how: 'icall' }), true)).toBe('review')
  })
})

test('the thread is never drawn backwards on the way', () => {
  for (const how of ['app', 'icall'] as const) {
    const drawn = [...path(told({ how })), 'sending' as const, 'sent' as const].map((step) => progress(step))
    drawn.forEach((one, i) => {
      if (!i) return
      expect(one.drawn).toBeGreaterThanOrEqual(drawn[i - 1]!.drawn)
      expect(one.part).toBeGreaterThanOrEqual(drawn[i - 1]!.part)
    })
  }
})
