import { describe, expect, it } from 'vitest'
import { VerdictBlock } from '../../../inbox/case/VerdictBlock.tsx'
import { clocksOf } from '../../../inbox/case/clocks.ts'
import { verdictOf } from '../../../inbox/case/verdict.ts'
import { speak } from '../../../inbox/i18n.ts'
import type { Facts, Told } from '../../../inbox/list/facts.ts'
import { elements, textOf, unfold } from '../unfold.ts'
import { DESK, HOUR, WEDNESDAY, call, factsOf } from './facts.ts'

const evening = call({ when: { parts: ['evening'], weekend: false } })
const helped: Told = {
  for: 'pro',
  agreed: true,
  contact: { to: 'helper', how: 'call', address: '2100000000', when: { parts: ['evening'], weekend: false } },
}
/** What the block shows: its rows cell by cell, and its sentences. */
function block(facts: Facts, own: string, t = WEDNESDAY, lang: 'en' | 'el' = 'en') {
  const verdict = verdictOf({ facts, hour: t - HOUR, withdrawn: false }, t)
  const all = unfold(<VerdictBlock say={speak(lang)} verdict={verdict} facts={facts} t={t} own={own} />)
  const text = (nodes: typeof all): string =>
    textOf(nodes)
      .replace(/\n/g, '')
      .replace(/\u00a0/g, ' ')
  return {
    rows: elements(all)
      .filter(({ tag }) => tag === 'tr')
      .map((row) => row.children.map((cell) => text([cell]))),
    said: elements(all)
      .filter(({ tag }) => tag === 'p')
      .map((one) => text([one])),
  }
}
const facts = (told: Parameters<typeof factsOf>[0], tz: string | undefined) => factsOf(told, { tz })

describe('the clocks beside the verdict', () => {
  it('are one where the same time is it for all, and it says what time it is now', () => {
    const { rows, said } = block(facts(evening, 'Europe/Bucharest'), 'Europe/Athens')
    expect(rows).toEqual([])
    expect(said).toEqual([
      'Not now. Next: today 17:00 (in 6 hours)',
      'Now it is Wed 11:20 (Greece).',
      'It is the same time for the person.',
    ])
  })

  it('are two in a table where they differ: now, and the moment that the verdict names', () => {
    const { rows, said } = block(facts(evening, 'Europe/London'), 'Europe/Athens')
    expect(rows).toEqual([
      ['', 'Now', 'Next good time'],
      ['Greece', 'Wed 11:20', 'today 17:00'],
      ['The person', 'Wed 9:20', 'today 15:00'],
    ])
    expect(said).toEqual(['Not now. Next: today 17:00 (Greece, in 6 hours)'])
  })

  it('tell who works at three in the morning elsewhere in which hour the person is', () => {
    // 3:20 in New York is 10:20 in Athens of winter, so a good time there.
    const any = call({ when: { parts: ['morning', 'night'], weekend: true } })
    const t = Date.UTC(2026, 10, 26, 8, 20) / 1000
    expect(block(facts(any, 'Europe/Athens'), 'America/New_York', t, 'el')).toEqual({
      rows: [
        ['', 'Τώρα', 'Έως'],
        ['Ελλάδα', 'Πέμ 10:20', '12:00'],
        ['Εσείς', 'Πέμ 3:20', '5:00'],
      ],
      said: ['Κατάλληλη ώρα τώρα, έως 12:00 (Ελλάδα)', 'Η ώρα είναι ίδια για το άτομο.'],
    })
  })

  it('name the day where a window ends in the next one', () => {
    const night = call({ when: { parts: ['night'], weekend: false } })
    const t = Date.UTC(2026, 10, 25, 20, 0) / 1000
    expect(block(facts(night, 'Asia/Karachi'), 'Europe/London', t).rows.slice(1)).toEqual([
      ['Greece', 'Wed 22:00', '24:00'],
      ['The person', 'Thu 1:00', '3:00'],
      ['You', 'Wed 20:00', '22:00'],
    ])
    expect(block(facts(evening, 'Asia/Tokyo'), 'Europe/Athens', t).rows[2]).toEqual([
      'The person',
      'Thu 5:00',
      'tomorrow 0:00',
    ])
  })

  it('hold a change to summer time between now and then', () => {
    // On 29 March 2026 Athens changes at 3:00; Cairo only in April. On the evening before both show the same.
    const t = Date.UTC(2026, 2, 28, 20, 0) / 1000
    const morning = call({ when: { parts: ['morning'], weekend: true } })
    expect(clocksOf(facts(morning, 'Africa/Cairo'), [t], 'Europe/Athens').clocks).toHaveLength(1)
    expect(block(facts(morning, 'Africa/Cairo'), 'Europe/Athens', t).rows.slice(1)).toEqual([
      ['Greece', 'Sat 22:00', 'tomorrow 8:00'],
      ['The person', 'Sat 22:00', 'tomorrow 7:00'],
    ])
  })

  it('take no clock for the person’s that is not: a hidden zone, or the device of who wrote for them', () => {
    const through: Told = {
      for: 'other',
      agreed: true,
      contact: { ...evening.contact } as NonNullable<Told['contact']>,
    }
    for (const one of [
      facts(evening, undefined),
      facts(evening, 'UTC'),
      facts(evening, 'Atlantic/Reykjavik'),
      facts(through, 'Europe/London'),
    ]) {
      const { rows, said } = block(one, 'Europe/Athens')
      expect(rows).toEqual([])
      expect(said).toContain('Not known: what time it is for the person.')
    }
    const iceland = { ...DESK, id: 'IS', tz: 'Atlantic/Reykjavik' }
    expect(clocksOf(factsOf(evening, { tz: iceland.tz, desk: iceland }), [WEDNESDAY], iceland.tz).person).toBe('same')
  })

  it('are those of the helper where the helper is contacted', () => {
    expect(block(facts(helped, 'Europe/London'), 'Europe/Athens').rows[2]).toEqual([
      'The one who wrote',
      'Wed 9:20',
      'today 15:00',
    ])
  })

  it('stand there also where no window is left, and not where nobody calls', () => {
    const over = call({ when: { parts: ['evening'], weekend: false }, until: '3d' })
    const late = factsOf(over, { tz: 'Europe/London' })
    const verdict = verdictOf({ facts: late, hour: WEDNESDAY - 90 * HOUR, withdrawn: false }, WEDNESDAY)
    const cells = elements(
      unfold(<VerdictBlock say={speak('en')} verdict={verdict} facts={late} t={WEDNESDAY} own="Europe/Athens" />),
    ).filter(({ tag }) => tag === 'td')
    expect(cells).toHaveLength(3)
    expect(
      block(facts({ for: 'self', contact: { to: 'nobody', how: 'back' } }, 'Europe/London'), 'Asia/Tokyo'),
    ).toEqual({
      rows: [],
      said: ['Do not call. The person comes back or calls.'],
    })
  })
})
