import { describe, expect, it } from 'vitest'
import strings from '../../../widget/locales/en.json'
import { SentStep } from '../../../widget/later/sending.tsx'
import { emptyDraft } from '../../../widget/panel/answersDraft.ts'
import type { SentWords, State } from '../../../widget/panel/state.ts'
import { panelOf } from '../../../widget/panel/view.ts'
import { type Drawn, elements, textOf, unfold } from '../unfold.ts'

const CODE = '12345678901234567891'

function sent(how: SentWords['how'], shown = false) {
  const words = {
    how,
    code: CODE,
    forms: [],
    word: 'apple',
    ngo: 'the Help Team',
    replyBy: 'Friday, 9:00',
    line: '15900',
    ngoLine: '2100000000',
  }
  const catalog = { tag: 'en', strings }
  const state = { step: 'sent', sent: words, draft: emptyDraft(0), passing: { shown }, catalog, judged: {} }
  const drawn = unfold(<SentStep p={panelOf(state as unknown as State, {} as never)} />)
  const primary = elements(drawn).find(({ props }) => props['class'] === 'primary')!
  return {
    text: textOf(drawn),
    primary: textOf(primary.children as never),
    drawn: textOf(drawn) + JSON.stringify(elements(drawn).map(plain)),
  }
}

/** What an element has besides its children. */
const plain = ({ props }: Drawn) => ({ ...props, children: undefined })

describe('the number to come back with', () => {
  it.each(['person', 'helper', 'icall', 'back'] as const)(
    'R33 is nowhere in the document before the tap, and then in groups of five: %s',
    (how) => {
      expect(sent(how).drawn).not.toMatch(/12345/)
      expect(sent(how, true).text).toContain('12345 67890 12345 67891')
    },
  )

  it('is a quiet choice beside closing, and the one thing to do where somebody comes back for the answer', () => {
    expect(sent('person').primary).toBe('Close')
    expect(sent('person').text).toContain('Show a number to come back')
    expect(sent('back').primary).toBe('Show my number to come back')
    expect(sent('back', true).primary).toBe('Close')
  })

  it('does not tell who needs it that they need not keep it', () => {
    expect(sent('person', true).text).toContain('You do not have to keep it')
    expect(sent('back', true).text).toContain('You need this number')
    expect(sent('back', true).text).not.toContain('You do not have to keep it')
  })

  it('promises no contact where somebody comes back: only when to look', () => {
    expect(sent('back').text).toContain('Look here for the answer from Friday, 9:00')
    expect(sent('back').text).not.toMatch(/contact|our word/i)
  })
})
