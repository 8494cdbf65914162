import { TRY_RESULTS, type TryResult } from '../../shared/caseActs.ts'
import { nextTry } from '../../shared/caseTimes.ts'
import { type Window, nextWindow } from '../../shared/safeTimes.ts'
import { shutsNumber } from '../cases/stops.ts'
import type { Contact, Facts } from '../list/facts.ts'
import type { Request } from '../list/items.ts'

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

/**
 * The hour of the next try, seconds UTC; null: none. After what stops the number stays shut until the next safe time, also where
 * nothing is planned.
 * @param windows as `proposals` has them @param chosen which of them; behind the last: none
 */
export function hourAfter(result: TryResult, windows: readonly Window[], chosen: number): number | null {
  if (!asksForNext(result)) return null
  return (windows[chosen] ?? (shutsNumber(result) ? windows[0] : undefined))?.from ?? null
}

const HOUR = 3600
const DAY = 24 * HOUR

/**
 * When its owner is called, and two hours later all members, where no next try is set and somebody has to decide all the same. After
 * "word did not match" the next hour: the coordinator has to hear of it. A number that does not work: in a day, in a safe time, or in
 * the next hour where the person said danger now; not where there is another way to them, which may be tried now. Reached: nothing is due.
 * @param now seconds UTC @returns seconds UTC, a whole hour
 */
export function callAfter(
  result: TryResult,
  { facts, ways }: Pick<Request, 'facts' | 'ways'>,
  now: number,
): number | null {
  const hour = now - (now % HOUR)
  if (result === 'word-wrong') return hour + HOUR
  if (result !== 'not-working' || ways.length > 1) return null
  const { told, desk } = facts
  if (told.more?.danger === 'now') return hour + HOUR
  return nextWindow(hour + DAY, told.contact?.when, desk.houseRule, desk.tz)?.from ?? hour + DAY
}

/** When to try next, the nearest first: at most two safe windows. @param now seconds UTC */
export function proposals({ told, desk }: Facts, now: number): readonly Window[] {
  const { contact } = told
  if (!contact || contact.to === 'nobody') return []
  const first = nextTry(now, now, contact.when, desk.houseRule, desk.tz)
  const second = first && nextTry(first.from, now, contact.when, desk.houseRule, desk.tz)
  return [first, second].flatMap((one) => one ?? [])
}
