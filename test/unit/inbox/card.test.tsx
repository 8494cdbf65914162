import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Card } from '../../../inbox/case/Card.tsx'
import { drawnItem } from '../../../inbox/case/Work.tsx'
import { cardLines } from '../../../inbox/case/cardLines.ts'
import { speak } from '../../../inbox/i18n.ts'
import { type OpenedRow, type Request, gather } from '../../../inbox/list/items.ts'
import { marksOf } from '../../../inbox/list/Row.tsx'
import { rowOf } from '../../../inbox/list/order.ts'
import type { Inbox } from '../../../inbox/state.ts'
import type { Answers } from '../../../shared/answers.ts'
import { anyAnswers } from '../anyAnswers.ts'
import { elements, textOf, unfold } from '../unfold.ts'
import { WEDNESDAY, call, factsOf, requestOf } from './facts.ts'
import { HOSTILE, expectText, marksIn } from './hostile.ts'

const claim = { by: 'me', hour: 0 }
const row = (id: string, address: string, kind: 'request' | 'withdraw' = 'request'): OpenedRow => ({
  id,
  hour: WEDNESDAY - (WEDNESDAY % 3600),
  check: false,
  claim: id === 'b' ? claim : null,
  read: { kind: 'opened', facts: factsOf(call({ address }), { kind }) },
})
const [OLD, NEW] = ['+306900001111', '+306900002222']
const itemOf = (...rows: readonly OpenedRow[]): Request => gather(rows)[0] as Request

/** The card as the page draws it, in either language. */
const drawn = (...of: Parameters<typeof pageOf>): string => textOf(pageOf(...of)).replace(/\n/g, '')
function pageOf(item: Request, revealed: { item: Request; way: number } | null = null, lang: 'en' | 'el' = 'en') {
  const state = {
    t: WEDNESDAY,
    asking: null,
    copied: null,
    tick: 0,
    revealed: revealed && { ...revealed, until: 60_000 },
  }
  const inbox = Object.fromEntries(Object.entries(state).map(([name, value]) => [name, { value }])) as unknown as Inbox
  const { drawn: shown, newer } = drawnItem(revealed?.item, item)
  return unfold(<Card inbox={inbox} say={speak(lang)} row={rowOf(shown, 'me', WEDNESDAY)} newer={newer} />)
}
const said = (text: string) => text.replace(/\s/g, '')

describe('the card of a person who named two ways within an hour', () => {
  it('shows both, calls neither current, and says why', () => {
    const item = itemOf(row('a', NEW), row('b', OLD))
    for (const lang of ['en', 'el'] as const) {
      const text = drawn(item, null, lang)
      expect(text).toContain(speak(lang)('card.ways'))
      expect(text).not.toContain(speak(lang)('card.wrote.contact'))
      for (const tail of ['1111', '2222']) expect(text.split(`••• ••• ${tail}`)).toHaveLength(2)
    }
  })

  it('and the card of one way is as it was', () => {
    const text = drawn(itemOf(row('b', OLD)))
    expect(text).toContain('••• ••• 1111')
    expect(text).not.toContain(speak('en')('card.way', { n: 1 }))
  })
})

describe('R44 what a stranger wrote', () => {
  const mine = (answers: object): Request => requestOf('b', { ...call(), ...answers } as Answers, { claim })

  it('stands on the card as text and nothing else: their note, and an area that no roster has', () => {
    const plain = pageOf(mine({ note: 'plain', more: { place: { region: 'plain' } } }))
    for (const text of HOSTILE) {
      expectText(pageOf(mine({ note: text, more: { place: { region: 'plain' } } })), plain, text)
      const inRow = pageOf(mine({ note: 'plain', more: { place: { region: text } } }))
      expect(elements(inRow).map(({ tag }) => tag)).toEqual(elements(plain).map(({ tag }) => tag))
      expect(elements(inRow).filter(({ props }) => 'href' in props)).toEqual([])
    }
  })

  it('is no link either where they name a way to reach them', () => {
    for (const address of HOSTILE)
      for (const how of ['app', 'email', 'sms', 'call', 'helper'] as const) {
        const shown = (of: string) => {
          const item = mine(call({ how, address: of, ...(how === 'app' && { app: 'whatsapp' }) }))
          return pageOf(item, { item, way: 0 })
        }
        const page = shown(address)
        expect([how, address, elements(page).filter(({ props }) => 'href' in props)]).toEqual([how, address, []])
        expect(marksIn(page)).toBe(marksIn(shown('plain')))
      }
  })
})

