import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import el from '../../../inbox/locales/el.json'
import en from '../../../inbox/locales/en.json'
import { HOUSE_DEFAULTS } from '../../../shared/answers.ts'
import { type Card, type Part, cardLines } from '../../../inbox/case/cardLines.ts'
import { anyAnswers } from '../anyAnswers.ts'
import { call, factsOf } from './facts.ts'

const partsOf = (card: Card): readonly Part[] => [
  ...card.marks,
  ...[...card.lines, ...card.more, ...card.share, ...card.note].flatMap((line) => line.parts),
]
const lines = (answers: Parameters<typeof factsOf>[0]): Readonly<Record<string, readonly string[]>> => {
  const card = cardLines(factsOf(answers))
  return Object.fromEntries(
    [...card.lines, ...card.more, ...card.share].map(({ id, parts }) => [
      id,
      parts.map((part) => ('key' in part ? part.key : part.kind)),
    ]),
  )
}

/** Each answer by its path; lists count as one. */
function leaves(value: unknown, path = ''): readonly (readonly [string, unknown])[] {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return [[path, value]]
  return Object.entries(value).flatMap(([name, inner]) => leaves(inner, path ? `${path}.${name}` : name))
}
/** Shown apart from the lines: the address in the last line, a region by its name. */
const ADDRESS = 'contact.address'

