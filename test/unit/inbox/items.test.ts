import { describe, expect, it } from 'vitest'
import { type OpenedRow, gather } from '../../../inbox/list/items.ts'
import { call, factsOf } from './facts.ts'

const row = (id: string, rest: Parameters<typeof factsOf>[1], answers = call()): OpenedRow => ({
  id,
  hour: 0,
  check: false,
  claim: null,
  read: { kind: 'opened', facts: factsOf(answers, rest) },
})
const followUp = { kind: 'follow-up', told: {} } as const

describe('messages of one person', () => {
  it('are one row', () => {
    const items = gather([row('a', {}), row('b', { ...followUp, text: 'later please' })])
    expect(items).toMatchObject([{ id: 'a', wrote: [{ text: 'later please', contact: false }] }])
  })

  it('change the way to be reached: the old one is not safe any more', () => {
    const newContact = { to: 'person', how: 'sms', address: '+306999999999', word: 4 }
    const [item] = gather([row('a', {}), row('b', { ...followUp, newContact })])
    expect(item).toMatchObject({ facts: { told: { contact: newContact }, odd: 0 }, wrote: [{ contact: true }] })
  })

  it('leave no way where the new one is not understood', () => {
    const [item] = gather([row('a', {}), row('b', { ...followUp, newContact: { to: 'person', how: 'pigeon' } })])
    expect(item?.kind === 'request' && item.facts.told.contact).toBeUndefined()
  })

  it('withdraw what was sent', () => {
    expect(gather([row('a', {}), row('b', { kind: 'withdraw', told: {} })])).toMatchObject([{ withdrawn: true }])
  })

  it('of an unknown author lie in "Please check"', () => {
    const items = gather([row('a', {}), row('b', { ...followUp, author: 'somebody else' })])
    expect(items).toMatchObject([
      { id: 'a', wrote: [] },
      { kind: 'shut', id: 'b', code: 'open-author' },
    ])
  })
})
