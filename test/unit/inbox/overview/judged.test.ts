import { describe, expect, it } from 'vitest'
import { DAY, endsOf, gapsIn, phonesOf } from '../../../../inbox/overview/judged.ts'
import type { Session } from '../../../../inbox/session.ts'
import type { Line, Shift } from '../../../../shared/roster.ts'
import { DESK, WEDNESDAY } from '../facts.ts'

const T = WEDNESDAY

describe('gaps', () => {
  const now = Math.floor(T / 60)
  const desk = (...shifts: Shift[]) => [{ ...DESK, shifts }]
  it('are those of the next fourteen days, the first one told', () => {
    expect(gapsIn(desk([now - 60, 15 * 1440, 'a21']), T)).toEqual({ verdict: 'fine', minutes: 0, first: null })
    const later = gapsIn(desk([now, 3 * 1440, 'a21'], [now + 3 * 1440 + 60, 12 * 1440, 'a21']), T)
    expect(later).toMatchObject({
      verdict: 'look',
      minutes: 60,
      first: { from: now + 3 * 1440, to: now + 3 * 1440 + 60 },
    })
    expect(gapsIn(desk([now + 60, 15 * 1440, 'a21']), T)).toMatchObject({ verdict: 'now', minutes: 60 })
  })
})

describe('phone lines', () => {
  const line = (number: string, checked: number | null): Line => ({ ...({} as Line), number, name: number, checked })
  it('are due after 35 days or where nobody called yet, each once', () => {
    const lines = [line('1', T - 35 * DAY), line('2', T - 35 * DAY - 1), line('3', null)]
    const told = phonesOf(
      [
        { ...DESK, lines },
        { ...DESK, lines },
      ],
      T,
    )
    expect([told.verdict, told.all, told.due.map(({ number }) => number)]).toEqual(['look', 3, ['2', '3']])
    expect(phonesOf([{ ...DESK, lines: [lines[0]!] }], T).verdict).toBe('fine')
    expect(phonesOf([{ ...DESK, lines: [lines[2]!] }], T).verdict).toBe('now')
  })
})

describe('roster and keys', () => {
  const ends = (roster: number, root = 100, release = 100, spare = true) =>
    endsOf(
      {
        chain: {
          roster: { expires: T + roster * DAY },
          root: { expires: T + root * DAY },
          release: { expires: T + release * DAY },
        },
        ngo: spare ? { spare: {} } : {},
      } as unknown as Session,
      T,
    ).verdict
  it('are judged by what ends first: weeks for the roster, months for the keys', () => {
    expect([ends(8), ends(7), ends(3), ends(-1)]).toEqual(['fine', 'look', 'now', 'now'])
    expect([ends(20, 30), ends(20, 7), ends(20, 100, 30), ends(20, 100, 7)]).toEqual(['look', 'now', 'look', 'now'])
    expect(ends(20, 100, 100, false)).toBe('look')
  })
})
