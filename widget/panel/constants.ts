import type * as answers from '../../shared/answers.ts'

/**
 * The constants of shared/answers.ts, held equal by the compiler: importing the values would bring along all that reads and
 * checks answers, which the sealing module has already.
 */
export const HOUSE_DEFAULTS: typeof answers.HOUSE_DEFAULTS = {
  ifOther: 'hangup',
  voicemail: false,
  voiceMsg: false,
  first: 'word',
  drop: 'wait',
  callerId: 'show',
}
export const ADDRESS_MOST: typeof answers.ADDRESS_MOST = 64
export const WORD_COUNT: typeof answers.WORD_COUNT = 200
