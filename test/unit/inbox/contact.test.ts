import { signal } from '@preact/signals'
import { expect, it } from 'vitest'
import { createContact } from '../../../inbox/case/contact.ts'
import type { Cases } from '../../../inbox/cases/state.ts'
import type { Rows } from '../../../inbox/list/rows.ts'
import type { Session } from '../../../inbox/session.ts'
import type { CaseAct } from '../../../shared/caseActs.ts'
import { WEDNESDAY, call, requestOf } from './facts.ts'

it('writes with the number that the person asked for more tries, also in a good time', () => {
  const t = signal(WEDNESDAY)
  const item = requestOf('a', call(), { claim: { by: 'me', hour: WEDNESDAY } })
  const written: CaseAct[] = []
  const more = signal(false)
  const cases = {
    more,
    stateOf: () => 'tried',
    showed: (_: unknown, act: CaseAct) => void written.push(act),
  } as unknown as Cases
  const { shown } = createContact({
    cases,
    now: () => 1000 * WEDNESDAY,
    tick: signal(0),
    session: signal({ member: { id: 'me' } } as unknown as Session),
    t,
    rows: { shown: { opened: signal(item), openId: signal('a'), away: signal(false) } } as unknown as Rows,
    holds: () => true,
  })
  shown.reveal()
  more.value = true
  shown.reveal()
  // Another reason than that goes first: it is the one that was asked for.
  t.value = WEDNESDAY + 12 * 3600
  shown.reveal(0, 'danger')
  expect(written).toEqual([
    { kind: 'show' },
    { kind: 'show', outside: 'person-asked' },
    { kind: 'show', outside: 'danger-now' },
  ])
})
