import { expect, it } from 'vitest'
import { stopsFirst } from '../../../inbox/list/Row.tsx'

it('a row says what stops, or cannot wait, before how far it is; all else stays in its order', () => {
  const pills = stopsFirst([
    ['staff.state.referred', 'framed'],
    ['list.pill.returned', 'amber'],
    ['list.pill.danger', 'ember'],
    ['list.pill.late', 'amber'],
    ['staff.mark.minor', 'ember'],
  ]).map(([key]) => key)
  expect(pills).toEqual([
    'list.pill.danger',
    'staff.mark.minor',
    'staff.state.referred',
    'list.pill.returned',
    'list.pill.late',
  ])
})