describe('a number that is on the screen', () => {
  const before = itemOf(row('b', OLD))

  it('stays what it was when a second message comes, and the card says that one came', () => {
    for (const id of ['a', 'c']) {
      const text = drawn(itemOf(...[row('b', OLD), row(id, NEW)].sort((x, y) => (x.id < y.id ? -1 : 1))), {
        item: before,
        way: 0,
      })
      expect(said(text)).toContain(OLD)
      expect(text).toContain(speak('en')('card.newer'))
      expect(text).not.toContain('2222')
    }
  })

  it('is without such a line while nothing came, and goes at once where the person withdraws', () => {
    expect(drawn(before, { item: before, way: 0 })).not.toContain(speak('en')('card.newer'))
    const withdrawn = drawn(itemOf(row('b', OLD), row('c', OLD, 'withdraw')), { item: before, way: 0 })
    expect([said(withdrawn).includes(OLD), withdrawn]).toEqual([false, speak('en')('staff.deleted.note')])
  })
})

describe('how somebody can be reached', () => {
  const PHONE = '+306900001111'
  const say = speak('en')
  /** Whatever was answered, with an address that stands nowhere else. */
  const reachable = anyAnswers
    .filter(({ contact }) => contact.to !== 'nobody')
    .map((answers) =>
      requestOf('b', { ...answers, contact: { ...answers.contact, address: PHONE } } as never, { claim }),
    )

  it('R24 stands below all that is to be known first, and masked until it is asked for', () => {
    fc.assert(
      fc.property(reachable, (item) => {
        const text = drawn(item)
        const number = text.indexOf('••• ••• 1111')
        expect(number).toBeGreaterThan(0)
        expect(said(text)).not.toContain(PHONE.slice(1))
        const { lines, note } = cardLines(item.facts)
        for (const { id } of lines) {
          const line = text.indexOf(say(`line.${id}`))
          expect([id, line >= 0 && line < number]).toEqual([id, true])
        }
        if (note.length) expect(text.indexOf(say('fold.note'))).toBeLessThan(number)
      }),
    )
  })

  it('R28 comes after who may interpret, as the person chose', () => {
    for (const [more, key] of [
      [{ interp: 'far' }, 'interp.far'],
      [{ interp: 'no' }, 'interp.no'],
      [{ who: 'woman' }, 'worker.woman'],
      [{ who: 'man' }, 'worker.man'],
    ] as const) {
      const text = drawn(requestOf('b', { ...call({ address: PHONE }), more } as never, { claim }))
      expect(text).toContain(say(key))
      expect(text.indexOf(say(key))).toBeLessThan(text.indexOf('••• ••• 1111'))
    }
    expect(drawn(requestOf('b', call({ address: PHONE }), { claim }))).toContain(say('talk.absent'))
  })
})

describe('an age', () => {
  const withAge = (age?: string) => requestOf('b', { ...call(), ...(age && { more: { age } }) } as never, { claim })
  it('R26 under 18 or not said is a mark in the list and on the card; only who said so counts as adult', () => {
    const marks = (age?: string) => marksOf(rowOf(withAge(age), 'me', WEDNESDAY)).map(([key]) => key)
    expect([undefined, 'nosay', 'unsure', 'under18', 'adult'].map(marks)).toEqual([
      ['staff.mark.agenot'],
      ['staff.mark.agenot'],
      ['staff.mark.agenot'],
      ['staff.mark.minor'],
      [],
    ])
    for (const lang of ['en', 'el'] as const)
      for (const age of ['absent', 'nosay', 'unsure', 'under18'] as const) {
        const text = drawn(withAge(age === 'absent' ? undefined : age), null, lang)
        expect(text).toContain(speak(lang)(`age.${age}`))
        expect(text).not.toContain(speak(lang)('age.adult'))
      }
  })
})
