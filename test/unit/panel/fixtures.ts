import type { Draft } from '../../../widget/panel/answersDraft.ts'

export const WORD = 7

/** A draft as somebody has told it so far. */
export const told = (fields: Partial<Draft>): Draft => ({
  address: '',
  checked: false,
  word: WORD,
  more: {},
  note: '',
  ...fields,
})

export const HOUSE_RULE = { days: 'mon-fri', from: 9, to: 17, tries: 3, untilDays: 7 } as const