describe('the contact card', () => {
  it('tells everything that the person told', () => {
    fc.assert(
      fc.property(anyAnswers, (answers) => {
        const told = partsOf(cardLines(factsOf(answers)))
          .filter((part) => part.kind !== 'absent' && part.kind !== 'rule')
          .flatMap((part) => part.from)
        for (const [path] of leaves(answers)) if (path !== ADDRESS) expect(told).toContain(path)
      }),
    )
  })

  it('invents nothing: what it tells was answered, and what it calls "not told" was not', () => {
    fc.assert(
      fc.property(anyAnswers, (answers) => {
        const answered = leaves(answers).map(([path]) => path)
        for (const part of partsOf(cardLines(factsOf(answers))))
          for (const path of part.from) {
            const there = answered.some((one) => one === path || one.startsWith(`${path}.`))
            expect([path, there]).toEqual([path, part.kind !== 'absent'])
          }
      }),
    )
  })

  it('carries the code of each answer into its words', () => {
    const codes = /\.(?:ifOther|voicemail|voiceMsg|first|drop|callerId|until|whose|app)$/
    fc.assert(
      fc.property(anyAnswers, (answers) => {
        const parts = partsOf(cardLines(factsOf(answers)))
        for (const [path, value] of leaves(answers)) {
          const name = path.split('.').pop()!
          if (!codes.test(path)) continue
          const part = parts.find((one) => 'key' in one && one.from.includes(path))
          expect(part).toMatchObject({ key: `${name}.${String(value)}` })
        }
      }),
    )
  })

  it('shows no characters of the person but the note', () => {
    fc.assert(
      fc.property(anyAnswers, (answers) => {
        const own = partsOf(cardLines(factsOf(answers))).filter((part) => part.kind === 'person')
        expect(own.map((part) => part.text)).toEqual('note' in answers && answers.note ? [answers.note] : [])
      }),
    )
  })

  it('has words for every sentence', () => {
    fc.assert(
      fc.property(anyAnswers, (answers) => {
        for (const part of partsOf(cardLines(factsOf(answers))))
          if ('key' in part) expect(en).toHaveProperty([part.key])
      }),
    )
  })

  it('keeps the order of the card', () => {
    const order = ['who', 'how', 'when', 'say', 'other', 'stop', 'phone', 'language']
    fc.assert(
      fc.property(anyAnswers, (answers) => {
        const ids = cardLines(factsOf(answers)).lines.map((line) => line.id as string)
        expect(ids).toEqual(order.filter((id) => ids.includes(id)))
      }),
    )
  })

  it('R24 what was not told reads so, with the strict rule that holds then', () => {
    const rules = {
      'ifOther.absent': /hang up/,
      'voicemail.absent': /none/,
      'voiceMsg.absent': /none/,
      'first.absent': /only the word/,
      'drop.absent': /wait/,
      'callerId.absent': /neutral number/,
      'whose.absent': /shared/,
      'device.absent': /someone may read along/,
      'talk.absent': /Ask first/,
      'share.absent': /Ask first/,
    } as const
    for (const [key, rule] of Object.entries(rules) as [keyof typeof rules, RegExp][]) {
      expect(en[key]).toMatch(/not told/i)
      expect(en[key]).toMatch(rule)
      expect(el[key]).toMatch(/δεν το είπε/i)
    }
    expect(HOUSE_DEFAULTS).toEqual({
      ifOther: 'hangup',
      voicemail: false,
      voiceMsg: false,
      first: 'word',
      drop: 'wait',
      callerId: 'show',
    })
  })

  it('R24 prints the strict house rule where a person answered nothing', () => {
    expect(lines(call())).toMatchObject({
      who: ['who.self.person'],
      how: ['how.call', 'callerId.absent'],
      when: ['until.absent'],
      say: ['word', 'staff.safe.script'],
      other: ['ifOther.absent', 'voicemail.absent'],
      stop: ['stop.word', 'drop.absent'],
      phone: ['whose.absent', 'device.absent'],
      language: ['speak.absent', 'talk.absent'],
      share: ['share.absent'],
    })
  })

  it('keeps "not told", "does not want to say" and "no" apart', () => {
    const children = (answer: object) => lines({ ...call(), more: { share: 'ask', ...answer } }).children
    expect([children({}), children({ children: 'nosay' }), children({ children: 'no' })]).toEqual([
      ['children.absent'],
      ['children.nosay'],
      ['children.no'],
    ])
    const { more } = cardLines(factsOf({ ...call(), more: { children: 'nosay' } }))
    expect(more.find((line) => line.id === 'children')?.parts[0]?.kind).toBe('nosay')
  })

  it('says "no voice message" as the person\'s word where it is one', () => {
    const { lines: card } = cardLines(factsOf(call({ voicemail: false })))
    const part = card.find((line) => line.id === 'other')?.parts[1]
    expect(part).toMatchObject({ kind: 'told', key: 'voicemail.false' })
  })

  it("does not call the word of somebody else the person's", () => {
    const marks = (about: object) =>
      partsOf(cardLines(factsOf({ ...call(), more: { danger: 'now' }, ...about } as never))).flatMap((part) =>
        'key' in part ? [part.key] : [],
      )
    expect(marks({})).toContain('danger.now')
    for (const about of ['other', 'pro'])
      expect(marks({ for: about, agreed: true })).toEqual(
        expect.arrayContaining(['danger.now.other', `who.${about}.person`]),
      )
  })

  it('says nothing about a person who was not asked', () => {
    const answers = {
      for: 'pro',
      agreed: false,
      contact: { to: 'helper', how: 'call', address: '2100000000' },
    } as const
    expect(lines(answers)).toEqual({
      who: ['who.pro.no', 'role.absent'],
      how: ['how.call'],
      place: ['place.absent'],
    })
    expect(cardLines(factsOf(answers)).marks).toEqual([])
    expect(cardLines(factsOf(answers)).foot).toBe(false)
  })

  it('still stands where the contact was not understood', () => {
    expect(lines({ for: 'self' })).toMatchObject({ who: ['who.unknown'], how: ['how.unknown'] })
    expect(lines({})).toMatchObject({ who: ['who.unknown'] })
  })

  it('asks for help where the word was not understood', () => {
    const { word: _, ...contact } = (call() as { contact: Record<string, unknown> }).contact
    expect(lines({ for: 'self', contact } as never)).toMatchObject({ say: ['word.missing'] })
  })
})
