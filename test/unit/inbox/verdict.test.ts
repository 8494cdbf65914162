import { describe, expect, it } from 'vitest'
import { clocksDiffer } from '../../../inbox/case/clocks.ts'
import { rowOf } from '../../../inbox/list/order.ts'
import { isGood, momentOf, verdictOf } from '../../../inbox/case/verdict.ts'
import { DESK, HOUR, WEDNESDAY, call, requestOf } from './facts.ts'

const DAY = 24 * HOUR
const at = (day: number, hour: number): number => Date.UTC(2026, 10, day, hour - 2) / 1000 // Athens is UTC+2 in November
const verdict = (answers: Parameters<typeof requestOf>[1], t = WEDNESDAY, rest = {}) =>
  verdictOf(requestOf('a', answers, rest), t)
const when = (parts: readonly string[], weekend = false) => call({ when: { parts, weekend } })

describe('the verdict', () => {
  it('is "good time now" until the last hour that the person ticked', () => {
    expect(verdict(when(['morning', 'afternoon']))).toEqual({ kind: 'now', until: at(25, 17) })
  })

  it('is "not now" with the next safe time', () => {
    expect(verdict(when(['evening']))).toEqual({ kind: 'later', from: at(25, 17) })
    expect(verdict(when(['morning']), at(27, 13))).toEqual({ kind: 'later', from: at(30, 8) })
  })

  it('is the house rule, never a green light of the person, where no time was told', () => {
    const now = verdict(call())
    expect(now).toEqual({ kind: 'house', rule: DESK.houseRule, window: { kind: 'now', until: at(25, 17) } })
    const night = verdict(call(), at(26, 3))
    expect(night).toMatchObject({ kind: 'house', window: { kind: 'later', from: at(26, 9) } })
    expect([isGood(now), isGood(night)]).toEqual([true, false])
  })

  it('is "do not call" where the person calls or comes back', () => {
    const none = { kind: 'none', why: 'person' }
    expect(verdict({ for: 'self', contact: { to: 'nobody', how: 'icall', word: 1 } })).toEqual(none)
    expect(verdict({ for: 'self', contact: { to: 'nobody', how: 'back' } })).toEqual(none)
  })

  it('is "do not call" after a withdrawal and where the contact was not understood', () => {
    expect(verdict(when(['morning']), WEDNESDAY, { withdrawn: true })).toEqual({ kind: 'none', why: 'withdrawn' })
    expect(verdict({ for: 'self' })).toEqual({ kind: 'none', why: 'unknown' })
  })

  it('ends when the days are over for which the person wanted it', () => {
    const answers = call({ when: { parts: ['morning', 'afternoon'], weekend: true }, until: '3d' })
    const hour = WEDNESDAY - (WEDNESDAY % HOUR) - 3 * DAY
    expect(verdict(answers, WEDNESDAY, { hour: hour + HOUR }).kind).toBe('now')
    expect(verdict(answers, WEDNESDAY, { hour })).toEqual({ kind: 'later', from: null, why: 'over' })
  })

  it('ends with the days of the house rule where the person named none, unless they wrote since or were reached', () => {
    const hour = WEDNESDAY - (WEDNESDAY % HOUR) - 7 * DAY
    const any = when(['morning', 'afternoon'])
    expect(verdict(any, WEDNESDAY, { hour: hour + HOUR }).kind).toBe('now')
    const ended = { kind: 'later', from: null, why: 'ended' }
    expect([verdict(any, WEDNESDAY, { hour }), verdict(call(), WEDNESDAY, { hour })]).toEqual([ended, ended])
    // Their own time goes first, and of a helper the rule says no days.
    expect(verdict({ ...any, contact: { ...any.contact!, until: '14d' } }, WEDNESDAY, { hour }).kind).toBe('now')
    const helper = { for: 'other', agreed: true, contact: { ...any.contact!, to: 'helper' } } as never
    expect(verdict(helper, WEDNESDAY, { hour }).kind).toBe('now')
    const old = requestOf('a', any, { hour, claim: { by: 'me', hour } })
    const free = (rest: object): boolean => rowOf({ ...old, ...rest }, 'me', WEDNESDAY).ways[0]!.free
    const wrote = [{ id: 'm', hour: hour + 2 * DAY, text: 'please', contact: false }]
    expect([free({}), free({ wrote }), free({ reached: true })]).toEqual([false, true, true])
    // What nobody took was never tried: it does not sink in the list.
    expect(free({ claim: null })).toBe(true)
  })

  it('R24 never lets a number be shown without a reason outside a safe time', () => {
    for (let hour = 0; hour < 7 * 24; hour++) {
      const t = at(23, 0) + hour * HOUR
      const weekday = Math.floor(hour / 24) < 5
      const clock = hour % 24
      expect(isGood(verdict(when(['evening']), t))).toBe(weekday && clock >= 17 && clock < 21)
    }
  })

  it('names the moment at which it changes', () => {
    expect(momentOf(verdict(when(['morning'])))).toBe(at(25, 12))
    expect(momentOf(verdict(call(), at(28, 12)))).toBe(at(30, 9))
    expect(momentOf(verdict({ for: 'self', contact: { to: 'nobody', how: 'back' } }))).toBeNull()
  })

  it('knows when two clocks differ', () => {
    expect(clocksDiffer(WEDNESDAY, 'Europe/Athens', 'Europe/Bucharest')).toBe(false)
    expect(clocksDiffer(WEDNESDAY, 'Europe/Athens', 'Europe/London')).toBe(true)
  })
})
