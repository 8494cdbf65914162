import { TRY_RESULTS, type TryResult } from '../../shared/caseActs.ts'
import { nextTry } from '../../shared/caseTimes.ts'
import type { Window } from '../../shared/safeTimes.ts'
import type { Contact, Facts } from '../list/facts.ts'

/** A message is left only where the person allowed it; what is written is a message. */
export function mayLeave(contact: Contact | undefined): boolean {
  if (!contact || contact.to === 'nobody') return false
  if (contact.how === 'call') return contact.voicemail === true
  return contact.how === 'app' || contact.how === 'sms' || contact.how === 'email'
}

export const resultsFor = (contact: Contact | undefined): readonly TryResult[] =>
  TRY_RESULTS.filter((one) => one !== 'message-left' || mayLeave(contact))

/** After these somebody decides, or the person was reached: no hour is set. */
const SETTLES: readonly TryResult[] = ['reached', 'word-wrong', 'not-working']
export const asksForNext = (result: TryResult): boolean => !SETTLES.includes(result)

/** When to try next, the nearest first: at most two safe windows. @param now seconds UTC */
export function proposals({ told, desk }: Facts, now: number): readonly Window[] {
  const { contact } = told
  if (!contact || contact.to === 'nobody') return []
  const first = nextTry(now, now, contact.when, desk.houseRule, desk.tz)
  const second = first && nextTry(first.from, now, contact.when, desk.houseRule, desk.tz)
  return [first, second].flatMap((one) => one ?? [])
}
